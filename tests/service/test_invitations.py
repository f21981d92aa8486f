"""Who is asked to come, what each of them is told, and what is never told to anybody else."""

from datetime import date

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.invitation_letter import invitation_paper
from engine.service.invitations import InvitationRow, invitations, sent_words
from engine.store.store import Store
from tests.service.builders import TODAY, CaseAtDesk
from tests.service.guests import a_guest_room, plan
from tests.service.rooms import Room

CANARIES = ("kanarieweg", "kanarieman", "18.45", "kanarietolk")
"""What only the other one's plan says."""


@pytest.fixture
def guests(store: Store, clock: ManualClock) -> Room:
    """Lend a table where each person is invited by a plan of their own."""
    return a_guest_room(store, clock)


@pytest.fixture
def case(guests: Room) -> CaseAtDesk:
    """Open a case that the table accepted: of Sam, 13, with Els and Tom."""
    return guests.case()


def rows(case: CaseAtDesk, by: str = "sita") -> dict[str, InvitationRow]:
    """Look who is asked to come, by name."""
    found = invitations(case.desk.viewers[by], case.desk.office, case.id)
    return {row.name: row for row in found.rows}


def letter(case: CaseAtDesk, record: str, by: str = "sita") -> str:
    """Read what stands on paper."""
    paper = invitation_paper(case.desk.viewers[by], case.desk.office, case.id, record)
    return "\n".join(line for block in paper.blocks for line in block.lines)


def test_parents_with_authority_youths_and_the_professionals_stand_on_the_list(
    case: CaseAtDesk,
) -> None:
    found = rows(case)

    assert {name: row.why.en for name, row in found.items()} == {
        "els": "Has authority",
        "tom": "Has authority",
        "sam": "Youth of 12 or over",
        "rik": "Requester",
        "carla": "Child Protection Council",
    }
    assert [name for name, row in found.items() if row.must_choose] == ["els", "tom", "sam"]
    assert {row.lacks.en for row in found.values() if row.lacks} == {"Nothing chosen yet"}


def test_whose_authority_ended_is_asked_only_if_somebody_chose_so(case: CaseAtDesk) -> None:
    end = {"child": case.desk.sam, "parent": case.desk.tom, "source": "beschikking"}
    case.done("bram", orders.SetAuthority, **end, from_on=date(2026, 3, 1), until_on=TODAY)

    row = rows(case)["tom"]

    assert row.why.en == "Parent without authority: only if you choose so"
    assert not row.must_choose
    assert row.lacks is None
    plan(case, case.desk.tom)
    assert rows(case)["tom"].has_letter


def test_what_was_chosen_stands_with_each(case: CaseAtDesk) -> None:
    plan(case, case.desk.els, safe_contact="phone", how="06", own_time="10.45")
    case.write("invitation_plan", "sita", person=case.desk.tom)

    found = rows(case)

    assert (found["els"].plan and found["els"].plan.status, found["els"].lacks) == ("invited", None)
    assert found["els"].said("own_time") == "10.45"
    assert found["tom"].plan
    assert found["tom"].plan.is_draft
    assert found["tom"].lacks


def test_a_new_choice_takes_the_place_of_the_earlier_one_of_that_person_only(
    case: CaseAtDesk,
) -> None:
    plan(case, case.desk.els)
    plan(case, case.desk.tom)
    plan(case, case.desk.els, "not_invited")

    found = rows(case)

    assert found["els"].plan
    assert found["els"].plan.status == "not_invited"
    assert not found["els"].has_letter
    assert found["tom"].plan
    assert found["tom"].plan.status == "invited"


def test_two_who_must_not_meet_are_pointed_out_until_their_times_differ(case: CaseAtDesk) -> None:
    plan(case, case.desk.els, own_time="9.00", not_together_with=case.desk.tom)
    plan(case, case.desk.tom, own_time="09:10")

    found = rows(case)
    assert found["els"].clashes == ("tom",)
    assert found["tom"].clashes == found["tom"].apart == ("els",)

    plan(case, case.desk.tom, own_time="10.30")
    assert rows(case)["els"].clashes == ()
    assert rows(case)["tom"].apart == ("els",)


