"""Every place where the product keeps something from somebody, found in its source; SAFETY 5.7, 5.

A place is a guard as it stands in one definition, and what stands there when it is gone: a
condition that always holds, a call that lets everything through, a statement that does nothing.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "api", "notifications")

_HOLDS = '__import__("sqlalchemy").true()'
_ALL_CLASSES = 'frozenset({"open", "confidential", "shielded"})'
_EVERY_CHILD = '__import__("engine.access").access.EVERY'

Span: TypeAlias = tuple[int, int]
Found: TypeAlias = tuple[str, Span, str]
"""A kind, where it stands, and what stands there without it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One guard: its kind, its file, the definition that it stands in, and the how manieth there.

    ``at`` counts bytes of the file, from its first to past its last; ``instead`` replaces them.
    """

    kind: str
    path: str
    within: str
    text: str
    instead: str
    at: Span = (0, 0)
    nth: int = 1

    def __str__(self) -> str:
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.path}, {self.within}: {self.text}{again}"

    def removed(self, source: bytes) -> bytes:
        """The file without it."""
        first, beyond = self.at
        assert source[first:beyond].decode() != self.instead, self
        return source[:first] + self.instead.encode() + source[beyond:]


def places(root: Path = ROOT) -> Iterator[Place]:
    """All of them, file by file, in the order in which they stand there."""
    for each in SAID_OTHERWISE:
        source = (root / each.path).read_bytes()
        assert source.count(each.text.encode()) == 1, f"no such guard any more, or two: {each}"
        first = source.index(each.text.encode())
        yield replace(each, at=(first, first + len(each.text.encode())))
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if not name.startswith(_LEFT_OUT):
                yield from _numbered(_in_file(path.read_bytes(), name))


SAID_OTHERWISE = (
    Place("mail text", "notifications/wording.py", "_count", "if more:", "if False:"),
    Place(
        "calendar",
        "engine/store/feeds.py",
        "_FIND",
        ", FEED.c.revoked_at.is_(None), ACCOUNT.c.active)",
        ")",
    ),
    Place("job", "engine/service/recipients.py", "recipients", ".about(deadline.child_id)", ""),
)
"""Guards that no word of theirs gives away."""

_LEFT_OUT = (
    *("api/bench/", "api/caseload/", "api/scenarios/", "api/story/"),
    "engine/store/migrations/",
)
"""What makes invented cases, and what is kept of the past: no guard of today stands there."""


def _numbered(found: Iterator[Place]) -> Iterator[Place]:
    seen = Counter[tuple[str, str]]()
    for place in sorted(found, key=lambda each: each.at):
        seen[place.within, place.text] += 1
        yield replace(place, nth=seen[place.within, place.text])


def _in_file(source: bytes, name: str) -> Iterator[Place]:
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for top in ast.parse(source).body:
        for within, node in _named(top, _name_of(top)):
            for kind, span, instead in _guards(node, name, lines):
                text = " ".join(source[span[0] : span[1]].decode().split())
                yield Place(kind, name, within, text, instead, span)


def _named(node: ast.AST, within: str) -> Iterator[tuple[str, ast.AST]]:
    """Everything below, each with the definition that it stands in."""
    yield within, node
    for below in ast.iter_child_nodes(node):
        inner = f"{within}.{below.name}" if isinstance(below, _DEFINITIONS) else within
        yield from _named(below, inner)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _name_of(top: ast.stmt) -> str:
    if isinstance(top, _DEFINITIONS):
        return top.name
    if isinstance(top, ast.Assign | ast.AnnAssign):
        target = top.targets[0] if isinstance(top, ast.Assign) else top.target
        return ast.unparse(target)
    return "module"


def _guards(node: ast.AST, name: str, lines: list[int]) -> Iterator[Found]:
    """What this very node is, if it is a guard."""
    if isinstance(node, ast.Expr) and (kind := _statement(node)):
        yield kind, _span(node, lines), "pass"
    elif isinstance(node, _DEFINITIONS):
        for tag in node.decorator_list:
            if _called(tag) == "policy":
                first, beyond = _span(tag, lines)
                yield "route tag", (first - 1, beyond), ""
    elif isinstance(node, ast.expr):
        for kind, instead in (*_expression(node), *_in_store(node, name)):
            yield kind, _span(node, lines), instead


def _statement(node: ast.Expr) -> str | None:
    called = _called(node.value)
    if called.startswith("must_"):
        return "child part"
    is_log = called == "log" and ast.unparse(node.value).startswith("access_log.log(")
    return "log row" if is_log or called == "_log_apart" else None


def _expression(node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Call):
        called = _called(node)
        if called in _CALLS:
            yield _CALLS[called]
        elif called in _FIRST and isinstance(node.func, ast.Name):
            yield _FIRST[called], ast.unparse(node.args[0])
        elif called in _FIRST and isinstance(node.func, ast.Attribute):
            yield _FIRST[called], f"{ast.unparse(node.func.value)}.parts"
        elif called == "roles_for_all":
            yield "child part", f"frozenset(each.role for each in {ast.unparse(node.args[0])})"
    elif (
        isinstance(node, ast.Attribute) and node.attr == "reads" and _called(node.value) == "shown"
    ):
        yield "published", "True"
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _comparison(node)


_CALLS: Mapping[str, tuple[str, str]] = {
    "may": ("may", "None"),
    "shows": ("child part", "True"),
    "children_shown": ("child part", _EVERY_CHILD),
    "classes_shown": ("field class", _ALL_CLASSES),
    "reads_names": ("field class", "True"),
    "may_record": ("right", "True"),
    "may_change_parts": ("right", "True"),
    "leads": ("right", "True"),
    "raises": ("right", "False"),
}
_FIRST = {"parts_about": "child part", "parts_over": "child part"}


def _comparison(node: ast.Compare) -> Iterator[tuple[str, str]]:
    if isinstance(node.left, ast.Constant) and node.left.value == "excluded":
        yield "exclusion", str(isinstance(node.ops[0], ast.NotIn))
    if isinstance(node.ops[0], ast.NotIn) and ast.unparse(node.comparators[0]) == "shown":
        yield "field class", "False"


def _in_store(node: ast.expr, name: str) -> Iterator[tuple[str, str]]:
    """Conditions in SQL: who sees it, within which days, not who is excluded, and of which case."""
    if not name.startswith("engine/store/"):
        return
    called = _called(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in _CONDITIONS:
        yield _CONDITIONS[node.id], _HOLDS
    elif called in _CONDITION_OF and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield _CONDITION_OF[called], _HOLDS
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert) and _keeps_out(node):
        yield "exclusion", _HOLDS
    elif isinstance(node, ast.UnaryOp) and _called(node.operand) == "is_destroyed":
        yield "destroyed", _HOLDS
    elif isinstance(node, ast.Compare) and _is_of_a_case(node):
        yield "nested id", _HOLDS
    elif name in _IN_PERIODS and _is_period(node):
        yield "period", _HOLDS


_CONDITIONS: Mapping[str, str] = {
    "VISIBLE": "list",
    "FAMILY_VISIBLE": "list",
    "FAMILY_OPENABLE": "list",
    "TABLE_VISIBLE": "list",
    "MEETING_VISIBLE": "list",
    "OPENS": "emergency",
}
_CONDITION_OF: Mapping[str, str] = {
    "visible": "list",
    "visible_to": "list",
    "taking_part_now": "period",
    "part_visible": "child part in a list",
    "part_visible_to": "child part in a list",
    "reaches": "child part in a list",
}
_IN_PERIODS = frozenset(
    f"engine/store/{name}.py"
    for name in ("visibility", "rows", "feeds", "participation", "account_roles")
)


def _keeps_out(node: ast.UnaryOp) -> bool:
    said = ast.unparse(node.operand)
    return "EXCLUDED" in said or said in {"KEPT_OUT", "CLOSED"}


def _is_of_a_case(node: ast.Compare) -> bool:
    """Whether it binds a row to the case or the family that it is asked of."""
    left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
    of = left.endswith((".c.case_id", ".c.family_id"))
    return of and isinstance(node.ops[0], ast.Eq) and right.startswith("bindparam(")


def _is_period(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _called(node) == "or_" and ".until_on.is_(None)" in ast.unparse(node)
    return isinstance(node, ast.Compare) and ast.unparse(node.left).endswith(".c.from_on")


def _called(node: ast.AST) -> str:
    """The name of what is called; "" when nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _span(node: ast.expr | ast.stmt, lines: list[int]) -> Span:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (
        lines[node.lineno - 1] + node.col_offset,
        lines[node.end_lineno - 1] + node.end_col_offset,
    )
