"""The family's word on an agreement: kept, told to the regisseur when hard; it settles nothing."""

from datetime import date
from typing import Any

import pytest

from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.agreements import AgreementRow, agreement
from engine.service.file.timeline import timeline
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.service.builders import CaseAtDesk
from tests.service.rooms import Room

DUE = date(2026, 3, 21)


@pytest.fixture
def case(room: Room) -> CaseAtDesk:
    """Lend a case that the table accepted."""
    return room.case()


@pytest.fixture
def made(case: CaseAtDesk) -> str:
    """Lend an agreement."""
    public_id = case.done("bram", orders.Agree, text="bellen", due_on=DUE).made
    assert public_id
    return public_id


def hears(case: CaseAtDesk, made: str, how: str, words: str = "", **said: Any) -> None:
    """Record what Els says, unless it is somebody else."""
    said = {"person": case.desk.els, **said}
    case.done("rik", orders.HearAgreement, agreement=made, how=how, words=words, **said)


def row(case: CaseAtDesk, made: str, by: str = "bram") -> AgreementRow:
    """Read the agreement."""
    return agreement(case.desk.viewers[by], case.desk.office, case.id, made)


def told(case: CaseAtDesk) -> list[tuple[str, str]]:
    """Give every notice that tells of something: its template and whom."""
    notice, person = METADATA.tables["notice"], METADATA.tables["person"]
    with reading(case.desk.office.store) as connection:
        rows = connection.execute(
            notice.join(person, person.c.id == notice.c.person_id)
            .select()
            .with_only_columns(notice.c.template, person.c.name)
        )
        return [(each.template, each.name) for each in rows]


def test_each_of_the_family_has_a_last_word(case: CaseAtDesk, made: str) -> None:
    hears(case, made, "hard", "CANARY te ver")
    hears(case, made, "done", person=case.desk.tom)
    hears(case, made, "done", " het ging toch ")

    said = [(each.name, each.how, each.words) for each in row(case, made).family]

    assert sorted(said) == [("els", "done", "het ging toch"), ("tom", "done", "")]
    assert row(case, made).family[0].title.nl == "Gelukt"


def test_it_settles_nothing_and_changes_no_words(case: CaseAtDesk, made: str) -> None:
    hears(case, made, "done")

    found = row(case, made)
    assert (found.state, found.text, found.settled_on) == ("open", "bellen", None)
    assert f"agreement.{made}" in case.owed


def test_what_is_hard_is_told_to_the_regisseur_and_what_worked_out_to_nobody(
    case: CaseAtDesk, made: str
) -> None:
    hears(case, made, "done")
    assert told(case) == []

    hears(case, made, "hard", "CANARY geen vervoer")

    assert told(case) == [("told", "bram")]


def test_its_words_lie_beside_the_chain_and_are_for_who_reads_them(
    case: CaseAtDesk, made: str
) -> None:
    hears(case, made, "hard", "CANARY")

    def seen(by: str) -> tuple[str, list[object]]:
        last = timeline(case.desk.viewers[by], case.desk.office, case.id)[-1]
        return last.title.nl, [each.value for each in last.details]

    assert "CANARY" not in str(case.events[-1].payload)
    assert seen("bram") == ("Wat het gezin zegt over een afspraak: Het lukt niet", ["CANARY"])
    assert seen("cora") == ("Wat het gezin zegt over een afspraak", [])
    assert row(case, made, by="cora").family == ()


def test_everything_wrong_with_it_is_named_at_once(case: CaseAtDesk, made: str) -> None:
    for said, fields in (
        ({"person": "0" * 32, "how": "perhaps"}, ["person", "how"]),
        ({"person": case.desk.who("anna"), "how": "hard"}, ["person", "words"]),
        ({"person": case.desk.els, "how": "done", "words": "x" * 20_001}, ["words"]),
    ):
        with pytest.raises(InvalidInput) as caught:
            case.does("rik", orders.HearAgreement, agreement=made, **said)

        assert [problem.field for problem in caught.value.problems] == fields


def test_nothing_is_said_of_a_settled_one_nor_by_who_reads_titles_only(
    case: CaseAtDesk, made: str
) -> None:
    said = {"agreement": made, "person": case.desk.els, "how": "done"}
    assert case.refused("cora", orders.HearAgreement, **said) == ["role"]

    case.done("bram", orders.SettleAgreement, agreement=made, result="met")

    assert case.refused("rik", orders.HearAgreement, **said) == ["settled"]
