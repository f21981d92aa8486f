"""The style sheets and the script, each with the print of its content in its address."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = files("api") / "static"
AT = "/static"


class Static(StaticFiles):
    """Serves ``api/static``; what carries the right print may be kept for good."""

    def __init__(self) -> None:
        super().__init__(directory=str(FOLDER))

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; asked for without its print, it is checked again each time."""
        response = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v")
        same = response.status_code == 200 and asked == [print_of(path)]
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if same else "public, no-cache"
        )
        return response


def static_url(name: str) -> str:
    """The address of a file; another content has another address."""
    return f"{AT}/{name}?v={print_of(name)}"


@cache
def print_of(name: str) -> str:
    """The first characters of the SHA-256 of a file."""
    return sha256(FOLDER.joinpath(*name.split("/")).read_bytes()).hexdigest()[:12]
