"""A reason about a record that somebody may not read has neutral words, and no way to it."""

from dataclasses import replace

import pytest

from engine.access import ChildPart, Part
from engine.clock import ManualClock
from engine.decision import Allowed, Decision, Refused
from engine.reason import Reason
from engine.service import orders
from engine.service.cases import explain, possible, preview
from engine.service.reasons_shown import WITHHELD, decision_shown, shown
from engine.store.store import Store
from engine.text import Text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.sheets import SHEET_ROLES, a_sheet, a_sheet_desk, sheets

READS_ALL = Part("regisseur", "regisseur")
READS_CONFIDENTIAL = Part("worker", "professional")
READS_TITLES = Part("coordinator", "coordinator")
READS_NOTHING = Part("informant", "informant")
WORDS = Text(nl="Er is geen schuiladres.", en="There is no hideout.")


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return a_sheet_desk(store, clock)


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    case = a_sheet(desk)
    case.joins("anna", "iris", roles=SHEET_ROLES)
    return case


FOR_DAAN = Part("worker", "professional", ChildPart(1, "daan"))


def of_both(daan: bool | None, noor: bool | None, met: bool | None, **said: bool) -> Reason:
    """One reason with an answer for each child."""
    parts = (a_reason("each", met=daan, child="daan"), a_reason("each", met=noor, child="noor"))
    return replace(a_reason("both", met=met), parts=parts, **said)  # type: ignore[arg-type] # the test says which


def told_of(reason: Reason) -> list[tuple[str, list[str | None]]]:
    """What whoever takes part for Daan is told: by key, and of which children."""
    found = shown([reason], [FOR_DAAN], sheets().catalogue)
    return [(each.key, [part.child for part in each.parts]) for each in found]


def a_reason(key: str, *records: str, met: bool | None = False, **said: str) -> Reason:
    """One reason, read from records of these types."""
    return Reason(key, met, WORDS, WORDS, records=records, **said)  # type: ignore[arg-type] # the test says which


def keys(*reasons: Reason, part: Part) -> list[str]:
    """What somebody with this part is told, by key."""
    return [reason.key for reason in shown(reasons, [part], sheets().catalogue)]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        pytest.param(READS_ALL, ["open", "confidential", "shielded"], id="all"),
        pytest.param(READS_CONFIDENTIAL, ["open", "confidential", "withheld"], id="not shielded"),
        pytest.param(READS_TITLES, ["open", "withheld"], id="titles only"),
        pytest.param(READS_NOTHING, ["withheld"], id="nothing"),
    ],
)
def test_each_reason_is_told_up_to_the_class_of_its_record(part: Part, told: list[str]) -> None:
    records = {"open": "note", "confidential": "report", "shielded": "hideout"}

    assert keys(*(a_reason(key, kind) for key, kind in records.items()), part=part) == told


def test_a_reason_about_no_record_is_told_to_everybody() -> None:
    assert keys(a_reason("role"), part=READS_NOTHING) == ["role"]


def test_a_reason_is_withheld_for_one_of_several_records() -> None:
    assert keys(a_reason("both", "note", "hideout"), part=READS_CONFIDENTIAL) == ["withheld"]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        pytest.param(of_both(False, False, False), [("both", ["daan"])], id="both lack it"),
        pytest.param(of_both(False, True, False), [("both", ["daan"])], id="theirs lacks it"),
        pytest.param(of_both(True, False, False), [("withheld", [])], id="only a sister lacks it"),
        pytest.param(of_both(True, True, True), [("both", ["daan"])], id="both have it"),
        pytest.param(of_both(False, True, True), [], id="met by a sister alone"),
        pytest.param(of_both(None, None, None), [("both", ["daan"])], id="not known yet"),
        pytest.param(of_both(True, None, None), [("withheld", [])], id="not known of a sister"),
        pytest.param(
            of_both(False, False, True, excludes=True), [("both", ["daan"])], id="none holds it"
        ),
        pytest.param(
            of_both(False, True, False, excludes=True), [("withheld", [])], id="a sister holds it"
        ),
        pytest.param(
            of_both(None, None, None, excludes=True), [("both", ["daan"])], id="none, not known"
        ),
    ],
)
def test_a_reason_tells_of_the_child_whose_part_is_open_alone(
    reason: Reason, told: list[tuple[str, list[str | None]]]
) -> None:
    assert told_of(reason) == told


