"""Whoever takes part for one child meets nothing of a sister or brother, by any request there is.

Gijs works for Daan alone. Noor and Mila are half-sisters with another father, in the same case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.clock import ManualClock
from engine.service.registering import Registered
from engine.store.tables.cases import CASES, RECORD
from engine.store.tables.clock import DEADLINE
from engine.store.tables.meetings import AGENDA_ITEM, AGREEMENT, MEETING, MEETING_TABLE
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import reading
from tests.access.asking import Ask
from tests.access.belonging import OF_ANOTHER
from tests.access.files import File
from tests.access.matrix import judged
from tests.access.shelf import Shelf
from tests.access.trial import Trial, trial_of
from tests.office import MORNING
from tests.service.desks import shipped
from tests.service.letter_stories import REGION, Story, a_letter_story
from tests.store.databases import fresh_store

WHOLE, ONE = "bram", "dora"
"""By what names of the matrix the regisseur goes in at the door, and Gijs."""

DAAN, NOOR = "own", "other"
"""By what names the files of both children go."""

_KINDS = shipped().of("beschermingstafel", REGION).catalogue.records


@dataclass(frozen=True)
class Siblings:
    """The case at the door, and every text and id that is of the half-sisters only."""

    trial: Trial
    hidden: Mapping[str, str]

    def told(self, text: str) -> set[str]:
        """What of theirs an answer tells."""
        return {what for what, mark in self.hidden.items() if re.search(rf"\b{mark}\b", text)}


@pytest.fixture(scope="module")
def siblings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siblings]:
    """Lend the case of the three children."""
    with fresh_store("sqlite") as store:
        story = a_letter_story(store, ManualClock(MORNING))
        letters = Path(tmp_path_factory.mktemp("siblings"), "mail")
        with trial_of(_shelf(story), letters) as trial:
            yield Siblings(trial, _hidden(story))


def test_nothing_of_a_sister_is_in_any_answer(siblings: Siblings, asks: list[Ask]) -> None:
    leaks = []
    for ask in {ask.name: ask for ask in asks}.values():
        if ask.is_safe:
            answer = siblings.trial.send(ONE, ask, (DAAN,) * len(ask.slots))
            found = siblings.told(answer.all)
            leaks += [(ask.name, found)] if found else []
            assert answer.status < 500, ask.name

    assert leaks == []


def test_whoever_takes_part_for_all_is_told_everything_that_is_looked_for(
    siblings: Siblings, asks: list[Ask]
) -> None:
    told: set[str] = set()
    for ask in asks:
        if ask.is_safe and told != set(siblings.hidden):
            told |= siblings.told(siblings.trial.send(WHOLE, ask, (DAAN,) * len(ask.slots)).all)

    assert told == set(siblings.hidden)  # so they are where a leak would show them


def test_what_is_of_a_sister_is_answered_as_what_does_not_exist(
    siblings: Siblings, asks: list[Ask]
) -> None:
    asked = {(ask.name, place): ask for ask in asks for place in _places(ask)}
    found = [
        str(fault)
        for (_, place), ask in asked.items()
        for fault in judged(siblings.trial, ask, place, ONE)
    ]

    assert len(asked) > 40
    assert found == []


def _places(ask: Ask) -> Iterator[tuple[str, ...]]:
    """The case that is theirs, with something of the sister in one place.

    Not for a sort of record that only another workflow has.
    """
    kind = re.search(r"\btype=(\w+)", f"{ask.url}&{ask.body}")
    if ask.slots[:1] != ("case_id",) or (kind and kind[1] not in _KINDS):
        return
    for at, slot in enumerate(ask.slots):
        if at not in ask.in_names and slot in OF_ANOTHER | {"child_id", "parent_id"}:
            yield tuple(NOOR if each == at else DAAN for each in range(len(ask.slots)))


def _shelf(story: Story) -> Shelf:
    staff = {WHOLE: story.viewer("bram"), ONE: story.viewer("gijs"), "sita": story.viewer("sita")}
    files = {}
    for name, child, parent in ((DAAN, "daan", "Joost"), (NOOR, "noor", "Karim")):
        file = File(name, story.office, staff, WHOLE, "sita", _ids(story, child, parent))
        file.version = file.head.version
        files[name] = file
    return Shelf(story.office, story.case.desk.clock, staff, files)


def _ids(story: Story, child: str, parent: str) -> dict[str, str]:
    """The ids of the case, and of what of it is about this child."""
    about = PERSON.c.public_id == story.who(child)
    of_child = {
        "record_id": select(RECORD.c.public_id).join(PERSON, PERSON.c.id == RECORD.c.child_id),
        "agreement_id": select(AGREEMENT.c.public_id).join(
            PERSON, PERSON.c.id == AGREEMENT.c.child_id
        ),
        "deadline_id": select(DEADLINE.c.public_id).join(
            PERSON, PERSON.c.id == DEADLINE.c.child_id
        ),
    }
    of_case = {
        "table_id": select(MEETING_TABLE.c.public_id),
        "meeting_id": select(MEETING.c.public_id),
        "item_id": select(AGENDA_ITEM.c.public_id),
        "case_id": select(CASES.c.public_id),
    }
    with reading(story.office.store) as connection:
        found = {key: connection.execute(each.where(about)) for key, each in of_child.items()}
        ids = {key: rows.scalars().first() for key, rows in found.items()}
        ids |= {key: connection.execute(each).scalars().one() for key, each in of_case.items()}
    known = {"child_id": story.who(child), "parent_id": story.who(parent)}
    return {**{key: each for key, each in ids.items() if each}, **known, **_home(story)}


def _home(story: Story) -> dict[str, str]:
    home: Registered = story.case.desk.registered
    return {"family_id": home.family}


def _hidden(story: Story) -> dict[str, str]:
    """Names, marked texts and ids of the half-sisters, their father and what is about them."""
    names = {each: each for each in ("noor", "mila", "Karim")}
    marks = ("noorreasons", "noordissent", "noorsafety", "noorgoals", "agreedbram", "agreedkarim")
    texts = {mark: f"CANARY{mark}" for mark in marks}
    people = {f"id of {name}": story.who(name) for name in names}
    return {**names, **texts, **people, **_things(story)}


def _things(story: Story) -> dict[str, str]:
    """The ids of every record, agreement and deadline about one of them."""
    sisters = [story.who(name) for name in ("noor", "mila")]
    made: dict[str, str] = {}
    with reading(story.office.store) as connection:
        for table in (RECORD, AGREEMENT, DEADLINE):
            wanted = (
                select(table.c.id, table.c.public_id)
                .join(PERSON, PERSON.c.id == table.c.child_id)
                .where(PERSON.c.public_id.in_(sisters))
            )
            for key, public_id in connection.execute(wanted):
                made[f"{table.name} {key}"] = public_id
    return made
