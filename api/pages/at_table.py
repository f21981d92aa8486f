"""Forms about tables and meetings: tried, and what was typed read as times and minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import TypeVar

from api.auth.posted import Posted
from api.pages.again import Again, tried
from api.problem_texts import KINDS
from engine.decision import Refused
from engine.errors import StaleMeeting
from engine.fields import InputProblem
from engine.text import Text

AnswerT = TypeVar("AnswerT")

FEWEST, MOST = 5, 480
"""How many minutes one case may take."""

_STALE = Text(
    nl="Iemand anders heeft dit intussen gewijzigd. U ziet nu hoe het er voor staat; "
    "er is niets bewaard. Wilt u dit nog, verstuur het dan opnieuw.",
    en="Somebody else changed this meanwhile. You now see how it stands; "
    "nothing was saved. Do you still want this, then send it again.",
)
_NO_WHY = Text(
    nl="De agenda is vastgesteld. Kies waarom die wijzigt.",
    en="The agenda is fixed. Choose why it changes.",
)
_NO_TIME = Text(nl="Geef een tijd als 09.30.", en="Give a time as 09:30.")
_NO_MINUTES = Text(
    nl=f"Geef een heel getal van {FEWEST} tot {MOST}.",
    en=f"Give a whole number from {FEWEST} to {MOST}.",
)


def tried_at_table(do: Callable[[], AnswerT | Refused]) -> AnswerT | Again:
    """What ``do`` answers, or why its form comes back; also when somebody else was first."""
    try:
        return tried(do)
    except StaleMeeting as stale:
        return Again(KINDS[stale.code].status, says=_STALE)


def why_in(form: Posted, problems: list[InputProblem]) -> str | None:
    """Why a fixed agenda changes, if the form asks it; that nothing was chosen is a problem."""
    why = form.text("why") or None
    if "asks_why" in form.values and why is None:
        problems.append(InputProblem("why", "missing", _NO_WHY))
    return why


def time_in(form: Posted, name: str, problems: list[InputProblem]) -> time | None:
    """A time as a browser sends it, or as people write it; what is none joins the problems."""
    text = form.text(name).replace(".", ":")
    if not text:
        return None
    try:
        found = time.fromisoformat(text if len(text) > 4 else f"0{text}")
    except ValueError:
        found = None
    if found is None or found.tzinfo or found.second or found.microsecond:
        problems.append(InputProblem(name, "malformed", _NO_TIME))
        return None
    return found


def minutes_in(form: Posted, name: str, problems: list[InputProblem]) -> int | None:
    """So many minutes; what is no such number joins the problems."""
    text = form.text(name)
    if not text:
        return None
    counts = text.isascii() and text.isdigit() and len(text) < 5
    if not (counts and FEWEST <= int(text) <= MOST):
        problems.append(InputProblem(name, "malformed", _NO_MINUTES))
        return None
    return int(text)
