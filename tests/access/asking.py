"""Every request that there is, as a form to be filled in with ids: of JSON and of pages.

A place for an id is written ``«record_id»``. Requests of JSON follow from the description of the
API and the bodies below; those of pages from walking through them: ``tests.access.walking``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from tests.access.beside import TABLE
from tests.access.bodies import OF_READING, OF_RIGHTS
from tests.access.markup import DAY

Through: TypeAlias = Literal["api", "page"]
Escape: TypeAlias = Callable[[str], str]

_SLOT = re.compile(r"«(\w+)»")
IDS = frozenset(
    {"case_id", "child_id", "deadline_id", "deviation_id", "family_id", "parent_id", "person_id"}
    | {"record_id", "agreement_id", "meeting_id", "member_id", "table_id", "rule_setting_id"}
    | {"absence_id", "work_id", "batch_id", "saved_view_id", "item_id", "letter_id"}
    | {"data_request_id", "copy_id", "publication_id", "youth_word_id", "hold_id", "destruction_id"}
    | {"log_review_id", "signal_id", "emergency_grant_id", "emergency_review_id"}
)
"""Parts of an address that name something of somebody; the others name a definition."""

_NAMES = {
    "name": "hold",
    "package": "council",
    "party": "council",
    "region": "oldebroek",
    "role": "regisseur",
    "rule": "family_group_conference",
    "status": "shared_with_family",
    "type": "stay_elsewhere",
    "version": "1",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request with places for ids; ``body`` is JSON of a program, a form of a page.

    ``of`` says which case of a family it is about: the case at the table, the crisis, or the file.
    """

    name: str
    method: str
    url: str
    body: str | None
    through: Through
    of: str = ""

    @property
    def slots(self) -> tuple[str, ...]:
        """What each place is the id of, in order."""
        return tuple(_SLOT.findall(self.url + (self.body or "")))

    @property
    def in_names(self) -> list[int]:
        """Which places are part of what a field of a form is called."""
        pairs = (self.body or "").split("&") if self.through == "page" else ()
        parts = [(self.url, False)]
        for pair in pairs:
            parts += zip(pair.partition("=")[::2], (True, False), strict=True)
        found = [is_name for text, is_name in parts for _ in _SLOT.findall(text)]
        return [at for at, is_name in enumerate(found) if is_name]

    @property
    def is_safe(self) -> bool:
        """Whether it is to change nothing."""
        return self.method == "GET"

    @property
    def finds(self) -> bool:
        """Whether it is found through a case or a family, and so leaves a row in the log."""
        return bool(self.slots) and not self.name.endswith(" /language")

    def filled(self, ids: Sequence[str]) -> tuple[str, str | None]:
        """The address and the body with these ids."""
        left = iter(ids)
        url = _SLOT.sub(lambda _: quote(next(left), safe=""), self.url)
        if self.body is None:
            return url, None
        escape: Escape = _in_json if self.through == "api" else lambda each: quote(each, safe="")
        return url, _SLOT.sub(lambda _: escape(next(left)), self.body)


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def slot(kind: str) -> str:
    """A place for such an id."""
    return f"«{kind}»"


_CHILD, _PERSON = slot("child_id"), slot("person_id")
_TEXTS = {"still_needed": "tekst", "until": DAY}
_DEADLINE = slot("deadline_id")
_BATCHES: Sequence[Mapping[str, Any]] = [
    {"act": "remind", "deadlines": [_DEADLINE]},
    {"act": "extend", "deadlines": [_DEADLINE], "reason": "tekst", "by": {"days": 1}},
    {"act": "assign", "deadlines": [_DEADLINE, _DEADLINE], "person": _PERSON, "reason": "tekst"},
]

