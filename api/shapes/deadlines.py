"""Deadlines as JSON: of a case, over all cases, and what moves them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from api.errors import Malformed, Wrong
from api.models import Day, In, Moment, Out, Words
from api.shapes.common import ChildOut, Id, Line, NearDay, Said
from engine.explanation import Explanation
from engine.ladder import Hindrance
from engine.looks import Look
from engine.service.dates import DateSeen
from engine.service.file.deadline import Allowing, DeadlineShown
from engine.service.ladder_shown import RungShown
from engine.snapshot import DutyState
from engine.span import UNITS, Span
from engine.store.tables.clock import ReminderState
from engine.text import Text

_ONE_UNIT = Text(
    nl=f"Geef één eenheid: {', '.join(UNITS)}.", en=f"Give one unit: {', '.join(UNITS)}."
)

Amount: TypeAlias = Annotated[int | None, Field(ge=1, le=1000)]


class SpanIn(In):
    """How long: exactly one unit, as in ``{"working_days": 5}``."""

    hours: Amount = Field(None, description="uren")
    days: Amount = Field(None, description="dagen")
    working_days: Amount = Field(None, description="werkdagen")
    weeks: Amount = Field(None, description="weken")
    months: Amount = Field(None, description="maanden")
    years: Annotated[int | None, Field(ge=1, le=50)] = Field(None, description="jaren")

    def span(self, at: str) -> Span:
        """The span.

        Raises:
            Malformed: no unit or several; ``at`` is the place in the body.
        """
        given = [unit for unit in UNITS if getattr(self, unit) is not None]
        if len(given) != 1:
            raise Malformed(Wrong(at, "malformed", _ONE_UNIT))
        return Span.of(getattr(self, given[0]), given[0])


class ExtensionIn(In):
    """What extending a deadline takes."""

    by: SpanIn = Field(description="hoeveel langer")
    reason: Said = Field(description="waarom")


class SuspensionIn(In):
    """What letting deadlines stand still takes."""

    until: NearDay = Field(description="uiterlijk tot deze dag")
    reason: Said = Field(description="waarom")
    deadline_id: Id | None = Field(None, description="welke termijn; zonder: alle die mogen")


class ResumptionIn(In):
    """What letting deadlines run on takes."""

    reason: Line = Field("", description="waarom")
    deadline_id: Id | None = Field(None, description="welke termijn; zonder: alle die stilstaan")


class StanderOut(Out):
    """Somebody on a rung."""

    name: str | None = Field(description="naam; null: iemand van het gezin")
    away_from: Day | None = Field(description="afwezig vanaf; null: niet afwezig")
    away_until: Day | None = Field(description="eerste dag terug; null: niet bekend")
    hindrance: Hindrance | None = Field(
        description="waarom deze persoon geen bericht krijgt; null: krijgt het"
    )


class RungOut(Out):
    """Those who hear together (trede): of the ladder of one reminder."""

    role: Words = Field(description="rol")
    people: list[StanderOut] = Field(description="wie deze rol heeft")
    is_told: bool = Field(description="deze trede krijgt het bericht, zoals het nu is")

    @classmethod
    def of(cls, rung: RungShown) -> RungOut:
        """One rung."""
        return cls(
            role=Words.of(rung.role),
            people=[
                StanderOut(
                    name=each.name,
                    away_from=each.away_from,
                    away_until=each.away_until,
                    hindrance=each.hindrance,
                )
                for each in rung.people
            ],
            is_told=rung.is_told,
        )


class ReminderOut(Out):
    """A reminder (rappel) of a deadline."""

    step: str = Field(description="hoe lang ervoor of erna")
    audience: str = Field(description="aan wie")
    at: Moment = Field(description="wanneer het uitgaat")
    state: ReminderState = Field(description="gepland, uitgegaan, onderdrukt of vervangen")
    rungs: list[RungOut] = Field(
        description="wie bericht krijgt, in volgorde; leeg voor wat niet meer gepland is"
    )


class CaseDeadlineOut(Out):
    """A deadline (termijn) of a case, with how its date was computed."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de termijn heet")
    due_on: Day = Field(description="uiterste dag")
    due_at: Moment = Field(description="wanneer die dag voorbij is")
    state: DutyState = Field(description="open, opgeschort, gehaald of vervallen")
    look: Look = Field(description="wet, afspraak of norm")
    is_law: bool = Field(description="wettelijke termijn")
    late: bool = Field(description="te laat; nooit van een norm")
    past_norm: bool = Field(description="over de norm")
    owner: Words = Field(description="rol die eraan gehouden is")
    owners: list[str] = Field(description="namen van wie die rol heeft")
    explanation: Words = Field(description="hoe de dag is berekend")
    reminders: list[ReminderOut] = Field(description="rappels")

    @classmethod
    def of(cls, seen: DateSeen) -> CaseDeadlineOut:
        """A deadline as the file of the case has it."""
        return cls(
            id=seen.id,
            name=seen.key,
            title=Words.of(seen.title),
            due_on=seen.due_on,
            due_at=seen.due_at,
            state=seen.state,
            look=seen.look,
            is_law=seen.is_law,
            late=seen.late and seen.look != "norm",
            past_norm=seen.late and seen.look == "norm",
            owner=Words.of(seen.owner),
            owners=list(seen.owners),
            explanation=explained(seen.explanation),
            reminders=[
                ReminderOut(
                    step=each.step,
                    audience=each.audience,
                    at=each.fire_at,
                    state=each.state,
                    rungs=[RungOut.of(rung) for rung in seen.ladders.get(each.id, ())],
                )
                for each in seen.reminders
            ],
        )


