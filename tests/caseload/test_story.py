"""The demo's story can be told: refused with every reason, put right, decided."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.caseload.making import CaseMade
from engine.clock import ManualClock
from engine.decision import Refused
from engine.service import cases, consents, orders, records
from engine.service.command import Outcome
from engine.service.dates import dates_of
from engine.service.file.rights import data_requests
from engine.service.mine import mine
from engine.service.office import Office
from engine.service.repeats import Done
from engine.store import cases as heads
from engine.store import families
from engine.store import records as files
from engine.store.store import open_store
from engine.store.unit_of_work import reading
from tests.caseload.conftest import UNTIL, made

DECISION = {
    "place_kind": "foster_family",
    "legal_road": "consent",
    "within_two_weeks": False,
    "reasons": "Thuis is het nu niet veilig genoeg.",
}


class Story:
    """The case of the story, in a copy of the database, and what people do to it."""

    def __init__(self, office: Office, case: CaseMade) -> None:
        self.office, self.case = office, case

    def decides(self, who: str = "bram") -> Outcome:
        """Let somebody try to decide."""
        order = orders.Advance(
            case=self.case.id,
            transition="decide_to_place",
            seen_version=self.version,
            inputs=DECISION,
        )
        return cases.advance(made().caseload.people[who], self.office, order)

    def writes(self, who: str, kind: str, **fields: str) -> str:
        """Let somebody begin a record; its public id."""
        order = orders.WriteRecord(case=self.case.id, type=kind, fields=fields)
        done = records.write_record(made().caseload.people[who], self.office, order)
        assert isinstance(done, Done)
        assert done.made
        return done.made

    def moves(self, who: str, record: str, to: str, **inputs: str) -> Outcome:
        """Let somebody bring a record to another status."""
        order = orders.MoveRecord(
            case=self.case.id, record=record, to=to, seen_version=self.version, inputs=inputs
        )
        return records.move_record(made().caseload.people[who], self.office, order)

    @property
    def version(self) -> int:
        """The version of the case now."""
        with reading(self.office.store) as connection:
            return heads.case_for_operator(connection, self.case.id).version

    def draft(self, kind: str) -> str:
        """Find the record of this type that was begun."""
        with reading(self.office.store) as connection:
            head = heads.case_for_operator(connection, self.case.id)
            return next(
                row.public_id for row in files.records_of(connection, head) if row.type == kind
            )

    def family(self, name: str) -> str:
        """Find a member of the family by the first name."""
        with reading(self.office.store) as connection:
            head = heads.case_for_operator(connection, self.case.id)
            return next(
                seen.public_id
                for seen in families.members_of(connection, [head.family_id])[head.family_id]
                if seen.name.startswith(name)
            )


def case_of(number: str) -> CaseMade:
    """Find a case of the caseload by its number."""
    return next(case for case in made().caseload.cases if case.number == number)


@pytest.fixture
def story(office: Office, tmp_path: Path) -> Iterator[Story]:
    """Lend the story in a database of its own."""
    office.store.close()
    copy = tmp_path / "story.sqlite"
    shutil.copyfile(str(office.store.engine.url.database), copy)
    store = open_store(f"sqlite:///{copy}")
    here = replace(office, store=store, clock=ManualClock(UNTIL))
    yield Story(here, case_of(made().caseload.story))
    store.close()


def missing(outcome: Outcome) -> list[str]:
    """List the keys of the reasons that stop."""
    assert isinstance(outcome, Refused)
    return sorted(reason.key for reason in outcome.missing)


def test_three_things_are_left_to_do(story: Story) -> None:
    assert story.case.state == "counter_checked"
    assert missing(story.decides()) == [
        "alternatives_weighed",
        "explanatory_analysis",
        "legal_title",
    ]


def test_put_right_by_bram_and_the_scientist_the_decision_can_be_taken(story: Story) -> None:
    text = {"question": "Waardoor escaleert het thuis?", "own_words": "Ik wil rust."}
    analysis = story.writes("bram", "explanatory_analysis", **text)
    story.moves("bram", analysis, "shared_with_family")
    assert missing(story.moves("bram", analysis, "confirmed", judgement="Klopt.")) == ["four_eyes"]
    assert isinstance(story.moves("dora", analysis, "confirmed", judgement="Volledig."), Done)
    assert isinstance(story.moves("bram", story.draft("alternatives_weighed"), "confirmed"), Done)
    yes = orders.Answer(
        case=story.case.id,
        child=story.family("Sam"),
        to="placement",
        answer="given",
        person=story.family("Tom"),
    )
    assert isinstance(
        consents.answer_consent(made().caseload.people["bram"], story.office, yes), Done
    )

    done = story.decides()

    assert isinstance(done, Done)
    assert done.state == "decided_to_place"


def test_the_look_back_stands_in_the_calendar(office: Office) -> None:
    case = case_of(made().caseload.look_back)
    vera = made().caseload.people["vera"]
    dates = {seen.key: seen for seen in dates_of(vera, office, case.id)}

    assert case.state == "followup_planned"
    assert dates["look_back"].state == "open"
    assert dates["look_back"].due_on > UNTIL.date()
    assert dates["look_back"].owners == ("Vera Smit",)


def test_the_father_got_a_copy_and_the_youth_waits_for_one(office: Office) -> None:
    bram = made().caseload.people["bram"]
    page = data_requests(bram, office, case_of(made().caseload.look_back).id)

    given, asked = page.requests
    assert (given.state, given.due_on) == ("given", None)
    assert (asked.state, asked.late) == ("open", False)
    assert asked.due_on is not None
    assert [each.person for each in page.statements] == [asked.person_id]


def test_youth_and_parents_of_the_placement_read_its_plan(office: Office) -> None:
    family = made().caseload.family
    plan = office.library.catalogue.record_title("placement_plan")

    for name in ("sam", "marit", "tom"):
        read = [item.title for case in mine(family[name], office).cases for item in case.items]
        assert plan in read, name
