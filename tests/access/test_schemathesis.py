"""Whatever a program sends, the answer is one that the description names; SAFETY 2, P18."""

import re
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi

from tests.access.planted import holed
from tests.access.trial import Trial, trial_of

EXAMPLES: Mapping[GenerationMode, int] = {GenerationMode.POSITIVE: 6, GenerationMode.NEGATIVE: 4}
"""So many cases of each operation, for each role: that fit the description, and that do not."""

ASKED: list[Any] = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.allow_header_conformance,
    openapi.negative_data_rejection,
    openapi.missing_required_header,
    openapi.ignored_auth,
]

WORDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("given", "refused", "withdrawn", "not_needed"),
    "ground": ("court_measure", "statutory_duty", "tekst"),
    "purpose": ("placement", "verder_thuis"),
    "role": ("regisseur", "cjg_worker", "parent_with_authority", "lawyer"),
    "rule": ("family_group_conference", "alternatives_weighed", "legal_title"),
    "region": ("oldebroek", "foodvalley"),
    "to": ("shared_with_family", "confirmed", "given"),
    "transition": ("hold", "decide_to_place", "record_court_placement", "substantiate"),
    "type": ("explanatory_analysis", "stay_elsewhere", "placement_authorisation", "look"),
    "workflow": ("placement", "verder_thuis"),
}
"""Names that the definitions know, for the members of a body that take one."""


@pytest.mark.filterwarnings("default")  # of a tool of the tests, on what it cannot generate
def test_every_answer_is_one_that_the_description_names(trial: Trial) -> None:
    asked, failed = _fuzzed(trial, ("nora", "bram"))
    trial.put_back()

    assert "\n".join(failed) == ""
    assert asked > 400


@pytest.mark.filterwarnings("default")
def test_what_is_planted_is_found(trial: Trial, tmp_path: Path) -> None:
    with trial_of(trial.shelf, tmp_path / "mail", holed) as holes:
        _, failed = _fuzzed(holes, ("bram",), include="/planted/")
    trial.put_back()

    told = "\n".join(failed)
    assert "/shares/{parts} ServerError" in told
    assert "/headed UndefinedStatusCode" in told


def _fuzzed(trial: Trial, who: Sequence[str], include: str = "") -> tuple[int, list[str]]:
    """Ask every operation of these paths as each of them; how often, and what was wrong."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", trial.app)
    schema.auth()(_bearer(_shown(trial, who[0])))
    asked, failed = 0, list[str]()
    # Whoever ends the session asks nothing more.
    chosen = schema.include(path_regex=include).exclude(operation_id="end-session")
    for found in chosen.get_all_operations():
        assert isinstance(found, Ok), found
        for mode, size in EXAMPLES.items():
            many, problems = _ask(trial, who, found.ok(), mode, size)
            asked, failed = asked + many, failed + problems
    return asked, failed


def _shown(trial: Trial, who: str) -> str:
    return trial.badges[who, "api"].headers["authorization"]


def _bearer(shown: str) -> type:
    """What puts the token on each request; some checks leave it out."""

    class Bearer:
        def get(self, case: Case[Any], context: Any) -> str:
            return shown

        def set(self, case: Case[Any], data: str, context: Any) -> None:
            case.headers["Authorization"] = data

    return Bearer


def _ask(
    trial: Trial, who: Sequence[str], operation: Any, mode: GenerationMode, size: int
) -> tuple[int, list[str]]:
    """Ask it ``size`` times as each of them; how often each asked, and what was wrong.

    To think a request up takes longer than to answer it, so all of them ask the same.
    """
    asked, failed = count(), list[str]()

    @settings(
        max_examples=size,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(operation.as_strategy(generation_mode=mode), st.randoms(use_true_random=False))
    def ask(case: Case[Any], drawn: Any) -> None:
        number = next(asked)
        if mode is GenerationMode.POSITIVE and number % 3:
            made_real(trial, case, f"{operation.label} {number}", drawn)
        for name in who:
            if "Authorization" in case.headers:
                case.headers["Authorization"] = _shown(trial, name)
            try:
                case.call_and_validate(checks=ASKED)
            except (Failure, FailureGroup) as wrong:
                failed.append(f"{name}: {operation.label} {_told(wrong)}")

    try:
        ask()
    except Exception as error:
        if "Cannot generate" not in str(error) and type(error).__name__ != "Unsatisfiable":
            raise
    return next(asked), failed


def _told(wrong: BaseException) -> str:
    each = getattr(wrong, "exceptions", (wrong,))
    return " | ".join(f"{type(one).__name__}: {one}"[:400] for one in each)


def made_real(trial: Trial, case: Case[Any], key: str, drawn: Any) -> None:
    """Put in the ids of a case of Bram's, the version that it has, and names that are known."""
    own = trial.shelf.files["own"]
    ids = {**own.ids, "person_id": own.staff["anna"].id}
    for name in case.path_parameters or {}:
        if name in ids:
            case.path_parameters[name] = ids[name]
    if case.method != "GET":
        names = {each.name for each in case.operation.headers}
        given = {"If-Match": _etag(case, ids, own.head.version), "Idempotency-Key": f"{key}"}
        case.headers.update({n: re.sub(r"[^!-~]", "-", v) for n, v in given.items() if n in names})
    known = _known(case.body, ids, drawn)
    if "meeting_id" in (case.path_parameters or {}) and isinstance(case.body, dict):
        # Where a meeting goes is no status of a record.
        known |= {name: said for name, said in case.body.items() if name == "to"}
    case.body = known


def _etag(case: Case[Any], ids: Mapping[str, str], version: int) -> str:
    """The ETag of the meeting or the table in the address, or of the case."""
    asked = case.path_parameters or {}
    about = next((name for name in ("meeting_id", "table_id") if name in asked), None)
    return f'"{asked[about]}.1"' if about else f'"{ids["case_id"]}.{version}"'


def _known(value: Any, ids: Mapping[str, str], drawn: Any, name: str = "") -> Any:
    """The same with known names and ids in the places for them."""
    if isinstance(value, dict):
        return {key: _known(below, ids, drawn, str(key)) for key, below in value.items()}
    if isinstance(value, list):
        return [_known(below, ids, drawn, _ONE_OF.get(name, name)) for below in value]
    if isinstance(value, str) and name in ids:
        return ids[name]
    return drawn.choice(WORDS[name]) if isinstance(value, str) and name in WORDS else value


_ONE_OF = {"child_ids": "child_id", "with_persons": "child_id"}
