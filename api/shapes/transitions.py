"""The steps of a case as JSON: what may be done, and what it would do."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, FieldOut, Moment, Out, ReasonOut, Words
from api.shapes.common import Answers, Late, Line, Name, questions, reasons
from api.shapes.deadlines import explained
from engine.decision import Allowed, Decision
from engine.duty_plan import Duty, DutyPlan, NewDuty
from engine.service.cases import Preview
from engine.service.steps import StepSeen


class TransitionIn(Late):
    """What making a step takes."""

    transition: Name = Field(description="overgang")
    inputs: Answers = Field({})
    on_behalf_of: Line | None = Field(
        None, description="namens welke partij dit wordt vastgelegd, in woorden"
    )
    dry_run: bool = Field(
        default=False, description="alleen laten zien wat het zou doen; verandert niets"
    )


class PossibleTransitionOut(Out):
    """A step (overgang) that leaves the state of the case, and whether it may be made now."""

    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de overgang heet")
    act: str | None = Field(description="handeling")
    is_fact: bool = Field(description="een feit: wordt nooit geweigerd om wat er ontbreekt")
    main: bool = Field(description="waarop de status wacht")
    target: str = Field(description="status hierna")
    target_title: Words = Field(description="hoe die status heet")
    allowed: bool = Field(description="mag nu")
    inputs: list[FieldOut] = Field(description="formulier")
    reasons: list[ReasonOut] = Field(description="alle voorwaarden, voldaan of niet")
    found_without_gate: list[ReasonOut] = Field(
        description="feiten: wat een besluit had tegengehouden"
    )

    @classmethod
    def of(cls, step: StepSeen, target: str) -> PossibleTransitionOut:
        """A step before its form is filled in."""
        return cls(
            name=step.name,
            title=Words.of(step.title),
            act=step.act,
            is_fact=step.is_fact,
            main=step.main,
            target=target,
            target_title=Words.of(step.target_title),
            allowed=isinstance(step.decision, Allowed),
            inputs=questions(step.form),
            reasons=reasons(step.decision.reasons),
            found_without_gate=_noted(step.decision),
        )


class PossibleTransitionsOut(Out):
    """Every step that leaves the state of the case, the main one first."""

    items: list[PossibleTransitionOut] = Field(description="overgangen")


class WouldBeginOut(Out):
    """A deadline that would begin (termijn die begint)."""

    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de termijn heet")
    due_on: Day = Field(description="uiterste dag")
    due_at: Moment | None = Field(description="uiterste moment van een termijn in uren")
    explanation: Words = Field(description="hoe de dag is berekend")

    @classmethod
    def of(cls, new: NewDuty) -> WouldBeginOut:
        """A deadline as it was computed."""
        return cls(
            name=new.key,
            title=Words.of(new.rule.title),
            due_on=new.due.on,
            due_at=new.due.at,
            explanation=explained(new.due.explanation),
        )


class WouldEndOut(Out):
    """A deadline that would end (termijn die eindigt)."""

    name: str = Field(description="sleutel in de definitie")
    title: Words = Field(description="hoe de termijn heet")

    @classmethod
    def of(cls, duty: Duty) -> WouldEndOut:
        """A deadline that runs now."""
        return cls(name=duty.key, title=Words.of(duty.rule.title))


class PlanOut(Out):
    """What a step would do to the deadlines (gevolgen voor de termijnen)."""

    begins: list[WouldBeginOut] = Field(description="termijnen die beginnen")
    met: list[WouldEndOut] = Field(description="termijnen die worden gehaald")
    void: list[WouldEndOut] = Field(description="termijnen die vervallen")

    @classmethod
    def of(cls, plan: DutyPlan) -> PlanOut:
        """The plan, as it was made."""
        return cls(
            begins=[WouldBeginOut.of(new) for new in plan.begins],
            met=[WouldEndOut.of(duty) for duty in plan.met],
            void=[WouldEndOut.of(duty) for duty in plan.void],
        )


class DryRunOut(Out):
    """What a step would do (proef): nothing was changed."""

    transition: str = Field(description="overgang")
    allowed: bool = Field(description="zou mogen")
    target: str | None = Field(description="status hierna; null: mag niet")
    reasons: list[ReasonOut] = Field(description="alle voorwaarden, voldaan of niet")
    found_without_gate: list[ReasonOut] = Field(
        description="feiten: wat een besluit had tegengehouden"
    )
    plan: PlanOut | None = Field(description="gevolgen voor de termijnen; null: mag niet")

    @classmethod
    def of(cls, preview: Preview) -> DryRunOut:
        """The decision with its plan."""
        decision = preview.decision
        return cls(
            transition=decision.transition,
            allowed=isinstance(decision, Allowed),
            target=decision.target if isinstance(decision, Allowed) else None,
            reasons=reasons(decision.reasons),
            found_without_gate=_noted(decision),
            plan=PlanOut.of(preview.plan) if preview.plan else None,
        )


def _noted(decision: Decision) -> list[ReasonOut]:
    return reasons(decision.found_without_gate) if isinstance(decision, Allowed) else []
