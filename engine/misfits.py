"""Where a file does not fit its model, said in our words instead of pydantic's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from engine.guards.composed import KINDS
from engine.names import NAME_PATTERN
from engine.problems import DefinitionError, Place, Problem, dotted
from engine.shapes import known_keys
from engine.span import UNITS, did_you_mean
from engine.strict_yaml import Data, Document

Model = TypeVar("Model")
Location: TypeAlias = tuple[str | int, ...]

_KEY = "[key]"  # how pydantic marks that a key itself does not fit
_ABSENT_KEY, _STRANGE_KEY = "missing", "extra_forbidden"
_NOTHING = object()
_PATTERNS = {
    NAME_PATTERN: "a name: small letters, digits and _, at most 40, beginning with a letter",
    r"^input\.[a-z][a-z0-9_]*$": "'input.' and the name of a field",
    r"^(input|act)\.[a-z][a-z0-9_]*$": "'input.' or 'act.' and a name",
    r"^(actor|(input|holder)\.[a-z][a-z0-9_]*)$": "'actor', or 'input.' or 'holder.' and a name",
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": "'workflow.deadline'",
}
_OPTIONS = {
    "string_type": "a word",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "time_parsing": 'a time, such as "09:00"',
    "time_type": 'a time, such as "09:00"',
}


def fitted(shape: type[Model], document: Document) -> Model:
    """The document in the shape of the model.

    Strict: a word is no yes, a number no word. It goes by way of JSON, where a list may
    become a tuple without anything else being converted.

    Raises:
        DefinitionError: it does not fit; every place is listed.
    """
    try:
        return TypeAdapter(shape).validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        misfits = [_misfit(found, document.data) for found in error.errors()]
        problems = (_problem(found, document, shape) for found in _likeliest(misfits))
        raise DefinitionError(dict.fromkeys(problems)) from None


def plainly(error: ValidationError) -> str:
    """The sentences of a model that refused what was put together from models."""
    return "; ".join(_raised(found) for found in error.errors())


@dataclass(frozen=True, slots=True)
class _Misfit:
    """One of pydantic's errors, with its place in the data.

    Its location also names the members of unions that were tried; ``tried`` has them apart,
    by the place at which the union stands.
    """

    path: Place
    tried: Mapping[Place, str]
    error: ErrorDetails
    options: tuple[str, ...]
    """What would have fitted here; empty when the sentence is not of that kind."""


def _misfit(error: ErrorDetails, data: Data) -> _Misfit:
    location, absent = error["loc"], error["type"] == _ABSENT_KEY
    places = list(_places(location[:-1] if absent else location, data, ()))
    fitting = [place for place in places if place[2] == error["input"]]
    path, tried, _ = (fitting or places)[0]
    return _Misfit((*path, location[-1]) if absent else path, tried, error, _options(error))


def _places(
    location: Location, node: object, path: Place
) -> Iterator[tuple[Place, dict[Place, str], object]]:
    """The places in the data that a location may mean, the deepest first."""
    if not location:
        yield path, {}, node
        return
    head, rest = location[0], location[1:]
    if head == _KEY:
        yield path, {}, path[-1] if path else _NOTHING
        return
    inside = _inside(node, head)
    if inside is not _NOTHING:
        yield from _places(rest, inside, (*path, head))
    for found, tried, end in _places(rest, node, path):
        label = f"{head} {tried.get(path, '')}"
        yield found, {**tried, path: label}, end


def _inside(node: object, key: str | int) -> object:
    if isinstance(node, dict):
        return node.get(key, _NOTHING)
    if isinstance(node, list) and isinstance(key, int):
        return node[key]
    return _NOTHING


def _likeliest(misfits: list[_Misfit]) -> list[_Misfit]:
    """Of every union only the member that was probably meant, from the outermost inwards."""
    for place in sorted({place for found in misfits for place in found.tried}, key=len):
        members: dict[str, list[_Misfit]] = {}
        for found in misfits:
            if place in found.tried:
                members.setdefault(found.tried[place], []).append(found)
        if len(members) > 1:
            misfits = [found for found in misfits if place not in found.tried]
            misfits += _meant(place, list(members.values()))
    return misfits


def _meant(place: Place, members: list[list[_Misfit]]) -> list[_Misfit]:
    """The member with the fewest misfits inside it; if none was recognised, all of them in one."""
    deeper = [found for found in members if all(misfit.path != place for misfit in found)]
    if deeper:
        return min(deeper, key=lambda found: _distance(found, len(place) + 1))
    options = dict.fromkeys(
        option for found in members for misfit in found for option in misfit.options
    )
    return [_Misfit(place, {}, members[0][0].error, tuple(options))]


def _distance(misfits: list[_Misfit], depth: int) -> tuple[int, int, int]:
    """How unlike a member is: keys of its own that are absent or unknown, but not misspelt."""
    absent, strange = (
        [str(found.path[-1]) for found in misfits if found.error["type"] == kind]
        for kind in (_ABSENT_KEY, _STRANGE_KEY)
    )
    own = [
        found
        for found in misfits
        if found.error["type"] in (_ABSENT_KEY, _STRANGE_KEY) and len(found.path) == depth
    ]
    misspelt = sum(bool(did_you_mean(key, absent)) for key in strange)
    return len(own), -misspelt, len(misfits)


def _problem(misfit: _Misfit, document: Document, shape: object) -> Problem:
    return Problem(
        file=document.file,
        line=document.line(misfit.path),
        where=dotted(misfit.path),
        says=_sentence(misfit, shape),
    )


def _sentence(misfit: _Misfit, shape: object) -> str:
    kind, wrong = misfit.error["type"], misfit.error["input"]
    if kind == _STRANGE_KEY:
        name = str(misfit.path[-1])
        known = known_keys(shape, misfit.path[:-1])
        what = f"unit '{name}'" if known == set(UNITS) else "key"
        return f"unknown {what}{did_you_mean(name, sorted(known))}"
    if kind == "unknown_guard" and not misfit.options:
        return _no_guard(wrong)
    if not misfit.options:
        return _raised(misfit.error)
    if not misfit.options[1:]:
        return f"should be {misfit.options[0]}"
    words = [option.strip("'") for option in misfit.options if option.startswith("'")]
    return f"should be one of {', '.join(misfit.options)}{did_you_mean(str(wrong), words)}"


def _options(error: ErrorDetails) -> tuple[str, ...]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        expected = str(context["expected"]).replace("True", "'true'")
        return tuple(re.findall(r"'[^']*'", expected))
    if kind == "string_pattern_mismatch":
        return (_PATTERNS.get(context["pattern"], f"written as {context['pattern']}"),)
    option = _OPTIONS.get(kind)
    return (option,) if option else ()


_RAISED: Mapping[str, Callable[[dict[str, object]], str]] = {
    _ABSENT_KEY: lambda _: "field required",
    "too_short": lambda _: "should not be empty",
    "string_too_short": lambda _: "should not be empty",
    "less_than_equal": lambda context: f"should be at most {context['le']}",
    "greater_than_equal": lambda context: f"should be at least {context['ge']}",
}


def _raised(error: ErrorDetails) -> str:
    """The sentence of an error that names no options: ours, or that of our own validator."""
    say = _RAISED.get(error["type"])
    return say(error.get("ctx", {})) if say else error["msg"].removeprefix("Value error, ")


def _no_guard(wrong: object) -> str:
    if not isinstance(wrong, dict):
        return f"should be a guard: a map with one of {', '.join(KINDS)}"
    near = (did_you_mean(str(key), KINDS) for key in wrong)
    return "no such guard" + next(filter(None, near), f"; the kinds are {', '.join(KINDS)}")
