"""Which version somebody means: a hash or its first digits, or a workflow in a region."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from engine.definition import Workflow
from engine.library import Library, UnknownRegion, UnknownWorkflow
from engine.store import Connection, versions
from engine.store.versions import VersionSeen

CURRENT = "current"
"""What the folder of definitions says now."""

PUBLISHED = "@published"
_DIGITS = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Meant:
    """A version that somebody named, and how it is called in an answer."""

    workflow: Workflow
    name: str


def version_meant(library: Library, connection: Connection | None, written: str) -> Meant:
    """The version that ``written`` names: ``2f9c01ab``, ``placement/oldebroek`` as the folder
    has it now, or ``placement/oldebroek@published`` as it was published last.

    Raises:
        ValueError: there is none, more than one, or no database to look in; the sentence says
            which.
    """
    if "/" not in written:
        return _by_hash(connection, written)
    name, _, region = written.removesuffix(PUBLISHED).partition("/")
    try:
        here = library.of(name, region)
    except (UnknownWorkflow, UnknownRegion) as error:
        raise ValueError(str(error)) from error
    if not written.endswith(PUBLISHED):
        return _named(here)
    last = versions.latest(_looked_in(connection, written), name, region=region)
    if last is None:
        raise ValueError(f"No version of {name} in {region} is published.")
    return _by_hash(connection, last.hash)


def the_one(found: Sequence[VersionSeen], written: str) -> VersionSeen:
    """The version of which the hash begins so.

    Raises:
        ValueError: these are no digits of a hash, or not of exactly one version.
    """
    if not _DIGITS.fullmatch(written.lower()):
        raise ValueError(f"'{written}' is no hash; write at least its first eight digits")
    if not found:
        raise ValueError(f"no version is published whose hash begins with '{written}'")
    if len(found) > 1:
        raise ValueError(f"{len(found)} versions begin with '{written}'; write more digits")
    return found[0]


def _by_hash(connection: Connection | None, written: str) -> Meant:
    looked_in = _looked_in(connection, written)
    seen = the_one(versions.versions_like(looked_in, written.lower()), written)
    try:
        return _named(versions.definition_of(looked_in, seen.hash))
    except ValidationError as error:
        raise ValueError(f"This program cannot read version {seen.hash[:12]} any more.") from error


def _looked_in(connection: Connection | None, written: str) -> Connection:
    if connection is None:
        raise ValueError(f"There is no database to look for '{written}' in; look at DATABASE_URL.")
    return connection


def _named(workflow: Workflow) -> Meant:
    name = f"{workflow.workflow}/{workflow.region} {workflow.version} ({workflow.hash[:12]})"
    return Meant(workflow, name)
