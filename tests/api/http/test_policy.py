"""No route is served that does not say what it does, or that does less than it says."""

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from api.app import PAGE_ROUTERS, create_app
from api.auth.feeds import Subscribed
from api.auth.posted import Form
from api.auth.who import Caller, Reader, demo_only
from api.openapi import AT, ROOT
from api.policy import Finds, Policy, policy, policy_of, require_policies
from api.routes.health import healthz as read_health
from api.site import Site
from api.static_files import Static
from engine.errors import ConfigurationError


def refusal(app: FastAPI) -> str:
    """Give the sentence with which the application does not start."""
    with pytest.raises(ConfigurationError) as refused:
        require_policies(app)
    return str(refused.value)


def test_every_route_without_a_tag_is_named() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/open")
    def open_to_all() -> None: ...

    @app.post("/tagged", name="fine")
    @policy("fine", finds="public")
    def tagged(form: Form) -> None: ...

    @app.websocket("/socket")
    async def socket(socket: WebSocket) -> None: ...

    async def bare(request: Request) -> Response:
        return Response()

    app.add_route("/bare", bare)
    app.mount("/files", Static())
    app.mount("/other", policy("read_other", finds="public")(Static()))

    words = refusal(app)

    assert words.startswith("routes: 4 problem(s)")
    assert all(
        name in words for name in ("GET /open", "/socket", "GET, HEAD /bare", "Mount /files")
    )


@pytest.mark.parametrize("finds", ["viewer", "case", "family"])
def test_a_route_that_promises_to_ask_who_comes_does(finds: Finds) -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/page")
    @policy("read", finds=finds)
    def page() -> None: ...

    @app.get("/api/v1/thing")
    @policy("read", finds=finds)
    def with_a_cookie(me: Reader) -> None: ...

    @app.get("/api/v1/fine")
    @policy("read", finds=finds)
    def fine(me: Caller) -> None: ...

    words = refusal(app)

    assert f"GET /page: finds by {finds} and does not depend on reader" in words
    assert f"GET /api/v1/thing: finds by {finds} and does not depend on caller" in words
    assert "fine" not in words


def test_what_is_for_the_demo_asks_whether_this_is_one() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/demo")
    @policy("read", finds="demo")
    def demo() -> None: ...

    @app.get("/fine", dependencies=[Depends(demo_only)])
    @policy("read", finds="demo")
    def fine() -> None: ...

    assert refusal(app).endswith("GET /demo: is for the demo and does not depend on demo_only")


def test_a_page_that_changes_something_takes_only_forms_of_ours() -> None:
    app = FastAPI(openapi_url=None)

    @app.post("/change")
    @policy("change", finds="viewer")
    def change(me: Reader) -> None: ...

    assert refusal(app).endswith("POST /change: changes something and does not depend on posted")


def test_what_is_found_by_a_token_in_its_address_asks_for_it() -> None:
    app = FastAPI(openapi_url=None)

    @app.get("/open/{token}")
    @policy("read", finds="token")
    def open_to_all(token: str) -> None: ...

    @app.get("/fine/{token}")
    @policy("read", finds="token")
    def fine(feed: Subscribed) -> None: ...

    assert refusal(app).endswith(
        "GET /open/{token}: finds by token and does not depend on subscriber"
    )


def test_what_is_mounted_is_for_everybody() -> None:
    app = FastAPI(openapi_url=None)
    app.mount("/files", policy("read_file", finds="case")(Static()))

    assert "Mount /files: is no route of FastAPI" in refusal(app)


def test_the_application_tags_all_it_serves(site: Site) -> None:
    app = create_app(site)

    require_policies(app)
    assert policy_of(read_health) == Policy("read_health", "public")


def test_an_application_with_a_route_without_a_tag_is_not_made(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = APIRouter()

    @router.get("/open")
    def open_to_all() -> None: ...

    monkeypatch.setattr("api.app.PAGE_ROUTERS", (*PAGE_ROUTERS, router))

    with pytest.raises(ConfigurationError, match="GET /open"):
        create_app(site)


def test_the_description_has_every_route_of_the_api_and_no_other(site: Site) -> None:
    app = create_app(site)
    described = {
        (method.upper(), f"{ROOT}{path}")
        for path, item in app.state.describe()["paths"].items()
        for method in item
    }
    served = {
        (method, route.path)
        for router in app.router.routes
        for route in getattr(getattr(router, "original_router", None), "routes", ())
        for method in route.methods
        if route.path.startswith("/api/") and route.path != AT
    }

    assert described == served
    assert ("POST", f"{ROOT}/sessions") in served
