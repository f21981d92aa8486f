"""The changelog as pieces of a page: the little of Markdown that it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

FILE = Path(__file__).parents[1] / "CHANGELOG.md"
"""Beside the program; a page says so where it is not."""

Kind: TypeAlias = Literal["h2", "h3", "p", "ul"]

_MARKS: tuple[tuple[str, Kind], ...] = (("### ", "h3"), ("## ", "h2"), ("- ", "ul"))
_INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>.+?)`")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one way of writing."""

    way: Literal["plain", "strong", "code"]
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of the second or third level, a paragraph, or a list with its items."""

    kind: Kind
    lines: tuple[tuple[Piece, ...], ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    r"""What the file says, without its title.

    >>> [block.kind for block in blocks_of("# Title\n## New\n- one\n  more\n- two\n")]
    ['h2', 'ul']
    """
    found: list[tuple[Kind, list[str]]] = []
    begun = False  # the line before belongs to what this line may go on with
    for line in text.splitlines():
        mark, kind = next(((m, k) for m, k in _MARKS if line.startswith(m)), ("", "p"))
        words = line.removeprefix(mark).strip()
        if line.startswith("# ") or not words:
            begun = False
        elif kind == "ul" and begun and found[-1][0] == "ul":
            found[-1][1].append(words)
        elif kind == "p" and begun:
            found[-1][1][-1] += f" {words}"
        else:
            found.append((kind, [words]))
            begun = kind in {"p", "ul"}
    return tuple(Block(kind, tuple(map(pieces_of, lines))) for kind, lines in found)


def pieces_of(line: str) -> tuple[Piece, ...]:
    """The words of a line, each in its own way of writing.

    >>> [piece.way for piece in pieces_of("Run `make demo` **now**")]
    ['plain', 'code', 'plain', 'strong']
    """
    return tuple(_pieces(line))


def _pieces(line: str) -> Iterator[Piece]:
    done = 0
    for match in _INLINE.finditer(line):
        if before := line[done : match.start()]:
            yield Piece("plain", before)
        strong = match.group("strong")
        yield Piece("strong", strong) if strong else Piece("code", match.group("code"))
        done = match.end()
    if rest := line[done:]:
        yield Piece("plain", rest)
