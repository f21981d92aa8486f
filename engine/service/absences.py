"""Being away: reported by oneself, or by who leads or coordinates the region one works in.

Nothing of a case changes, so there is no event; the access log keeps who said what. A change ends
the row and adds another: what was sent while it held can be explained afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.absence_orders import ChangeAbsence, EndAbsence, ReportAbsence
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.command import refuse
from engine.service.listing import listing
from engine.service.office import Office
from engine.store import absences, colleagues, people
from engine.store.absences import AbsenceSeen, NewAbsence
from engine.store.people import PersonSeen
from engine.text import Text

FARTHEST_BACK = timedelta(days=14)
MOST = 200
"""Absences, and people to choose from, on one page."""

_NOT_A_DEPUTY = Text(
    nl="Kies een collega met een account, niet wie zelf afwezig is.",
    en="Choose a colleague with an account, not whoever is away.",
)
_BACK_FIRST = Text(
    nl="De eerste dag terug ligt na de eerste dag afwezig.",
    en="The first day back comes after the first day away.",
)
_OVER = Text(nl="Deze afwezigheid is al voorbij.", en="This absence is over already.")
_TOO_EARLY = Text(
    nl=f"Dit is meer dan {FARTHEST_BACK.days} dagen geleden.",
    en=f"This is more than {FARTHEST_BACK.days} days ago.",
)
_TWICE = Text(
    nl="In deze dagen staat al een afwezigheid. Wijzig die.",
    en="There is an absence in these days already. Change that one.",
)


@dataclass(frozen=True, slots=True)
class AbsencesHere:
    """My own absences, those of the people whom I lead, and who can be chosen."""

    mine: tuple[AbsenceSeen, ...]
    led: tuple[AbsenceSeen, ...]
    people: tuple[tuple[str, str], ...]  # public id, name; whom I may report away
    deputies: tuple[tuple[str, str], ...]


def report_absence(viewer: Viewer, office: Office, order: ReportAbsence) -> TableOutcome:
    """Say that somebody is away from a day on.

    Raises:
        NotFound: that person is not there, or not for the viewer to report.
        InvalidInput: the days do not fit, or that deputy cannot be.
    """
    return at_table(viewer, office, order, _report)


def change_absence(viewer: Viewer, office: Office, order: ChangeAbsence) -> TableOutcome:
    """Say anew until when somebody is away, and who deputises; refused when it was ended.

    Raises:
        NotFound: there is none, or it is not for the viewer. InvalidInput: as for a report.
    """
    return at_table(viewer, office, order, _change)


def end_absence(viewer: Viewer, office: Office, order: EndAbsence) -> TableOutcome:
    """Say that somebody is back today; one that lies ahead is withdrawn.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    return at_table(viewer, office, order, _end)


def absences_here(viewer: Viewer, office: Office) -> AbsencesHere:
    """What the page and the list show: my own, and of the people whom I lead."""
    with listing(viewer, office, "list_absences") as work:
        connection, on, now = work.connection, work.today, work.now
        led = absences.absences_led(connection, viewer, on=on, now=now, limit=MOST)
        found = colleagues.colleagues(connection, role=None, prefix="", most=MOST, on=on, now=now)
        return AbsencesHere(
            mine=absences.absences_of(connection, viewer.person, on=on),
            led=tuple(each for each in led if each.person_id != viewer.person),
            people=absences.people_led(connection, viewer, on=on, now=now, limit=MOST),
            deputies=tuple((each.public_id, each.name) for each in found),
        )


