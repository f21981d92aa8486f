"""What the browsers look at: a copy of the small caseload, with its own database and clock."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from api.app import create_app
from api.caseload.making import CaseMade
from api.demo_hint import ABOUT
from api.seals import Seals
from api.site import Site
from api.wiring import beside_database
from engine.access import Viewer
from engine.clock import ManualClock
from engine.service.case_file import CaseFile, case_file
from engine.service.office import Office
from engine.service.sessions import choose_language, sign_in
from engine.settings import Settings
from engine.store.store import open_store
from engine.text import Language
from notifications.mailbox import Mailbox
from tests.caseload.conftest import UNTIL, made
from tests.conftest import OWN

_KEY = bytes(range(32))


@dataclass(frozen=True)
class Place:
    """A site at an address; what is done there stays there."""

    url: str
    site: Site
    clock: ManualClock
    _tokens: dict[tuple[str, Language], str] = field(default_factory=dict, repr=False)

    @property
    def office(self) -> Office:
        """The office behind the pages."""
        return self.site.office

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return beside_database(self.site.settings)

    @property
    def app(self) -> ASGIApp:
        """The application, as the demo serves it: made once, with this site in it."""
        app = _an_app(self.url)
        app.state.site = self.site
        return app

    def viewer(self, person: str) -> Viewer:
        """Somebody of the cast, by key, or of the families of the story."""
        caseload = made().caseload
        return caseload.family.get(person) or caseload.people[person]

    def token(self, person: str, language: Language) -> str:
        """Let somebody come in, once in each language; what their browsers then keep."""
        if (person, language) not in self._tokens:
            token, _ = sign_in(self.office, self.viewer(person).id, through="page")
            choose_language(self.office, token, language)
            self._tokens[person, language] = token
        return self._tokens[person, language]

    def case(self, name: str) -> CaseMade:
        """A case of the story, ``story`` or ``look_back``; or one by its state."""
        caseload = made().caseload
        number = {"story": caseload.story, "look_back": caseload.look_back}.get(name)
        return next(case for case in caseload.cases if name == case.state or number == case.number)

    def file(self, person: str) -> CaseFile:
        """The case of the story as somebody sees it now."""
        return case_file(self.viewer(person), self.office, self.case("story").id)


@contextmanager
def a_place(url: str) -> Iterator[Place]:
    """Lend a copy of the caseload, and throw it away afterwards."""
    made().office.store.close()  # what it wrote last is in the file
    database = Path(str(made().office.store.engine.url.database))
    with tempfile.TemporaryDirectory(prefix="browser-", dir=OWN) as folder:
        copy = Path(folder, database.name)
        shutil.copyfile(database, copy)
        shutil.copytree(database.with_name("mail"), copy.with_name("mailbox"))
        about = {"story": made().caseload.story, "look_back": made().caseload.look_back}
        copy.with_name(ABOUT).write_text(json.dumps(about), encoding="utf-8")
        clock = ManualClock(UNTIL)
        office = replace(made().office, store=open_store(f"sqlite:///{copy}"), clock=clock)
        settings = Settings.model_validate(
            {"demo": True, "base_url": url, "database_url": f"sqlite:///{copy}"}
        )
        box = Mailbox(copy.with_name("mailbox"))
        yield Place(url, Site(office, settings, Seals([_KEY]), box), clock)
        office.store.close()


@cache
def _an_app(url: str) -> FastAPI:
    """Put the application together; that takes longer than most tests."""
    with a_place(url) as place:
        return create_app(place.site)