class CaseDeadlinesOut(Out):
    """Every deadline that the case ever had, the next due first."""

    items: list[CaseDeadlineOut] = Field(description="termijnen")


class AllowingOut(Out):
    """How far a deadline may be moved, and by whom."""

    by: list[Words] = Field(description="rollen die dit mogen")
    at_most: Words = Field(description="hoe lang ten hoogste")
    furthest: Day = Field(description="laatst mogelijke dag")
    mine: bool = Field(description="u mag dit")

    @classmethod
    def or_none(cls, found: Allowing | None) -> AllowingOut | None:
        """The terms, where such a move is allowed."""
        if found is None:
            return None
        return cls(
            by=[Words.of(title) for title in found.by],
            at_most=Words(nl=found.at_most.words("nl"), en=found.at_most.words("en")),
            furthest=found.furthest,
            mine=found.mine,
        )


class DeadlineShownOut(Out):
    """One deadline (termijn) with its terms."""

    deadline: CaseDeadlineOut = Field(description="termijn")
    child: ChildOut | None = Field(description="kind over wie hij gaat")
    starts_on: Day = Field(description="telt vanaf")
    window_opens: Day | None = Field(description="op tijd vanaf")
    late_after: Day = Field(description="te laat na")
    source: str = Field(description="bron")
    suspended_on: Day | None = Field(description="staat stil sinds")
    suspended_until: Day | None = Field(description="staat stil tot uiterlijk")
    ended_on: Day | None = Field(description="geëindigd op")
    may_extend: AllowingOut | None = Field(description="verlengen; null: kan niet")
    may_suspend: AllowingOut | None = Field(description="opschorten; null: kan niet")
    may_resume: bool = Field(description="staat stil en kan weer lopen")
    case_version: int = Field(description="versie van de zaak")

    @classmethod
    def of(cls, shown: DeadlineShown) -> DeadlineShownOut:
        """One deadline as the viewer may read it."""
        return cls(
            deadline=CaseDeadlineOut.of(shown.seen),
            child=ChildOut.or_none(shown.child),
            starts_on=shown.starts_on,
            window_opens=shown.window_opens,
            late_after=shown.late_after,
            source=shown.source,
            suspended_on=shown.suspended_on,
            suspended_until=shown.suspended_until,
            ended_on=shown.ended_on,
            may_extend=AllowingOut.or_none(shown.may_extend),
            may_suspend=AllowingOut.or_none(shown.may_suspend),
            may_resume=shown.may_resume,
            case_version=shown.version,
        )


def explained(explanation: Explanation) -> Words:
    """How a date was computed, in both languages."""
    return Words(nl=explanation.words("nl"), en=explanation.words("en"))
