"""Asking as everybody, and what to look at in an answer: does it leak, did anything change."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from fastapi import FastAPI
from sqlalchemy import event, func, select

from api.app import create_app
from api.seals import Seals
from api.site import Site
from engine.service import step_up
from engine.service.sessions import sign_in
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading
from notifications.mailbox import Mailbox
from tests.access.asking import Ask, Through
from tests.access.belonging import BAD, NONE, Choice
from tests.access.door import Came, Door
from tests.access.files import File
from tests.access.rows import Rows, rows_of
from tests.access.shelf import OTHERWISE, SEES, Shelf, family_of
from tests.access.statements import Ear, listening
from tests.api.http.conftest import FROM_HERE, a_demo

BESIDE = ("access_log", "session", "stored_answer")
"""What every request may write."""

_NO_ID = "0" * 32
_BAD_ID = "NOT an id' or 1=1 --"
_CANARY = re.compile(r"CANARY-(\w+)-(\w+)-\w+")
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_DRAWN = re.compile(r'(?<=name="nonce" value=")[^"]+|(?<=name="csrf" value=")[^"]+')

_COPY = re.compile(r"/(?:data-requests|rights)/")
"""Whom a copy is about is told of every file of the family: so it is found out, as nobody, whether
whoever judges, confirms or gives it sees all of those; else they may not (``copy_reach``)."""

_FROM_HERE = {name.lower(): value for name, value in FROM_HERE.items()}

_RECORDS = frozenset({"letter_id", "plan_id"})
"""Records of a sort that not every file has; of the others another record takes their place."""

MakeApp: TypeAlias = Callable[[Site], FastAPI]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, without what differs between any two answers."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def all(self) -> str:
        """Everything that somebody could read in it."""
        return "\n".join([*self.headers.values(), self.body])


@dataclass(frozen=True, slots=True)
class Badge:
    """What somebody shows at the door, as a program or in a browser."""

    headers: Mapping[str, str]
    csrf: str


@dataclass
class Trial:
    """The application with everybody at its door."""

    shelf: Shelf
    app: FastAPI
    door: Door
    badges: Mapping[tuple[str, Through], Badge]
    written: list[str]
    first: Rows
    file: bytes  # of SQLite
    before: Rows
    ear: Ear
    last_url: str = ""
    asked: int = 0
    last_row: int = 0  # of the access log; 0: not looked up since the last request
    twins: dict[tuple[str, Ask, Choice, int], Answer] = field(default_factory=dict)
    looks: dict[tuple[str, Ask, Choice], Answer] = field(default_factory=dict)

    def send(self, who: str, ask: Ask, choice: Choice, version: int | None = None) -> Answer:
        """Ask it with these ids; without a ``version`` that of the first file was seen."""
        ids = self.ids(ask, choice)
        return _plain(self.knock(who, ask, choice, ids, version), ids)

    def look(self, who: str, ask: Ask, choice: Choice) -> Answer:
        """Ask what changes nothing, and keep the answer for who looks at it in another way."""
        answer = self.looks[who, ask, choice] = self.send(who, ask, choice)
        return answer

    def knock(
        self,
        who: str,
        ask: Ask,
        choice: Choice,
        ids: Sequence[str],
        version: int | None = None,
        **changed: str | None,
    ) -> Came:
        """Ask it, and take the answer as it comes.

        Args:
            changed: headers that are different, by name with underscores; None leaves one out.
        """
        url, text = ask.filled(ids)
        seen = self._version(ask, choice) if version is None else version
        text = text and text.replace('"case_version": 1', f'"case_version": {seen}')
        of_case = "«item_id»" in ask.url  # then the version is that of its case
        if ask.slots[:1] in {("meeting_id",), ("table_id",)} and not of_case:
            seen = 1  # as the shelf made them
        headers, body = self._dressed(who, ask, seen, ids, text)
        for name, value in changed.items():
            headers.pop(name.replace("_", "-"), None)
            headers |= {} if value is None else {name.replace("_", "-"): value}
        self.written.clear()
        self.ear.heard.clear()
        self.last_row, self.last_url = 0, url
        self.asked += 1
        return self.door.ask(ask.method, url, headers, body)

    def own(self, who: str, ask: Ask, **changed: str | None) -> Came:
        """Ask it of the case that is theirs."""
        choice = ("own",) * len(ask.slots)
        return self.knock(who, ask, choice, self.ids(ask, choice), None, **changed)

    def ids(self, ask: Ask, choice: Choice) -> list[str]:
        """The id in each place."""
        return [
            self._id(ask, kind, name, choice[0])
            for kind, name in zip(ask.slots, choice, strict=True)
        ]

    def twin(self, who: str, ask: Ask, choice: Choice, of: Choice) -> Answer:
        """Ask the same as with ``of``, of what does not exist; each of these once."""
        version = self._version(ask, of)
        key = (who, ask, choice, version)
        if key not in self.twins:
            self.twins[key] = self.send(who, ask, choice, version)
        return self.twins[key]

    def case_of(self, ask: Ask, name: str) -> File:
        """The case of this file that a request is about."""
        file = self.shelf.files[name]
        return file.beside.get(ask.of, file)

    def _version(self, ask: Ask, choice: Choice) -> int:
        """The version that a request names: that of the first file, or a first one."""
        named = choice and choice[0] in self.shelf.files
        return self.case_of(ask, choice[0]).version if named else 1

    def logged(self) -> tuple[int, Any]:
        """The last row of the access log: its key, and all of it."""
        last = select(ACCESS_LOG).where(
            ACCESS_LOG.c.id == select(func.max(ACCESS_LOG.c.id)).scalar_subquery()
        )
        with reading(self.shelf.office.store) as connection:
            row = connection.execute(last).one()
        self.last_row = row.id
        return row.id, row

    def row_before(self) -> int:
        """The key of the last row of the access log before what is asked next."""
        return self.last_row or self.logged()[0]

    def changed(self) -> bool:
        """Whether a row differs from the beginning, but for logs, sessions and stored answers."""
        return bool(self.written) and self.now() != self.before

    def unseen(self, who: str) -> list[str]:
        """What the last request asked of a file before visibility said yes to this person."""
        seen = {*(SEES[who] if who in SEES else OTHERWISE[who])}
        if _COPY.search(self.last_url):
            families = {*map(family_of, seen)}
            seen |= {name for name in self.shelf.files if family_of(name) in families}
        files = [self.shelf.files[name] for name in seen if name in self.shelf.files]
        cases = [each.ids["case_id"] for file in files for each in (file, *file.beside.values())]
        sees = {key for case in cases for key in self.ear.keys["cases"][case]}
        person = self.shelf.staff[who].person if who in self.shelf.staff else None
        return [*self.ear.unseen(person, sees)]

    def put_back(self) -> None:
        """Make everything as it was; on SQLite only."""
        store = self.shelf.office.store
        store.close()
        Path(str(store.engine.url.database)).write_bytes(self.file)
        self.before = self.first

    def now(self) -> Rows:
        """Every row, but for those."""
        return rows_of(self.shelf.office.store, *BESIDE)

    def _id(self, ask: Ask, kind: str, name: str, anchor: str) -> str:
        if name not in self.shelf.files:
            return _BAD_ID if name == BAD else f"{name.removeprefix(NONE) or 0:0>32}"
        file = self.case_of(ask, name)
        if kind == "person_id":  # a colleague of the case, or somebody of another family
            is_ours = family_of(name) == family_of(anchor)
            return file.staff[file.second].id if is_ours else file.ids["parent_id"]
        record = file.ids.get("record_id", _NO_ID) if kind in _RECORDS else _NO_ID
        return file.ids.get(kind, record)

    def _dressed(
        self, who: str, ask: Ask, version: int, ids: Sequence[str], text: str | None
    ) -> tuple[dict[str, str], bytes | None]:
        """The headers that such a request needs, and its body with the token of this session."""
        badge = self.badges[who, ask.through]
        if ask.is_safe:
            return {**badge.headers}, None
        if ask.through == "api":
            kind = {} if text is None else {"content-type": "application/json"}
            seen = f'"{ids[0] if ids else _NO_ID}.{version}"'
            keys = {"idempotency-key": f"k{self.asked}", "if-match": seen}
            return {**badge.headers, **keys, **kind}, None if text is None else text.encode()
        for name, value in (
            ("csrf", badge.csrf),
            ("nonce", f"n{self.asked}"),
            ("language", "nl"),
            ("version", version),
        ):
            text = re.sub(rf"((?:^|&){name}=)[^&]*", rf"\g<1>{value}", text or "", count=1)
        form = {"content-type": "application/x-www-form-urlencoded", **_FROM_HERE}
        return {**badge.headers, **form}, (text or "").encode()


def _plain(came: Came, ids: Sequence[str]) -> Answer:
    """Without the id of the request, the ids that were sent, and the tokens of forms."""
    request = came.headers.get("x-request-id", "-")
    mine = {name: value for name, value in came.headers.items() if name != "x-request-id"}
    mine.pop("content-length", None)
    text = came.text
    for known in sorted({request, *ids}):
        text = text.replace(known, "·")
        mine = {name: value.replace(known, "·") for name, value in mine.items()}
    return Answer(came.status, mine, _DRAWN.sub("·", text))


@contextmanager
def trial_of(shelf: Shelf, letters: Path, make_app: MakeApp = create_app) -> Iterator[Trial]:
    """Let everybody sign in, on pages and as a program."""
    site = Site(shelf.office, a_demo(), Seals([secrets.token_bytes(32)]), Mailbox(letters))
    app = make_app(site)
    written: list[str] = []
    ways: tuple[Through, ...] = ("api", "page")
    badges = {
        (who, way): _badge(site, shelf, who, way) for who in (*SEES, *OTHERWISE) for way in ways
    }
    with ExitStack() as stack:
        door = stack.enter_context(Door(app))
        stack.enter_context(_noting(shelf, written))
        ear = stack.enter_context(listening(shelf.office.store))
        before = rows_of(shelf.office.store, *BESIDE)
        yield Trial(shelf, app, door, badges, written, before, _file_of(shelf), before, ear)


def _file_of(shelf: Shelf) -> bytes:
    store = shelf.office.store
    store.close()
    return Path(str(store.engine.url.database)).read_bytes() if store.is_sqlite else b""


def _badge(site: Site, shelf: Shelf, who: str, through: Through) -> Badge:
    if who not in shelf.staff:
        return Badge({}, site.seals.csrf("nobody"))
    token, me = sign_in(shelf.office, shelf.staff[who].id, through=through)
    if who in OTHERWISE:  # some of what they do asks for a second factor
        token = step_up.confirm(me.viewer, shelf.office, proves=lambda: True) or token
    shown = {"api": {"authorization": f"Bearer {token}"}, "page": {"cookie": f"regietafel={token}"}}
    return Badge(shown[through], site.seals.csrf(me.session_id))


@contextmanager
def _noting(shelf: Shelf, written: list[str]) -> Iterator[None]:
    """Note which tables are written."""

    def note(*arguments: Any) -> None:
        found = _WRITES.match(arguments[2])
        if found and found[1] not in BESIDE:
            written.append(found[1])

    engine = shelf.office.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


def leaks(answer: Answer, who: str) -> set[str]:
    """The marked texts in an answer that this person may not read."""
    may = {
        (each, class_)
        for name, classes in SEES[who].items()
        for each in (name, family_of(name))
        for class_ in classes
    }
    return {found[0] for found in _CANARY.finditer(answer.all) if found.groups() not in may}
