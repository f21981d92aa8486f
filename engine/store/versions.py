"""Published workflow versions: never edited, found by their hash."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue, ValidationError
from sqlalchemy import Connection, bindparam, insert, select

from engine.definition import Workflow
from engine.errors import NotFound, PublishedDifferently
from engine.store.rows import columns, insert_or_nothing
from engine.store.tables.cases import VERSION_PROOF, WORKFLOW_VERSION


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """One published version of a workflow in one region."""

    id: int
    hash: str
    workflow: str
    region: str
    label: str
    published_at: datetime
    reason: str | None
    second: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why a version is published under a label that was used, and who agreed."""

    reason: str
    second: str


_HEADS = select(*columns(WORKFLOW_VERSION, VersionSeen))
_ADD = insert_or_nothing(WORKFLOW_VERSION, "hash")
_BY_HASH = _HEADS.where(WORKFLOW_VERSION.c.hash == bindparam("wanted"))
_LIKE = _HEADS.where(WORKFLOW_VERSION.c.hash.startswith(bindparam("beginning"))).order_by(
    WORKFLOW_VERSION.c.id
)
_DEFINITION = select(WORKFLOW_VERSION.c.definition).where(
    WORKFLOW_VERSION.c.hash == bindparam("wanted")
)
_PROOF = (
    select(VERSION_PROOF.c.proof)
    .join(WORKFLOW_VERSION, WORKFLOW_VERSION.c.id == VERSION_PROOF.c.version_id)
    .where(WORKFLOW_VERSION.c.hash == bindparam("wanted"))
)
_DEFINITIONS = select(WORKFLOW_VERSION.c.hash, WORKFLOW_VERSION.c.definition).where(
    WORKFLOW_VERSION.c.hash.in_(bindparam("wanted", expanding=True))
)
_OF_WORKFLOW = _HEADS.where(
    WORKFLOW_VERSION.c.workflow == bindparam("wanted"),
    WORKFLOW_VERSION.c.region == bindparam("wanted_region"),
).order_by(WORKFLOW_VERSION.c.id.desc())
_SAME_LABEL = _OF_WORKFLOW.where(
    WORKFLOW_VERSION.c.label == bindparam("label"), WORKFLOW_VERSION.c.hash != bindparam("hash")
)
_LATEST = _OF_WORKFLOW.limit(1)


def publish(
    connection: Connection,
    workflow: Workflow,
    *,
    now: datetime,
    ground: Ground | None = None,
    proof: Mapping[str, JsonValue] | None = None,
) -> VersionSeen:
    """Publish a version, or find it published: its hash is its identity.

    ``proof`` is what was proved of it, kept with it; None where nobody asked for a proof.

    Raises:
        PublishedDifferently: another version has this label, and no ``ground`` is given.
    """
    found = find_version(connection, workflow.hash)
    if found is not None:
        return found
    place = {"wanted": workflow.workflow, "wanted_region": workflow.region}
    same = {**place, "label": workflow.version, "hash": workflow.hash}
    if ground is None and connection.execute(_SAME_LABEL, same).first() is not None:
        raise PublishedDifferently(workflow.workflow, workflow.region, workflow.version)
    row = {
        "hash": workflow.hash,
        "workflow": workflow.workflow,
        "region": workflow.region,
        "label": workflow.version,
        "definition": workflow.to_data(),
        "published_at": now,
        "reason": ground and ground.reason,
        "second": ground and ground.second,
    }
    made = _ADD(connection, row)
    if made is not None and proof is not None:
        connection.execute(insert(VERSION_PROOF), {"version_id": made, "proof": dict(proof)})
    return VersionSeen(*connection.execute(_BY_HASH, {"wanted": workflow.hash}).one())


def find_version(connection: Connection, wanted: str) -> VersionSeen | None:
    """The version with this hash, if it is published."""
    row = connection.execute(_BY_HASH, {"wanted": wanted}).one_or_none()
    return None if row is None else VersionSeen(*row)


def versions_like(connection: Connection, beginning: str) -> tuple[VersionSeen, ...]:
    """The versions whose hash begins with these digits, the first published in front."""
    rows = connection.execute(_LIKE, {"beginning": beginning})
    return tuple(VersionSeen(*row) for row in rows)


def proof_of(connection: Connection, wanted: str) -> Mapping[str, JsonValue] | None:
    """What was proved of the version with this hash when it was published, if anything was."""
    found: Mapping[str, JsonValue] | None = connection.execute(
        _PROOF, {"wanted": wanted}
    ).scalar_one_or_none()
    return found


def definition_of(connection: Connection, wanted: str) -> Workflow:
    """What the version with this hash says; it never changes, so keep it.

    Raises:
        NotFound: it is not published.
    """
    row = connection.execute(_DEFINITION, {"wanted": wanted}).one_or_none()
    if row is None:
        raise NotFound("workflow version")
    return Workflow.model_validate(row.definition)


def definitions_of(connection: Connection, wanted: Collection[str]) -> Mapping[str, Workflow]:
    """What these versions say; without those that this program cannot read."""
    found: dict[str, Workflow] = {}
    for identity, definition in connection.execute(_DEFINITIONS, {"wanted": list(wanted)}):
        with suppress(ValidationError):  # one old version must not empty a whole list
            found[identity] = Workflow.model_validate(definition)
    return found


def latest(connection: Connection, workflow: str, *, region: str) -> VersionSeen | None:
    """The version published last, for new cases."""
    wanted = {"wanted": workflow, "wanted_region": region}
    row = connection.execute(_LATEST, wanted).one_or_none()
    return None if row is None else VersionSeen(*row)
