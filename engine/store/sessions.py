"""Sessions by the hash of their token, how often somebody signed in, and who may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from engine.store.rows import holds, new_id, values_of
from engine.store.tables.people import (
    ACCOUNT,
    PARTICIPATION,
    PERSON,
    QUALIFICATION,
    PersonKind,
)
from engine.store.tables.review import ACCOUNT_ROLE
from engine.store.tables.sessions import MEETING_MODE, SESSION, STEP_UP, Through
from engine.store.tables.trail import ACCESS_LOG
from engine.text import Language

PURGED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session and whose it is; whether it still lives is decided by whoever asks."""

    id: int
    public_id: str
    person_id: int
    person: str
    name: str
    organisation_id: int | None
    kind: PersonKind
    active: bool  # the account, not the session
    language: Language
    through: Through
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session that is to begin."""

    token_hash: str
    person_id: int
    through: Through


@dataclass(frozen=True, slots=True)
class Start:
    """That somebody signed in, and when."""

    person_id: int
    at: datetime


_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(7218027)")
_ELSEWHERE: Mapping[str, ColumnElement[Any]] = {
    "person": PERSON.c.public_id,
    "name": PERSON.c.name,
    "organisation_id": ACCOUNT.c.organisation_id,
    "kind": PERSON.c.kind,
    "active": ACCOUNT.c.active,
    "language": func.coalesce(SESSION.c.language, PERSON.c.language),
}
_COLUMNS = [
    _ELSEWHERE[field.name] if field.name in _ELSEWHERE else SESSION.c[field.name]
    for field in fields(SessionSeen)
]
_FIND = (
    select(*_COLUMNS)
    .join(PERSON, PERSON.c.id == SESSION.c.person_id)
    .join(ACCOUNT, ACCOUNT.c.person_id == SESSION.c.person_id)
    .where(SESSION.c.token_hash == bindparam("wanted"))
)
_THIS = update(SESSION).where(SESSION.c.id == bindparam("session_id"))
_SEE = _THIS.where(SESSION.c.seen_at <= bindparam("not_since")).values(seen_at=bindparam("now"))
_END = _THIS.where(SESSION.c.ended_at.is_(None)).values(ended_at=bindparam("now"))
_END_ALL = update(SESSION).where(SESSION.c.ended_at.is_(None)).values(ended_at=bindparam("now"))
_CHOOSE = _THIS.values(language=bindparam("chosen"))
_OURS = and_(SESSION.c.public_id == bindparam("wanted"), SESSION.c.ended_at.is_(None))
_RENEW = update(SESSION).where(_OURS).values(token_hash=bindparam("hashed")).returning(SESSION.c.id)
_STEPPED_UP = (
    select(STEP_UP.c.shown_at).join(SESSION, SESSION.c.id == STEP_UP.c.session_id).where(_OURS)
)
_USE_UP = delete(STEP_UP).where(
    STEP_UP.c.session_id.in_(select(SESSION.c.id).where(SESSION.c.public_id == bindparam("wanted")))
)
_WRONG = select(func.count()).where(
    ACCESS_LOG.c.session == bindparam("wanted"),
    ACCESS_LOG.c.action == bindparam("of_action"),
    ACCESS_LOG.c.outcome == "denied",
    ACCESS_LOG.c.at > bindparam("since"),
)
_STARTS = (
    select(SESSION.c.person_id, SESSION.c.started_at)
    .where(SESSION.c.started_at > bindparam("since"))
    .order_by(SESSION.c.started_at.desc(), SESSION.c.id.desc())
)
_OLDEST = (
    select(SESSION.c.id)
    .where(SESSION.c.started_at <= bindparam("before"))
    .order_by(SESSION.c.started_at, SESSION.c.id)
    .limit(PURGED_AT_ONCE)
)
_PURGE = delete(SESSION).where(SESSION.c.id.in_(_OLDEST))
_PURGE_STEPS = delete(STEP_UP).where(STEP_UP.c.session_id.in_(_OLDEST))
_PURGE_MODES = delete(MEETING_MODE).where(MEETING_MODE.c.session_id.in_(_OLDEST))
_ACCOUNT = (
    select(PERSON.c.id)
    .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .where(PERSON.c.public_id == bindparam("wanted"), ACCOUNT.c.active)
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ROLES = (
    select(QUALIFICATION.c.person_id, QUALIFICATION.c.name)
    .where(QUALIFICATION.c.person_id.in_(_IDS), holds(QUALIFICATION))
    .union(
        select(PARTICIPATION.c.person_id, PARTICIPATION.c.role).where(
            PARTICIPATION.c.person_id.in_(_IDS),
            PARTICIPATION.c.access.not_in(("none", "excluded")),
            holds(PARTICIPATION),
        ),
        select(ACCOUNT_ROLE.c.person_id, ACCOUNT_ROLE.c.role).where(
            ACCOUNT_ROLE.c.person_id.in_(_IDS), holds(ACCOUNT_ROLE)
        ),
    )
)


def take_turns(connection: Connection) -> None:
    """Let nobody else sign in until the transaction ends: a count of sign-ins then stays true.

    On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_ONE_AT_A_TIME)


