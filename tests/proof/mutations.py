"""Ways to break what we ship: each must be found, by the invariant that promises it.

A row says which workflow is changed, in which region, how, and which invariant must be broken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from engine.definition import Workflow
from engine.duties import DeadlineRule
from engine.guards import Guard

Change: TypeAlias = Callable[[Workflow], Workflow]


@dataclass(frozen=True)
class Mutation:
    """One change, and a piece of the sentence of the invariant that it must break.

    ``shows`` is a piece of the counter-example: how it comes about, or what is wrong then.
    """

    workflow: str
    says: str
    change: Change
    breaks: str
    region: str = "default"
    shows: str = ""


def part(section: str, key: str, **new: Any) -> Change:
    """Change some of one step, rule, state or deadline."""

    def change(workflow: Workflow) -> Workflow:
        parts: Mapping[str, Any] = getattr(workflow, section)
        changed = parts[key].model_copy(update=new)
        return workflow.model_copy(update={section: {**parts, key: changed}})

    return change


def without(section: str, *keys: str) -> Change:
    """Leave a step, rule or deadline out."""

    def change(workflow: Workflow) -> Workflow:
        parts: Mapping[str, Any] = getattr(workflow, section)
        assert set(keys) <= parts.keys(), keys
        left = {key: value for key, value in parts.items() if key not in keys}
        return workflow.model_copy(update={section: left})

    return change


def softer(rule: str, severity: str = "block_unless_deviation") -> Change:
    """Make a rule less severe; how it may be set aside is taken from another rule."""

    def change(workflow: Workflow) -> Workflow:
        terms = next(one.deviation for one in workflow.rules.values() if one.deviation)
        return part("rules", rule, severity=severity, deviation=terms)(workflow)

    return change


def asking(rule: str, guard: dict[str, Any]) -> Change:
    """Let a rule ask for something else."""
    made: Guard = TypeAdapter(Guard).validate_python(guard)
    return part("rules", rule, requires=made)


def requiring(step: str, *guards: dict[str, Any]) -> Change:
    """Let a step require only this."""
    made: tuple[Guard, ...] = TypeAdapter(tuple[Guard, ...]).validate_python(guards)
    return part("transitions", step, requires=made)


def due(key: str, **new: Any) -> Change:
    """Change what a deadline says."""

    def change(workflow: Workflow) -> Workflow:
        own = workflow.deadlines[key].model_dump(by_alias=True, exclude_unset=True)
        made = DeadlineRule.model_validate({**own, **new})
        return workflow.model_copy(update={"deadlines": {**workflow.deadlines, key: made}})

    return change


def both(*changes: Change) -> Change:
    """One change after another."""

    def change(workflow: Workflow) -> Workflow:
        for each in changes:
            workflow = each(workflow)
        return workflow

    return change


_DRAFTED = {"record": {"type": "explanatory_analysis", "status": ["started", "confirmed"]}}
_ENDINGS = ("transfer_out", "end_deceased", "end_abroad", "end_unreachable", "end_refused")
_NO_END = without("transitions", *_ENDINGS)

MUTATIONS = (
    Mutation(
        "placement",
        "the rule on the analysis is gone",
        without("rules", "explanatory_analysis"),
        "nooit 'Uithuisplaatsing' zonder: Leg vast: Verklarende analyse",
    ),
    Mutation(
        "placement",
        "the analysis may be set aside",
        softer("explanatory_analysis"),
        "nooit 'Uithuisplaatsing' zonder: Leg vast: Verklarende analyse",
        region="oldebroek",
    ),
    Mutation(
        "placement",
        "a draft of the analysis will do",
        asking("explanatory_analysis", _DRAFTED),
        "nooit 'Uithuisplaatsing' zonder: Leg vast: Verklarende analyse",
    ),
    Mutation(
        "placement",
        "the second opinion is only shown",
        softer("second_professional", "warn"),
        "nooit 'Uithuisplaatsing' zonder: Leg vast: Tegenspraak",
    ),
    Mutation(
        "placement",
        "the legal title is not asked for",
        without("rules", "legal_title"),
        "Titel, of de weg naar de rechter",
    ),
    Mutation(
        "placement",
        "the judge need not be asked at all",
        asking("legal_title", {"input": {"legal_road": ["to_judge", "consent"]}}),
        "Titel, of de weg naar de rechter",
    ),
    Mutation(
        "placement",
        "anybody may decide",
        part("transitions", "decide_again", by=("regisseur", "cjg_worker")),
        "nooit 'Uithuisplaatsing' door een ander",
    ),
    Mutation(
        "placement",
        "a title is not asked when the placement is carried out",
        part("rules", "valid_title", on=("extend_placement",)),
        "nooit 'Plaatsing uitvoeren' zonder",
    ),
    Mutation(
        "placement",
        "an extension rests on nothing",
        without("rules", "analysis_for_extension"),
        "nooit 'Plaatsing verlengen' zonder",
    ),
    Mutation(
        "placement",
        "the analysis afterwards is not owed",
        without("deadlines", "analysis_afterwards"),
        "na 'Plaatsing door de rechter' altijd",
    ),
    Mutation(
        "placement",
        "the analysis afterwards may take longer",
        due("analysis_afterwards", within={"weeks": 5}),
        "na 'Plaatsing door GI of arts' altijd",
    ),
    Mutation(
        "placement",
        "nobody hears that the analysis is late",
        due("analysis_afterwards", reminders=[{"after": {"days": 1}, "to": ["owner"]}]),
        "na 'Noodmaatregel' altijd",
    ),
    Mutation(
        "placement",
        "the analysis afterwards is dropped while the placement is evaluated",
        due("analysis_afterwards", during=["placed"]),
        "na 'Plaatsing door de rechter' altijd",
    ),
    Mutation(
        "placement",
        "a case may owe nothing",
        without("deadlines", "next_look"),
        "loopt een termijn met een eigenaar",
    ),
    Mutation(
        "placement",
        "no way leads out of an evaluation",
        both(
            _NO_END,
            without("transitions", "end_of_age"),
            *(
                part("transitions", step, from_=("placed",))
                for step in ("return_home", "record_return", "end", "extend", "move")
            ),
            without("transitions", "continue_placement", "settle_elsewhere"),
            *(
                part("transitions", step, from_=("considered",))
                for step in (
                    "record_court_placement",
                    "record_placement_by_others",
                    "place_in_emergency",
                )
            ),
        ),
        "een einde te bereiken",
    ),
    Mutation(
        "verder_thuis",
        "consent is not asked",
        requiring("accept", {"participant": {"role": "verder_thuis_coach"}}),
        "nooit 'Opnemen in Verder Thuis' zonder: Leg de toestemming vast",
    ),
    Mutation(
        "verder_thuis",
        "consent is asked a step too early",
        both(
            requiring("preselect", {"consent": {"to": "verder_thuis"}}),
            requiring("accept"),
        ),
        "nooit 'Opnemen in Verder Thuis' zonder: Leg de toestemming vast",
    ),
    Mutation(
        "verder_thuis",
        "the coach accepts",
        part("transitions", "accept", by=("regisseur", "verder_thuis_coach")),
        "nooit 'Opnemen in Verder Thuis' door een ander",
    ),
    Mutation(
        "verder_thuis",
        "a draft of the wish will do",
        requiring("make_plan", {"record": {"type": "wish", "status": ["draft", "recorded"]}}),
        "nooit 'Plan gaan maken' zonder",
        region="noord_veluwe",
    ),
    Mutation(
        "verder_thuis",
        "the talks are skipped, and so is what is asked after them",
        part("transitions", "start_talks", act="make_plan", to="phase2_plan"),
        "nooit 'Plan gaan maken' zonder",
    ),
    Mutation(
        "verder_thuis",
        "nobody looks at the safety conditions",
        requiring("agree_plan", {"record": {"type": "return_plan", "status": ["agreed"]}}),
        "nooit 'Plan vaststellen' zonder",
    ),
    Mutation(
        "verder_thuis",
        "a held look-back cannot be closed",
        both(_NO_END, without("transitions", "close")),
        "een einde te bereiken",
    ),
    Mutation(
        "verder_thuis",
        "nobody we know owns the next look",
        due("next_look", owner="nobody_we_know"),
        "loopt een termijn met een eigenaar",
    ),
)
