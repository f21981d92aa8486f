"""What goes out and comes back must be ours: cursors and form tokens, signed with the key file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from itsdangerous import BadData, Signer, URLSafeSerializer
from pydantic import JsonValue

OPEN_FORM = timedelta(hours=2)
"""How long a form may lie open of somebody who has not signed in."""

_HMAC = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


class Seals:
    """Signs with the newest key, and knows its own by every key that it was given."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the oldest first."""
        self._keys = list(keys)

    def __repr__(self) -> str:
        """Show that it is there, and no key."""
        return f"Seals({len(self._keys)} keys)"

    def csrf(self, session_id: str) -> str:
        """The form token of a session: worthless in any other."""
        return self._signer("csrf").get_signature(session_id).decode()

    def is_csrf(self, session_id: str, token: str) -> bool:
        """Whether this is the form token of that session."""
        return self._signer("csrf").verify_signature(session_id.encode(), _bytes(token))

    def open_form(self, now: datetime) -> str:
        """The form token of somebody who has no session yet; it ages."""
        return self.seal(int(now.timestamp()), purpose="open_form")

    def is_open_form(self, token: str, now: datetime) -> bool:
        """Whether such a form was given out in the last two hours."""
        made = self.unseal(token, purpose="open_form")
        return isinstance(made, int) and 0 <= now.timestamp() - made < OPEN_FORM.total_seconds()

    def seal(self, value: JsonValue, *, purpose: str) -> str:
        """The value as text for a link; anybody can read it, nobody can change it."""
        return self._serializer(purpose).dumps(value)

    def unseal(self, text: str, *, purpose: str) -> JsonValue:
        """What was sealed for this purpose; None when it was not, or not by us."""
        try:
            found: JsonValue = self._serializer(purpose).loads(_bytes(text))
        except BadData:
            return None
        return found

    def _signer(self, purpose: str) -> Signer:
        return Signer(self._keys, salt=purpose, key_derivation="hmac", digest_method=hashlib.sha256)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=purpose, signer_kwargs=_HMAC)


def _bytes(text: str) -> bytes:
    """Also of what is no proper text: it came from outside."""
    return text.encode("utf-8", "surrogatepass")
