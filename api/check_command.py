"""The answer of ``regietafel check``: every invariant of every definition, proved or not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import TypeAlias

from pydantic import JsonValue

from api.check_replay import Replayer
from api.scenarios.run import blank_database
from engine.definition import Invariant, OpenCase, Workflow, canonical
from engine.errors import RegietafelError
from engine.library import Library
from engine.proof.budget import MOST, Budget
from engine.proof.prove import How, prove
from engine.proof.report import Broken, Finding, NotProved, Proved, Report, Verdict
from engine.proof.words import dimension_in_words, invariant_in_words, path_in_words
from engine.text import Language, Text

SECONDS = 20
"""So long is searched for one invariant."""

Shadows: TypeAlias = Mapping[str, frozenset[str]]
"""The rules that do not bind yet, by region."""

_COUNTS = ("states", "transitions", "deadlines", "facts", "rules", "catalogue", "invariants")
"""What an invariant can depend on; regions that differ only in the rest are proved once."""

_PROVED = Text(nl="bewezen", en="proved")
_NOT_BINDING = Text(nl="klopt, maar bindt nog niet", en="holds, but does not bind yet")
_BROKEN = Text(nl="GEBROKEN", en="BROKEN")
_NOT_PROVED = Text(nl="NIET BEWEZEN", en="NOT PROVED")
_REPLAYED = {
    True: Text(nl="nagespeeld met de echte engine: ja", en="replayed by the real engine: yes"),
    False: Text(nl="nagespeeld met de echte engine: nee", en="replayed by the real engine: no"),
    None: Text(nl="niet nagespeeld", en="not replayed"),
}
_NO_CRISIS_LINE = Text(
    nl="Geen crisisdienst ('crisis_line') in: {regions}. Brieven noemen er daar geen.",
    en="No crisis service ('crisis_line') in: {regions}. Letters there name none.",
)
_LEFT_OUT = Text(
    nl="Altijd vrijgelaten: of kinderen die verschillen samen een einde bereiken, de eisen aan het "
    "verplaatsen van een stuk, feiten die later zijn vastgelegd dan ze gebeurden, ingevoerde oude "
    "zaken, en termijnen die voor een vrije dag opschuiven.",
    en="Always left out: whether children who differ reach an end together, what moving a record "
    "asks, facts that were recorded later than they happened, imported old cases, and terms that "
    "move for a day off.",
)


class Unproved(RegietafelError):
    """Some definition does not keep what it promises."""

    code = "unproved"


@dataclass(frozen=True)
class Checked:
    """One definition in one region, and all that is known of it."""

    workflow: Workflow
    report: Report


def check(
    workflows: Iterable[Workflow],
    library: Library,
    *,
    all_facts: bool = False,
    shadows: Shadows | None = None,
    watch: Callable[[Checked], None] = lambda _: None,
) -> tuple[Checked, ...]:
    """Prove every definition; what differs in nothing that counts is proved once."""
    known: dict[str, Report] = {}
    found = []
    with blank_database() as blank:
        for workflow in workflows:
            unbound = (shadows or {}).get(workflow.region, frozenset())
            recorded = recorded_in(workflow.workflow, library)
            key = _what_counts(workflow, unbound, recorded)
            if key not in known:
                known[key] = prove(
                    workflow,
                    How(
                        unbound=unbound & workflow.rules.keys(),
                        all_facts=all_facts,
                        limits=_limited,
                        replay=Replayer(library, blank),
                        recorded=recorded,
                    ),
                )
            found.append(Checked(workflow, known[key]))
            watch(found[-1])
    return tuple(found)


def proofs_of(
    workflows: Iterable[Workflow], library: Library
) -> Mapping[str, Mapping[str, JsonValue]]:
    """What was proved of each definition, by its hash, to be kept with it.

    Raises:
        Unproved: with every invariant that is broken or not proved, and in which regions.
    """
    checked = check(workflows, library)
    lines = [line for line in in_words(checked, "en") if not line.startswith(_PROVED.en)]
    if not all(each.report.holds for each in checked):
        raise Unproved("\n".join(lines))
    return {
        each.workflow.hash: json.loads(json.dumps({"invariants": data["invariants"]}))
        for each, data in zip(checked, as_data(checked), strict=True)
    }


def recorded_in(name: str, library: Library) -> frozenset[str]:
    """The steps of this workflow that a step of any workflow records as it opens a case of it."""
    parts = (
        part
        for workflow in library.workflows.values()
        for step in workflow.transitions.values()
        for part in step.then
        if isinstance(part, OpenCase) and part.open == name
    )
    return frozenset(part.records.step for part in parts if part.records)


def chosen(library: Library, name: str | None, region: str | None) -> list[Workflow]:
    """The definitions that were asked for.

    Raises:
        UnknownWorkflow: no such workflow. UnknownRegion: no such region.
    """
    regions = [region] if region else list(library.regions)
    names = [name] if name else sorted({key for key, _ in library.workflows})
    return [library.of(each, where) for each in names for where in regions]


def in_words(checked: Iterable[Checked], language: Language) -> Iterator[str]:
    """One line for each invariant, with the regions in which it comes out the same."""
    by_workflow: dict[str, list[Checked]] = {}
    for each in checked:
        by_workflow.setdefault(each.workflow.workflow, []).append(each)
    for name, group in by_workflow.items():
        for invariant, verdict, one, regions in _outcomes(group):
            yield from _lines(name, regions, one, (invariant, verdict), language)
        for finding, regions in _findings(group):
            mark = "!" if finding.falls_short else "-"
            yield f"{mark} · {name} · {', '.join(regions)} · {finding.says.in_(language)}"
    yield _LEFT_OUT.in_(language)


def as_data(checked: Iterable[Checked]) -> list[dict[str, object]]:
    """The same for a program: each definition apart."""
    return [
        {
            "workflow": each.workflow.workflow,
            "region": each.workflow.region,
            "hash": each.workflow.hash,
            "holds": each.report.holds,
            "invariants": [
                _invariant_data(each.workflow, invariant, verdict)
                for invariant, verdict in each.report.checked
            ],
            "findings": [
                {
                    "key": found.key,
                    "where": found.where,
                    "says": found.says.model_dump(),
                    "falls_short": found.falls_short,
                }
                for found in each.report.findings
            ],
        }
        for each in checked
    ]


def no_crisis_line(
    workflows: Iterable[Workflow], library: Library, language: Language, tell: Callable[[str], None]
) -> None:
    """Tell in which regions of these a letter cannot say who comes out in a crisis."""
    regions = dict.fromkeys(each.region for each in workflows)
    without = [key for key in regions if library.regions[key].crisis_line is None]
    if without:
        tell(_NO_CRISIS_LINE.in_(language).format(regions=", ".join(without)))


def _limited() -> Budget:
    begun = monotonic()
    return Budget(MOST, is_late=lambda: monotonic() - begun > SECONDS)


def _what_counts(workflow: Workflow, unbound: frozenset[str], recorded: frozenset[str]) -> str:
    data = workflow.model_dump(mode="json", by_alias=True, include=set(_COUNTS))
    beside: dict[str, JsonValue] = {"unbound": [*sorted(unbound)], "recorded": [*sorted(recorded)]}
    text = canonical({"what": data, "workflow": workflow.workflow, **beside})
    return hashlib.sha256(text.encode()).hexdigest()


def _outcomes(
    group: list[Checked],
) -> Iterator[tuple[Invariant, Verdict, Workflow, list[str]]]:
    """Each invariant with each way in which it comes out, and the regions where it does."""
    for index, invariant in enumerate(group[0].workflow.invariants):
        found: list[tuple[Verdict, Workflow, list[str]]] = []
        for each in group:
            verdict = each.report.checked[index][1]
            same = next((regions for other, _, regions in found if _alike(other, verdict)), None)
            if same is None:
                found.append((verdict, each.workflow, [each.workflow.region]))
            else:
                same.append(each.workflow.region)
        for verdict, workflow, regions in found:
            yield invariant, verdict, workflow, regions


def _alike(one: Verdict, other: Verdict) -> bool:
    """Whether they say the same; how much had to be searched may differ by region."""
    if isinstance(one, NotProved) or isinstance(other, NotProved):
        return type(one) is type(other)
    bare = [replace(each, searched=0, left_out=()) for each in (one, other)]
    return bare[0] == bare[1]


def _findings(group: list[Checked]) -> Iterator[tuple[Finding, list[str]]]:
    regions: dict[Finding, list[str]] = {}
    for each in group:
        for found in each.report.findings:
            regions.setdefault(found, []).append(each.workflow.region)
    yield from regions.items()


def _lines(
    name: str,
    regions: list[str],
    workflow: Workflow,
    outcome: tuple[Invariant, Verdict],
    language: Language,
) -> Iterator[str]:
    invariant, verdict = outcome
    words = invariant_in_words(workflow, invariant).in_(language)
    head = f"{_mark(verdict).in_(language)} · {name} · {', '.join(regions)} · {words}"
    counted = Text(nl="combinaties", en="combinations").in_(language)
    if isinstance(verdict, NotProved):
        yield f"{head} · {verdict.searched} {counted}: {verdict.why.in_(language)}"
        return
    left = Text(nl="vrijgelaten", en="left out").in_(language)
    yield f"{head} · {verdict.searched} {counted}, {len(verdict.left_out)} {left}"
    if isinstance(verdict, Broken):
        yield from _example(workflow, verdict, language)


def _example(workflow: Workflow, verdict: Broken, language: Language) -> Iterator[str]:
    for number, line in enumerate(path_in_words(workflow, verdict.failing.path), 1):
        yield f"    {number}. {line.in_(language)}"
    yield f"    → {verdict.failing.says.in_(language)}"
    yield f"    {_REPLAYED[verdict.replayed].in_(language)}"


def _mark(verdict: Verdict) -> Text:
    if isinstance(verdict, Proved):
        return _PROVED if verdict.binds else _NOT_BINDING
    return _BROKEN if isinstance(verdict, Broken) else _NOT_PROVED


def _invariant_data(
    workflow: Workflow, invariant: Invariant, verdict: Verdict
) -> dict[str, object]:
    data: dict[str, object] = {
        "says": invariant_in_words(workflow, invariant).model_dump(),
        "source": invariant.source,
        "verdict": _mark(verdict).en.lower(),
        "searched": verdict.searched,
    }
    if isinstance(verdict, NotProved):
        return data | {"why": verdict.why.model_dump()}
    left_out = [dimension_in_words(workflow, key).model_dump() for key in verdict.left_out]
    data |= {"left_out": left_out}
    if isinstance(verdict, Broken):
        lines = path_in_words(workflow, verdict.failing.path)
        data |= {
            "steps": [line.model_dump() for line in lines],
            "breaks": verdict.failing.says.model_dump(),
            "replayed": verdict.replayed,
        }
    return data
