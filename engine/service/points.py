"""A reason as a point on the agenda: what it asks, what mends it, who set it aside. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.catalogue import Catalogue
from engine.reason import Fix, Reason, Severity
from engine.text import Text

_WHO = Text(
    nl="Zorg dat wie aan tafel moet zitten aan deze zaak meedoet",
    en="See to it that whoever must be at the table takes part in this case",
)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A point that was set aside, as it was named; ``reason`` is None where it is not known."""

    item: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the step which begins the talk will ask.

    ``title`` says what to do, met or not; ``says`` what is missing. ``met`` is None where only
    the form of that step answers it, in the fields ``needs``. ``stops``: the talk cannot begin
    without it. ``expected``: who must be there, answered by who sits at the table and takes
    part, not by who is present yet. ``fix`` is the screen that mends it, ``children`` are those
    for whom it is missing.
    """

    key: str
    title: Text
    met: bool | None
    says: Text
    severity: Severity
    stops: bool
    expected: bool
    fix: Fix | None
    needs: tuple[str, ...]
    children: tuple[str, ...]
    set_aside: SetAside | None


def point_of(
    reason: Reason, catalogue: Catalogue, aside: Sequence[SetAside], *, ahead: bool
) -> Point:
    """The reason as a point; ``ahead``: nobody is there yet, so who takes part is expected."""
    absent = _absent(reason)
    expected = ahead and absent is not None
    if expected and absent:
        reason = replace(reason, says=_not_expected(absent, catalogue), fix=_takes_part(absent))
    covered = reason.set_aside is not None or _named(reason, aside) is not None
    return Point(
        key=reason.key,
        title=_WHO if expected else reason.asks,
        met=reason.met,
        says=reason.says,
        severity=reason.severity,
        stops=reason.stops,
        expected=expected,
        fix=reason.fix,
        needs=reason.needs,
        children=_without(reason),
        set_aside=_covered(reason, aside) if covered and reason.unmet else None,
    )


def _absent(reason: Reason) -> list[str] | None:
    """Of a question who is there, the roles that are missing; None: it asks something else."""
    leaves = list(_leaves(reason))
    if not leaves or not all(each.key.startswith("present.") for each in leaves):
        return None
    return [each.key.removeprefix("present.") for each in leaves if each.unmet]


def _leaves(reason: Reason) -> Iterator[Reason]:
    if not reason.parts:
        yield reason
    for part in reason.parts:
        yield from _leaves(part)


def _not_expected(roles: Sequence[str], catalogue: Catalogue) -> Text:
    """Who takes part is expected; that they come is another matter, so it says no more."""
    titles = catalogue.role_titles(tuple(roles))
    return Text(
        nl=f"Nog niemand doet aan deze zaak mee als: {titles.nl}.",
        en=f"Nobody takes part in this case yet as: {titles.en}.",
    )


def _takes_part(roles: Sequence[str]) -> Fix:
    return Fix(participant=roles[0])


def _without(reason: Reason) -> tuple[str, ...]:
    """The child parts for whom it is missing, where the answer is one for each."""
    each = reason.parts or (reason,)
    return tuple(part.child for part in each if part.child and part.unmet)


def _covered(reason: Reason, aside: Sequence[SetAside]) -> SetAside:
    """The chair's own words, or that a deviation covers it."""
    return _named(reason, aside) or SetAside(reason.key, None)


def _named(reason: Reason, aside: Sequence[SetAside]) -> SetAside | None:
    """What was set aside under the key of the point, or in its words; the last word counts."""
    names = {each.casefold() for each in (reason.key, reason.asks.nl, reason.asks.en)}
    named = [each for each in aside if each.item.strip().casefold() in names]
    return named[-1] if named else None
