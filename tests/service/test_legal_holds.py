"""A legal hold is set with a reason by who leads or archives, and ends by four eyes."""

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.account_roles import appoint
from engine.service.at_table import Changed, TableOutcome
from engine.service.legal_holds import ask_lift, lift_hold, set_hold
from engine.service.retention import files_kept, retained_file
from engine.service.retention_orders import AskLift, LiftHold, SetHold
from tests.service.archives import IN_2047, Archive, an_archive, closed
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import professional


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of Bram, with Anna in it."""
    case = desk.opens()
    case.joins("anna")
    return case


@pytest.fixture
def archive(desk: Desk, case: CaseAtDesk) -> Archive:
    """Lend the archivists of its region."""
    assert case.head.region == REGION
    return an_archive(desk.office, desk.clock, REGION)


def keys(outcome: TableOutcome) -> list[str]:
    """The reasons why not."""
    assert not isinstance(outcome, Changed), outcome
    return [reason.key for reason in outcome.missing]


def held(case: CaseAtDesk, by: Viewer, reason: str = "een klacht loopt") -> str:
    """Let somebody set a hold; its id."""
    done = set_hold(by, case.desk.office, SetHold(case=case.id, reason=reason))
    assert isinstance(done, Changed), done
    assert done.made
    return done.made


def asks(
    case: CaseAtDesk, by: Viewer, hold: str, reason: str = "de klacht is klaar"
) -> TableOutcome:
    """Let somebody ask that it ends."""
    return ask_lift(by, case.desk.office, AskLift(case=case.id, hold=hold, reason=reason))


def lifts(case: CaseAtDesk, by: Viewer, hold: str) -> TableOutcome:
    """Let somebody lift it."""
    return lift_hold(by, case.desk.office, LiftHold(case=case.id, hold=hold))


def test_a_hold_keeps_a_file_whatever_its_term_says(case: CaseAtDesk, archive: Archive) -> None:
    held(case, case.desk.viewers["bram"])
    closed(archive.office, case.id)
    archive.clock.move_to(IN_2047)

    found = retained_file(archive.noor, archive.office, case.id)

    assert (found.row.from_on, found.row.may_go) == (None, False)
    assert [each.en for each in found.row.stops] == ["There is a legal hold on this file."]
    kept = files_kept(archive.noor, archive.office)
    assert [row.number for row in kept.held] == [case.head.number]
    assert kept.ready == ()


def test_it_ends_when_one_asks_and_another_lifts_it(case: CaseAtDesk, archive: Archive) -> None:
    bram = case.desk.viewers["bram"]
    hold = held(case, bram)

    assert keys(lifts(case, archive.noor, hold)) == ["asked"]
    assert isinstance(asks(case, bram, hold), Changed)
    assert keys(lifts(case, bram, hold)) == ["four_eyes"]
    assert isinstance(lifts(case, archive.noor, hold), Changed)

    (row,) = retained_file(bram, archive.office, case.id).holds
    assert (row.setter, row.asker, row.lifter) == ("bram", "bram", "noor")
    assert (row.reason, row.lift_reason) == ("een klacht loopt", "de klacht is klaar")
    assert keys(lifts(case, archive.ben, hold)) == ["held"]


def test_that_it_ends_is_asked_once(case: CaseAtDesk, archive: Archive) -> None:
    hold = held(case, archive.noor)
    asks(case, archive.noor, hold)

    assert keys(asks(case, archive.ben, hold)) == ["not_asked"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 20_001])
def test_no_reason_and_too_long_a_one_are_none(case: CaseAtDesk, reason: str) -> None:
    with pytest.raises(InvalidInput):
        held(case, case.desk.viewers["bram"], reason)
    hold = held(case, case.desk.viewers["bram"])
    with pytest.raises(InvalidInput):
        asks(case, case.desk.viewers["bram"], hold, reason)


def test_who_only_works_on_the_case_reads_its_term_and_no_more(
    case: CaseAtDesk, archive: Archive
) -> None:
    hold = held(case, archive.noor)
    for name in ("anna", "cora"):
        viewer = case.desk.viewers[name]
        found = retained_file(viewer, archive.office, case.id)
        assert (found.may_hold, found.holds) == (False, ())
        order = SetHold(case=case.id, reason="x")
        assert keys(set_hold(viewer, archive.office, order)) == ["leads_or_archives"]
        assert keys(lifts(case, viewer, hold)) == ["leads_or_archives"]


def test_whoever_has_no_part_and_another_archivist_hear_that_there_is_none(
    case: CaseAtDesk, archive: Archive
) -> None:
    far = an_archive_elsewhere(case.desk)
    for viewer in (far, professional(archive.office, "kees")):
        with pytest.raises(NotFound):
            retained_file(viewer, archive.office, case.id)
        with pytest.raises(NotFound):
            held(case, viewer)
    with pytest.raises(NotFound):
        lifts(case, archive.noor, "0" * 32)


def an_archive_elsewhere(desk: Desk) -> Viewer:
    """Appoint an archivist of another region."""
    viewer = professional(desk.office, "far")
    appoint(desk.office, viewer, "archivist", "foodvalley")
    return viewer


def test_who_looked_at_the_case_shows_who_asked_for_its_term(
    case: CaseAtDesk, archive: Archive
) -> None:
    retained_file(archive.noor, archive.office, case.id)

    row = case.desk.log()[-1]
    assert (row.action, row.record, row.person_id) == (
        "read_retained",
        case.id,
        archive.noor.person,
    )
