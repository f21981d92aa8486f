"""What happened, in words: everything for one, dates and titles only for another."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from engine.access import Viewer
from engine.service import orders
from engine.service.event_kinds import TITLES, EventKind
from engine.service.file.details import APART, NESTED
from engine.service.file.timeline import EventShown, timeline, what_came_in
from engine.service.lapsing import lapse
from engine.span import Span
from engine.store import deviations, participation
from engine.store.deviations import DeviationHead
from engine.store.events import EventSeen
from engine.store.participation import NewTaking
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.desks import professional
from tests.service.every_command import (
    CANARY,
    Script,
    Try,
    on_a_placement,
    on_a_table,
    on_a_trial,
    on_linked_cases,
    play,
)
from tests.service.roads import a_placement
from tests.service.rooms import TUESDAY

KINDS = set(get_args(EventKind))
# By the clock, at the machine, and by whoever changes the calendar of a region.
ELSEWHERE = {"deviation_lapsed", "moved_version", "calendar_changed"} | {
    "data_asked", "data_judged", "data_confirmed", "data_answered",  # of the rights of a family
    "record_corrected", "statement_made",
}  # fmt: skip
AT_A_TABLE = {"agreed", "agreement_owned", "agreement_settled", "agreement_heard", "dispatched"} | {
    "attendance_marked",
    "carried_over",
}
LATER = {"deviation_rejected", *ELSEWHERE}
SCRIPTS: dict[Callable[[Store], Script], set[str]] = {
    on_a_placement: KINDS - LATER - AT_A_TABLE,
    on_linked_cases: {"advanced"},
    on_a_trial: {"deviation_rejected"},
    on_a_table: AT_A_TABLE,
}
"""What each script writes at least; the rest is the clock's."""


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_placement(desk)


def read(case: CaseAtDesk, by: str = "bram", since: int = 0) -> list[EventShown]:
    return list(timeline(case.desk.viewers[by], case.desk.office, case.id, since=since))


def last(case: CaseAtDesk, by: str = "bram") -> EventShown:
    return read(case, by)[-1]


def said(event: EventShown) -> dict[str, object]:
    """The answers by name."""
    return {detail.name: detail.value for detail in event.details}


def test_every_kind_of_event_is_written_and_has_words() -> None:
    assert set.union(*SCRIPTS.values(), ELSEWHERE) == KINDS
    assert set(TITLES) == KINDS


@pytest.mark.parametrize("script", SCRIPTS)
def test_whatever_the_engine_writes_is_told_to_each_as_far_as_they_may_know(
    store: Store, script: Callable[[Store], Script]
) -> None:
    desk = played(script(store))
    everybody = {
        access: reader(desk, access) for access in ("substitute", "professional", "coordinator")
    }
    assert kinds(desk) >= SCRIPTS[script]
    for head in desk.heads():
        written = CaseAtDesk(desk, head.public_id).events
        told = {
            access: timeline(viewer, desk.office, head.public_id)
            for access, viewer in everybody.items()
        }
        for each, event in zip(written, told["substitute"], strict=True):
            assert {detail.name for detail in event.details} == answers(each), each.kind
            assert event.withheld == ()
            assert event.title.nl.startswith(TITLES[event.kind].nl)
        for event in told["professional"]:
            assert set(event.withheld) <= {"place", "where", "lives_now"}
        for event in told["coordinator"]:
            assert event.details == ()
        titles_only = str([blank(event) for event in told["coordinator"]])
        assert CANARY not in titles_only
        assert not [name for name in ("'sam'", "'els'", "'tom'") if name in titles_only]


def test_a_step_that_chose_a_meeting_tells_its_day(store: Store) -> None:
    desk = played(on_a_table(store))
    (head,) = desk.heads()

    told = timeline(desk.viewers["bram"], desk.office, head.public_id)

    (planned,) = [event for event in told if event.transition == "schedule"]
    assert said(planned) == {"meeting": TUESDAY}


def test_what_the_clock_did_has_no_actor(desk: Desk) -> None:
    case = a_placement(desk, "counter_checked")
    case.asks("family_group_conference", "decide_to_place")
    desk.after(days=60)
    lapse(desk.office, asked(case))

    event = last(case)

    assert (event.kind, event.actor) == ("deviation_lapsed", None)
    assert event.title.nl == (
        f"Afwijking vervallen: {case.workflow.rules['family_group_conference'].asks.nl}"
    )


