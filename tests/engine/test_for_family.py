"""What is for the family is said of each type of record; who decides as the second has a term."""

from collections.abc import Mapping
from datetime import date, time

import pytest

from engine.calendar import Calendar
from engine.catalogue import Catalogue, RecordType, Status
from engine.checks.records import catalogue_problems
from engine.deviation_duties import duty_rule
from engine.duty_plan import Reckoner
from engine.fields import Field
from engine.publication_duties import reads_duty, reads_key, reads_rule
from engine.reader import Item, Reading, Shown, shown
from engine.text import Text
from tests.service.desks import shipped
from tests.service.rooms import at_tables

TITLE = Text(nl="Stuk", en="Record")
SHIELDED = {"class": "shielded"}
DRAFT, DONE = Status(initial=True), Status(settled=True)


def a_type(statuses: Mapping[str, Status], **said: object) -> RecordType:
    """Make a type of record."""
    asked = {"title": TITLE, "about": "case", "written_by": ("regisseur",), "source": "DEFAULT"}
    return RecordType.model_validate({**asked, "statuses": statuses, **said})


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (a_type({"draft": DRAFT, "done": DONE}, for_family="published"), []),
        (a_type({"draft": DRAFT}), []),
        (
            a_type({"draft": DRAFT, "done": DONE}, own_authority=True),
            ["'own_authority' is about what the family reads; say 'for_family' as well"],
        ),
        (
            a_type(
                {"draft": DRAFT, "done": DONE}, for_family="on_request", **{"class": "shielded"}
            ),
            ["a shielded record is never for the family"],
        ),
        (
            a_type({"draft": DRAFT}, for_family="published"),
            ["it has no settled status; the family reads no draft"],
        ),
    ],
)
def test_a_type_that_could_show_too_much_is_refused(kind: RecordType, says: list[str]) -> None:
    found = catalogue_problems(Catalogue(records={"kind": kind}))

    assert [each.says for each in found] == says


def test_without_a_word_a_type_is_never_for_the_family() -> None:
    kind = a_type({"draft": DRAFT})

    assert (kind.for_family, kind.own_authority) == ("never", False)
    assert Field(type="text", title=TITLE).said_by is None


def test_plans_letters_analyses_and_reports_are_published_and_nothing_that_tells_of_others() -> (
    None
):
    kinds = shipped().catalogue.records
    published = {key for key, kind in kinds.items() if kind.for_family == "published"}

    assert {"explanatory_analysis", "placement_plan", "table_letter", "table_report"} <= published
    assert published.isdisjoint({"invitation_plan", "chair_talk", "network_map", "look"})
    assert {key for key, kind in kinds.items() if kind.own_authority} == {
        "table_report",
        "discussion_request",
    }
    assert kinds["explanatory_analysis"].fields["own_words"].said_by == "youth"


def test_whoever_was_named_as_a_reader_need_not_be_asked_for_but_for_names() -> None:
    least, most = Reading("nothing", "no_bond"), Reading("everything", "by_norm")
    item = Item(norm="published", settled=True, given_to=frozenset({"a"}))
    named = Item(norm="published", settled=True, given_to=frozenset({"a"}), names_others=True)

    assert shown(item, [least, most], None, "a") == Shown(reads=True, why="by_norm")
    assert shown(item, [least, most], None, "b").why == "not_every_child"
    assert shown(named, [least, most], None, "a").why == "names_others"


def test_the_second_professional_has_five_working_days() -> None:
    reckoner = Reckoner(Calendar(), time(7))
    duty = reads_duty(reckoner, "withholding", "p1", on=date(2026, 3, 2), owner="chair", child=None)

    assert (duty.key, duty.due.on, duty.rule.owner) == (
        "withholding.p1",
        date(2026, 3, 9),
        "chair",
    )


def test_every_reader_of_deadlines_knows_what_they_are_called() -> None:
    workflow = at_tables().of("talk", "default")

    assert duty_rule(workflow, reads_key("objection", "p1")) == reads_rule("objection")
    assert duty_rule(workflow, reads_key("withholding", "p1")) == reads_rule("withholding")
