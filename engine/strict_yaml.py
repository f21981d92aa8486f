"""YAML without surprises: three kinds of scalar, no repeated keys, no aliases, every line kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, cast

import yaml
from yaml.composer import Composer
from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.problems import DefinitionError, Place, Problem, dotted

Data: TypeAlias = "str | int | bool | list[Data] | dict[str, Data]"

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_TRUTH = {"true": True, "false": False}
_DEEPEST = 50
_LOOSE = re.compile(r"[\t\ufeff]|[|>][-+0-9]*#")  # and a question mark, see compose_node
_QUOTE_IT = "; within { } or [ ], a text with , ? or a bracket in it stands between quotes"
_LONG_TAG = "tag:yaml.org,2002:"
_Quick = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@dataclass(frozen=True, slots=True)
class Document:
    """One file as plain data, with the line on which each of its parts begins."""

    file: str
    data: Data
    lines: Mapping[Place, int]

    def line(self, path: Place) -> int:
        """The line of this part, or of the nearest one around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_yaml(text: str, file: str) -> Document:
    """Read one file strictly.

    Only ``true``, ``false`` and whole numbers are more than words, and only without quotes:
    ``on``, ``12:30``, ``1.10`` and ``2026-05-15`` stay as they are written. Keys are words.

    Raises:
        DefinitionError: the text is not such YAML; every mistake is listed, except after one
            that makes the rest unreadable.

    >>> read_yaml("on: [no, 12:30, 6]", "example.yaml").data
    {'on': ['no', '12:30', 6]}
    """
    return _quickly(text, file) or _exactly(text, file)


def _quickly(text: str, file: str) -> Document | None:
    """Read by libyaml, in a sixth of the time; None leaves the text to the parser in Python.

    That one says what is wrong, and is the stricter of the two about what is loose here.
    """
    if _LOOSE.search(text):
        return None
    with suppress(yaml.YAMLError, RecursionError, UnicodeError):
        loader, reader = _QuickLoader(text), _Reader()
        root = loader.get_single_node()
        if root and not loader.problems and not loader.is_loose:
            data = reader.value(root, ())
            return None if reader.problems else Document(file, data, reader.lines)
    return None


def _exactly(text: str, file: str) -> Document:
    """Read, or say everything that is wrong."""
    loader = _ExactLoader(text)
    try:
        root = loader.get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        loader.refuse(_line(error), _syntax(error))
        root = None
    reader = _Reader()
    data = reader.value(root, ()) if root else {}
    if root is None and not loader.problems:
        loader.refuse(1, "the file is empty")
    problems = loader.problems + reader.problems
    if problems:
        raise DefinitionError(
            Problem(file=file, line=line, where=where, says=says) for line, where, says in problems
        )
    return Document(file, data, reader.lines)


class _Strict(Composer):
    """Notes what makes one place of a file depend on another, or on names of Python."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str, str]] = []
        self.is_loose = False
        self._depth = 0

    def refuse(self, line: int, says: str) -> None:
        self.problems.append((line, "", says))

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        parser = cast(yaml.BaseLoader, self)
        event: yaml.Event = parser.peek_event()  # type: ignore[no-untyped-call]  # stubs lack it
        start = cast(Mark, event.start_mark)
        line = start.line + 1
        if isinstance(event, yaml.AliasEvent):
            parser.get_event()  # type: ignore[no-untyped-call]  # stubs lack it
            self.refuse(line, f"'*{event.anchor}': write it out; aliases are not allowed")
            return ScalarNode("alias", "alias", start, start, style="'")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self.refuse(line, f"'&{event.anchor}': anchors are not allowed")
            event.anchor = None
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            tag = event.tag.replace(_LONG_TAG, "!!")
            self.refuse(line, f"'{tag}': tags are not allowed")
            event.tag = None
        if isinstance(event, yaml.ScalarEvent) and not event.style and "?" in event.value:
            self.is_loose = True
        return self._one_deeper(parent, index)

    def _one_deeper(self, parent: Node | None, index: int) -> Node | None:
        if self._depth == _DEEPEST:
            raise RecursionError
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _QuickLoader(_Strict, _Quick):  # type: ignore[misc, valid-type]  # one of two
    """The parser of libyaml, where that is installed."""

    def __init__(self, text: str) -> None:
        _Strict.__init__(self)
        _Quick.__init__(self, text)


class _ExactLoader(_Strict, yaml.BaseLoader):
    """The parser in Python."""

    def __init__(self, text: str) -> None:
        _Strict.__init__(self)
        try:
            yaml.BaseLoader.__init__(self, text)
        except yaml.YAMLError as error:  # a character that no YAML file may hold
            yaml.BaseLoader.__init__(self, "")
            self.refuse(1, _syntax(error))


class _Reader:
    """Turns nodes into plain data, keeps their lines and notes what does not belong."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self.problems: list[tuple[int, str, str]] = []

    def value(self, node: Node, path: Place) -> Data:
        if isinstance(node, MappingNode):
            return self._map(node, path)
        if isinstance(node, SequenceNode):
            return [self._item(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(cast(ScalarNode, node), path)

    def _item(self, node: Node, path: Place) -> Data:
        self.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def _map(self, node: MappingNode, path: Place) -> Data:
        found: dict[str, Data] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self._refuse(line, path, "a key is a word")
            elif key.value == "<<":
                self._refuse(line, path, "write it out; merge keys are not allowed")
            elif key.value in found:
                first = self.lines[*path, key.value]
                self._refuse(line, (*path, key.value), f"repeated key; first on line {first}")
            else:
                self.lines[*path, key.value] = line
                found[key.value] = self.value(value, (*path, key.value))
        return found

    def _scalar(self, node: ScalarNode, path: Place) -> Data:
        text = str(node.value)
        if node.style:
            return text
        if not text:
            self._refuse(node.start_mark.line + 1, path, "nothing is written here")
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        return _TRUTH.get(text, text)

    def _refuse(self, line: int, path: Place, says: str) -> None:
        self.problems.append((line, dotted(path), says))


def _line(error: Exception) -> int:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _syntax(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return f"nested deeper than {_DEEPEST}"
    if isinstance(error, yaml.MarkedYAMLError):
        hint = _QUOTE_IT if str(error.problem).startswith("expected ',' or") else ""
        return f"not readable: {error.problem}{hint}"
    return f"not readable: {str(error).splitlines()[0]}"
