"""What every request must be, before a handler sees it: an address, a query and JSON that we know.

FastAPI lets more in than we can keep: unknown query keys, NaN, a key that comes twice, the NUL
character, half a surrogate pair, numbers that no column holds.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.errors import Malformed, Wrong
from api.errors_to_problems import is_api
from api.wrong_texts import MOST, NO_JSON, pointer, shown
from engine.errors import NotFound
from engine.text import Text

_SEGMENT = re.compile(r"[0-9a-z_-]{1,64}")
_DEEPEST = 16
_LARGEST = 2**53 - 1
"""Up to here every program reads the same number (RFC 8259, section 6)."""

_UNKNOWN = Text(nl="Deze sleutel is onbekend.", en="This key is unknown.")
_ODD = Text(
    nl="Hierin staat een teken dat niet kan.", en="This holds a character that is not possible."
)
_DEEP = Text(nl="Dit is te diep genest.", en="This is nested too deeply.")
_NUMBER = Text(nl="Dit getal is te groot.", en="This number is too large.")


async def well_formed(request: Request) -> None:
    """Refuse what no handler should have to think of.

    Raises:
        NotFound: the address has a part that nothing is called.
        Malformed: an unknown query key, or JSON that cannot be kept; everything is named.
        HTTPException: 415, the body is not JSON.
    """
    if not all(_SEGMENT.fullmatch(str(part)) for part in request.path_params.values()):
        raise NotFound("page")
    wrong = [*_odd_query(request), *_unknown_query(request), *await _odd_body(request)]
    if wrong:
        raise Malformed(*wrong[:MOST])


def _odd_query(request: Request) -> Iterator[Wrong]:
    for name, value in request.query_params.multi_items():
        if _is_odd(name) or _is_odd(value):
            yield Wrong(shown(name), "malformed", _ODD)


def _unknown_query(request: Request) -> Iterator[Wrong]:
    """Of a program a key that we do not know is a mistake; browsers are followed by all sorts."""
    if not is_api(request.url.path):
        return
    route: APIRoute = request.scope["route"]
    params = (field.field_info for field in get_flat_params(route.dependant))
    known = {param.alias for param in params if isinstance(param, Query)}
    for name in request.query_params:
        if name not in known and not _is_odd(name):
            yield Wrong(shown(name), "unknown", _UNKNOWN)


async def _odd_body(request: Request) -> list[Wrong]:
    route: APIRoute = request.scope["route"]
    if route.body_field is None:
        return []
    body = await request.body()
    if body and not _says_json(request):
        raise HTTPException(415)
    try:
        return list(_odd(read_json(body))) if body else []
    except (ValueError, RecursionError):
        return [Wrong("body", "malformed", NO_JSON)]


def _says_json(request: Request) -> bool:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return said == "application/json"


def read_json(body: bytes) -> object:
    """The value that the bytes stand for, if all agree on which that is.

    Raises:
        ValueError: no UTF-8, no JSON, NaN or infinity, or a key that comes twice.
        RecursionError: it is nested without end.
    """
    return json.loads(
        body.decode("utf-8"),
        parse_constant=_no_number,
        parse_float=_finite,
        object_pairs_hook=_each_once,
    )


def _odd(value: object) -> Iterator[Wrong]:
    """Walk through without calling ourselves: how deep it goes is up to who sent it."""
    ahead: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while ahead:
        place, found = ahead.pop()
        if len(place) > _DEEPEST:
            yield Wrong(pointer(*place), "malformed", _DEEP)
        elif isinstance(found, dict):
            ahead += [((*place, key), below) for key, below in found.items()]
            yield from _odd_keys(place, found)
        elif isinstance(found, list):
            ahead += [((*place, index), below) for index, below in enumerate(found)]
        elif isinstance(found, str) and _is_odd(found):
            yield Wrong(pointer(*place), "malformed", _ODD)
        elif isinstance(found, int | float) and abs(found) > _LARGEST:
            yield Wrong(pointer(*place), "malformed", _NUMBER)


def _odd_keys(place: tuple[str | int, ...], found: dict[str, object]) -> Iterator[Wrong]:
    return (Wrong(pointer(*place, key), "malformed", _ODD) for key in found if _is_odd(key))


def _is_odd(text: str) -> bool:
    """Whether PostgreSQL or UTF-8 has no place for it."""
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)


def _no_number(name: str) -> object:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found
