"""Which rules bind in a region from which day, and who decided that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.errors import NotFound
from engine.reason import Shadow
from engine.store.rows import new_id, values_of
from engine.store.tables.people import PERSON
from engine.store.tables.rules import RULE_SETTING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSetting:
    """A rule is to bind, or to be shown only, from a day on."""

    region: str
    rule: str
    enforcement: str
    from_on: date
    reason: str
    asked_by: int


@dataclass(frozen=True, slots=True)
class SettingSeen:
    """One setting with whoever asked it and whoever decided on it, by name."""

    id: int
    public_id: str
    region: str
    rule: str
    enforcement: str
    from_on: date
    reason: str
    asked_by: int
    asked_at: datetime
    state: str
    decided_at: datetime | None
    decision: str
    asker: str
    decider: str | None


_ASKER, _DECIDER = PERSON.alias("asker"), PERSON.alias("decider")
_NAMES: Mapping[str, Any] = {"asker": _ASKER.c.name, "decider": _DECIDER.c.name}
_SEEN = (
    select(
        *(
            _NAMES[field.name] if field.name in _NAMES else RULE_SETTING.c[field.name]
            for field in fields(SettingSeen)
        )
    )
    .join(_ASKER, _ASKER.c.id == RULE_SETTING.c.asked_by)
    .outerjoin(_DECIDER, _DECIDER.c.id == RULE_SETTING.c.decided_by)
    .order_by(RULE_SETTING.c.from_on, RULE_SETTING.c.id)
)
_OF_REGION = _SEEN.where(RULE_SETTING.c.region == bindparam("region"))
_ONE = _SEEN.where(RULE_SETTING.c.public_id == bindparam("wanted"))
_DECIDE = (
    update(RULE_SETTING)
    .where(RULE_SETTING.c.id == bindparam("setting_id"), RULE_SETTING.c.state == "asked")
    .values(
        state=bindparam("to_state"),
        decided_by=bindparam("by"),
        decided_at=bindparam("now"),
        decision=bindparam("said"),
    )
)
_CONFIRMED = (
    select(
        RULE_SETTING.c.region,
        RULE_SETTING.c.rule,
        RULE_SETTING.c.enforcement,
        RULE_SETTING.c.from_on,
    )
    .where(
        RULE_SETTING.c.region.in_(bindparam("regions", expanding=True)),
        RULE_SETTING.c.state == "confirmed",
        RULE_SETTING.c.decided_at <= bindparam("now"),
    )
    .order_by(RULE_SETTING.c.from_on, RULE_SETTING.c.id)
)


def ask_setting(connection: Connection, new: NewSetting, *, now: datetime) -> str:
    """Write down that it was asked; it does nothing until another person confirms it."""
    row = {**values_of(new), "public_id": new_id(), "asked_at": now, "state": "asked"}
    connection.execute(insert(RULE_SETTING), {**row, "decision": ""})
    return str(row["public_id"])


def decide_setting(
    connection: Connection,
    setting: SettingSeen,
    to: Literal["confirmed", "refused"],
    *,
    by: int,
    said: str,
    now: datetime,
) -> bool:
    """Confirm or refuse it; False when somebody did so before."""
    decided = {"setting_id": setting.id, "to_state": to, "by": by, "said": said, "now": now}
    return connection.execute(_DECIDE, decided).rowcount == 1


def get_setting(connection: Connection, public_id: str) -> SettingSeen:
    """One setting.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_ONE, {"wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("setting")
    return SettingSeen(*row)


def settings_of(connection: Connection, region: str) -> tuple[SettingSeen, ...]:
    """Every setting of the region, the history included, by the day from which it holds."""
    return tuple(SettingSeen(*row) for row in connection.execute(_OF_REGION, {"region": region}))


def shadows_of(
    connection: Connection, regions: Collection[str], *, on: date, now: datetime
) -> Mapping[str, Mapping[str, Shadow]]:
    """Per region the rules that do not bind on the day ``on``, and from when they will."""
    found: dict[str, dict[str, Shadow]] = defaultdict(dict)
    asked = {"regions": sorted(set(regions)), "now": now}
    for region, rule, enforcement, from_on in connection.execute(_CONFIRMED, asked):
        here = found[region]
        if from_on <= on:
            here.pop(rule, None)
            if enforcement == "shadow":
                here[rule] = Shadow()
        elif enforcement == "on" and here.get(rule) == Shadow():
            here[rule] = Shadow(from_on)
    return {region: found[region] for region in regions}
