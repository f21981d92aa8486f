"""Field classes: what is taken out for whom. Pure."""

import pytest

from engine.access import EVERY, ChildPart, Opened
from engine.catalogue import RecordType
from engine.fields import CLASSES, Field
from engine.service.stripping import shown_answers, shown_fields, shown_inputs

TITLE = {"nl": "x", "en": "x"}


def a_record_type(of_class: str) -> RecordType:
    """Define a record with a question of its class and one that is shielded, twice."""
    own = {"type": "text", "title": TITLE}
    form = {"plain": own, "secret": {**own, "class": "shielded"}}
    return RecordType.model_validate(
        {
            "title": TITLE,
            "about": "case",
            "class": of_class,
            "statuses": {"draft": {"initial": True}, "done": {"settled": True, "input": form}},
            "written_by": ["regisseur"],
            "fields": form,
            "source": "test",
        }
    )


SAID = {"plain": "a", "secret": "b", "unheard_of": "c"}


@pytest.mark.parametrize(
    ("of_class", "reads", "left"),
    [
        pytest.param("confidential", 3, ["plain", "secret", "unheard_of"], id="all classes"),
        pytest.param("confidential", 2, ["plain"], id="up to confidential"),
        pytest.param("confidential", 1, [], id="open only"),
        pytest.param("open", 1, ["plain"], id="open of an open record"),
        pytest.param("open", 0, [], id="nothing"),
    ],
)
def test_a_record_keeps_what_the_class_allows(of_class: str, reads: int, left: list[str]) -> None:
    kind, classes = a_record_type(of_class), CLASSES[:reads]

    for stripped in (
        shown_fields(kind, SAID, classes, EVERY),
        shown_inputs(kind, "done", SAID, classes, EVERY),
    ):
        assert list(stripped.fields) == left
        assert {*stripped.fields, *stripped.withheld} == set(SAID)


def test_what_a_status_asks_is_never_laxer_than_its_record() -> None:
    kind = a_record_type("shielded")
    statuses = kind.statuses["done"].input | {
        "plain": kind.fields["plain"].model_copy(update={"class_": "open"})
    }
    done = kind.statuses["done"].model_copy(update={"input": statuses})
    kind = kind.model_copy(update={"statuses": {**kind.statuses, "done": done}})

    assert shown_inputs(kind, "done", {"plain": "a"}, CLASSES[:2], EVERY).withheld == ("plain",)


def test_an_answer_without_a_class_is_confidential() -> None:
    form = {
        "why": Field.model_validate({"type": "text", "title": TITLE}),
        "when": Field.model_validate({"type": "date", "title": TITLE, "class": "open"}),
        "place": Field.model_validate({"type": "text", "title": TITLE, "class": "shielded"}),
    }
    said = {"why": "a", "when": "b", "place": "c", "unheard_of": "d"}

    assert [
        list(shown_answers(form, said, CLASSES[:reads], EVERY).fields) for reads in range(4)
    ] == [
        [],
        ["when"],
        ["why", "when"],
        ["why", "when", "place", "unheard_of"],
    ]


def test_of_an_answer_for_each_child_only_those_of_the_open_parts_are_told() -> None:
    form = {
        "each": Field.model_validate({"per_child": "text", "title": TITLE}),
        "shared": Field.model_validate({"type": "text", "title": TITLE}),
    }
    said = {"each": {"daan": "a", "noor": "b"}, "shared": "c"}
    daan = Opened(children=frozenset({ChildPart(1, "daan")}))

    assert shown_answers(form, said, CLASSES, daan).fields == {"each": {"daan": "a"}, "shared": "c"}
    assert shown_answers(form, said, CLASSES, EVERY).fields == said
    none_of_theirs = shown_answers(form, {"each": {"noor": "b"}}, CLASSES, daan)
    assert (none_of_theirs.fields, none_of_theirs.withheld) == ({}, ())


def test_of_a_form_that_is_not_known_an_answer_for_each_child_is_kept_apart_too() -> None:
    daan = Opened(children=frozenset({ChildPart(1, "daan")}))
    said = {"unheard_of": {"daan": "a", "noor": "b"}}

    assert shown_answers({}, said, CLASSES, daan).fields == {"unheard_of": {"daan": "a"}}
