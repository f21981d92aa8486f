"""Being away is reported by oneself, or by who leads the region; every row stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.absence_orders import ChangeAbsence, EndAbsence, ReportAbsence
from engine.service.absences import (
    absences_here,
    change_absence,
    end_absence,
    report_absence,
)
from engine.service.at_table import Changed, TableOutcome
from engine.service.orders import Join
from engine.service.participants import join
from engine.service.registering import NewProfessional, register_professional
from engine.service.repeats import Done
from engine.store.tables.absence import ABSENCE
from engine.store.unit_of_work import reading
from tests.service.builders import TODAY, Desk

DAY = timedelta(days=1)


def report(desk: Desk, who: str = "bram", **said: object) -> TableOutcome:
    """Let somebody report that they are away from today on, or what is said."""
    order = replace(ReportAbsence(from_on=TODAY), **said)  # type: ignore[arg-type] # by name
    return report_absence(desk.viewers[who], desk.office, order)


def reported(desk: Desk, who: str = "bram", **said: object) -> str:
    """Let them, and have it be so; the public id."""
    done = report(desk, who, **said)
    assert isinstance(done, Changed)
    return done.id


def wrong(desk: Desk, **said: object) -> list[str]:
    """Name the fields of a report that are wrong."""
    with pytest.raises(InvalidInput) as refused:
        report(desk, "bram", **said)
    return [problem.field for problem in refused.value.problems]


def stranger(desk: Desk) -> Viewer:
    """Let somebody work in another region."""
    new = NewProfessional(
        name="Kees", subject="kees", works_as=("coordinator",), regions=("foodvalley",)
    )
    return register_professional(desk.office, new)


def test_somebody_reports_that_they_are_away_and_who_deputises(desk: Desk) -> None:
    reported(desk, until_on=TODAY + 14 * DAY, deputy=desk.who("anna"))

    here = absences_here(desk.viewers["bram"], desk.office)

    (mine,) = here.mine
    assert (mine.name, mine.from_on, mine.until_on) == ("bram", TODAY, TODAY + 14 * DAY)
    assert mine.deputy_name == "anna"
    assert (here.led, here.people) == ((), ())
    assert desk.who("anna") in dict(here.deputies)


def test_the_coordinator_of_the_region_reports_it_for_somebody_who_works_there(
    desk: Desk,
) -> None:
    desk.opens()

    reported(desk, "cora", person=desk.who("bram"))

    here = absences_here(desk.viewers["cora"], desk.office)
    assert [each.name for each in here.led] == ["bram"]
    assert (desk.who("bram"), "bram") in here.people


def test_whoever_works_elsewhere_or_leads_nobody_cannot(desk: Desk) -> None:
    desk.opens()
    kees = stranger(desk)
    order = ReportAbsence(from_on=TODAY, person=desk.who("bram"))

    for viewer in (kees, desk.viewers["anna"]):
        with pytest.raises(NotFound):
            report_absence(viewer, desk.office, order)
        assert absences_here(viewer, desk.office).led == ()


def test_nobody_of_a_family_is_somebody_whom_one_leads(desk: Desk) -> None:
    case, parent = desk.opens().id, "parent_with_authority"
    said = Join(case=case, person=desk.els, role=parent, ground="test", child=desk.sam)
    assert isinstance(join(desk.viewers["bram"], desk.office, said), Done)

    with pytest.raises(NotFound):
        report(desk, "cora", person=desk.els)

    here = absences_here(desk.viewers["cora"], desk.office)
    assert here.led == ()
    assert desk.els not in dict(here.people)
    assert desk.log()[-2].outcome == "denied"


def test_an_absence_of_another_is_not_there(desk: Desk) -> None:
    absence = reported(desk)

    for viewer in (desk.viewers["anna"], stranger(desk)):
        with pytest.raises(NotFound):
            end_absence(viewer, desk.office, EndAbsence(absence=absence))
        with pytest.raises(NotFound):
            change_absence(viewer, desk.office, ChangeAbsence(absence=absence))


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        pytest.param({"until_on": TODAY}, ["until_on"], id="back on the first day"),
        pytest.param(
            {"from_on": TODAY - 5 * DAY, "until_on": TODAY}, ["until_on"], id="over already"
        ),
        pytest.param({"from_on": TODAY - 15 * DAY}, ["from_on"], id="too long ago"),
        pytest.param({"deputy": "nobody"}, ["deputy"], id="nobody has this id"),
        pytest.param(
            {"from_on": TODAY - 15 * DAY, "until_on": date(2026, 1, 1), "deputy": "nobody"},
            ["from_on", "until_on", "deputy"],
            id="everything is named at once",
        ),
    ],
)
def test_what_is_wrong_is_named(desk: Desk, said: dict[str, object], fields: list[str]) -> None:
    assert wrong(desk, **said) == fields


@pytest.mark.parametrize("deputy", ["bram", "sam"])
def test_a_deputy_is_a_colleague_with_a_login_and_not_oneself(desk: Desk, deputy: str) -> None:
    named = desk.sam if deputy == "sam" else desk.who(deputy)

    assert wrong(desk, deputy=named) == ["deputy"]


def test_the_same_days_are_reported_once(desk: Desk) -> None:
    reported(desk, until_on=TODAY + 7 * DAY)

    assert wrong(desk, from_on=TODAY + 6 * DAY) == ["from_on"]
    reported(desk, from_on=TODAY + 7 * DAY)


def test_a_change_leaves_what_was_said_before(desk: Desk) -> None:
    absence = reported(desk)
    order = ChangeAbsence(absence=absence, until_on=TODAY + 3 * DAY, deputy=desk.who("anna"))

    changed = change_absence(desk.viewers["bram"], desk.office, order)

    assert isinstance(changed, Changed)
    (mine,) = absences_here(desk.viewers["bram"], desk.office).mine
    assert (mine.public_id, mine.until_on) == (changed.id, TODAY + 3 * DAY)
    assert len(rows(desk)) == 2


def test_of_two_changes_the_second_is_refused(desk: Desk) -> None:
    absence = reported(desk)
    bram, order = desk.viewers["bram"], ChangeAbsence(absence=absence)
    change_absence(bram, desk.office, order)

    again = change_absence(bram, desk.office, order)
    ended = end_absence(bram, desk.office, EndAbsence(absence=absence))

    for outcome in (again, ended):
        assert isinstance(outcome, Refused)
        assert [reason.key for reason in outcome.missing] == ["ended"]


def test_whoever_is_back_sooner_was_away_until_today(desk: Desk) -> None:
    absence = reported(desk, from_on=TODAY - 3 * DAY)

    end_absence(desk.viewers["bram"], desk.office, EndAbsence(absence=absence))

    assert absences_here(desk.viewers["bram"], desk.office).mine == ()
    assert rows(desk) == [(TODAY - 3 * DAY, None, True), (TODAY - 3 * DAY, TODAY, False)]


def test_an_absence_ahead_is_withdrawn(desk: Desk) -> None:
    absence = reported(desk, from_on=TODAY + 3 * DAY)

    end_absence(desk.viewers["bram"], desk.office, EndAbsence(absence=absence))

    assert rows(desk) == [(TODAY + 3 * DAY, None, True)]


def test_a_repeat_under_the_same_key_reports_it_once(desk: Desk) -> None:
    assert reported(desk, key="once") == reported(desk, key="once")
    assert len(rows(desk)) == 1


def rows(desk: Desk) -> list[tuple[date, date | None, bool]]:
    """Every row: from, until, and whether it was ended."""
    wanted = select(ABSENCE.c.from_on, ABSENCE.c.until_on, ABSENCE.c.ended_at).order_by(
        ABSENCE.c.id
    )
    with reading(desk.office.store) as connection:
        return [(row[0], row[1], row[2] is not None) for row in connection.execute(wanted)]
