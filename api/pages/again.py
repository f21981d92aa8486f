"""A form that could not be carried out comes back, with what was typed and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from api.problem_texts import KINDS
from engine.decision import Refused
from engine.errors import Busy, KeyReused, RegietafelError, StepUpNeeded
from engine.fields import InputProblem, InvalidInput
from engine.reason import Reason
from engine.text import Text

AnswerT = TypeVar("AnswerT")

SENT_BEFORE = Text(
    nl="Dit formulier is al eens verstuurd, met een andere inhoud. Kijk eerst wat er toen is "
    "bewaard; wilt u dit ook, verstuur het dan nog een keer.",
    en="This form was sent before, with something else in it. First look what was saved then; "
    "if you want this too, send it once more.",
)


@dataclass(frozen=True, slots=True)
class Again:
    """Why a form comes back; ``says`` is for what no field of it can mend."""

    status: int
    problems: tuple[InputProblem, ...] = ()
    reasons: tuple[Reason, ...] = ()
    says: Text | None = None


def tried(do: Callable[[], AnswerT | Refused]) -> AnswerT | Again:
    """What ``do`` answers, or why its form comes back: 400, 403, 409 or 503."""
    try:
        answer = do()
    except InvalidInput as error:
        return Again(KINDS[error.code].status, problems=error.problems)
    except (Busy, KeyReused, StepUpNeeded) as error:
        return Again(KINDS[error.code].status, says=_words(error))
    if isinstance(answer, Refused):
        return Again(KINDS["refused"].status, reasons=answer.missing)
    return answer


def _words(error: RegietafelError) -> Text:
    return SENT_BEFORE if isinstance(error, KeyReused) else KINDS[error.code].says
