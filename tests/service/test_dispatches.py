"""That something left is recorded, shown, never erased, and corrected by another."""

from datetime import timedelta
from typing import Any

import pytest

from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.dispatches import DispatchRow, dispatches
from engine.service.file.timeline import timeline
from tests.service.builders import CaseAtDesk
from tests.service.rooms import Room

SENT = {"party": "council", "to_whom": "CANARY C. van de Raad", "way": "secure_mail"} | {
    "what": "package",
    "ground": "statutory_duty",
}


@pytest.fixture
def case(room: Room) -> CaseAtDesk:
    """Lend a case that the table accepted."""
    return room.case()


def left(case: CaseAtDesk, by: str = "sita") -> tuple[DispatchRow, ...]:
    """Read what left."""
    return dispatches(case.desk.viewers[by], case.desk.office, case.id)


def records(case: CaseAtDesk, **said: Any) -> int:
    """Record a dispatch; the version of the case after it."""
    return case.done("rik", orders.RecordDispatch, **{**SENT, **said}).version


def test_it_is_read_as_it_was_recorded_with_when_it_left(case: CaseAtDesk) -> None:
    at = case.desk.office.clock.now() - timedelta(days=2)
    records(case, occurred_at=at, words="met de post van vier uur")
    records(case, party="lawyer", client=case.desk.els, what="letter", way="by_hand")

    letter, package = left(case)

    assert (package.party, package.what, package.way) == ("council", "package", "secure_mail")
    assert (package.to_whom, package.recorded_by) == ("CANARY C. van de Raad", "rik")
    assert (package.left_at, package.words) == (at, "met de post van vier uur")
    assert (letter.client, letter.client_id) == ("els", case.desk.els)


def test_its_words_are_for_who_reads_them(case: CaseAtDesk) -> None:
    records(case)

    def seen(by: str) -> tuple[str, list[object]]:
        last = timeline(case.desk.viewers[by], case.desk.office, case.id)[-1]
        return last.title.nl, [each.value for each in last.details]

    assert "CANARY" not in str(case.events[-1].payload)
    assert seen("rik") == (
        "Verzonden of afgegeven: Pakket, Raad voor de Kinderbescherming, Eigen beveiligde mail",
        ["CANARY C. van de Raad"],
    )
    assert seen("cora") == ("Verzonden of afgegeven", [])
    assert left(case, by="cora") == ()


def test_a_wrong_one_stays_and_is_corrected_once_with_a_word(case: CaseAtDesk) -> None:
    wrong = records(case)
    right = records(case, way="post", corrects=wrong, words="Ging met de post")

    newer, older = left(case)

    assert (older.version, older.corrected_by, newer.corrects) == (wrong, right, wrong)
    again = {**SENT, "corrects": wrong, "words": "nog eens"}
    assert case.refused("rik", orders.RecordDispatch, **again) == ["corrected"]
    records(case, corrects=right, words="Toch niet")


def test_everything_wrong_with_it_is_named_at_once(case: CaseAtDesk) -> None:
    for said, fields in (
        (
            {"party": "x", "to_whom": " ", "way": "x", "what": "x", "ground": "x"},
            ["party", "what", "to_whom", "way", "ground"],
        ),
        ({"to_whom": "x" * 501, "words": "x" * 20_001}, ["to_whom", "words"]),
        ({"party": "lawyer"}, ["client"]),
        ({"party": "lawyer", "client": case.desk.who("anna")}, ["client"]),
        ({"client": case.desk.els}, ["client"]),
        ({"corrects": 1}, ["corrects", "words"]),
    ):
        with pytest.raises(InvalidInput) as caught:
            case.does("rik", orders.RecordDispatch, **{**SENT, **said})

        assert [problem.field for problem in caught.value.problems] == fields


def test_who_reads_titles_only_records_none(case: CaseAtDesk) -> None:
    assert case.refused("cora", orders.RecordDispatch, **SENT) == ["role"]