def test_what_was_chosen_for_the_last_talk_does_not_serve_the_next(
    guests: Room, case: CaseAtDesk
) -> None:
    plan(case, case.desk.els)
    meeting = guests.plans()
    case.step("schedule", by="sita", meeting=meeting)
    guests.opens(meeting)
    case.done("sita", orders.MarkAtItem, person=case.desk.who("rik"), how="by_phone")
    case.step("start_meeting", by="vera")
    agreed = {"text": "bellen", "due_on": date(2026, 3, 20), "owner": case.desk.who("anna")}
    case.done("vera", orders.Agree, **agreed)
    assert rows(case)["els"].lacks is None
    case.step("decide", by="vera")

    assert rows(case)["els"].lacks


def test_nothing_is_sent_to_whom_no_way_is_safe(case: CaseAtDesk) -> None:
    record = plan(case, case.desk.els, safe_contact="none")

    refused = case.move(record, "sent", by="sita")

    assert [reason.key for reason in getattr(refused, "missing", ())] == ["safe_contact"]
    assert letter(case, record) == ""
    assert rows(case)["els"].lacks


def test_what_was_given_stands_in_the_words_of_the_step(case: CaseAtDesk) -> None:
    plan(case, case.desk.sam, "invited", safe_contact="by_hand")
    given = plan(case, case.desk.els, safe_contact="by_hand")
    case.move(given, "sent", by="sita")

    found = invitations(case.desk.viewers["sita"], case.desk.office, case.id)

    assert sent_words(found, "nl").splitlines() == [
        "els: Gegeven of verstuurd, In de hand, ma 2 maart 2026",
        "tom: nog niets gekozen",
        "sam: Wordt uitgenodigd, In de hand",
    ]


def test_a_letter_says_when_where_and_that_nobody_has_to_come(
    guests: Room, case: CaseAtDesk
) -> None:
    record = plan(case, case.desk.els, safe_contact="phone", own_time="10.45")
    case.step("schedule", by="sita", meeting=guests.plans())

    said = letter(case, record)

    assert "Beste els," in said
    assert "dinsdag 10 maart 2026" in said
    assert "om 10.45 uur" in said
    assert "praten over sam" in said
    assert "U kiest zelf of u komt." in said
    assert "vera: leidt het gesprek" in said
    assert "vertrouwenspersoon" in said


def test_a_youth_is_addressed_as_a_youth(case: CaseAtDesk) -> None:
    said = letter(case, plan(case, case.desk.sam, safe_contact="by_hand"))

    assert "Hallo sam," in said
    assert "Je kiest zelf of je komt." in said
    assert " u " not in said


def test_no_letter_shows_another_of_the_family(guests: Room, case: CaseAtDesk) -> None:
    secret = {"how": "Kanarieweg 7", "own_time": "18.45", "brings": "Kanarieman, Kanarietolk"}
    theirs = plan(case, case.desk.tom, safe_contact="address", **secret)
    mine = plan(case, case.desk.els, own_time="10.45", not_together_with=case.desk.tom)
    youth = plan(case, case.desk.sam, safe_contact="by_hand", asked_youth="via Kanarieman")
    case.step("schedule", by="sita", meeting=guests.plans())

    for record, others in ((mine, ("tom",)), (youth, ("tom", "els"))):
        words = letter(case, record).lower()
        assert not [canary for canary in CANARIES if canary in words]
        assert not [name for name in others if name in words.replace(".", " ").split()]
    own = letter(case, theirs).lower()
    assert "18.45" in own
    assert "kanarie" not in own
    assert "els" not in own.split()


def test_who_must_not_meet_somebody_reads_no_time_that_both_have(
    guests: Room, case: CaseAtDesk
) -> None:
    record = plan(case, case.desk.els, not_together_with=case.desk.tom)
    plan(case, case.desk.tom)
    case.step("schedule", by="sita", meeting=guests.plans())

    assert "De tijd hoort u nog van ons." in letter(case, record)


def test_there_is_no_letter_to_who_is_not_asked_to_come(case: CaseAtDesk) -> None:
    record = plan(case, case.desk.els, "not_invited")

    with pytest.raises(NotFound):
        letter(case, record)


def test_who_reads_titles_only_sees_nobody(case: CaseAtDesk) -> None:
    record = plan(case, case.desk.els)

    assert rows(case, by="cora") == {}
    with pytest.raises(NotFound):
        letter(case, record, by="cora")
