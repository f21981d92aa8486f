"""The crisis desk: what runs, one night in one go, and what follows from the flags."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.clock import ManualClock
from engine.errors import Busy, NotFound, StaleCase
from engine.fields import InputProblem, InvalidInput
from engine.region import PhoneLine
from engine.service import orders
from engine.service.cases import advance
from engine.service.command import Outcome
from engine.service.crisis_desk import CrisisRow, reporting, running_crises
from engine.service.crisis_night import Entry, enter_night, night_of, owed_talk, propose
from engine.store.store import Store
from engine.text import Text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.counting import counting
from tests.service.desks import registered, takes_part
from tests.service.nights import ROUTE, TRIAGE, a_crisis, a_crisis_desk, at_night, routed


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_crisis_desk(store, clock)


def rows(desk: Desk, name: str = "cas") -> tuple[CrisisRow, ...]:
    """What somebody sees on the desk."""
    return running_crises(desk.viewers[name], desk.office).rows


def making(desk: Desk, case: CaseAtDesk, name: str, **said: object) -> Entry:
    """A step of the night as Cas enters it."""
    order = case.advance(name, occurred_at=said.pop("occurred_at", None), **said)

    def do(version: int) -> Outcome:
        seen = replace(order, seen_version=version, key=f"k:{name}")
        return advance(desk.viewers["cas"], desk.office, seen)

    return name, do


def test_a_crisis_stands_there_with_its_report_its_service_and_its_child(desk: Desk) -> None:
    case = routed(a_crisis(desk))

    (row,) = rows(desk)

    assert (row.id, row.number) == (case.id, case.head.number)
    assert [child.name for child in row.children] == ["sam"]
    assert (row.reported_at, row.minutes) == (at_night(21, 40), 35 * 60 + 20)
    assert row.urgency
    assert row.urgency.en.startswith("Acute")
    assert row.route
    assert row.route.en.startswith("Both services")
    assert row.lead
    assert row.lead.en.startswith("Youth and parenting")
    assert row.regisseurs == ()


def test_after_half_an_hour_without_an_answer_the_supervisor_is_to_be_called(desk: Desk) -> None:
    case = routed(a_crisis(desk), occurred_at=None)
    takes_part(desk, desk.viewers["sven"], role="crisis_supervisor", case_id=case.head.id)

    desk.clock.move_to(desk.clock.now() + timedelta(minutes=29))
    before = rows(desk)[0]
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=1))
    after = rows(desk)[0]
    case.step("start_intervention", "cas")
    confirmed = rows(desk)[0]

    assert (before.call_now, after.call_now) == (False, True)
    assert after.supervisors == ("sven",)
    assert (after.unconfirmed_since is not None, after.confirmed_at) == (True, None)
    assert (confirmed.unconfirmed_since, confirmed.call_now) == (None, False)
    assert confirmed.confirmed_at == desk.clock.now()


def test_the_line_of_the_region_stands_there_where_it_has_one(desk: Desk) -> None:
    a_crisis(desk)
    line = PhoneLine.model_validate(
        {
            "title": {"nl": "Crisisdienst", "en": "Crisis service"},
            "number": "0800-1234",
            "for": ["parents"],
        }
    )
    here = desk.office.library.regions[desk.region]
    regions = {
        **desk.office.library.regions,
        desk.region: here.model_copy(update={"crisis_line": line}),
    }
    office = replace(desk.office, library=replace(desk.office.library, regions=regions))

    assert rows(desk)[0].line is None
    assert running_crises(desk.viewers["cas"], office).rows[0].line == line


def test_another_service_is_waited_for_anew(desk: Desk) -> None:
    case = routed(a_crisis(desk))
    case.step("start_intervention", "cas", occurred_at=at_night(22, 30))
    case.step("reroute", "cas", occurred_at=at_night(23), route="ggz", lead_service="one_service")

    (row,) = rows(desk)

    assert (row.unconfirmed_since, row.confirmed_at) == (at_night(23), None)


def test_what_is_late_stands_in_front_and_a_page_begins_where_the_last_ended(desk: Desk) -> None:
    fresh = a_crisis(desk, occurred_at=None)
    late = replace(desk, registered=registered(desk.office, desk.viewers["cas"]))
    old = a_crisis(late)

    first = running_crises(desk.viewers["cas"], desk.office, limit=1)
    second = running_crises(desk.viewers["cas"], desk.office, limit=1, after=first.next)

    assert [row.id for row in (*first.rows, *second.rows)] == [old.id, fresh.id]
    assert second.next is None
    assert first.rows[0].next
    assert first.rows[0].next.past_norm
    assert not first.rows[0].next.late  # an hour for the triage is a norm of ours


def test_who_reads_titles_only_sees_no_child_no_urgency_and_no_route(desk: Desk) -> None:
    routed(a_crisis(desk))

    (row,) = rows(desk, "cora")

    assert (row.children, row.urgency, row.route, row.lead) == ((), None, None, None)


def test_who_takes_no_part_sees_nothing_and_what_is_over_is_gone(desk: Desk) -> None:
    case = a_crisis(desk)
    takes_part(desk, desk.viewers["sven"], role="crisis_supervisor", case_id=case.head.id)
    assert rows(desk, "vic") == ()

    case.settled("no_crisis_check", "agreed", by="cas", then="sven")
    case.settled("crisis_referral", "offered", "accepted", by="cas")
    case.step("end_as_no_crisis", "cas")

    assert rows(desk) == ()


def test_two_crises_take_as_many_statements_as_one(desk: Desk) -> None:
    routed(a_crisis(desk))
    with counting(desk.office.store) as one:
        rows(desk)
    routed(a_crisis(replace(desk, registered=registered(desk.office, desk.viewers["cas"]))))
    with counting(desk.office.store) as two:
        assert len(rows(desk)) == 2

    assert len(one) == len(two)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        pytest.param({"psychiatric_signs": True, "violence": True}, ("joint", "jo"), id="both"),
        pytest.param(
            {"psychiatric_signs": True, "parents_keep_safe": False}, ("joint", "jo"), id="unsafe"
        ),
        pytest.param({"psychiatric_signs": True}, ("ggz", None), id="psychiatric only"),
        pytest.param({"violence": True, "danger_to_life": True}, ("jo", None), id="violence only"),
        pytest.param({"danger_to_life": True}, ("police_112", None), id="danger to life only"),
        pytest.param({"psychiatric_signs": False, "parents_keep_safe": True}, None, id="none"),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_the_route_follows_from_the_flags(
    flags: Mapping[str, object], expected: tuple[str, str | None] | None
) -> None:
    found = propose(flags)

    assert (found and (found.route, found.lead_service)) == expected


def test_a_whole_night_is_entered_in_one_go_each_step_with_its_own_moment(desk: Desk) -> None:
    case = a_crisis(desk)
    entries = [
        making(desk, case, "start_triage", occurred_at=at_night(21, 55), **TRIAGE),
        making(desk, case, "route", occurred_at=at_night(22, 5), **ROUTE),
        making(desk, case, "start_intervention", occurred_at=at_night(22, 30)),
        making(desk, case, "stabilise", occurred_at=at_night(23, 50), stabilised_at="2026-02-28"),
    ]

    entered = enter_night(case.head.version, entries)
    again = enter_night(1, entries)

    assert entered.stopped_at is None
    assert again == entered  # sent twice it is one night
    assert [(each.transition, each.occurred_at) for each in case.events[1:]] == [
        ("start_triage", at_night(21, 55)),
        ("route", at_night(22, 5)),
        ("start_intervention", at_night(22, 30)),
        ("stabilise", at_night(23, 50)),
    ]
    assert case.head.state == "stabilised"
    assert case.is_chained


def test_a_night_stops_at_the_first_refusal_and_what_passed_stays(desk: Desk) -> None:
    case = a_crisis(desk)
    entries = [
        making(desk, case, "start_triage", occurred_at=at_night(21, 55), **TRIAGE),
        making(desk, case, "route", occurred_at=at_night(22, 5), route="joint", lead_service=""),
        making(desk, case, "start_intervention", occurred_at=at_night(22, 30)),
    ]

    entered = enter_night(case.head.version, entries)

    assert (entered.passed, entered.stopped_at) == (("start_triage",), "route")
    assert [reason.key for reason in entered.reasons] == ["lead_service"]
    assert entered.version == case.head.version == 2
    assert case.head.state == "triage"


@pytest.mark.parametrize(
    "error", [pytest.param(Busy(5), id="busy"), pytest.param(StaleCase("c", 2, 3), id="stale")]
)
def test_what_passed_is_told_when_somebody_comes_in_between(desk: Desk, error: Exception) -> None:
    case = a_crisis(desk)

    def never(version: int) -> Outcome:
        raise error

    triage = making(desk, case, "start_triage", occurred_at=at_night(21, 55), **TRIAGE)

    assert enter_night(1, [triage, ("route", never)]).says
    with pytest.raises(type(error)):
        enter_night(1, [("route", never)])


def test_what_is_wrong_with_a_later_part_is_told_with_what_passed(desk: Desk) -> None:
    case = a_crisis(desk)
    problem = InputProblem("held_on", "malformed", Text(nl="Nee.", en="No."))

    def wrong(version: int) -> Outcome:
        raise InvalidInput(problem)

    triage = making(desk, case, "start_triage", occurred_at=at_night(21, 55), **TRIAGE)
    entered = enter_night(1, [triage, ("contact", wrong)])

    assert (entered.passed, entered.problems) == (("start_triage",), (problem,))


def test_the_page_of_a_night_says_what_was_done_and_why_the_rest_cannot_be(desk: Desk) -> None:
    case = routed(a_crisis(desk))

    night = night_of(desk.viewers["cas"], desk.office, case.id)
    steps = {step.name: step for step in night.steps}
    of_cora = night_of(desk.viewers["cora"], desk.office, case.id)

    assert night.reported.occurred_at == at_night(21, 40)
    assert [each.occurred_at for each in steps["route"].made] == [at_night(22, 5)]
    assert {name: step.is_open for name, step in steps.items()} == {
        "start_triage": False,
        "route": False,
        "reroute": True,
        "start_intervention": True,
        "take_over_lead": True,
        "stabilise": True,
    }
    assert "stabilised_at" not in steps["stabilise"].form  # its moment says it
    assert night.proposal
    assert night.proposal.route == "joint"
    assert [key for key, _ in night.talks][:2] == ["contact_day_1", "contact_day_3"]
    assert of_cora.case.titles_only
    assert not any(step.is_open for step in of_cora.steps)
    assert (of_cora.members, of_cora.proposal) == ((), None)


@pytest.mark.parametrize(
    "look",
    [
        pytest.param(
            lambda desk, case: night_of(desk.viewers["vic"], desk.office, case), id="foreign"
        ),
        pytest.param(
            lambda desk, case: night_of(
                desk.viewers["bram"],
                desk.office,
                replace(desk, registered=registered(desk.office, desk.viewers["bram"])).opens().id,
            ),
            id="no crisis",
        ),
        pytest.param(
            lambda desk, case: owed_talk(desk.viewers["cas"], desk.office, case, "contact_day_1"),
            id="a talk that is not due",
        ),
    ],
)
def test_what_is_not_there_is_not_found(desk: Desk, look: Callable[[Desk, str], object]) -> None:
    case = a_crisis(desk)

    with pytest.raises(NotFound):
        look(desk, case.id)
    assert desk.log()[-1].outcome == "denied"


def test_a_talk_is_found_by_its_key_while_it_is_due_and_after(desk: Desk) -> None:
    case = routed(a_crisis(desk))
    case.step("start_intervention", "cas", occurred_at=at_night(22, 30))
    case.step("stabilise", "cas", occurred_at=at_night(23, 50), stabilised_at="2026-02-28")

    talk = owed_talk(desk.viewers["cas"], desk.office, case.id, "contact_day_1")
    case.done(
        "cas",
        orders.HoldContact,
        held_on=desk.office.today() - timedelta(days=1),
        words="Rustige nacht.",
        counts_for=((case.id, talk),),
    )

    assert "contact_day_1" not in case.owed
    assert owed_talk(desk.viewers["cas"], desk.office, case.id, "contact_day_1") == talk


def test_who_may_report_a_crisis_is_said_by_the_definition(desk: Desk) -> None:
    of_cas, of_cora = (reporting(desk.viewers[name], desk.office) for name in ("cas", "cora"))

    assert [role for role, _ in of_cas.roles] == ["crisis_worker"]
    assert of_cora.roles == ()
    assert "danger" in of_cas.form