def one_absence(viewer: Viewer, office: Office, public_id: str) -> AbsenceSeen:
    """One that still counts, of the viewer's own or of somebody whom they lead; logged.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    with looking_at(viewer, office, public_id, "read_absence") as work:
        seen = _mine(work, public_id)
        if seen.ended_at is not None:
            raise NotFound("absence")
        return seen


def _report(work: TableWork, order: ReportAbsence) -> Changed:
    person = _person(work, order.person)
    deputy = _deputy(work, order.deputy)
    problems = [
        *_days_wrong(work.today, order.from_on, order.until_on),
        *_deputy_wrong(work, person, order.deputy, deputy),
        *_twice(work, person, order.from_on, order.until_on),
    ]
    if problems:
        raise InvalidInput(*problems)
    made = _write(work, person, order.from_on, order.until_on, deputy)
    return Changed(made, 1, made=made)


def _change(work: TableWork, order: ChangeAbsence) -> Changed:
    seen = _mine(work, order.absence)
    _stop(work, seen)
    deputy = _deputy(work, order.deputy)
    over = order.until_on is not None and order.until_on <= work.today
    problems = [
        *_end_wrong(seen.from_on, order.until_on, over=over),
        *_deputy_wrong(work, seen.person_id, order.deputy, deputy),
        *_twice(work, seen.person_id, seen.from_on, order.until_on),
    ]
    if problems:
        raise InvalidInput(*problems)
    made = _write(work, seen.person_id, seen.from_on, order.until_on, deputy)
    return Changed(made, 1, made=made)


def _end(work: TableWork, order: EndAbsence) -> Changed:
    seen = _mine(work, order.absence)
    _stop(work, seen)
    if seen.from_on < work.today:  # they were away until today, and that stays to be seen
        _write(work, seen.person_id, seen.from_on, work.today, seen.deputy_id)
    return Changed(seen.public_id, 2, state="ended")


def _person(work: TableWork, public_id: str | None) -> int:
    """Who is away: oneself, or somebody whom one leads."""
    if public_id is None or public_id == work.viewer.id:
        return work.viewer.person
    person = people.person_by_public_id(work.connection, public_id)
    _require_led(work, person.id, "person")
    return person.id


def _mine(work: TableWork, public_id: str) -> AbsenceSeen:
    """An absence of one's own or of somebody whom one leads."""
    seen = absences.get_absence(work.connection, public_id)
    if seen.person_id != work.viewer.person:
        _require_led(work, seen.person_id, "absence")
    return seen


def _require_led(work: TableWork, person_id: int, what: str) -> None:
    if not absences.leads(work.connection, work.viewer, person_id, on=work.today, now=work.now):
        raise NotFound(what)


def _deputy(work: TableWork, public_id: str | None) -> int | None:
    """The key of a colleague with an active login; None for nobody, and for anybody else."""
    found: PersonSeen | None = None
    if public_id is not None:
        found = people.persons_by_public_id(work.connection, [public_id]).get(public_id)
    if found is None or not absences.can_deputise(work.connection, found.id):
        return None
    return found.id


def _deputy_wrong(
    work: TableWork, person: int, asked: str | None, deputy: int | None
) -> Iterator[InputProblem]:
    if asked is not None and deputy in (None, person):
        yield InputProblem("deputy", "unknown", _NOT_A_DEPUTY)


def _days_wrong(today: date, from_on: date, until_on: date | None) -> Iterator[InputProblem]:
    if from_on < today - FARTHEST_BACK:
        yield InputProblem("from_on", "malformed", _TOO_EARLY)
    yield from _end_wrong(from_on, until_on, over=until_on is not None and until_on <= today)


def _end_wrong(from_on: date, until_on: date | None, *, over: bool) -> Iterator[InputProblem]:
    if until_on is not None and until_on <= from_on:
        yield InputProblem("until_on", "malformed", _BACK_FIRST)
    elif over:
        yield InputProblem("until_on", "malformed", _OVER)


def _twice(
    work: TableWork, person: int, from_on: date, until_on: date | None
) -> Iterator[InputProblem]:
    if absences.overlaps(work.connection, person, from_on=from_on, until_on=until_on):
        yield InputProblem("from_on", "malformed", _TWICE)


def _write(
    work: TableWork, person: int, from_on: date, until_on: date | None, deputy: int | None
) -> str:
    new = NewAbsence(
        person_id=person,
        from_on=from_on,
        until_on=until_on,
        deputy_id=deputy,
        recorded_by=work.viewer.person,
    )
    return absences.add_absence(work.connection, new, now=work.now)


def _stop(work: TableWork, seen: AbsenceSeen) -> None:
    ended = absences.end_absence(work.connection, seen.id, by=work.viewer.person, now=work.now)
    refuse(
        "change_absence",
        Reason(
            key="ended",
            met=ended,
            asks=Text(nl="Meld de afwezigheid opnieuw", en="Report the absence anew"),
            says=Text(
                nl="Deze afwezigheid is al gewijzigd of beëindigd.",
                en="This absence was changed or ended already.",
            ),
            source="DEFAULT",
        ),
    )