def test_a_reason_about_a_sister_is_in_neutral_words() -> None:
    assert told_of(a_reason("hers", child="noor")) == [("withheld", [])]
    assert told_of(a_reason("hers", met=True, child="noor")) == []
    assert told_of(a_reason("his", child="daan")) == [("his", [])]


def test_a_reason_within_a_reason_tells_no_more() -> None:
    inner = of_both(True, False, False)

    assert told_of(replace(a_reason("all"), parts=(inner,))) == [("withheld", [])]


def test_what_is_met_and_may_not_be_read_is_left_out() -> None:
    assert keys(a_reason("hidden", "hideout", met=True), part=READS_CONFIDENTIAL) == []


def test_a_withheld_reason_has_neutral_words_and_nothing_that_leads_further() -> None:
    reason = a_reason("hidden", "hideout", child="sam", source="SEED hideout")

    assert shown([reason], [READS_CONFIDENTIAL], sheets().catalogue) == (
        Reason("withheld", met=False, asks=WITHHELD, says=WITHHELD),
    )


@pytest.mark.parametrize(
    ("hidden", "strictest"),
    [
        pytest.param([False, None, False], (False, "block"), id="one that stops"),
        pytest.param([None, None], (None, "block"), id="one that is open"),
    ],
)
def test_one_withheld_reason_stands_for_all_and_is_as_strict_as_the_strictest(
    hidden: list[bool | None], strictest: tuple[bool | None, str]
) -> None:
    reasons = [a_reason(str(place), "hideout", met=met) for place, met in enumerate(hidden)]
    warning = Reason("w", met=False, asks=WORDS, says=WORDS, severity="warn", records=("hideout",))

    told = shown([*reasons, warning], [READS_CONFIDENTIAL], sheets().catalogue)

    assert [(reason.met, reason.severity) for reason in told] == [strictest]


def test_a_warning_about_a_hidden_record_stays_a_warning() -> None:
    warning = Reason("w", met=False, asks=WORDS, says=WORDS, severity="warn", records=("hideout",))

    (told,) = shown([warning], [READS_CONFIDENTIAL], sheets().catalogue)

    assert (told.says, told.severity, told.stops) == (WITHHELD, "warn", False)


def test_what_a_fact_was_found_without_is_filtered_too() -> None:
    decision = Allowed("leave", "done", (), (a_reason("hideout_first", "hideout"),))

    told = decision_shown(decision, [READS_CONFIDENTIAL], sheets().catalogue)

    assert isinstance(told, Allowed)
    assert [reason.key for reason in told.found_without_gate] == ["withheld"]


def unmet(decision: Decision) -> list[str]:
    """The keys of what is not met."""
    return [reason.key for reason in decision.reasons if reason.met is False]


def asked(case: CaseAtDesk, by: str, way: str) -> Decision:
    """What somebody is told of the main step, asked in one of three ways."""
    viewer, office = case.desk.viewers[by], case.desk.office
    if way == "possible":
        return possible(viewer, office, case.id)["go"]
    if way == "explain":
        return explain(viewer, office, case.id, "go")
    return preview(viewer, office, going(case)).decision


def going(case: CaseAtDesk) -> orders.Advance:
    """The order for the main step."""
    why = {case.desk.registered.members[child]: "omdat" for child in ("sam", "kim")}
    return case.advance("go", why=why)


@pytest.mark.parametrize("way", ["possible", "explain", "preview"])
def test_whoever_asks_is_told_no_more_than_they_may_read(case: CaseAtDesk, way: str) -> None:
    assert unmet(asked(case, "bram", way)) == ["record.note", "record.report", "hideout_first"]
    assert unmet(asked(case, "anna", way)) == ["role", "record.note", "record.report", "withheld"]
    assert unmet(asked(case, "cora", way)) == ["record.note", "withheld"]
    assert unmet(asked(case, "iris", way)) == ["role", "withheld"]


def test_a_refusal_is_told_as_far_as_it_may_be_read_and_logged_whole(case: CaseAtDesk) -> None:
    refused = case.does("cora", orders.Advance, transition="go", inputs=going(case).inputs)

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["record.note", "withheld"]
    assert "hideout" not in str(refused)
    row = case.desk.log()[-1]
    assert (row.outcome, row.case_id) == ("refused", case.head.id)
    assert row.reason_keys == ["record.note", "record.report", "hideout_first"]
