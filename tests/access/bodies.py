"""Bodies that could be right for what a family reads, and for what it may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_PARENT = "«parent_id»"

OF_READING: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "publish-to-family": [
        {
            "person_id": _PARENT,
            "agreement_id": "«agreement_id»",
            "act": "publish",
            "names_seen": True,
        },
        {
            "person_id": _PARENT,
            "record_id": "«record_id»",
            "act": "withhold",
            "reason": "tekst",
        },
    ],
    "decide-on-withholding": [{"confirmed": True, "why": "tekst"}],
    "record-youth-word": [
        {"child_id": "«child_id»", "person_id": _PARENT, "word": "objected", "words": "tekst"}
    ],
    "decide-on-objection": [{"confirmed": True, "why": "tekst"}],
}

OF_RIGHTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "record-data-request": [
        {"person_id": _PARENT, "asker_id": _PARENT, "identity": "tekst"},
        {
            "person_id": _PARENT,
            "asker_id": _PARENT,
            "identity": "tekst",
            "kind": "correction",
            "words": "tekst",
            "record_id": "«record_id»",
        },
    ],
    "judge-things": [
        {"items": [{"key": "talk.«case_id»", "kept": ["«parent_id»"]}], "others": "tekst"}
    ],
    "confirm-what-is-left-out": [{"digest": "0" * 64}],
    "give-one-copy": [{"digest": "0" * 64}],
    "close-data-request": [{"outcome": "withdrawn", "words": "tekst"}],
    "begin-correction": [{"why": "tekst", "data_request_id": "«data_request_id»"}],
    "record-statement": [
        {"person_id": _PARENT, "own_words": "tekst", "record_id": "«record_id»"},
        {"person_id": _PARENT, "own_words": "tekst"},
    ],
}
