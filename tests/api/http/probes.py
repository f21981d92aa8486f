"""Routes that only the tests have: each does one thing that a real route may do."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.app import create_app
from api.auth.posted import Form, OpenForm
from api.auth.who import Caller, Reader, demo_only
from api.models import Day, In, Moment, Out
from api.openapi import ROOT
from api.policy import policy, require_policies
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.site import Site
from tests.api.apps import an_app


class Inner(In):
    """A part of a body."""

    word: Annotated[str, Field(max_length=5)]


class Body(In):
    """A body with one field of each sort."""

    name: str
    count: Annotated[int, Field(ge=1, le=9)] = 1
    sure: bool = False
    day: Day | None = None
    at: Moment | None = None
    inner: Inner | None = None
    many: list[str] = Field(default_factory=list)
    inputs: dict[str, object] = Field(default_factory=dict)


class Echo(Out):
    """What came in."""

    name: str
    day: Day | None
    at: Moment | None


def app_with(site: Site, *raised: Exception) -> FastAPI:
    """Lend the application with these routes; /raise/0 raises the first of ``raised``."""
    app = an_app(site, _probed)
    app.state.raised = raised
    return app


def _probed(site: Site) -> FastAPI:
    app = create_app(site)
    app.include_router(_router())
    require_policies(app)
    return app


def _router() -> APIRouter:
    router = APIRouter()

    @router.post(f"{ROOT}/echo")
    @policy("echo", finds="public")
    def echo(body: Body) -> Echo:
        return Echo(name=body.name, day=body.day, at=body.at)

    @router.get(f"{ROOT}/echo")
    @policy("echo", finds="public")
    def read_echo(word: str = "") -> dict[str, str]:
        return {"word": word}

    @router.post(f"{ROOT}/cases/{{case_id}}/change")
    @policy("change", finds="case")
    def change(case_id: PublicId, me: Caller, seen: IfMatch, key: IdempotencyKey) -> dict[str, int]:
        return {"seen": seen}

    @router.get(f"{ROOT}/raise/{{index}}")
    @router.get("/raise/{index}")
    @policy("raise", finds="public")
    def raise_it(index: int, request: Request) -> Response:
        raise request.app.state.raised[index]

    @router.get("/home/{case_id}")
    @policy("read_home", finds="viewer")
    def home(case_id: PublicId, me: Reader) -> PlainTextResponse:
        return PlainTextResponse(f"{me.name} {me.viewer.request}")

    @router.post("/write")
    @policy("write", finds="viewer")
    def write(form: Form) -> PlainTextResponse:
        return PlainTextResponse(repr(form.values))

    @router.post("/come-in", dependencies=[Depends(demo_only)])
    @policy("come_in", finds="demo")
    def come_in(form: OpenForm) -> PlainTextResponse:
        return PlainTextResponse("in")

    return router
