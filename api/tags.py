"""What a route says of itself: what it does, and how that is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar, cast

Finds: TypeAlias = Literal[
    "public", "demo", "token", "viewer", "case", "family", "table", "mine", "session"
]
"""How what is asked for is found: it is for all; for all, in the demo only; by the token in its
address; by whoever asks; through a case, a family or a table with its meetings that they may
see; by what was published to a youth or a parent; by the session of whoever it is."""

FOR_FAMILY: frozenset[Finds] = frozenset({"mine", "session"})
"""What a youth or a parent who signed in may ask, besides what is for all: nothing else."""

_TAG = "policy_tag"
_Tagged = TypeVar("_Tagged")


@dataclass(frozen=True, slots=True)
class Policy:
    """What a route does, in the words of the access log, and how its case is found."""

    action: str
    finds: Finds


def policy(action: str, *, finds: Finds) -> Callable[[_Tagged], _Tagged]:
    """Tag a handler, or an application to be mounted."""

    def tag(what: _Tagged) -> _Tagged:
        setattr(what, _TAG, Policy(action, finds))
        return what

    return tag


def policy_of(what: object) -> Policy | None:
    """The tag, if there is one."""
    return cast("Policy | None", getattr(what, _TAG, None))


def lets_in(found: Policy | None, *, of_family: bool) -> bool:
    """Whether a route takes somebody of a family, or a professional; one without a tag nobody.

    >>> lets_in(Policy("read_case", "case"), of_family=True)
    False
    """
    if found is None:
        return False
    return found.finds in FOR_FAMILY if of_family else found.finds != "mine"
