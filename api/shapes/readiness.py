"""How ready an item of an agenda is, as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Out, Words
from engine.reason import Severity
from engine.service.invited import InvitedAgain
from engine.service.points import Point, SetAside
from engine.service.readiness import Readiness


class SetAsideOut(Out):
    """A point that was set aside (toch bespreken)."""

    item: str = Field(description="welk punt, zoals het is genoemd")
    reason: str | None = Field(description="waarom; null: niet bekend of niet voor u")

    @classmethod
    def of(cls, aside: SetAside) -> SetAsideOut:
        """What was set aside, and why."""
        return cls(item=aside.item, reason=aside.reason)


class PointOut(Out):
    """One thing (punt) that the step which begins the talk will ask."""

    key: str = Field(description="sleutel van de voorwaarde")
    title: Words = Field(description="wat er gevraagd wordt")
    met: bool | None = Field(description="voldaan; null: dat vraagt pas het formulier")
    says: Words = Field(description="wat er ontbreekt")
    severity: Severity = Field(description="hoe zwaar het weegt")
    stops: bool = Field(description="zonder dit begint het gesprek niet")
    expected: bool = Field(description="gaat over wie meedoet, niet over wie er al is")
    fix: dict[str, str] | None = Field(description="waarmee het goed komt")
    needs: list[str] = Field(description="velden van het formulier die het beantwoorden")
    children: list[str] = Field(description="kenmerken van de kinderen voor wie het ontbreekt")
    set_aside: SetAsideOut | None = Field(description="toch bespreken, met de reden")

    @classmethod
    def of(cls, point: Point) -> PointOut:
        """A point as the viewer may read it."""
        kind, what = point.fix.target if point.fix else ("", "")
        return cls(
            key=point.key,
            title=Words.of(point.title),
            met=point.met,
            says=Words.of(point.says),
            severity=point.severity,
            stops=point.stops,
            expected=point.expected,
            fix={kind: what} if point.fix else None,
            needs=list(point.needs),
            children=list(point.children),
            set_aside=SetAsideOut.of(point.set_aside) if point.set_aside else None,
        )


class InvitedAgainOut(Out):
    """Somebody whose invitation (uitnodiging) is not right any more."""

    person_id: str = Field(description="kenmerk van de persoon")
    name: str = Field(description="naam")
    why: Words = Field(description="wat er is veranderd")

    @classmethod
    def of(cls, again: InvitedAgain) -> InvitedAgainOut:
        """Whom to invite again."""
        return cls(person_id=again.person, name=again.name, why=Words.of(again.why))


class ReadinessOut(Out):
    """What the step that begins the talk will ask, weighed beforehand."""

    transition: str = Field(description="overgang waarmee het gesprek begint")
    transition_title: Words = Field(description="hoe die overgang heet")
    met: int = Field(description="aantal punten dat voldaan is")
    of: int = Field(description="aantal punten dat vooraf te beantwoorden is")
    is_ready: bool = Field(description="er ontbreekt niets dat vooraf bekend is")
    points: list[PointOut] = Field(description="punten")
    set_aside: list[SetAsideOut] = Field(description="toch bespreken, in andere woorden")
    invited_again: list[InvitedAgainOut] = Field(description="wie opnieuw uit te nodigen is")

    @classmethod
    def or_none(cls, found: Readiness | None) -> ReadinessOut | None:
        """How ready it is, for whoever may read it."""
        if found is None:
            return None
        return cls(
            transition=found.step,
            transition_title=Words.of(found.step_title),
            met=found.met,
            of=found.of,
            is_ready=found.is_ready,
            points=[PointOut.of(each) for each in found.points],
            set_aside=[SetAsideOut.of(each) for each in found.set_aside],
            invited_again=[InvitedAgainOut.of(each) for each in found.again],
        )
