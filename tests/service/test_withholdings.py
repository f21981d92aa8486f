"""What is withheld stays withheld: corrected, newer, asked again, and by who has not seen it."""

import pytest

from engine.clock import ManualClock
from engine.errors import StaleCase
from engine.service.corrections import correct_record
from engine.service.publication_orders import DecideWithholding, Publish, Withhold
from engine.service.repeats import Done
from engine.service.rights_orders import CorrectRecord
from engine.store.store import Store
from tests.service.builders import Desk
from tests.service.family_reading import (
    confirms,
    decision_of,
    kept_out,
    keys_of,
    report,
    row_of,
    titles,
    withholds,
)
from tests.service.letter_stories import Story, a_letter_story

REPORT = ["Report of the table"]


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of the letters: three children, two fathers."""
    return a_letter_story(store, clock)


def corrects(story: Story, item: str) -> str:
    """Begin the corrected version of a record."""
    done = correct_record(
        story.viewer("vera"),
        story.office,
        CorrectRecord(case=story.case.id, record=item, why="Daan was er niet bij"),
    )
    assert isinstance(done, Done), done
    assert done.made
    return done.made


def read_by_norm(story: Story) -> str:
    """Send the report where one parent reads, so that it is read at once."""
    for father in ("Karim", "Joost"):
        kept_out(story, father)
    return report(story, to=None)


def test_the_corrected_version_of_what_is_withheld_is_withheld_too(story: Story) -> None:
    item = read_by_norm(story)
    assert titles(story, "Elske") == REPORT
    confirms(story, withholds(story, item, "Elske"))
    new = corrects(story, item)
    story.brings(new, "sent", "vera")

    assert titles(story, "Elske") == []
    carried = decision_of(story, "Elske", new)
    assert (carried.state, carried.why) == ("withheld", "CANARYharm")
    assert (carried.by, carried.second) == ("bram", "vera")


def test_what_was_only_asked_lapses_in_the_corrected_version_on_the_same_day(story: Story) -> None:
    item = read_by_norm(story)
    asked = withholds(story, item, "Elske")
    story.case.desk.after(days=2)
    new = corrects(story, item)
    story.brings(new, "sent", "vera")
    before, carried = decision_of(story, "Elske", item), decision_of(story, "Elske", new)

    assert titles(story, "Elske") == []
    assert carried.lapses_on == before.lapses_on
    owed = story.case.owed
    assert owed[f"withholding.{carried.id}"].due_on == owed[f"withholding.{asked}"].due_on
    own = story.case.does("bram", DecideWithholding, publication=carried.id, confirmed=True)
    assert keys_of(own) == ["second_professional"]
    story.case.desk.after(days=6)
    assert titles(story, "Elske") == REPORT
    lapsed = decision_of(story, "Elske", new).title.en
    assert lapsed == "Not confirmed in time: can be read again"


def test_what_was_published_is_not_carried_over(story: Story) -> None:
    item = report(story)
    new = corrects(story, item)

    assert row_of(story, "Elske", item).decision is not None
    story.brings(new, "sent", "vera")
    assert row_of(story, "Elske", new).decision is None


def test_what_is_newer_than_a_withheld_record_of_its_type_waits_until_it_is_published(
    story: Story,
) -> None:
    item = read_by_norm(story)
    confirms(story, withholds(story, item, "Elske"))
    newer = report(story, "CANARYlater", to=None)

    assert row_of(story, "Elske", newer).why == "on_request"
    assert titles(story, "Elske") == []
    story.case.done("bram", Publish, item=newer, person=story.who("Elske"))
    assert titles(story, "Elske") == REPORT


def test_an_older_record_is_read_as_before_when_a_newer_one_is_withheld(desk: Desk) -> None:
    story = Story(desk.opens())
    older = story.case.settled("return_plan", "agreed")
    newer = story.case.settled("return_plan", "agreed")
    withholds(story, newer, "els")

    assert row_of(story, "els", older).why == "by_norm"
    assert row_of(story, "els", newer).why == "withheld"


def test_withholding_that_nobody_confirmed_counts_a_second_time_only_when_it_is(
    story: Story,
) -> None:
    item = read_by_norm(story)
    first = withholds(story, item, "Elske")
    story.case.done("vera", DecideWithholding, publication=first, confirmed=False, why="te zwaar")
    again = withholds(story, item, "Elske")
    waiting = titles(story, "Elske"), decision_of(story, "Elske", item)
    confirms(story, again)

    assert waiting[0] == REPORT
    assert waiting[1].lapses_on is None
    assert waiting[1].title.en == "Asked again: counts only once a second professional confirms"
    assert titles(story, "Elske") == []


def test_publishing_in_between_gives_no_new_five_days(story: Story) -> None:
    item = read_by_norm(story)
    withholds(story, item, "Elske")
    story.case.done("bram", Publish, item=item, person=story.who("Elske"))
    again = withholds(story, item, "Elske")

    assert titles(story, "Elske") == REPORT
    assert f"withholding.{again}" in story.case.owed
    confirms(story, again)
    assert titles(story, "Elske") == []


@pytest.mark.parametrize("kind", [Publish, Withhold])
def test_publishing_and_withholding_are_decided_on_what_was_seen_last(
    story: Story, kind: type[Publish | Withhold]
) -> None:
    item = report(story)
    confirms(story, withholds(story, item, "Elske"))
    more = {"reason": "x"} if kind is Withhold else {}
    with pytest.raises(StaleCase):
        story.case.does("bram", kind, item=item, person=story.who("Elske"), seen_version=1, **more)

    assert titles(story, "Elske") == []


def test_whoever_asked_for_the_table_reads_along_and_decides_nothing(story: Story) -> None:
    item = report(story)
    elske = {"item": item, "person": story.who("Elske")}
    asked = withholds(story, item, "Elske")
    tries = (
        story.case.does("rik", Publish, **elske),
        story.case.does("rik", Withhold, **elske, reason="x"),
        story.case.does("rik", DecideWithholding, publication=asked, confirmed=True),
    )

    assert ["role" in keys_of(each) for each in tries] == [True] * 3
    assert row_of(story, "Elske", item, by="rik").why == "withheld"
    assert decision_of(story, "Elske", item, by="rik").stops is not None
