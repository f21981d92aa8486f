"""The workflows as they hold for new cases of a region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Query
from pydantic import Field as Member
from starlette.requests import Request

from api.auth.who import Caller
from api.models import FieldOut, Out, Words
from api.openapi import ROOT
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from engine.definition import State, Transition, Workflow
from engine.duties import DeadlineRule
from engine.errors import NotFound
from engine.fields import Field
from engine.library import UnknownRegion, UnknownWorkflow
from engine.names import NAME_PATTERN
from engine.reason import Severity
from engine.rules import Rule

router = APIRouter(prefix=ROOT, tags=["definitions"])

RegionName: TypeAlias = Annotated[
    str | None,
    Query(pattern=NAME_PATTERN, description="The region (regio); without it that of this site"),
]


class WorkflowRow(Out):
    """One workflow (werkwijze) in short."""

    workflow: str = Member(description="zaaktype")
    region: str = Member(description="regio")
    version: str = Member(description="versie van de definitie")
    title: Words = Member(description="hoe het zaaktype heet")
    about: Literal["youth", "family"] = Member(description="over een jeugdige of een gezin")
    source: str = Member(description="bron")


class WorkflowsOut(Out):
    """All workflows of a region."""

    items: list[WorkflowRow] = Member(description="zaaktypen")


class PhaseOut(Out):
    """A stretch of the phase bar (fase)."""

    name: str = Member(description="sleutel in de definitie")
    title: Words = Member(description="hoe de fase heet")


class StateOut(Out):
    """Where a case can stand (status)."""

    name: str = Member(description="sleutel in de definitie")
    title: Words = Member(description="hoe de status heet")
    phase: str = Member(description="fase")
    initial: bool = Member(description="beginstatus")
    final: bool = Member(description="eindstatus")


class TransitionOut(Out):
    """A step (stap) and who may make it; whether it may be made now, a case tells."""

    name: str = Member(description="sleutel in de definitie")
    title: Words = Member(description="hoe de stap heet")
    from_states: list[str] = Member(description="statussen van waaruit")
    to_state: str = Member(description="status waarheen; same: de zaak blijft waar zij is")
    by: list[str] = Member(description="rollen die de stap zetten")
    act: str | None = Member(description="handeling; null: geen")
    main: bool = Member(description="hoofdstap van de status")
    source: str = Member(description="bron")
    inputs: list[FieldOut] = Member(description="formulier")


class DeadlineOut(Out):
    """A term (termijn) that a case of this workflow can get."""

    name: str = Member(description="sleutel in de definitie")
    title: Words = Member(description="hoe de termijn heet")
    kind: str = Member(description="soort termijn")
    owner: str = Member(description="rol die eraan gehouden is")
    source: str = Member(description="bron")


class RuleOut(Out):
    """A rule (regel) on the acts of this workflow."""

    key: str = Member(description="sleutel in de definitie")
    on: list[str] = Member(description="handelingen waarvoor de regel geldt")
    severity: Severity = Member(description="hoe zwaar de regel weegt")
    asks: Words = Member(description="wat de regel vraagt")
    source: str = Member(description="bron")


class WorkflowOut(WorkflowRow):
    """One workflow with all that it asks."""

    hash: str = Member(description="vingerafdruk van de definitie")
    phases: list[PhaseOut] = Member(description="fasen, in volgorde")
    states: list[StateOut] = Member(description="statussen")
    transitions: list[TransitionOut] = Member(description="stappen")
    deadlines: list[DeadlineOut] = Member(description="termijnen")
    rules: list[RuleOut] = Member(description="regels")
    opened_by: list[str] = Member(description="rollen die de zaak openen")
    opening_inputs: list[FieldOut] = Member(description="formulier bij het openen")


@router.get("/workflows")
@policy("read_definitions", finds="viewer")
def list_workflows(request: Request, me: Caller, region: RegionName = None) -> WorkflowsOut:
    """Every workflow that a new case of the region can have."""
    site = site_of(request)
    library, wanted = site.office.library, region or site.settings.region
    if wanted not in library.regions:
        raise UnknownRegion(wanted, library.regions)
    found = sorted(name for name, of in library.workflows if of == wanted)
    return WorkflowsOut(items=[_in_short(library.of(name, wanted)) for name in found])


@router.get("/workflows/{workflow}")
@policy("read_definitions", finds="viewer")
def read_workflow(
    request: Request, me: Caller, workflow: PublicId, region: RegionName = None
) -> WorkflowOut:
    """The version of this workflow that a new case of the region gets."""
    site = site_of(request)
    try:
        found = site.office.library.of(workflow, region or site.settings.region)
    except UnknownWorkflow:
        raise NotFound("workflow") from None
    return _whole(found)


def _in_short(workflow: Workflow) -> WorkflowRow:
    return WorkflowRow(
        workflow=workflow.workflow,
        region=workflow.region,
        version=workflow.version,
        title=Words.of(workflow.title),
        about=workflow.about,
        source=workflow.source,
    )


def _whole(workflow: Workflow) -> WorkflowOut:
    return WorkflowOut(
        **dict(_in_short(workflow)),
        hash=workflow.hash,
        phases=[
            PhaseOut(name=name, title=Words.of(phase.title))
            for name, phase in workflow.phases.items()
        ],
        states=[_state(name, state) for name, state in workflow.states.items()],
        transitions=[_transition(name, step) for name, step in workflow.transitions.items()],
        deadlines=[_deadline(name, rule) for name, rule in workflow.deadlines.items()],
        rules=[_rule(key, rule) for key, rule in sorted(workflow.rules.items())],
        opened_by=list(workflow.opens.by),
        opening_inputs=_fields(workflow.opens.input),
    )


def _state(name: str, state: State) -> StateOut:
    return StateOut(
        name=name,
        title=Words.of(state.title),
        phase=state.phase,
        initial=state.initial,
        final=state.final,
    )


def _transition(name: str, step: Transition) -> TransitionOut:
    return TransitionOut(
        name=name,
        title=Words.of(step.title),
        from_states=list(step.from_),
        to_state=step.to,
        by=list(step.by),
        act=step.act,
        main=step.main,
        source=step.source,
        inputs=_fields(step.input),
    )


def _deadline(name: str, rule: DeadlineRule) -> DeadlineOut:
    return DeadlineOut(
        name=name,
        title=Words.of(rule.title),
        kind=rule.kind,
        owner=rule.owner,
        source=rule.source,
    )


def _rule(key: str, rule: Rule) -> RuleOut:
    return RuleOut(
        key=key,
        on=list(rule.on),
        severity=rule.severity,
        asks=Words.of(rule.asks),
        source=rule.source,
    )


def _fields(fields: Mapping[str, Field]) -> list[FieldOut]:
    return [FieldOut.of(name, field) for name, field in fields.items()]
