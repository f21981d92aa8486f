"""What handlers ask of a request: the version that was seen, the key of a repeat."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Path
from starlette.requests import Request

from api.errors import Malformed, OtherVersion, VersionMissing, Wrong
from engine.text import Text

LONGEST_ETAG = 200
_ETAG = re.compile(r'"([0-9a-z-]{1,64})\.([1-9][0-9]{0,8})"')
_ONE_ETAG = Text(
    nl='Geef één ETag van de zaak: "<id>.<versie>".',
    en='Give one ETag of the case: "<id>.<version>".',
)


def etag(case: str, version: int) -> str:
    """What ``If-Match`` says of a case at this version.

    >>> etag("4f2a", 3)
    '"4f2a.3"'
    """
    return f'"{case}.{version}"'


def if_match(
    request: Request,
    seen: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=LONGEST_ETAG,
            description='The ETag of the case as you saw it: "<id>.<version>"',
        ),
    ] = None,
) -> int:
    """The version of the case in the address that the caller has seen.

    Raises:
        VersionMissing: no ``If-Match``. Malformed: it is no ETag of ours.
        OtherVersion: it is one of another case.
    """
    return _version(seen, str(request.path_params["case_id"]))


def meeting_match(
    request: Request,
    seen: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=LONGEST_ETAG,
            description='The ETag of the meeting or the table as you saw it: "<id>.<version>"',
        ),
    ] = None,
) -> int:
    """The version of the meeting, or the table, in the address; raises as ``if_match``."""
    known = request.path_params
    return _version(seen, str(known["meeting_id"] if "meeting_id" in known else known["table_id"]))


def region_match(request: Request, seen: str | None) -> int:
    """The number of the edition of the calendar in the address; raises as ``if_match``."""
    return _version(seen, str(request.path_params["region"]))


def _version(seen: str | None, of: str) -> int:
    if seen is None:
        raise VersionMissing
    found = _ETAG.fullmatch(seen.strip())
    if found is None:
        raise Malformed(Wrong("If-Match", "malformed", _ONE_ETAG))
    named, version = found.groups()
    if named != of:
        raise OtherVersion
    return int(version)


PublicId: TypeAlias = Annotated[str, Path(pattern=r"^[0-9a-z_-]{1,64}$")]
"""A part of an address that names something; what has another form is not found."""

IfMatch: TypeAlias = Annotated[int, Depends(if_match)]
"""On changes to something that exists; not on something new."""

MeetingMatch: TypeAlias = Annotated[int, Depends(meeting_match)]
"""The same for a meeting or a table."""

IdempotencyKey: TypeAlias = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="Your own name for this request; sent again under it, it has one effect",
    ),
]
"""On every POST that changes something."""
