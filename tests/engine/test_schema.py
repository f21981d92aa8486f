"""Editors get a schema for each kind of definition file, in the words of the files."""

import json

import pytest

from engine.schema import schemas

KINDS = ("acts", "calendar", "common", "records", "region", "roles", "rules", "workflow")


def test_there_is_one_schema_for_each_kind_of_file() -> None:
    assert tuple(sorted(schemas())) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_plain_json_and_says_what_it_is(kind: str) -> None:
    schema = json.loads(json.dumps(schemas()[kind]))

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"Regietafel: {kind}"
    assert schema["type"] == "object"


def test_a_schema_uses_the_words_of_the_files() -> None:
    schema = json.loads(json.dumps(schemas()["workflow"]))

    transition = schema["$defs"]["Transition"]
    assert {"from", "to", "by"} <= set(transition["required"])
    assert transition["additionalProperties"] is False
    assert "for" in schema["$defs"]["OpenCase"]["properties"]
    assert set(schema["$defs"]["Span"]["properties"]) >= {"weeks", "working_days"}
    assert {"workflow", "phases", "states", "transitions", "deadlines"} <= set(schema["properties"])