BODIES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "begin-case": [
        {
            "workflow": "placement",
            "family_id": slot("family_id"),
            "child_ids": [_CHILD],
            "role": "regisseur",
            "inputs": {"asked_by": "school", "why_now": "tekst"},
        }
    ],
    "make-transition": [
        {"transition": "hold", "inputs": _TEXTS},
        {"transition": "hold", "inputs": _TEXTS, "dry_run": True},
        {"transition": "nonsense", "inputs": {}},
        {"transition": "substantiate", "inputs": {"authority_known": True}},
    ],
    "begin-record": [
        {"type": "stay_elsewhere", "child_id": _CHILD, "fields": {"where": "tekst"}},
        {"type": "look", "child_id": _CHILD, "fields": {"nonsense": {_CHILD: "tekst"}}},
    ],
    "write-fields-anew": [{"fields": {"question": "tekst"}}],
    "bring-to-status": [{"to": "shared_with_family", "inputs": {}}],
    "add-participant": [
        {"person_id": _PERSON, "role": "cjg_worker", "ground": "tekst"},
        {
            "person_id": slot("parent_id"),
            "role": "foster_parent",
            "ground": "x",
            "child_id": _CHILD,
        },
    ],
    "end-participation": [
        {"person_id": _PERSON, "role": "qualified_behavioural_scientist"},
        {"person_id": slot("parent_id"), "role": "parent_with_authority"},
    ],
    "hand-role-over": [{"person_id": _PERSON, "role": "regisseur", "ground": "tekst"}],
    "record-answer": [
        {
            "child_id": _CHILD,
            "purpose": "placement",
            "answer": "given",
            "person_id": slot("parent_id"),
        }
    ],
    "record-authority": [
        {"child_id": _CHILD, "parent_id": slot("parent_id"), "source": "register"}
    ],
    "ask-for-deviation": [
        {"rule": "family_group_conference", "transition": "decide_to_place", "why": "tekst"}
    ],
    "look-at-batch": _BATCHES,
    "ask-for-batch": _BATCHES,
    "write-view-anew": [{"name": "tekst", "filter": {"when": "week"}}],
    "change-an-absence": [{"until_on": "2026-04-07", "deputy_id": _PERSON}],
    "mark-notices": [{"notices": [slot("notice_id")]}],
    "say-work-is-done": [{"work_id": slot("work_id"), "word": "tekst"}],
    "decide-on-deviation": [{"confirmed": True, "why": "tekst"}],
    "extend-deadline": [{"by": {"days": 1}, "reason": "tekst"}],
    "suspend-deadlines": [
        {"until": "2026-03-20", "reason": "tekst", "deadline_id": slot("deadline_id")}
    ],
    "resume-deadlines": [{"reason": "tekst", "deadline_id": slot("deadline_id")}],
    "record-contact": [
        {
            "held_on": DAY,
            "words": "tekst",
            "with_persons": [_CHILD, slot("parent_id")],
            "counts_for": [{"case_id": slot("case_id"), "deadline_id": slot("deadline_id")}],
        },
        {"held_on": DAY, "words": "tekst", "with_persons": [_CHILD]},
    ],
    "look-at-rhythm": [{"weekday": "friday", "starts": None, "slot_minutes": None}],
    "write-rhythm-anew": [{"weekday": "friday", "starts": None, "slot_minutes": None}],
    "write-table-anew": [{"title": "tekst", "municipalities": []}],
    "seat-member": [{"person_id": _PERSON, "role": "chair"}],
    "end-membership": [{}],
    "add-meeting": [{"table_id": slot("table_id"), "on_date": "2026-04-07"}],
    "write-meeting-anew": [{"starts": "10:00", "place": "tekst"}],
    "bring-meeting-on": [{"to": "fixed"}],
    "mark-attendance": [{"person_id": _PERSON, "how": "in_room"}],
    "put-items-in-order": [{"items": [{"item_id": slot("item_id")}]}],
    "put-case-on-agenda": [  # no case of the matrix comes to a table
        {"case_id": slot("case_id"), "case_version": 1, "transition": name, "inputs": inputs}
        for name, inputs in (("hold", {"nonsense": "tekst"}), ("nonsense", {}))
    ],
    "postpone": [{"meeting_id": slot("meeting_id"), "reason": "tekst"}],
    "mark-attendance-at-item": [{"person_id": slot("parent_id"), "how": "in_room"}],
    "make-agreement": [
        {
            "text": "tekst",
            "due_date": "2026-04-07",
            "owner_id": _PERSON,
            "child_id": _CHILD,
            "visible_to": [slot("parent_id")],
        }
    ],
    "give-agreement": [{"owner_id": _PERSON}],
    "record-result": [{"result": "met", "words": "tekst"}],
    "record-word": [{"person_id": slot("parent_id"), "how": "hard", "words": "tekst"}],
    "record-dispatched": [
        {
            "party": "lawyer",
            "to_whom": "tekst",
            "what": "package",
            "way": "post",
            "ground": "own_request",
            "client_id": slot("parent_id"),
        }
    ],
    "decide-on-setting": [{"confirmed": True, "why": "tekst"}],
    "judge-one-signal": [
        {"judgement": "explained", "word": "tekst"},
        {
            "judgement": "follow_up",
            "word": "tekst",
            "owner": "tekst",
            "follow_up_on": "2026-04-07",
        },
    ],
    "close-one-review": [{"word": "tekst"}],
    "ask-for-shielded": [{"sure": True}],
    "judge-one-emergency": [{"judgement": "explained", "word": "tekst"}],
    **OF_READING,
    **OF_RIGHTS,
    "hold-file": [{"reason": "tekst"}],
    "ask-for-lift": [{"reason": "tekst"}],
    "propose-one-destruction": [{"files": [slot("case_id")]}],
    "confirm-one-destruction": [{"digest": "0" * 64}],
}
"""A body that could be right for each operation that takes one and finds a case or a family."""

AT_THE_TABLE = re.compile(
    "/(?:agreements|dispatches|invitations|letters|packages|sheet"
    "|data-requests|copies|statements|corrections)(?:/|$)"
)
"""Paths of what only a case at the table has."""

NO_CASE = frozenset(
    {"ask-involvement", "report-an-absence", "save-as-view"}
    | {"ask-to-be-let-in", "confirm-with-code"}
    | {"add-family", "add-table", "ask-for-setting", "begin-session", "search-people"}
    | {"make-calendar-change"}
    | {"choose-notices"}
)
"""Operations with a body in which nothing of a case or a family is named."""


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every operation of the description: method, path below the server, and what it says."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def of_the_api(document: Mapping[str, Any]) -> list[Ask]:
    """Every request of JSON in which an id has a place."""
    found = []
    for method, path, operation in operations(document):
        url = "/api/v1" + re.sub(r"{(\w+)}", _part, path)
        bodies = BODIES.get(operation["operationId"], [None] if _takes_none(operation) else [])
        for body in bodies:
            text = None if body is None else json.dumps(body, ensure_ascii=False)
            of = TABLE if AT_THE_TABLE.search(path) else ""
            ask = Ask(f"{method} {path}", method, url, text, "api", of)
            if ask.slots or ask.is_safe:
                found.append(ask)
    return found


def _takes_none(operation: Mapping[str, Any]) -> bool:
    return "requestBody" not in operation


def _part(match: re.Match[str]) -> str:
    name = match[1]
    return slot(name) if name in IDS else _NAMES.get(name, "placement")
