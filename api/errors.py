"""What goes wrong on the way in, before or after a use case; each has a code, like the engine's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.decision import Refused
from engine.errors import RegietafelError, StaleCase
from engine.service.command import Outcome
from engine.service.repeats import Done
from engine.text import Text

WrongCode: TypeAlias = Literal["missing", "unknown", "malformed"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a request; ``name`` is a JSON pointer, a key or a header."""

    name: str
    code: WrongCode
    says: Text


class Malformed(RegietafelError):
    """The request cannot be read; everything that is wrong with it is named."""

    code = "malformed"

    def __init__(self, *wrongs: Wrong) -> None:
        self.wrongs = wrongs
        super().__init__(" ".join(f"{wrong.name}: {wrong.says.en}" for wrong in wrongs))


class SignInNeeded(RegietafelError):
    """Nobody is signed in, or not any more."""

    code = "sign_in_needed"


class Forged(RegietafelError):
    """A form came from another site, or without the token of this session."""

    code = "forged"


class VersionMissing(RegietafelError):
    """The request changes something that exists and does not say which version it has seen."""

    code = "version_missing"


class OtherVersion(RegietafelError):
    """The version that was seen is one of another case."""

    code = "other_version"


class StepRefused(RegietafelError):
    """Guards or rules refuse; every reason comes along."""

    code = "refused"

    def __init__(self, refused: Refused) -> None:
        self.refused = refused
        super().__init__(", ".join(reason.key for reason in refused.missing))


class StaleSeen(StaleCase):
    """The case changed, and this is what came in since, as far as the viewer may see it."""

    def __init__(self, stale: StaleCase, events: Sequence[Mapping[str, object]]) -> None:
        self.events = tuple(events)
        super().__init__(stale.case, stale.seen, stale.current)


def done(outcome: Outcome) -> Done:
    """What a command changed.

    Raises:
        StepRefused: it was refused.
    """
    if isinstance(outcome, Refused):
        raise StepRefused(outcome)
    return outcome
