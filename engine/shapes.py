"""Which keys a definition file may have at some place, read from the models."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from engine.problems import Place


def known_keys(shape: object, path: Place) -> set[str]:
    """The keys of whichever models may stand at this path.

    >>> from engine.text import Text
    >>> sorted(known_keys(dict[str, Text], ("asks",)))
    ['en', 'nl']
    """
    shapes = list(_alternatives(shape))
    for key in path:
        shapes = [found for shape in shapes for found in _within(shape, key)]
    return {key for found in shapes for key in _fields(found)}


def _within(shape: object, key: str | int) -> Iterator[object]:
    """What may stand under a key, or in a list."""
    fields, parts = _fields(shape), get_args(shape)
    if isinstance(key, str) and key in fields:
        yield from _alternatives(fields[key])
    if get_origin(shape) is (dict if isinstance(key, str) else tuple):
        yield from _alternatives(parts[1] if isinstance(key, str) else parts[0])


def _alternatives(shape: object) -> Iterator[object]:
    """The members of a union, or the one shape itself."""
    if get_origin(shape) is Annotated:
        yield from _alternatives(get_args(shape)[0])
    elif get_origin(shape) in (Union, UnionType):
        for member in get_args(shape):
            yield from _alternatives(member)
    else:
        yield shape


def _fields(shape: object) -> dict[str, object]:
    """The fields of a model by the names that files use."""
    if not (isinstance(shape, type) and issubclass(shape, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
