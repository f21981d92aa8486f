"""Sign in, stay signed in, and sign out."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from engine.access import Viewer
from engine.errors import NotFound, TooMany
from engine.service.account_roles import ACCOUNT_TITLES
from engine.service.office import Office, local_day
from engine.service.table_roles import RUNS
from engine.store import Connection, access_log, colleagues, meeting_modes, sessions
from engine.store.access_log import LogEntry
from engine.store.colleagues import ColleagueSeen
from engine.store.sessions import NewSession, SessionSeen, Start
from engine.store.tables.sessions import Through
from engine.store.unit_of_work import reading, unit_of_work
from engine.text import Language, Text

IDLE = timedelta(minutes=15)
"""So long after its last use a session is over. Source: SAFETY 3, control 11."""

IDLE_AT_TABLE = timedelta(minutes=120)
"""The same while a meeting is in session that its owner runs. Source: SAFETY 3, control 11."""

LONGEST = timedelta(hours=10)
"""So long after it began a session is over, used or not. Source: SAFETY 3, control 11."""

MINUTE = timedelta(minutes=1)
"""How often a use is noted, so a session may end that much early; and what a rate counts in."""

KEPT = timedelta(hours=24)
"""How long a session that is over is kept at least."""

OF_ONE, OF_ALL = 6, 60
"""Sign-ins in one minute, at most. Source: SAFETY 3, control 21."""

LISTED = 200
"""So many people are listed to sign in as, at most."""

PUBLIC_ID = 32  # characters; longer is no id, and not worth keeping in the log


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whose session lives; ``viewer`` says who they are to every use case."""

    viewer: Viewer
    session_id: str  # public; opens nothing
    language: Language
    name: str
    through: Through
    of_family: bool = False
    """A youth or a parent: they see what was published to them, and no page of a professional."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A professional as whom one may sign in, for the demo."""

    id: str
    name: str
    roles: tuple[Text, ...]
    organisation: str | None


