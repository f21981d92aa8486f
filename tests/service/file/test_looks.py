"""Every part of the file: for whom it is, one row of the log, and told apart from nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.file.consents import authorities, consents
from engine.service.file.contacts import contacts
from engine.service.file.deadline import deadline
from engine.service.file.deviations import deviation, deviations
from engine.service.file.families import family
from engine.service.file.openable import openable
from engine.service.file.participants import participants
from engine.service.file.records import record, record_form, records
from engine.service.file.timeline import timeline, what_came_in
from engine.service.office import Office
from tests.service.builders import Desk
from tests.service.desks import another_family, professional
from tests.service.roads import a_placement

LOOKS: dict[str, Callable[[Viewer, Office, str], object]] = {
    "read_participants": participants,
    "read_records": records,
    "record_form": lambda viewer, office, case: record_form(viewer, office, case, "look"),
    "read_consents": consents,
    "read_authorities": authorities,
    "read_deviations": deviations,
    "read_contacts": contacts,
    "read_timeline": timeline,
    "what_came_in": lambda viewer, office, case: what_came_in(viewer, office, case, 1),
}
PARTS: dict[str, Any] = {"record": record, "deviation": deviation, "deadline": deadline}


@pytest.mark.parametrize("action", LOOKS)
def test_a_look_is_one_row_of_the_log(desk: Desk, action: str) -> None:
    case = a_placement(desk)
    before = len(desk.log())

    LOOKS[action](desk.viewers["anna"], desk.office, case.id)

    (row,) = desk.log()[before:]
    assert (row.action, row.outcome, row.case_id) == (action, "done", case.head.id)
    assert row.person_id == desk.viewers["anna"].person


@pytest.mark.parametrize("action", LOOKS)
def test_a_foreign_case_is_told_exactly_as_one_that_does_not_exist(desk: Desk, action: str) -> None:
    case, gijs = a_placement(desk), desk.viewers["gijs"]
    told = []
    for name in (case.id, "nothing"):
        with pytest.raises(NotFound) as caught:
            LOOKS[action](gijs, desk.office, name)
        told.append(str(caught.value))
        row = desk.log()[-1]
        assert (row.action, row.outcome, row.record) == (action, "denied", name)

    assert told[0] == told[1]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_found_through_its_own_case_only(desk: Desk, part: str) -> None:
    case = a_placement(desk, "ready")
    other = desk.opens()
    case.asks("family_group_conference", "decide_to_place")
    anna, bram = desk.viewers["anna"], desk.viewers["bram"]
    ids = {
        "record": records(bram, desk.office, case.id)[0].id,
        "deviation": deviations(bram, desk.office, case.id)[0].id,
        "deadline": case.owed["preparation"].public_id,
    }
    assert PARTS[part](bram, desk.office, case.id, ids[part])

    told = set()
    for viewer, where, name in (
        (bram, other.id, ids[part]),
        (bram, case.id, "nothing"),
        (anna, other.id, ids[part]),
    ):
        with pytest.raises(NotFound) as caught:
            PARTS[part](viewer, desk.office, where, name)
        told.add(str(caught.value))

    assert told == {str(NotFound(part)), str(NotFound("case"))}


@pytest.mark.parametrize("look", [family, openable])
def test_a_foreign_family_is_told_exactly_as_one_that_does_not_exist(
    desk: Desk, look: Callable[[Viewer, Office, str], object]
) -> None:
    theirs, stranger = another_family(desk), professional(desk.office, "other", "regisseur")
    told = []
    for name in (theirs.family, "nothing"):
        with pytest.raises(NotFound) as caught:
            look(stranger, desk.office, name)
        told.append(str(caught.value))
        row = desk.log()[-1]
        assert (row.outcome, row.record) == ("denied", name)

    assert told[0] == told[1]
