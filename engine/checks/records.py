"""Shared acts and record types: one beginning each, and facts where facts are meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue import Catalogue
from engine.problems import Problem


def catalogue_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with the shared acts and record types, their names apart."""
    for key, record in catalogue.records.items():
        initial = [name for name, status in record.statuses.items() if status.initial]
        if len(initial) != 1:
            names = f": {', '.join(initial)}" if initial else ""
            says = f"exactly one status is initial, not {len(initial)}{names}"
            yield Problem(where=key, says=says, at=("records", key, "statuses"))
    for key, act in catalogue.acts.items():
        at = ("acts", key, "found_as")
        if act.kind == "fact" and act.found_as:
            yield Problem(where=key, says="a fact is not found as another act", at=at)
        for name in act.found_as:
            if name in catalogue.acts and catalogue.acts[name].kind == "decision":
                says = f"'{name}' is a decision; 'found_as' names facts"
                yield Problem(where=key, says=says, at=at)