def hashed(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def sign_in(
    office: Office,
    person: str,
    *,
    through: Through,
    instead_of: str | None = None,
    request: str = "",
) -> tuple[str, SignedIn]:
    """Begin a session for whoever has this public id: its token, told only now, and who it is.

    The session of the token ``instead_of`` ends, and no other. That somebody signed in is a row
    of the log; so is a refusal, which names nobody as acting, for nobody proved who they are.

    Raises:
        NotFound: nobody with an active account has this id.
        TooMany: they signed in 6 times within a minute, or all together 60 times.
    """
    now = office.clock.now()
    try:
        with unit_of_work(office.store) as connection:
            sessions.take_turns(connection)
            person_id = _who_may(connection, person, now)
            sessions.purge_sessions(connection, before=now - LONGEST - KEPT)
            if instead_of is not None:
                _end(connection, instead_of, now, request)
            return _begin(connection, person_id, through, now, request)
    except (NotFound, TooMany):
        _log_denied(office, person, through, now, request)
        raise


def signed_in(
    office: Office, token: str, *, through: Through, request: str = ""
) -> SignedIn | None:
    """Whoever this token belongs to; ``request`` is what their rows of the log will name.

    None if the token is unknown, came in another way, or its session is over: ended, unused
    for 15 minutes (at a table, in meeting mode, for 120), 10 hours old, or of an account that
    is no longer active.
    """
    now = office.clock.now()
    with reading(office.store) as connection:
        session = sessions.find_session(connection, hashed(token))
        lives = session is not None and _is_alive(connection, session, now)
    if session is None or session.through != through or not lives:
        return None
    if now - session.seen_at >= MINUTE:
        with unit_of_work(office.store) as connection:
            sessions.mark_seen(connection, session.id, not_since=now - MINUTE, now=now)
    return _signed_in(session, request)


def sign_out(office: Office, token: str, *, request: str = "") -> None:
    """End the session of this token, from the next request on; a second time changes nothing."""
    with unit_of_work(office.store) as connection:
        _end(connection, token, office.clock.now(), request)


def choose_language(office: Office, token: str, language: Language) -> None:
    """Speak this language for as long as the session lives.

    Raises:
        NotFound: the token opens no session that lives.
    """
    with unit_of_work(office.store) as connection:
        session = sessions.find_session(connection, hashed(token))
        if session is None or not _is_alive(connection, session, office.clock.now()):
            raise NotFound("session")
        sessions.set_language(connection, session.id, language=language)


def turned_away(office: Office, viewer: Viewer, action: str, record: str | None) -> None:
    """Log that somebody asked for what is not for a person of their kind; nothing was read."""
    entry = LogEntry(
        at=office.clock.now(),
        action=action,
        outcome="denied",
        record=record[:PUBLIC_ID] if record else None,
    )
    with unit_of_work(office.store) as connection:
        access_log.log(connection, viewer, entry)


def people_to_sign_in_as(office: Office) -> tuple[Colleague, ...]:
    """For the demo: who has an active account, by name, with what they work in or hold.

    At most 200 of them.
    """
    with reading(office.store) as connection:
        now, today = office.clock.now(), office.today()
        found = colleagues.colleagues(
            connection, role=None, prefix="", most=LISTED, on=today, now=now
        )
        held = sessions.roles_of(connection, [each.id for each in found], on=today, now=now)
    everybody = [_colleague(office, each, held[each.id]) for each in found]
    return tuple(sorted(everybody, key=lambda one: (one.name.casefold(), one.id)))


def _who_may(connection: Connection, person: str, now: datetime) -> int:
    """The key of whoever has this public id, if they may sign in now."""
    found = sessions.person_with_account(connection, person)
    if found is None:
        raise NotFound("account")
    starts = sessions.starts_since(connection, now - MINUTE)
    own = [start for start in starts if start.person_id == found]
    wait = max(_wait(own, OF_ONE, now), _wait(starts, OF_ALL, now))
    if wait > timedelta():
        raise TooMany(math.ceil(wait.total_seconds()))
    return found


def _wait(starts: Sequence[Start], most: int, now: datetime) -> timedelta:
    """How long until one more fits in a minute; ``starts`` has the last one first."""
    return timedelta() if len(starts) < most else starts[most - 1].at + MINUTE - now


def _is_alive(connection: Connection, session: SessionSeen, now: datetime) -> bool:
    """Whether it lives, and longer without use where a meeting is in session."""
    return _lives(session, now, IDLE) or (
        _lives(session, now, IDLE_AT_TABLE)
        and meeting_modes.is_in_mode(connection, session.id, roles=RUNS, on=local_day(now), now=now)
    )


def _lives(session: SessionSeen, now: datetime, idle: timedelta) -> bool:
    return (
        session.active
        and session.ended_at is None
        and now - session.seen_at < idle
        and now - session.started_at < LONGEST
    )


def _signed_in(session: SessionSeen, request: str) -> SignedIn:
    viewer = Viewer(
        session.person_id,
        session.person,
        session.organisation_id,
        session=session.public_id,
        language=session.language,
        through=session.through,
        request=request,
    )
    return SignedIn(
        viewer,
        session.public_id,
        session.language,
        session.name,
        session.through,
        of_family=session.kind != "professional",
    )


def _begin(
    connection: Connection, person_id: int, through: Through, now: datetime, request: str
) -> tuple[str, SignedIn]:
    token = secrets.token_urlsafe(32)
    new = NewSession(token_hash=hashed(token), person_id=person_id, through=through)
    who = _signed_in(sessions.start_session(connection, new, now=now), request)
    _log(connection, who.viewer, "sign_in", now)
    return token, who


def _end(connection: Connection, token: str, now: datetime, request: str) -> None:
    session = sessions.find_session(connection, hashed(token))
    if session is not None and sessions.end_session(connection, session.id, now=now):
        viewer = _signed_in(session, request).viewer
        if meeting_modes.end_mode_of_session(connection, session.id, now=now):
            _log(connection, viewer, "end_meeting_mode", now)
        _log(connection, viewer, "sign_out", now)


def _log(connection: Connection, viewer: Viewer, action: str, now: datetime) -> None:
    access_log.log(connection, viewer, LogEntry(at=now, action=action, outcome="done"))


def _log_denied(office: Office, person: str, through: Through, now: datetime, request: str) -> None:
    entry = LogEntry(
        at=now,
        action="sign_in",
        outcome="denied",
        record=person[:PUBLIC_ID],
        access_point=through,
        request_id=request,
    )
    with unit_of_work(office.store) as connection:
        access_log.log(connection, None, entry)


def _colleague(office: Office, account: ColleagueSeen, held: frozenset[str]) -> Colleague:
    known = {key: role.title for key, role in office.library.catalogue.roles.items()}
    titles = [title for key, title in {**known, **ACCOUNT_TITLES}.items() if key in held]
    return Colleague(account.public_id, account.name, tuple(titles), account.organisation)
