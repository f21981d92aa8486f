"""What the tests of access share: the shelf of cases on SQLite, and everybody at the door."""

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.app import create_app
from engine.settings import rows
from tests.access.asking import Ask, of_the_api
from tests.access.beside import CRISIS, TABLE
from tests.access.emergencies import IN_AN_EMERGENCY
from tests.access.files import File
from tests.access.retained import PROPOSAL
from tests.access.shelf import HERE, a_shelf
from tests.access.trial import MakeApp, Trial, trial_of
from tests.access.walking import FOLLOWED, ONE_STEP, OWN_FILE, Found, Ids, walk, walk_on
from tests.conftest import OWN
from tests.store.databases import fresh_store

WALKERS = {"bram": 3, "dora": 1, "cora": 1, "petra": 1, "arda": 1}
"""Whose pages are walked through, and how many of each sort.

Some forms are there for one of them only.
"""


@pytest.fixture(scope="package", autouse=True)
def _no_settings() -> Iterator[None]:
    """Let no setting of this machine change an answer."""
    with pytest.MonkeyPatch.context() as patch:
        for name, _, _ in rows():
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module", autouse=True)
def _written_only() -> Iterator[None]:
    """Make no PDF here; by module, for a package without ``__init__`` ends with the session."""
    with as_written():
        yield


@contextmanager
def as_written() -> Iterator[None]:
    """Let what is made a PDF be the page that it would be made of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "weasyprint", _AsWritten)
        yield


class _AsWritten:
    """Instead of a PDF the page that it is made of: in that a marked text can be read."""

    def __init__(self, string: str, **_: object) -> None:
        self._string = string

    HTML = CSS = classmethod(lambda cls, **said: cls(**said))

    def write_pdf(self, **_: object) -> bytes:
        """Give the page."""
        return self._string.encode()


@pytest.fixture(scope="package")
def trial() -> Iterator[Trial]:
    """Lend the door of a shelf on SQLite; whoever changes a row puts everything back."""
    with a_trial("sqlite") as made:
        yield made


@contextmanager
def a_trial(kind: str, make_app: MakeApp = create_app) -> Iterator[Trial]:
    """Open the door of a new shelf."""
    with (
        tempfile.TemporaryDirectory(dir=OWN) as letters,
        fresh_store(kind) as store,
        trial_of(a_shelf(store), Path(letters, "mail"), make_app) as made,
    ):
        yield made


@pytest.fixture(scope="package")
def asks(trial: Trial) -> list[Ask]:
    """List every request that there is, of programs and of pages."""
    return every_ask(trial)


_WALKED: dict[bool, list[Ask]] = {}
"""What was found on SQLite, and what was found on PostgreSQL: each shelf there is the same."""


def every_ask(trial: Trial) -> list[Ask]:
    """Every request that there is; the pages as a regisseur walks through them, once."""
    key = trial.shelf.office.store.is_sqlite
    if key not in _WALKED:
        with as_written():
            _WALKED[key] = _walked(trial)
    return [*_WALKED[key]]


def _walked(trial: Trial) -> list[Ask]:
    routes = routes_of(trial.app)

    @cache
    def route_of(method: str, path: str) -> str | None:
        if path == "/sign-in":  # whoever goes there is somebody else
            return None
        fitting = (found for known, found, form in routes if known == method and form.match(path))
        return next(fitting, None)

    ids = _ids_met(trial)
    own = trial.shelf.files["own"]
    pages: Found = {}
    for who, each in WALKERS.items():
        walk(pages, partial(_page, trial, who), route_of, ids, _starts(own.ids), each)
    walk_on(pages, partial(_sent, trial), route_of, ids, FOLLOWED)
    known = {ask.name for ask in pages.values() if "{item_id}" not in ask.name}

    def route_beside(method: str, path: str) -> str | None:
        """The routes that a case alone leads to are known already."""
        route = route_of(method, path)
        return None if f"{method} {route}" in known else route

    more: Found = {}
    for start in _starts_beside(own):
        walk(more, partial(_page, trial, "bram"), route_beside, ids, [start], each=1)
    walked = [ask for ask in (*pages.values(), *more.values()) if ask.name != ONE_STEP.name]
    beside = (ONE_STEP, OWN_FILE, PROPOSAL, *IN_AN_EMERGENCY)
    found = [*of_the_api(trial.app.state.describe()), *walked, *beside]
    return sorted(found, key=lambda ask: ask.name.endswith(OUT))


OUT = ("/sign-out", "/lock")
"""What ends the session comes last: whatever follows would be asked by nobody."""


def _ids_met(trial: Trial) -> Ids:
    """What each id that a page may hold is the id of, and of which case of its family."""
    ids = {each.id: ("person_id", "") for each in trial.shelf.staff.values()}
    for file in trial.shelf.files.values():
        for of, each in (*file.beside.items(), ("", file)):
            ids |= {value: (_KINDS.get(kind, kind), of) for kind, value in each.ids.items()}
    return ids


_KINDS = {"settled_id": "record_id", "asked_hold_id": "hold_id", "suspended_id": "deadline_id"}


def _starts_beside(own: File) -> list[str]:
    """The pages of the case at the table, and of the crisis."""
    table, crisis = own.beside[TABLE].ids, own.beside[CRISIS].ids
    case = f"/cases/{table['case_id']}"
    names = ("invitations", "letters", "packages", "agreements", "rights")
    below = (f"{case}/{name}" for name in names)
    sheet = f"/meetings/{table['meeting_id']}/items/{table['item_id']}"
    return [sheet, *below, f"/crisis/{crisis['case_id']}"]


def _page(trial: Trial, who: str, url: str) -> str | None:
    came = trial.door.ask("GET", url, trial.badges[who, "page"].headers)
    if came.status != 200:
        return None
    return came.text if "text/html" in came.headers["content-type"] else ""


def _sent(trial: Trial, who: str, ask: Ask) -> str:
    came = trial.own(who, ask)
    assert came.status == 200, (ask.name, came.status)
    return came.text


def _starts(own: Mapping[str, str]) -> list[str]:
    """The case, what only some questions lead to, and the first page."""
    case = f"/cases/{own['case_id']}"
    asked = ("cjg_worker", "circle_member")
    rules = f"/workflows/rules?region={HERE}"  # of a region in which some may set what binds
    table, meeting = f"/tables/{own['table_id']}", f"/meetings/{own['meeting_id']}"
    seated = "qualified_behavioural_scientist"
    at_table = (table, f"{table}/members/new?role={seated}", meeting, f"{meeting}/print")
    roles = (f"{case}/participants/new?role={role}" for role in asked)
    owed = (f"{case}/{name}s/{own[f'{name}_id']}" for name in ("deadline", "deviation"))
    return [case, "/", rules, *roles, *at_table, *owed, f"{case}/deadlines/{own['suspended_id']}"]


def routes_of(app: FastAPI) -> list[tuple[str, str, re.Pattern[str]]]:
    """Every route of the pages: method, path, and what an address of it looks like."""
    return [
        (method, str(context.path), context.path_regex)
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
        if not str(context.path).startswith("/api/")
    ]
