"""A program that asks for somebody: JSON in, JSON out, each change under a key of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

from httpx2 import Response
from starlette.testclient import TestClient

from tests.service.builders import CaseAtDesk

ROOT = "/api/v1"
NOWHERE = "0" * 32
"""An id that nothing has."""

Seen: TypeAlias = CaseAtDesk | str | None

_KEYS = count(1)
_INSTANCE = re.compile(rb'"instance":"urn:uuid:[0-9a-f-]{36}"')


@dataclass
class Program:
    """Somebody's program, with its token."""

    client: TestClient

    def get(self, path: str, **query: Any) -> Response:
        """Ask for something that is there."""
        return self.client.get(f"{ROOT}{path}", params=query)

    def post(self, path: str, body: object, *, seen: Seen = None, key: str | None = "") -> Response:
        """Change something, having seen this version; without a key only if that is None."""
        return self.client.post(f"{ROOT}{path}", json=body, headers=self._headers(seen, key))

    def put(self, path: str, body: object, *, seen: Seen = None, key: str | None = "") -> Response:
        """Write something anew."""
        return self.client.put(f"{ROOT}{path}", json=body, headers=self._headers(seen, key))

    def done(self, path: str, body: object, *, seen: Seen = None, key: str = "") -> dict[str, Any]:
        """Change something that may be changed; what the answer says."""
        response = self.post(path, body, seen=seen, key=key)
        assert response.status_code == 201, response.text
        found: dict[str, Any] = response.json()
        return found

    def _headers(self, seen: Seen, key: str | None) -> Mapping[str, str]:
        headers = {} if key is None else {"Idempotency-Key": key or f"key-{next(_KEYS)}"}
        if isinstance(seen, CaseAtDesk):
            headers["If-Match"] = etag(seen)
        elif seen is not None:
            headers["If-Match"] = seen
        return headers


def etag(case: CaseAtDesk) -> str:
    """The version of now."""
    return f'"{case.id}.{case.head.version}"'


def bare(response: Response) -> bytes:
    """What was answered, but for the name of the request."""
    return _INSTANCE.sub(b'"instance":""', response.content)


def unmet(response: Response) -> list[str]:
    """The keys of the reasons that a refusal gives and that are not met."""
    assert response.status_code == 409, response.text
    assert response.json()["type"] == "/problems/refused"
    return [each["key"] for each in response.json()["reasons"] if each["met"] is False]


def wrong(response: Response) -> dict[str, str]:
    """The places that a request is wrong in, with the code of each."""
    assert response.status_code == 400, response.text
    return {each["name"]: each["code"] for each in response.json()["errors"]}
