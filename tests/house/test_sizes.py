"""Modules and functions fit in one sitting, and the README names the rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, modules, name_of, text_of, tree_of

MODULE_LINES = 400
FUNCTION_LINES = 40
README = ROOT / "README.md"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions and methods of a module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function from its `def` on: decorators do not make it harder."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_too_long() -> None:
    long = [
        f"{name_of(path)}: {count} lines, at most {MODULE_LINES}; move what stands alone to a room"
        for path in modules()
        if (count := len(text_of(path).splitlines())) > MODULE_LINES
    ]

    assert not long, "\n".join(long)


def test_no_function_is_too_long() -> None:
    long = [
        f"{name_of(path)}:{each.lineno}: {each.name} has {length(each)} lines, "
        f"at most {FUNCTION_LINES}; a function decides, fetches, writes or renders, one of these"
        for path in modules()
        for each in functions(path)
        if length(each) > FUNCTION_LINES
    ]

    assert not long, "\n".join(long)


@pytest.mark.skipif(not README.exists(), reason="README.md is not written yet")
@pytest.mark.parametrize("name", [*PRODUCT, "workflows", "make demo", "make test"])
def test_the_readme_names_every_room_and_both_commands(name: str) -> None:
    assert name in text_of(README), f"README.md does not mention {name}; a newcomer looks there"
