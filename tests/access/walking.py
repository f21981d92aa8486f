"""Every request that the pages lead to, found by walking through them as somebody who sees much."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.access.asking import Ask, slot
from tests.access.beside import CRISIS
from tests.access.markup import Form, Page

Fetch: TypeAlias = Callable[[str], str | None]
Ids: TypeAlias = Mapping[str, tuple[str, str]]
RouteOf: TypeAlias = Callable[[str, str], str | None]

_LANGUAGE = "/language"

ONE_STEP = Ask(
    "POST /crisis/{case_id}",
    "POST",
    f"/crisis/{slot('case_id')}",
    "csrf=&nonce=&version=&f.route-route=joint&f.route-lead_service=jo&f.route-reason=tekst",
    "page",
    CRISIS,
)
"""One step of a night; whoever walks fills in all of them, which no night has."""

OWN_FILE = Ask("GET /mine", "GET", "/mine", None, "page")
"""What a family reads; whoever walks works on cases."""

OF_COLLEAGUES = frozenset(
    {"POST /me/absence", "POST /me/absence/{absence_id}", "POST /deadlines/views"}
)
"""Forms that name colleagues, whom everybody may look up, and nobody of a case or a family."""

Found: TypeAlias = dict[tuple[str, str, str], Ask]
"""One request of each sort: the same route, the same places, the same names of fields."""


def walk(
    asks: Found,
    fetch: Fetch,
    route_of: RouteOf,
    ids: Ids,
    starts: Sequence[str],
    each: int,
) -> None:
    """Add every request that the pages lead to, walking from ``starts``.

    Args:
        fetch: the HTML of an address, "" of a file, or None when it is not there.
        route_of: the pattern of the route of a method and a path; None when it leads nowhere.
        ids: what each id that may be met is the id of, and of which case.
        each: so many addresses are looked at of one route with the same questions.
    """
    ahead, seen = [*starts], dict[str, int]()
    while ahead:
        url = ahead.pop(0).partition("#")[0]
        shape = _shape("GET", url, route_of)
        if shape is None or seen.get(shape, 0) >= each or seen.setdefault(url, 0):
            continue
        seen[shape], seen[url] = seen.get(shape, 0) + 1, 1
        html = fetch(url)
        if html is None:
            continue
        page = Page(html)
        _keep(asks, _as_ask("GET", url, None, route_of, ids))
        ahead += page.links
        for form in page.forms:
            action = urlsplit(url).path if not form.action else form.action
            if action == _LANGUAGE and url != starts[0]:
                continue  # it stands on every page, with the address of that page
            if form.method == "post":
                _keep(asks, _as_ask("POST", action, form, route_of, ids))
            else:
                ahead.append(f"{action}?{urlencode(form.fields)}")


FOLLOWED = {"POST /tables/{table_id}/rhythm": "cora"}
"""Forms that are answered by another one, and who may send them."""


def walk_on(
    asks: Found,
    send: Callable[[str, Ask], str],
    route_of: RouteOf,
    ids: Ids,
    followed: Mapping[str, str],
) -> None:
    """Add the forms that the answers to some of these requests hold."""
    for ask in [each for each in asks.values() if each.name in followed]:
        for form in Page(send(followed[ask.name], ask)).forms:
            found = _as_ask("POST", form.action, form, route_of, ids)
            if found is not None and found.name == ask.name:
                _keep(asks, found)


def _keep(asks: Found, ask: Ask | None) -> None:
    if ask is not None:
        names = ",".join(sorted(re.findall(r"(?:^|[&?])([\w.]+)=", f"?{ask.body or ''}")))
        asks.setdefault((ask.name, ",".join(ask.slots), names), ask)


def _shape(method: str, url: str, route_of: RouteOf) -> str | None:
    parts = urlsplit(url)
    route = None if parts.scheme or parts.netloc else route_of(method, parts.path)
    keys = sorted({name for name, _ in parse_qsl(parts.query)})
    return None if route is None else f"{method} {route} {keys}"


def _as_ask(method: str, url: str, form: Form | None, route_of: RouteOf, ids: Ids) -> Ask | None:
    route = route_of(method, urlsplit(url).path)
    if route is None:
        return None
    body = None if form is None else urlencode(form.fields)
    if f"{method} {route}" in OF_COLLEAGUES:
        ids = {each: kind for each, kind in ids.items() if kind[0] != "person_id"}
    met = [ids[each] for each in _HEX.findall(url + (body or "")) if each in ids]
    of = next((of for _, of in met if of), "")
    marked = [_marked(text, ids) for text in (url, body or "")]
    return Ask(f"{method} {route}", method, marked[0], marked[1] if form else None, "page", of)


_HEX = re.compile(r"[0-9a-f]{32}")


def _marked(text: str, ids: Ids) -> str:
    return _HEX.sub(lambda found: slot(ids[found[0]][0]) if found[0] in ids else found[0], text)
