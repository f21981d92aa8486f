"""What the family reads: of places and parents on request, of each child as both rules say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.clock import ManualClock
from engine.fields import InvalidInput
from engine.reader import Bond, Reading, YouthWord, reading_of
from engine.service import family_file
from engine.service.family_view import AboutChild, child_view, item_view
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.publication_orders import (
    DecideObjection,
    DecideWithholding,
    Publish,
    SpeakAsYouth,
)
from engine.service.repeats import Done
from engine.store import readings
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional, shipped, takes_part
from tests.service.family_reading import keys_of, reads, report, row_of, titles
from tests.service.letter_stories import Story, a_letter_story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of the letters: three children, two fathers."""
    return a_letter_story(store, clock)


def test_a_plan_that_asks_where_a_child_lives_is_at_once_for_that_child_alone(desk: Desk) -> None:
    story = Story(desk.opens())
    item = story.case.settled("placement_plan", "agreed")
    at_once = {name: bool(titles(story, name)) for name in ("sam", "els", "tom")}
    view = item_view(story.viewer("bram"), story.office, story.case.id, story.who("tom"), item)
    story.case.done("bram", Publish, item=item, person=story.who("tom"), names_seen=True)

    assert at_once == {"sam": True, "els": False, "tom": False}
    assert (view[1].row.why, view[1].tells) == ("on_request", frozenset({"where"}))
    assert (len(titles(story, "tom")), titles(story, "els")) == (1, [])


def test_every_form_that_asks_where_a_child_lives_says_so() -> None:
    records = shipped().catalogue.records
    asked = {
        f"{kind}.{name}": each
        for kind, found in records.items()
        for name, each in found.fields.items()
    }

    assert {name for name, each in asked.items() if each.tells == "where"} == {
        "placement_plan.perspective",
        "placement_plan.near_home",
        "school_work_plan.plan",
        "housing_money_plan.housing",
        "future_plan.housing",
        "future_plan.school_work",
    }
    assert asked["future_plan.risks"].said_by == "others"
    assert records["safety_conditions"].for_family == "on_request"


def test_whoever_publishes_a_request_is_told_that_it_can_show_who_asked(story: Story) -> None:
    asked = story.records_a("discussion_request", "rik")
    story.brings(asked, "ready", "rik")
    _, page = item_view(
        story.viewer("bram"), story.office, story.case.id, story.who("Elske"), asked
    )

    assert page.tells == {"asker"}
    assert page.row.why == "on_request"


def test_who_decided_on_an_end_is_no_more_for_the_family_than_who_decided_at_the_table() -> None:
    records = shipped().catalogue.records

    for kind in ("table_outcome", "end_outcome"):
        assert records[kind].fields["decided_by"].said_by == "others"
    assert records["table_report"].fields["report"].tells == "parents"


def test_where_rule_and_statement_disagree_about_one_child_nothing_shared_is_shown(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(story)
    agree = len(reads(story, "Elske").cases)
    said = readings.children_read
    with monkeypatch.context() as less:
        less.setattr(readings, "children_read", lambda *at, on: said(*at, on=on)[1:])
        statement_no = reads(story, "Elske").cases

    def narrower(bond: Bond, born: object, on: object, word: YouthWord | None = None) -> Reading:
        if getattr(born, "year", 0) == 2021:  # Mila
            return Reading("nothing", "no_bond")
        return reading_of(bond, born, on, word)  # type: ignore[arg-type] # as they come

    monkeypatch.setattr(family_file, "reading_of", narrower)

    assert agree == 1
    assert statement_no == ()
    assert reads(story, "Elske").cases == ()


def elsewhere(story: Story) -> Iterator[CaseAtDesk]:
    """Open another case about Daan, in which Zed works and not in this one."""
    desk = story.case.desk
    done = open_case(
        story.viewer("rik"),
        story.office,
        OpenCase(
            workflow="beschermingstafel",
            family=desk.family,
            children=(story.who("daan"),),
            role="requester",
            inputs={"on_behalf_of": "local_team"},
        ),
    )
    assert isinstance(done, Done), done
    other = CaseAtDesk(desk, done.case)
    for name in ("zed", "bram"):
        who = desk.viewers.get(name) or professional(story.office, name, "secretary")
        desk.viewers[name] = who  # type: ignore[index] # a dict
        takes_part(
            desk, who, role="secretary", access="secretary", case_id=other.head.id, ground="g"
        )
    yield other


def seen_by(story: Story, name: str, case: CaseAtDesk) -> AboutChild:
    """Look how far Joost reads about Daan, in a case."""
    at = (case.id, story.who("Joost"), story.who("daan"))
    return child_view(story.viewer(name), story.office, *at)[1].about


def test_a_word_that_was_said_in_another_case_names_nobody_and_is_decided_there(
    story: Story,
) -> None:
    (other,) = elsewhere(story)
    said = {"child": story.who("daan"), "person": story.who("Joost"), "word": "objected"}
    story.case.done("bram", SpeakAsYouth, **said, words="CANARYwords")
    stranger, both = (seen_by(story, name, other) for name in ("zed", "bram"))

    assert stranger.scope == "nothing"
    assert stranger.word is not None
    assert (stranger.word.by, stranger.word.why, stranger.word.second) == (None, None, None)
    assert (stranger.word.waits, stranger.word.elsewhere) == (False, True)
    assert both.word is not None
    assert (both.word.by, both.word.why, both.word.waits) == ("bram", "CANARYwords", False)
    here = seen_by(story, "bram", story.case).word
    assert here is not None
    assert (here.waits, here.elsewhere) == (True, False)


def test_what_a_professional_decides_is_no_word_of_a_youth(story: Story) -> None:
    said = {"child": story.who("daan"), "person": story.who("Joost")}
    for word in ("upheld", "set_aside", "uphold", ""):
        with pytest.raises(InvalidInput):
            story.case.does("bram", SpeakAsYouth, **said, word=word)

    assert seen_by(story, "bram", story.case).word is None


def test_where_nothing_waits_any_more_it_was_decided_already(story: Story) -> None:
    nothing = {"publication": "", "why": "x"}

    assert keys_of(story.case.does("bram", DecideObjection, **nothing, upheld=True)) == ["decided"]
    second = story.case.does("bram", DecideWithholding, **nothing, confirmed=True)
    assert keys_of(second) == ["decided"]


def test_whoever_asked_for_the_table_records_a_word_and_decides_no_objection(story: Story) -> None:
    said = {"child": story.who("daan"), "person": story.who("Joost"), "word": "objected"}
    made = story.case.done("rik", SpeakAsYouth, **said).made
    decided = story.case.does("rik", DecideObjection, publication=made, upheld=False, why="x")

    assert "role" in keys_of(decided)
    word = seen_by(story, "rik", story.case).word
    assert word is not None
    assert word.stops is not None
    assert row_of(story, "Joost", story.records["daan"]).why == "objected"
