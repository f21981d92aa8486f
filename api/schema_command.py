"""The answer of ``regietafel schema``: the forms of definition files, for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from api.scenarios.grammar import Scenario
from engine.calendar import CalendarFile
from engine.catalogue import Act, RecordType, Role
from engine.definition import Group, WorkflowFile
from engine.names import Name
from engine.region import RegionFile
from engine.rules import Rule
from engine.span import did_you_mean

FORMS: Mapping[str, Any] = {
    "acts": dict[Name, Act],
    "calendar": CalendarFile,
    "common": dict[Name, Group],
    "records": dict[Name, RecordType],
    "region": RegionFile,
    "roles": dict[Name, Role],
    "rules": dict[Name, Rule],
    "scenario": Scenario,
    "workflow": WorkflowFile,
}


def schema_of(name: str) -> str:
    """The JSON Schema of one kind of file.

    Raises:
        ValueError: there is no such kind; the sentence names the nearest.
    """
    if name not in FORMS:
        known = ", ".join(FORMS)
        raise ValueError(f"no kind of file '{name}'{did_you_mean(name, FORMS)} ({known})")
    schema = TypeAdapter(FORMS[name]).json_schema(by_alias=True)
    return json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema},
        indent=2,
        ensure_ascii=False,
    )


def write_schemas(folder: Path) -> list[Path]:
    """Write all of them to a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in FORMS:
        file = folder / f"{name}.schema.json"
        file.write_text(schema_of(name) + "\n", encoding="utf-8")
        written.append(file)
    return written
