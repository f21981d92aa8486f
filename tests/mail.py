"""A mail server inside the test that does as it is told: accept, refuse, hang, hang up, be away."""

import asyncio
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import AnyStr, Literal, TypeVar

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# Made for 127.0.0.1 and signed by itself; valid until 2120. Its key is no secret.
CERTIFICATE = Path(__file__).parent / "notifications" / "localhost.pem"
EMERGENCY_S = 60
HANG = "hang"
HANG_UP = "hang up"

Security = Literal["none", "starttls", "tls"]
Stage = Literal["greeting", "MAIL", "RCPT", "DATA", "content"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Letter:
    """What arrived in full: for whom, what it says, and its bytes."""

    sender: str
    to: str
    message: EmailMessage
    raw: bytes

    @property
    def parts(self) -> dict[str, str]:
        """The text of each part, by its type."""
        return {
            part.get_content_type(): part.get_content()
            for part in self.message.walk()
            if not part.is_multipart()
        }


class MailServer:
    """A mail server on a port of its own, until the test ends.

    ``answers`` holds what it says instead of "fine": a reply such as ``"450 4.2.0 later"``,
    ``HANG`` or ``HANG_UP``, by stage of the conversation or by recipient. "content" is the stage
    after the last line of the letter. ``inbox`` keeps each letter that arrived in full and was
    not refused; one that was received before the server hung up may well have been accepted.
    """

    def __init__(self, security: Security = "none", user: str = "", password: str = "") -> None:
        self.security: Security = security
        self.answers: dict[Stage | str, str] = {}
        self.inbox: list[Letter] = []
        self.ended = 0  # conversations that ended with a goodbye
        self.login = LoginPassword(user.encode(), password.encode())
        self.credentials = f"{user}:{password}@" if user else ""
        # Bound and never listening: it keeps the port ours, and refused, while we are down.
        self._reservation = _bound(0)
        self.port: int = self._reservation.getsockname()[1]
        self._lines: set[asyncio.BaseTransport] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server")

    @property
    def url(self) -> str:
        """The address as it stands in the settings."""
        scheme = {"none": "smtp", "starttls": "smtp+starttls", "tls": "smtps"}[self.security]
        return f"{scheme}://{self.credentials}127.0.0.1:{self.port}"

    def up(self) -> None:
        """Take calls (again)."""
        self._in_loop(self._listen())

    def down(self) -> None:
        """Refuse every connection, and break the ones there are."""
        self._in_loop(self._hang_up())

    def start(self) -> None:
        """Begin, taking calls."""
        self._thread.start()
        self.up()

    def stop(self) -> None:
        """End, leaving no socket, task or thread behind."""
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(EMERGENCY_S)
        self._loop.close()
        self._reservation.close()

    def _in_loop(self, work: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(EMERGENCY_S)

    async def _listen(self) -> None:
        tls = _server_tls() if self.security == "tls" else None
        sock = _bound(self.port)
        self._server = await self._loop.create_server(lambda: _Line(self), sock=sock, ssl=tls)

    async def _hang_up(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for line in list(self._lines):
            line.abort() if isinstance(line, asyncio.Transport) else line.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*tasks, return_exceptions=True)

    async def obey(self, line: SMTP, *stages: Stage | str) -> str | None:
        """What the test wants said here, if anything; a hang lasts until the line is broken."""
        told = next((self.answers[stage] for stage in stages if stage in self.answers), None)
        if told == HANG_UP and isinstance(line.transport, asyncio.Transport):
            line.transport.abort()
        if told in {HANG, HANG_UP}:
            await asyncio.Event().wait()
        return told

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds it by this name
        self, line: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to whom the letter is from."""
        envelope.mail_from = address
        return await self.obey(line, "MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to whom the letter is for."""
        told = await self.obey(line, address, "RCPT")
        if told is None:
            envelope.rcpt_tos.append(address)
        return told or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer to the letter itself."""
        if self.answers.get("content", "")[:1] not in {"4", "5"}:
            self.inbox.append(_letter(envelope))
        return await self.obey(line, "content") or "250 OK"

    async def handle_QUIT(  # noqa: N802
        self, line: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer to the goodbye."""
        self.ended += 1
        return "221 Bye"

    def authenticate(
        self, line: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Let in whoever knows the password."""
        if data == self.login:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)


class _Line(SMTP):
    """One connection, with the hooks that aiosmtpd lacks: the greeting and before the content."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(
            server,
            hostname="mail.voorbeeldstad.test",
            tls_context=_server_tls() if server.security == "starttls" else None,
            auth_require_tls=False,
            authenticator=server.authenticate,
            loop=server._loop,
        )
        self._mail_server = server
        self._greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._mail_server._lines.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport:
            self._mail_server._lines.discard(self.transport)
        super().connection_lost(error)

    async def push(self, status: AnyStr) -> None:
        if self._greeted:
            await super().push(status)
            return
        self._greeted = True
        told = await self._mail_server.obey(self, "greeting")
        await (super().push(status) if told is None else super().push(told))

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        told = await self._mail_server.obey(self, "DATA")
        if told is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(told)


def _bound(port: int) -> socket.socket:
    """Take a port on this machine without listening; 0 takes a free one."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    return sock


def _letter(envelope: Envelope) -> Letter:
    """Read back what came in, as a mail program would."""
    raw = envelope.original_content or b""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return Letter(envelope.mail_from or "", envelope.rcpt_tos[0], message, raw)


def _server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    """What a client needs that knows our certificate."""
    return ssl.create_default_context(cafile=CERTIFICATE)


@contextmanager
def mail_server(
    security: Security = "none", user: str = "", password: str = ""
) -> Iterator[MailServer]:
    """Lend a mail server that accepts everything until it is told otherwise."""
    server = MailServer(security, user, password)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def smtp(request: pytest.FixtureRequest) -> Iterator[MailServer]:
    """Lend a mail server: a plain one, or what the test asks for by indirect parameters."""
    with mail_server(*getattr(request, "param", ())) as server:
        yield server
