"""What the tests of access share: the shelf of cases on SQLite, and everybody at the door."""

import re
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
from tests.access.asking import Ask, Found, of_the_api, walk
from tests.access.shelf import HERE, a_shelf
from tests.access.trial import MakeApp, Trial, trial_of
from tests.conftest import OWN
from tests.store.databases import fresh_store

WALKERS = ("bram", "dora", "cora")
"""Whose pages are walked through: some forms are there for one of them only."""


@pytest.fixture(scope="package", autouse=True)
def _no_settings() -> Iterator[None]:
    """Let no setting of this machine change an answer."""
    with pytest.MonkeyPatch.context() as patch:
        for name, _, _ in rows():
            patch.delenv(name, raising=False)
        yield


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

    ids = {each.id: "person_id" for each in trial.shelf.staff.values()}
    for file in trial.shelf.files.values():
        ids |= {value: kind.replace("settled", "record") for kind, value in file.ids.items()}
    pages: Found = {}
    for who in WALKERS:
        walk(
            pages, partial(_page, trial, who), route_of, ids, _starts(trial.shelf.files["own"].ids)
        )
    return [*of_the_api(trial.app.state.describe()), *pages.values()]


def _page(trial: Trial, who: str, url: str) -> str | None:
    came = trial.door.ask("GET", url, trial.badges[who, "page"].headers)
    is_page = came.status == 200 and "text/html" in came.headers["content-type"]
    return came.text if is_page else None


def _starts(own: Mapping[str, str]) -> list[str]:
    """The case, what only some questions lead to, and the first page."""
    case = f"/cases/{own['case_id']}"
    asked = ("cjg_worker", "circle_member")
    rules = f"/workflows/rules?region={HERE}"  # of a region in which some may set what binds
    return [case, "/", rules, *(f"{case}/participants/new?role={role}" for role in asked)]


def routes_of(app: FastAPI) -> list[tuple[str, str, re.Pattern[str]]]:
    """Every route of the pages: method, path, and what an address of it looks like."""
    return [
        (method, str(context.path), context.path_regex)
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
        if not str(context.path).startswith("/api/")
    ]
