"""Which addresses may be called: public ones by https, and hosts that the operator names.

Whoever sets an address could else let this program ask for what only this machine can reach.
The name is looked up once, every answer is judged, and the connection goes to what was judged.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Timer
from types import TracebackType
from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

MOST_ADDRESSES = 2
"""So many addresses of one host are tried, at most."""

_PORTS = {"https": 443, "http": 80}
_THROUGH_A_GATEWAY = IPv6Network("64:ff9b::/96")
"""Addresses of the old kind, written in the new one: they may lead to a private one."""

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]


class NotAllowed(Exception):
    """This address may not be called; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to connect to, and the name by which the other side knows itself."""

    url: str
    host: str
    host_header: str


def resolved(host: str, port: int) -> Sequence[str]:
    """Every address that the name server knows of a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except OSError:
        return ()
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def url_problem(url: str, allow: Collection[str]) -> str | None:
    """What is wrong with the address as it is written; None if nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "it is no address of the web"
    if parts.scheme not in _PORTS or not host or not url.isascii() or not url.isprintable():
        return "it is no address of the web"
    if parts.username or parts.password or parts.fragment:
        return "it holds a name, a password or a fragment, which are not sent"
    if host not in allow and parts.scheme != "https":
        return "it is without https, and WEBHOOK_ALLOW does not name its host"
    if host not in allow and _is_literal(host) and not is_public(host):
        return "it is not public, and WEBHOOK_ALLOW does not name it"
    return None


def addresses_of(url: str, allow: Collection[str], resolve: Resolve) -> list[Address]:
    """Where to connect to, now.

    Raises:
        NotAllowed: one of the addresses of the host is not public, and nobody named the host.
    """
    problem = url_problem(url, allow)
    if problem:
        raise NotAllowed(problem)
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    found = resolve(host, port)
    if host not in allow and not all(map(is_public, found)):
        raise NotAllowed("its host leads to an address that is not public")
    return [*_addresses(parts, host, port, found[:MOST_ADDRESSES])]


def is_public(address: str) -> bool:
    """Whether anybody in the world would reach the same machine at this address.

    >>> [is_public(each) for each in ("9.9.9.9", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found in _THROUGH_A_GATEWAY or found.sixtofour or found.teredo:
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _addresses(parts: SplitResult, host: str, port: int, found: Sequence[str]) -> Iterator[Address]:
    for each in found:
        there = f"[{each}]" if ":" in each else each
        url = parts._replace(netloc=f"{there}:{port}").geturl()
        yield Address(url, host, parts.netloc)


class Budget:
    """Hangs up when the time for one call is over.

    The library gives its time anew to every read, so one byte now and then would keep us for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self._is_over = False

    def __enter__(self) -> Budget:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def watch(self, name: str, info: dict[str, Any]) -> None:
        """Note the line that was opened; with TLS that is another one than below it."""
        if name in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")
            if self._is_over:
                self._hang_up()

    def _hang_up(self) -> None:
        self._is_over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
