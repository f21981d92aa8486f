"""Nobody reads a key of the program in the log: every action has words in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from engine.service import (
    absence_orders,
    batch_orders,
    calendar_orders,
    emergency_orders,
    enforcement_orders,
    log_review_orders,
    orders,
    table_orders,
)
from engine.service.event_kinds import EventKind
from engine.service.look_words import ACTS, act_of

_LOGS = {
    "looking",
    "looking_at",
    "looking_at_item",
    "listing",
    "case_with",
    "LogEntry",
    "_log",
    "once",
}
"""What is told an action in the log."""

_TICK = "tick.py"
"""Here ``once`` is told a chore: no action of anybody."""

_KEY = re.compile("[a-z]+(_[a-z]+)*")
_OUTCOMES = {"done", "refused", "denied", "failed", "machine"}


def _told(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in _LOGS:
                named = [word.value for word in node.keywords if word.arg == "action"]
                for said in (*node.args, *named):
                    if isinstance(said, ast.Constant) and isinstance(said.value, str):
                        yield said.value


def test_every_action_in_the_log_has_words_in_both_languages() -> None:
    files = [each for each in Path("engine").rglob("*.py") if each.name != _TICK]
    files += Path("api/pages").glob("*.py")
    told = {word for file in files for word in _told(file) if _KEY.fullmatch(word)}
    given = {
        name
        for module in (
            orders,
            table_orders,
            batch_orders,
            absence_orders,
            calendar_orders,
            enforcement_orders,
            emergency_orders,
            log_review_orders,
        )
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    } - {"Order", "TableOrder", "OfTable", "OfMeeting", "WithWhy", "ItemPlace"}

    acts = (told - _OUTCOMES) | given | {*get_args(EventKind)}

    assert len(acts) > 100
    unknown = act_of("no such thing")
    assert [act for act in sorted(acts) if act_of(act) == unknown] == []
    assert all(words.nl and words.en for _, words in ACTS.values())
