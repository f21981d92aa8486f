"""JSON schemas of the definition files, for editors that complete and check while typing."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue, TypeAdapter

from engine.calendar import CalendarFile
from engine.catalogue import Act, RecordType, Role
from engine.definition import Group, WorkflowFile
from engine.names import Name
from engine.region import RegionFile
from engine.rules import Rule

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, JsonValue]:
    """One schema for each kind of file, by the name of the file without ``.yaml``.

    ``workflow`` is for every ``<name>/workflow.yaml``, ``region`` for ``regions/<region>.yaml``.

    >>> sorted(schemas())
    ['acts', 'calendar', 'common', 'records', 'region', 'roles', 'rules', 'workflow']
    """
    shapes: Mapping[str, TypeAdapter[object]] = {
        "acts": TypeAdapter(dict[Name, Act]),
        "calendar": TypeAdapter(CalendarFile),
        "common": TypeAdapter(dict[Name, Group]),
        "records": TypeAdapter(dict[Name, RecordType]),
        "region": TypeAdapter(RegionFile),
        "roles": TypeAdapter(dict[Name, Role]),
        "rules": TypeAdapter(dict[Name, Rule]),
        "workflow": TypeAdapter(WorkflowFile),
    }
    return {
        name: {"$schema": _DIALECT, **shape.json_schema(), "title": f"Regietafel: {name}"}
        for name, shape in shapes.items()
    }