def test_a_step_says_what_was_filled_in_and_where_it_led(case: CaseAtDesk) -> None:
    case.step("substantiate")
    event = last(case)

    step = case.workflow.transitions["substantiate"]
    assert event.title.nl == f"Stap gemaakt: {step.title.nl}"
    assert (event.transition, event.transition_title) == ("substantiate", step.title)
    assert event.to == case.workflow.states["substantiating"].title
    assert event.actor == "bram"
    assert event.occurred_on == TODAY
    assert (event.seq, event.destroyed) == (case.head.version, False)


def test_a_shielded_answer_is_taken_out_and_named(desk: Desk) -> None:
    case = a_placement(desk, "decided_to_place")
    case.step("carry_out", place="bij tante Jo")

    assert said(last(case))["place"] == "bij tante Jo"
    assert "place" not in said(last(case, "anna"))
    assert last(case, "anna").withheld == ("place",)
    assert "tante Jo" not in str(read(case, "anna"))
    assert set(last(case, "cora").withheld) >= {"place"}


def test_a_choice_a_yes_and_a_date_are_told_as_such(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    case.step("decide_to_place", place_kind="foster_family")

    found = {detail.name: detail for detail in last(case).details}
    form = case.workflow.transitions["decide_to_place"].input
    assert found["place_kind"].value == "foster_family"
    assert found["place_kind"].words == form["place_kind"].values["foster_family"]
    assert found["place_kind"].title == form["place_kind"].title
    for name, field in form.items():
        if field.kind == "yes_no" and name in found:
            assert found[name].words
        if field.kind == "date" and name in found:
            assert isinstance(found[name].value, date)


def test_an_answer_for_each_child_names_the_child(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("vera", roles={"vera": "coach"})
    small_desk.qualify("dora", "coach")
    case.step("hand_over", coach=small_desk.who("dora"))

    (detail,) = last(case).details
    assert (detail.value, detail.words and detail.words.nl) == (small_desk.who("dora"), "dora")


def test_a_record_says_its_type_and_status_to_whoever_reads_its_class(case: CaseAtDesk) -> None:
    made = case.write("explanatory_analysis", "anna", question="waarom?")
    written = last(case)
    assert written.title.nl == "Stuk begonnen: Verklarende analyse"
    assert written.child
    assert written.child.name == "sam"
    assert said(written)["question"] == "waarom?"

    case.move(made, "shared_with_family", "anna")
    moved = last(case)
    assert moved.to
    assert moved.to.nl == "Gedeeld met het gezin"

    for event in read(case, "cora")[-2:]:
        assert event.title == TITLES[event.kind]
        assert (event.to, event.child, event.details) == (None, None, ())


def test_who_came_and_went_is_told_by_name_and_role(case: CaseAtDesk) -> None:
    order = {"person": case.desk.els, "role": "parent_with_authority", "ground": "moeder"}
    case.done("bram", orders.Join, child=case.desk.sam, **order)

    assert last(case).title.nl == "Betrokkene erbij: Ouder met gezag"
    assert (last(case).person, said(last(case))) == ("els", {"ground": "moeder"})
    assert (last(case, "cora").person, last(case, "cora").title) == (None, last(case).title)
    case.done("bram", orders.Leave, person=case.desk.who("anna"), role="cjg_worker")
    assert last(case, "cora").person == "anna"


def test_an_answer_on_consent_is_told_with_its_words(case: CaseAtDesk) -> None:
    case.done("bram", orders.Answer, child=case.desk.sam, to="placement", answer="not_needed",
              person=case.desk.els, ground="not_able_to_judge")  # fmt: skip

    event = last(case)
    assert event.title.nl == "Antwoord over toestemming vastgelegd: Uithuisplaatsing"
    assert event.person == "els"
    assert {d.name: d.words.nl for d in event.details if d.words} == {
        "answer": "Niet nodig",
        "ground": "Niet in staat te oordelen",
    }


def test_a_moved_deadline_is_named_with_its_new_day(case: CaseAtDesk) -> None:
    title = case.workflow.deadlines["preparation"].title.nl
    name = case.owed["preparation"].public_id
    case.done("cora", orders.Extend, deadline=name, by=Span(weeks=1), reason="ziekte")
    extended = last(case)
    assert extended.title.nl == f"Termijn verlengd: {title}"
    assert extended.until == case.owed["preparation"].due_on

    until = TODAY + timedelta(days=14)
    case.done("bram", orders.Suspend, deadline=name, until=until, reason="vakantie")
    assert (last(case).title.nl, last(case).until) == (f"Termijn opgeschort: {title}", until)
    case.desk.after(days=1)
    case.done("bram", orders.Resume, reason="terug")
    assert (last(case).title.nl, last(case).until) == (f"Termijn loopt weer: {title}", None)


def test_what_a_step_set_going_is_told_with_its_date(case: CaseAtDesk) -> None:
    opened = read(case)[0]

    due = {title.nl: day for title, day in opened.begun}
    preparation = case.owed["preparation"]
    assert due[case.workflow.deadlines["preparation"].title.nl] == preparation.due_on
    assert opened.title.nl == "Zaak geopend: Uithuisplaatsing"


def test_whose_act_it_was_is_told_to_everybody(case: CaseAtDesk) -> None:
    case.done("bram", orders.WriteRecord, type="look", on_behalf_of="De kinderrechter")

    assert {last(case, by).on_behalf_of for by in ("bram", "anna", "cora")} == {"De kinderrechter"}


def test_what_came_in_is_what_happened_after_the_version_seen(case: CaseAtDesk) -> None:
    seen = case.head.version
    case.write("look", "anna")
    case.step("substantiate")

    found = what_came_in(case.desk.viewers["anna"], case.desk.office, case.id, seen)

    assert [event.kind for event in found] == ["record_written", "advanced"]
    assert found == tuple(read(case, "anna", since=seen))
    assert what_came_in(case.desk.viewers["anna"], case.desk.office, case.id, seen + 2) == ()


def test_details_that_were_destroyed_are_told_as_gone(case: CaseAtDesk) -> None:
    case.write("explanatory_analysis", "anna")
    table = METADATA.tables["case_event_detail"]
    with unit_of_work(case.desk.office.store) as connection:
        connection.execute(table.delete())

    event = last(case)

    assert event.destroyed
    assert (event.details, event.withheld) == ((), ())
    assert event.title.nl == "Stuk begonnen: Verklarende analyse"


def played(script: Script) -> Desk:
    """Give every command of the script; the desk at which it was played."""
    desks: list[Desk] = []

    def give(attempt: Try) -> Any:
        desks.append(attempt.desk)
        return attempt.give()

    assert list(play(script, give))
    return desks[-1]


def kinds(desk: Desk) -> set[str]:
    """The kinds of all events of all cases."""
    every = (CaseAtDesk(desk, head.public_id) for head in desk.heads())
    return {event.kind for case in every for event in case.events}


def reader(desk: Desk, access: str) -> Viewer:
    """Let somebody take part in the whole family with this row of the access table."""
    viewer = professional(desk.office, f"reader-{access}")
    with unit_of_work(desk.office.store) as connection:
        taking = NewTaking(
            role=access,
            access=access,
            ground="test",
            from_on=desk.office.today(),
            family_id=desk.heads()[0].family_id,
        )
        participation.join(connection, viewer.person, taking, now=desk.clock.now())
    return viewer


def answers(event: EventSeen) -> set[str]:
    """The names of everything that was filled in."""
    details = dict(event.details or {})
    nested: dict[str, Any] = details.pop(NESTED.get(event.kind, ""), {})
    apart = {name for name, value in details.items() if name not in APART and value != ""}
    return apart | set(nested)


def blank(event: EventShown) -> Iterable[object]:
    """All of the event but whose act it was: that everybody may know."""
    return [getattr(event, name) for name in event.__slots__ if name != "on_behalf_of"]


def asked(case: CaseAtDesk) -> DeviationHead:
    """Find the only deviation of the case."""
    with unit_of_work(case.desk.office.store) as connection:
        (found,) = deviations.deviations_of(connection, [case.head.id])
        return found
