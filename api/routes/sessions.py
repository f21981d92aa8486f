"""Sessions of programs: begun in the demo only, ended by whoever has the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Bearer, Caller, demo_only
from api.errors import Malformed, Wrong
from api.models import In, Moment, Out
from api.openapi import ROOT
from api.policy import policy
from api.site import request_id_of, site_of
from engine.service.office import Office
from engine.service.sessions import IDLE, LONGEST, sign_in, sign_out
from engine.store import people
from engine.store.unit_of_work import reading
from engine.text import Language, Text

router = APIRouter(prefix=ROOT, tags=["sessions"])


class SessionIn(In):
    """Who signs in: by public id, or by the name of their login."""

    person_id: Annotated[str, Field(pattern=r"^[0-9a-z-]{1,64}$", examples=["4f2a…"])] = Field(
        "", description="kenmerk van de persoon"
    )
    login: Annotated[str, Field(pattern=r"^[a-z]{1,40}$", examples=["bram"])] = Field(
        "", description="naam van de login"
    )


class SessionOut(Out):
    """A session that has begun; the token is told only now."""

    token: str = Field(description="sleutel van de sessie")
    person_id: str = Field(description="kenmerk van wie is ingelogd")
    expires_at: Moment = Field(description="uiterlijk geldig tot")
    idle_seconds: int = Field(description="hoe lang stilte duren mag, in seconden")


class Me(Out):
    """Whoever calls."""

    person_id: str = Field(description="kenmerk van de persoon")
    name: str = Field(description="naam")
    language: Language = Field(description="taal")


@router.post("/sessions", status_code=201, dependencies=[Depends(demo_only)])
@policy("sign_in", finds="demo")
def begin_session(request: Request, response: Response, body: SessionIn) -> SessionOut:
    """Sign in as one of the demo's professionals; there is no other way in yet."""
    office = site_of(request).office
    person = _person(office, body)
    token, me = sign_in(office, person, through="api", request=request_id_of(request))
    response.headers["Location"] = f"{ROOT}/sessions/current"
    return SessionOut(
        token=token,
        person_id=me.viewer.id,
        expires_at=office.clock.now() + LONGEST,
        idle_seconds=int(IDLE.total_seconds()),
    )


_ONE_OF_TWO = Text(
    nl="Geef 'person_id' of 'login', één van de twee.",
    en="Give either 'person_id' or 'login'.",
)


def _person(office: Office, body: SessionIn) -> str:
    """The public id of whoever signs in; a login that nobody has is an id that nobody has."""
    if bool(body.person_id) == bool(body.login):
        raise Malformed(Wrong("/person_id", "missing", _ONE_OF_TWO))
    if body.person_id:
        return body.person_id
    with reading(office.store) as connection:
        viewer = people.viewer_of(connection, "demo", body.login)
    return viewer.id if viewer else body.login


@router.delete("/sessions/current", status_code=204)
@policy("sign_out", finds="session")
def end_session(request: Request, me: Caller, bearer: Bearer) -> None:
    """End the session of this token, from the next request on."""
    if bearer is not None:
        sign_out(site_of(request).office, bearer.credentials, request=me.viewer.request)


@router.get("/me")
@policy("read_me", finds="viewer")
def read_me(me: Caller) -> Me:
    """Who calls."""
    return Me(person_id=me.viewer.id, name=me.name, language=me.language)
