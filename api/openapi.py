"""The description of the API, by the NLGov API Design Rules: made from the routes themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any, TypeAlias

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from api.errors_to_problems import is_api
from api.headers import API_VERSION
from api.policy import policy_of
from api.problems import PROBLEM_JSON, Problem
from engine.settings import Settings

ROOT = "/api/v1"
AT = f"{ROOT}/openapi.json"

Json: TypeAlias = dict[str, Any]

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_THEIRS = ("HTTPValidationError", "ValidationError")
_ALWAYS = (400, 404, 405, 500, 503)
_OF_A_CALLER = (401,)
_OF_A_CHANGE = (409, 413, 429)
_OF_A_BODY = (415,)
_OF_A_VERSION = (412, 428)
_VERSION_HEADER = {
    "API-Version": {
        "description": "Full version number of this API",
        "schema": {"type": "string"},
        "example": API_VERSION,
    }
}


def openapi_of(routes: list[BaseRoute], settings: Settings) -> Json:
    """The document: paths below the server, one shape for every problem, no 422."""
    document = get_openapi(
        title="Regietafel",
        version=API_VERSION,
        summary="Cases of youth protection, and what is still missing before their next step.",
        routes=list(_api_routes(routes)),
        servers=[{"url": ROOT}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    # Not an argument: FastAPI warns of every address when email-validator is not installed.
    contact = {"name": "Regietafel", "url": settings.base_url, "email": settings.mail_from}
    document["info"]["contact"] = contact
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _THEIRS:
        schemas.pop(name, None)
    schemas |= _problem_schemas()
    document["paths"] = {path.removeprefix(ROOT): item for path, item in document["paths"].items()}
    for context in _api_routes(routes):
        for method in context.methods or ():
            path = str(context.path_format).removeprefix(ROOT)
            _finish(document["paths"][path][method.lower()], context)
    return document


def _api_routes(routes: list[BaseRoute]) -> Iterator[RouteContext]:
    for context in iter_route_contexts(routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema and is_api(route.path):
            yield context


def _finish(operation: MutableMapping[str, Any], context: RouteContext) -> None:
    """Name every status that this operation can answer, with the headers and the shape."""
    responses: Json = operation["responses"]
    responses.pop("422", None)
    told = (int(status) for status in responses if int(status) >= 400)  # what the route says itself
    for status in dict.fromkeys((*_statuses(operation, context), *told)):
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "headers": _VERSION_HEADER,
            "content": {PROBLEM_JSON: {"schema": _PROBLEM}},
        }
    for response in responses.values():
        response["headers"] = {**_VERSION_HEADER, **response.get("headers", {})}


def _statuses(operation: Mapping[str, Any], context: RouteContext) -> Iterator[int]:
    yield from _ALWAYS
    tagged = policy_of(context.endpoint)
    if tagged is None or tagged.finds not in {"public", "demo"}:
        yield from _OF_A_CALLER
    if context.methods != {"GET"}:
        yield from _OF_A_CHANGE
    if "requestBody" in operation:
        yield from _OF_A_BODY
    if any(each["name"] == "If-Match" for each in operation.get("parameters", ())):
        yield from _OF_A_VERSION


def _problem_schemas() -> Json:
    schema = Problem.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    return {**schema.pop("$defs", {}), "Problem": schema}
