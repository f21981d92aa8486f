"""Whose names stand in a letter, however somebody wrote them. Pure.

A name is found with or without its accents and capitals, with the s of a possessive, as one part
of a double name or surname, and joined or parted where the file has it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category, normalize

from engine.letter import Block

_BETWEEN = frozenset(
    {"aan", "af", "al", "bij", "da", "de", "del", "den", "der", "di", "dos", "du", "een", "el"}
    | {"en", "het", "in", "la", "le", "op", "over", "te", "ten", "ter", "tot", "uit", "van"}
    | {"von", "voor"}
)
"""What stands between the parts of a name and is an ordinary word as well."""

_ORDINARY = _BETWEEN | frozenset(
    {"april", "bakker", "beer", "bel", "ben", "berg", "bergen", "bloem", "boer", "boom", "bos"}
    | {"brand", "bruin", "dag", "dijk", "door", "engel", "ever", "fijn", "gast", "geel", "goed"}
    | {"goede", "groen", "groot", "haan", "hand", "hart", "heer", "hoek", "hof", "hoop", "hout"}
    | {"huis", "jet", "jong", "jonge", "kamp", "kan", "kees", "kind", "klein", "kok", "koning"}
    | {"kop", "kort", "kruis", "laan", "lang", "lange", "lente", "leven", "licht", "lief", "linde"}
    | {"lot", "maan", "man", "mark", "mars", "mat", "max", "meer", "mees", "mei", "meis", "moed"}
    | {"molen", "oud", "oude", "paard", "pas", "plas", "post", "prins", "rijk", "rood", "roos"}
    | {"rust", "school", "slot", "smit", "snel", "stad", "ster", "sterk", "storm", "tak", "toon"}
    | {"trots", "veen", "veld", "vis", "visser", "vlieg", "vogel", "vos", "vrede", "wil", "wild"}
    | {"wilde", "wind", "winter", "wit", "witte", "wolf", "zand", "zee", "zomer", "zon", "zwart"}
    | {"baker", "black", "brown", "grace", "green", "hope", "joy", "king", "long", "may", "rose"}
    | {"small", "white", "will", "young"}
)
"""Names that are ordinary words as well: written small among capitals they tell of nobody."""

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | dict.fromkeys("\u02b9\u02bb\u02bc\ua78c", "'")
)
_WORD = re.compile(r"[^\W\d_]+")
_PARTED = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)+")
_SMALL_FORMS = frozenset({"tje", "je", "pje", "etje", "tjes", "jes", "pjes", "etjes"})
_LONG_ENOUGH = 3
"""Shorter words are joined by a hyphen only; and from here on a name has a small form."""


@dataclass(frozen=True, slots=True)
class _Written:
    """One word of a letter; ``small`` where the capitals around it say that it is no name."""

    word: str
    small: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of a line in their order, and those that it has when what parts them falls away."""

    words: tuple[_Written, ...]
    joined: tuple[_Written, ...]


def named_in(
    blocks: Iterable[Block], names: Iterable[str], theirs: Iterable[str] = ()
) -> tuple[str, ...]:
    """Which of these names stand in a letter, whole or in part, as words of their own.

    What somebody wrote may name whom the letter must not: a person looks before it is given.
    A part that is also in one of ``theirs``, whom the letter may name, tells of nobody else.

    >>> said = [Block("text", ("Karims oom belt mevrouw Jansen over Zoe.",))]
    >>> named_in(said, ["Karim de Wit", "Els Jansen", "El", "Zoë"], ["Noor Jansen"])
    ('Karim de Wit', 'Zoë')
    """
    lines = [_line(line) for block in blocks for line in block.lines]
    own = {word for name in theirs for word in _parts(name)}
    return tuple(
        name for name in dict.fromkeys(names) if any(_names(line, name, own) for line in lines)
    )


def _names(line: _Line, name: str, own: Set[str]) -> bool:
    whole = _WORD.findall(_folded(name))
    told = {word for word in _parts(name) if len(word) > 1} - _BETWEEN - own
    if len(whole) == 1:  # all of the name there is, whoever else has it
        told = set(whole)
    written = (*line.words, *line.joined)
    return _stands(whole, line) or any(_is(each, part, own) for part in told for each in written)


def _is(each: _Written, part: str, own: Set[str]) -> bool:
    """Whether this word is that part of a name, of somebody, or its small form."""
    ending = each.word.removeprefix(part) if each.word.startswith(part) else None
    if ending == "":
        return not (each.small and part in _ORDINARY)
    if ending == "s":
        return each.word not in own and not (each.small and part in _ORDINARY)
    has_small = ending in _SMALL_FORMS and len(part) >= _LONG_ENOUGH
    return has_small and each.word not in own and not each.small


def _stands(whole: list[str], line: _Line) -> bool:
    """Whether a name of several words stands there in its order, also with an s at its end."""
    if len(whole) < 2:
        return False
    words = [each.word for each in line.words]
    runs = (words[start : start + len(whole)] for start in range(len(words)))
    return any(run in (whole, [*whole[:-1], f"{whole[-1]}s"]) for run in runs)


def _parts(name: str) -> set[str]:
    """The words of a name, and what they are when a hyphen or an apostrophe falls away."""
    folded = _folded(name)
    return {word for each in folded.split() for word in (*_WORD.findall(each), _bare(each)) if word}


def _line(text: str) -> _Line:
    plain = _without_marks(text)
    tells = plain not in {plain.lower(), plain.upper()}
    found = _WORD.findall(plain)
    pairs = (
        first + second
        for first, second in pairwise(found)
        if min(len(first), len(second)) >= _LONG_ENOUGH
    )
    joined = (*map(_bare, _PARTED.findall(plain)), *pairs)
    return _Line(
        words=tuple(_written(word, tells=tells) for word in found),
        joined=tuple(_written(word, tells=tells) for word in joined),
    )


def _written(word: str, *, tells: bool) -> _Written:
    return _Written(_folded(word), tells and word == word.lower())


def _bare(word: str) -> str:
    return "".join(_WORD.findall(word))


def _folded(text: str) -> str:
    return _without_marks(text.casefold()).casefold()


def _without_marks(text: str) -> str:
    """Without accents, and without what is not seen: a soft hyphen within a name, a joiner."""
    seen = (each for each in normalize("NFKD", text) if category(each) not in {"Mn", "Cf"})
    return "".join(seen).translate(_PLAIN)
