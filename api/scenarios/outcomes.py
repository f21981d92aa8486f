"""What came of a step, and whether that is what the file expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.scenarios import step_kinds as kinds
from api.scenarios.differing import otherwise, same_keys
from api.scenarios.names import World
from api.scenarios.reading import unmet_last
from api.scenarios.steps import act
from engine.decision import UnknownTransition
from engine.errors import NotFound, RegietafelError, StaleCase, StaleMeeting
from engine.fields import InvalidInput
from engine.library import UnknownWorkflow
from engine.problems import Place
from engine.service.at_table import Changed, TableOutcome
from engine.service.command import Outcome
from engine.service.repeats import Done


@dataclass(frozen=True, slots=True)
class Came:
    """The outcome of a step, with the keys that explain it."""

    outcome: str
    because: frozenset[str] = frozenset()
    """What is not met and stops; of what is invalid, the fields."""

    set_aside: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    found_without_gate: tuple[str, ...] = ()
    says: str = ""


def difference(world: World, step: kinds.Act) -> tuple[Place, str] | None:
    """Do the step; where and how it went otherwise than expected, if it did."""
    return next(_differences(step, came_of(world, step)), None)


def came_of(world: World, step: kinds.Act) -> Came:
    """Do the step, and say what came of it."""
    try:
        outcome = act(world, step)
    except (StaleCase, StaleMeeting) as error:
        return Came("stale", says=str(error))
    except NotFound as error:
        return Came("denied", says=str(error))
    except InvalidInput as error:
        fields = frozenset(problem.field for problem in error.problems)
        return Came("invalid", fields, says=str(error))
    except (UnknownTransition, UnknownWorkflow) as error:
        return Came("invalid", says=str(error))
    except RegietafelError as error:
        return Came(error.code, says=str(error))
    return _answered(world, outcome)


def _answered(world: World, outcome: Outcome | TableOutcome) -> Came:
    if isinstance(outcome, Changed):
        return Came("allowed")
    if isinstance(outcome, Done):
        unmet = unmet_last(world, outcome.case)
        return Came(
            "allowed",
            set_aside=unmet.set_aside,
            warned=unmet.warned,
            found_without_gate=outcome.found_without_gate,
        )
    missing = [reason for reason in outcome.missing if reason.met is False]
    unknown = [reason for reason in outcome.reasons if reason.met is None]
    return Came(
        "refused",
        frozenset(reason.key for reason in missing),
        frozenset(reason.key for reason in outcome.reasons if reason.set_aside),
        says=" ".join(reason.says.en for reason in (*missing, *unknown)),
    )


def _differences(step: kinds.Act, came: Came) -> Iterator[tuple[Place, str]]:
    if came.outcome != step.expect:
        place: Place = ("expect",) if "expect" in step.model_fields_set else ()
        because = f" ({', '.join(sorted(came.because))})" if came.because else ""
        yield place, f"{otherwise(step.expect, came.outcome)}{because}: {came.says}".rstrip(": ")
        return
    for name, found in (
        ("because", came.because),
        ("set_aside", came.set_aside),
        ("warned", came.warned),
        ("found_without_gate", came.found_without_gate),
    ):
        expected = getattr(step, name, None)  # only decisions are warned
        if expected is not None and not same_keys(expected, found):
            yield (name,), otherwise(sorted(expected), sorted(found))
    absent = set(step.because_includes or ()) - came.because
    if absent:
        yield ("because_includes",), otherwise(sorted(absent), sorted(came.because))