def start_session(connection: Connection, session: NewSession, *, now: datetime) -> SessionSeen:
    """Begin a session."""
    row = {**values_of(session), "public_id": new_id(), "started_at": now, "seen_at": now}
    connection.execute(insert(SESSION), row)
    return SessionSeen(*connection.execute(_FIND, {"wanted": session.token_hash}).one())


def find_session(connection: Connection, token_hash: str) -> SessionSeen | None:
    """The session of this token, dead or alive, in the language of its person or its own."""
    row = connection.execute(_FIND, {"wanted": token_hash}).one_or_none()
    return None if row is None else SessionSeen(*row)


def mark_seen(
    connection: Connection, session_id: int, *, not_since: datetime, now: datetime
) -> None:
    """Note that the session is in use, unless that was noted after ``not_since``."""
    seen = {"session_id": session_id, "not_since": not_since, "now": now}
    connection.execute(_SEE, seen)


def end_session(connection: Connection, session_id: int, *, now: datetime) -> bool:
    """End the session; False when it had been ended before, and that end stays."""
    return connection.execute(_END, {"session_id": session_id, "now": now}).rowcount == 1


def end_all_sessions(connection: Connection, *, now: datetime) -> int:
    """Nobody stays signed in; how many were."""
    return connection.execute(_END_ALL, {"now": now}).rowcount


def step_up(connection: Connection, session: str, *, token_hash: str, now: datetime) -> bool:
    """Somebody showed a second factor in the session of this public id, which gets a new token.

    False when it was ended.
    """
    wanted = {"wanted": session, "hashed": token_hash}
    found = connection.execute(_RENEW, wanted).scalar_one_or_none()
    if found is None:
        return False
    use_up(connection, session)
    connection.execute(insert(STEP_UP), {"session_id": found, "shown_at": now})
    return True


def stepped_up_at(connection: Connection, session: str) -> datetime | None:
    """When the second factor was shown in this session, if it lives and nothing used that up."""
    found: datetime | None = connection.execute(
        _STEPPED_UP, {"wanted": session}
    ).scalar_one_or_none()
    return found


def use_up(connection: Connection, session: str) -> None:
    """What was done with the second factor is done: the next act asks for it anew."""
    connection.execute(_USE_UP, {"wanted": session})


def wrong_tries(connection: Connection, session: str, action: str, *, since: datetime) -> int:
    """How often this was denied in the session since then, as the log has it."""
    asked = {"wanted": session, "of_action": action, "since": since}
    return connection.execute(_WRONG, asked).scalar_one()


def set_language(connection: Connection, session_id: int, *, language: Language) -> None:
    """Keep the language that was chosen, for this session."""
    connection.execute(_CHOOSE, {"session_id": session_id, "chosen": language})


def starts_since(connection: Connection, since: datetime) -> tuple[Start, ...]:
    """Who signed in after ``since``, the last one first; also if they have left again."""
    return tuple(Start(*row) for row in connection.execute(_STARTS, {"since": since}))


def purge_sessions(connection: Connection, *, before: datetime) -> int:
    """Forget at most a hundred sessions that began at or before this moment; how many."""
    connection.execute(_PURGE_STEPS, {"before": before})
    connection.execute(_PURGE_MODES, {"before": before})
    return connection.execute(_PURGE, {"before": before}).rowcount


def person_with_account(connection: Connection, person: str) -> int | None:
    """The key of whoever has this public id and an active account."""
    found: int | None = connection.execute(_ACCOUNT, {"wanted": person}).scalar_one_or_none()
    return found


def roles_of(
    connection: Connection, person_ids: Collection[int], *, on: date, now: datetime
) -> Mapping[int, frozenset[str]]:
    """What each of them works in or holds on the day ``on``, anywhere."""
    found: dict[int, set[str]] = defaultdict(set)
    wanted = {"ids": list(person_ids), "on": on, "now": now}
    for person_id, name in connection.execute(_ROLES, wanted):
        found[person_id].add(name)
    return {person_id: frozenset(found[person_id]) for person_id in person_ids}
