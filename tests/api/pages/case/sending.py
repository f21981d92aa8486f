"""Forms of pages below a case: opened, filled in and sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from engine.service.opening import open_case
from engine.service.registering import Member, NewFamily, register_family
from engine.service.repeats import Done
from tests.api.pages.browsing import Fields, forms, post
from tests.service.builders import CaseAtDesk, Desk


def at(case: CaseAtDesk, rest: str) -> str:
    """Where a page of the case is."""
    return f"/cases/{case.id}/{rest}"


def hidden_in(browser: TestClient, path: str) -> dict[str, Any]:
    """Open the page and give the hidden fields of its last form that comes back to it."""
    action = path.partition("?")[0]
    return [form.hidden for form in forms(browser.get(path).text) if form.action == action][-1]


def filled_in(browser: TestClient, path: str, fields: Fields) -> dict[str, Any]:
    """Open the page and fill in its form."""
    return {**hidden_in(browser, path), **fields}


def sends(browser: TestClient, path: str, fields: Fields) -> Response:
    """Open the page, fill in its form and send it."""
    return post(browser, path.partition("?")[0], filled_in(browser, path, fields))


def csrf_of(html: str) -> str:
    """Give the token of whoever opened the page."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found
    return found.group(1)


def hidden_of(html: str, action: str) -> dict[str, str]:
    """Give the hidden fields of the form that came back."""
    form = html.rpartition(f'action="{action}"')[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def a_case_of_two(desk: Desk) -> tuple[CaseAtDesk, str, str]:
    """Open a placement of two children, with one parent; the case and the children."""
    children = tuple(
        Member(name=name, born=date(born, 5, 1), is_child=True)
        for name, born in (("sam", 2012), ("fien", 2018))
    )
    els = Member(name="els", authority_over=("sam", "fien"))
    new = NewFamily(name="Jansen", region=desk.region, members=(*children, els))
    home = replace(desk, registered=register_family(desk.viewers["bram"], desk.office, new))
    sam, fien = (home.registered.members[name] for name in ("sam", "fien"))
    order = home.order(children=(sam, fien))
    done = open_case(desk.viewers["bram"], desk.office, order)
    assert isinstance(done, Done), done
    return CaseAtDesk(home, done.case), sam, fien
