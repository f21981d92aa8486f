"""An agreement has words, an owner and a day; its day is a deadline until it is settled."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.agreements import settle_agreement
from engine.service.file.agreements import AgreementRow, agreement, agreements
from engine.service.file.timeline import timeline
from engine.service.my_dates import my_dates
from tests.service.builders import CaseAtDesk
from tests.service.desks import takes_part
from tests.service.rooms import Room

DUE = date(2026, 3, 21)  # a Saturday: what was agreed is not moved


@pytest.fixture
def case(room: Room) -> CaseAtDesk:
    """Lend a case that the table accepted."""
    return room.case()


def agreed(case: CaseAtDesk, by: str = "bram", **said: Any) -> str:
    """Make an agreement; its public id."""
    made = case.done(by, orders.Agree, **{"text": "CANARY bellen", "due_on": DUE, **said}).made
    assert made
    return made


def row(case: CaseAtDesk, public_id: str, by: str = "bram") -> AgreementRow:
    """Read an agreement."""
    return agreement(case.desk.viewers[by], case.desk.office, case.id, public_id)


def test_an_agreement_is_read_as_it_was_made(room: Room, case: CaseAtDesk) -> None:
    made = agreed(
        case, owner=room.desk.who("anna"), child=room.desk.sam, visible_to=(room.desk.els,)
    )

    found = row(case, made)

    assert (found.text, found.owner, found.owner_id) == (
        "CANARY bellen", "anna", room.desk.who("anna")
    )  # fmt: skip
    assert (found.child and found.child.name, found.visible_to) == ("sam", ("els",))
    assert (found.due_on, found.late, found.state, found.made_by) == (DUE, False, "open", "bram")


def test_its_words_lie_beside_the_chain(case: CaseAtDesk) -> None:
    agreed(case, owner_words="CANARY oma")

    event = case.events[-1]

    assert (event.kind, event.payload["due"]) == ("agreed", "2026-03-21")
    assert "CANARY" not in str(event.payload)
    assert event.details == {"agreed": "CANARY bellen", "owner": "CANARY oma"}
    shown = timeline(case.desk.viewers["bram"], case.desk.office, case.id)[-1]
    assert [(each.name, each.value) for each in shown.details] == [
        ("agreed", "CANARY bellen"), ("owner", "CANARY oma")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("owner", "role"),
    [("anna", "worker"), ("els", "regisseur"), (None, "regisseur")],
)
def test_its_day_is_a_deadline_of_the_owner_or_the_regisseur(
    room: Room, case: CaseAtDesk, owner: str | None, role: str
) -> None:
    ids = {"anna": room.desk.who("anna"), "els": room.desk.els}
    made = agreed(case, owner=ids[owner] if owner else None)

    duty = case.owed[f"agreement.{made}"]

    assert (duty.due_on, duty.owner_role, duty.kind) == (DUE, role, "hard")
    planned = [
        (each.audience, each.on_date.isoformat())
        for each in case.ledger
        if each.key == f"agreement.{made}"
    ]
    assert planned == [
        ("owner", "2026-03-13"),  # a week before, on a working day
        ("owner", "2026-03-23"),
        ("coordinator", "2026-03-23"),
    ]


def test_it_stands_among_the_dates_of_its_owner(room: Room, case: CaseAtDesk) -> None:
    made = agreed(case, owner=room.desk.who("anna"))

    found = my_dates(room.desk.viewers["anna"], room.desk.office).rows

    (mine,) = [each for each in found if each.key == f"agreement.{made}"]
    assert (mine.title.nl, mine.owners) == ("Afspraak nakomen", ("anna",))


@pytest.mark.parametrize("result", ["met", "ended", "handed_over", "not_met"])
def test_settling_meets_its_deadline_and_keeps_its_words(case: CaseAtDesk, result: str) -> None:
    made = agreed(case, due_on=DUE)

    done = case.done("rik", orders.SettleAgreement, agreement=made, result=result,
                     words="CANARY gelukt")  # fmt: skip

    found = row(case, made)
    assert (found.state, found.text, found.result) == (result, "CANARY bellen", "CANARY gelukt")
    assert found.settled_on == case.desk.office.today()
    assert f"agreement.{made}" not in case.owed
    assert (done.kind, case.events[-1].payload["result"]) == ("agreement_settled", result)
    assert "CANARY" not in str(case.events[-1].payload)


def test_an_agreement_is_settled_once_and_has_no_other_owner_then(
    room: Room, case: CaseAtDesk
) -> None:
    made = agreed(case)
    settled = {"agreement": made, "result": "met"}
    case.done("bram", orders.SettleAgreement, **settled)

    assert case.refused("bram", orders.SettleAgreement, **settled) == ["settled"]
    owner = {"agreement": made, "owner": room.desk.who("anna")}
    assert case.refused("bram", orders.NameOwner, **owner) == ["settled"]


def test_a_late_agreement_stays_open_and_is_late(case: CaseAtDesk) -> None:
    made = agreed(case)
    case.desk.after(days=20)

    assert (row(case, made).late, row(case, made).state) == (True, "open")
    assert f"agreement.{made}" in case.owed


def test_the_owner_may_follow(room: Room, case: CaseAtDesk) -> None:
    made = agreed(case)

    case.done("bram", orders.NameOwner, agreement=made, owner=room.desk.who("anna"))

    assert row(case, made).owner == "anna"
    assert case.owed[f"agreement.{made}"].owner_role == "worker"
    case.done("bram", orders.NameOwner, agreement=made, owner_words="oma")
    assert (row(case, made).owner, row(case, made).owner_id) == ("oma", None)
    assert case.owed[f"agreement.{made}"].owner_role == "regisseur"


@pytest.mark.parametrize("said", [{}, {"owner": "anna", "owner_words": "oma"}])
def test_one_owner_is_named(room: Room, case: CaseAtDesk, said: dict[str, str]) -> None:
    made = agreed(case)
    if "owner" in said:
        said = {**said, "owner": room.desk.who("anna")}

    with pytest.raises(InvalidInput):
        case.does("bram", orders.NameOwner, agreement=made, **said)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"owner": "x", "owner_words": "oma"}, "owner"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_named(
    case: CaseAtDesk, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.Agree, **{"text": "bellen", "due_on": DUE, **said})

    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_result_is_one_that_there_is(case: CaseAtDesk) -> None:
    settled = {"agreement": agreed(case)}

    for said in ({"result": "open"}, {"result": "met", "words": "x" * 20_001}):
        with pytest.raises(InvalidInput):
            case.does("bram", orders.SettleAgreement, **settled, **said)


@pytest.mark.parametrize("field", ["owner", "child", "visible_to"])
def test_nobody_from_outside_is_named(room: Room, case: CaseAtDesk, field: str) -> None:
    stranger = room.desk.who("cora") if field == "visible_to" else "0" * 32
    said: dict[str, Any] = {field: (stranger,) if field == "visible_to" else stranger}

    with pytest.raises(NotFound):
        case.does("bram", orders.Agree, text="bellen", due_on=DUE, **said)


def test_an_owner_takes_part_or_is_of_the_family(room: Room, case: CaseAtDesk) -> None:
    outsider = room.desk.opens(workflow="talk")  # a case in which Anna takes no part

    with pytest.raises(NotFound):
        outsider.does("bram", orders.Agree, text="x", due_on=DUE, owner=room.desk.who("anna"))
    agreed(case, owner=room.desk.who("anna"))


def test_somebody_without_a_login_here_may_own_one_and_who_is_kept_out_may_not(
    room: Room, case: CaseAtDesk
) -> None:
    vera, key = room.desk.viewers["vera"], case.head.id
    takes_part(room.desk, vera, role="interpreter", access="none", case_id=key)

    made = agreed(case, owner=room.desk.who("vera"))

    assert row(case, made).owner == "vera"
    takes_part(room.desk, vera, role="excluded", access="excluded", case_id=key)
    with pytest.raises(NotFound):
        agreed(case, owner=room.desk.who("vera"))


def test_who_reads_titles_only_makes_none_and_reads_no_words(case: CaseAtDesk) -> None:
    made = agreed(case)

    assert case.refused("cora", orders.Agree, text="x", due_on=DUE) == ["role"]
    found = row(case, made, by="cora")
    assert (found.text, found.owner, found.made_by, found.visible_to) == (None, None, None, ())


def test_an_agreement_of_another_case_is_not_there(room: Room, case: CaseAtDesk) -> None:
    other, made = room.case(), agreed(case)

    with pytest.raises(NotFound):
        row(other, made)
    with pytest.raises(NotFound):
        other.does("bram", orders.SettleAgreement, agreement=made, result="met")
    assert agreements(room.desk.viewers["bram"], room.desk.office, other.id) == ()


def test_of_two_who_settle_it_the_second_hears_of_the_first(case: CaseAtDesk) -> None:
    made = agreed(case)
    order = orders.SettleAgreement(
        case=case.id, agreement=made, result="met", seen_version=case.head.version
    )
    settle_agreement(case.desk.viewers["bram"], case.desk.office, order)

    with pytest.raises(StaleCase):
        settle_agreement(case.desk.viewers["rik"], case.desk.office, order)


def test_a_final_case_owes_nothing_also_no_agreement(case: CaseAtDesk) -> None:
    made = agreed(case, due_on=DUE + timedelta(weeks=1))

    case.step("withdraw", by="rik")

    assert case.owed == {}
    assert row(case, made).state == "open"
