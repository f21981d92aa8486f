"""Whose names stand in a letter, however somebody wrote them. Pure.

A name is found with or without its accents and capitals, with the s of a possessive, as one part
of a double name or surname, and joined or parted where the file has it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
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
    whole, told = _WORD.findall(_folded(name)), _tells(name, own)
    written = (*line.words, *line.joined)
    return _stands(whole, line) or any(_is(each, part, own) for part in told for each in written)


def _tells(name: str, own: Set[str]) -> set[str]:
    """The parts of a name that tell of whoever has it."""
    whole = _WORD.findall(_folded(name))
    if len(whole) == 1:  # all of the name there is, whoever else has it
        return set(whole)
    return {word for word in _parts(name) if len(word) > 1} - _BETWEEN - own


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
    return any(_is_run(run, whole) for run in runs)


def _is_run(run: list[str], whole: list[str]) -> bool:
    return run in (whole, [*whole[:-1], f"{whole[-1]}s"])


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


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A text in which functions stand for names, and which names those were."""

    text: str
    names: tuple[str, ...]


def unnamed(
    text: str,
    functions: Mapping[str, str],
    theirs: Iterable[str] = (),
    kept: Collection[str] = (),
) -> Unnamed:
    """The text with the function of each of these people in the place of their name.

    Found as ``named_in`` finds them, whole or in part; a name that is in ``theirs`` stays, and so
    does one that is ``kept``, of which it is told that it is there.

    >>> said = unnamed("Karims oom belt Zoe.", {"Karim de Wit": "vader", "Zoë": "zus"}, ["Noor"])
    >>> said.text, said.names
    ('[vader] oom belt [zus].', ('Karim de Wit', 'Zoë'))
    """
    known = frozenset(theirs)
    own = {word for name in known for word in _parts(name)}
    wanted = {name: _tells(name, own) for name in functions if name not in known}
    found, told = set[str](), []
    for line in text.splitlines(keepends=True):
        seen = _seen(line)
        places = [
            (start, end, name)
            for name, parts in wanted.items()
            for start, end in _places(seen, name, parts, own)
        ]
        found.update(name for _, _, name in places)
        away = [place for place in places if place[2] not in kept]
        told.append(_replaced(line, away, functions))
    return Unnamed("".join(told), tuple(name for name in functions if name in found))


def _replaced(
    line: str, places: Iterable[tuple[int, int, str]], functions: Mapping[str, str]
) -> str:
    """The line with each place once: of places that lie over each other the first counts."""
    told, at = "", 0
    for start, end, name in sorted(places, key=lambda each: (each[0], -each[1])):
        if start >= at:
            told, at = f"{told}{line[at:start]}[{functions[name]}]", end
        at = max(at, end)
    return told + line[at:]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line to look for names in: its words folded, and every word or joined words with place."""

    bare: str
    words: tuple[tuple[int, int, str], ...]
    every: tuple[tuple[int, int, _Written], ...]


def _seen(line: str) -> _Seen:
    plain, at = _placed(line)
    tells = plain not in {plain.lower(), plain.upper()}
    words = [(each.start(), each.end()) for each in _WORD.finditer(plain)]
    pairs = [
        (start, last)
        for (start, middle), (after, last) in pairwise(words)
        if min(middle - start, last - after) >= _LONG_ENOUGH
    ]
    parted = [(each.start(), each.end()) for each in _PARTED.finditer(plain)]
    folded = tuple((at[start], at[end - 1] + 1, _folded(plain[start:end])) for start, end in words)
    return _Seen(
        bare="".join(word for _, _, word in folded),
        words=folded,
        every=tuple(
            (at[start], at[end - 1] + 1, _written(_bare(plain[start:end]), tells=tells))
            for start, end in (*words, *pairs, *parted)
        ),
    )


def _places(seen: _Seen, name: str, told: Set[str], own: Set[str]) -> Iterator[tuple[int, int]]:
    """Where a name stands in a line: every word, pair or run of words that tells of it."""
    whole = _WORD.findall(_folded(name))
    if not any(part in seen.bare for part in (*told, *whole[:1])):
        return
    for start, end, each in seen.every:
        if any(_is(each, part, own) for part in told):
            yield start, end
    for first in range(len(seen.words) - len(whole) + 1 if len(whole) > 1 else 0):
        run = seen.words[first : first + len(whole)]
        if _is_run([word for _, _, word in run], whole):
            yield run[0][0], run[-1][1]


def _placed(text: str) -> tuple[str, list[int]]:
    """The text without marks, and of which character of it each of these comes."""
    pieces = [(_without_marks(each), number) for number, each in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]
