"""The second factor, for acts that ask for it anew: what it is here, and whether it was shown.

A port with two that fit: the demo's stand-in, a code that the demo itself shows, and none. An
identity provider becomes the third; nothing that asks for a second factor knows which it is.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from api.seals import Seals
from api.site import Site

DIGITS = 6


class SecondFactor(Protocol):
    """What somebody has besides their sign-in."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is one at all; without it nothing that asks for one can be done."""

    def shows(self, session: str) -> str | None:
        """The code, where the program itself shows it: in the demo only."""

    def proves(self, session: str, code: str) -> bool:
        """Whether this is what whoever has the session must give now."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The demo's stand-in: a code of the session, which the page shows."""

    seals: Seals

    @property
    def is_set_up(self) -> bool:
        """Always."""
        return True

    def shows(self, session: str) -> str | None:
        """The code of this session."""
        return self._code(session)

    def proves(self, session: str, code: str) -> bool:
        """Whether it is the code of this session."""
        return hmac.compare_digest(self._code(session).encode(), code.encode())

    def _code(self, session: str) -> str:
        signed = self.seals.csrf(f"step-up {session}").encode()
        number = int.from_bytes(hashlib.sha256(signed).digest()[:8], "big")
        return f"{number % 10**DIGITS:0{DIGITS}}"


class Absent:
    """No second factor is set up: nobody can show one."""

    is_set_up = False

    def shows(self, session: str) -> str | None:
        """Nothing."""
        return None

    def proves(self, session: str, code: str) -> bool:
        """Never."""
        return False


def factor_of(site: Site) -> SecondFactor:
    """The second factor of this site."""
    return Shown(site.seals) if site.settings.demo else Absent()
