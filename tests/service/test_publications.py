"""Publish item by item, withhold with a reason and a second professional; the youth's word."""

import pytest
from sqlalchemy import select

from engine.clock import ManualClock
from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service.file.timeline import timeline
from engine.service.publication_orders import (
    DecideObjection,
    DecideWithholding,
    Publish,
    SpeakAsYouth,
    Withhold,
)
from engine.service.repeats import Done
from engine.service.tick import tick
from engine.store.store import Store
from engine.store.tables.review import LOG_SIGNAL
from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading
from tests.service.family_reading import (
    agreed,
    decision_of,
    is_of_age,
    kept_out,
    keys_of,
    reads,
    report,
    row_of,
    titles,
    withholds,
)
from tests.service.letter_stories import Story, a_letter_story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of the letters: three children, two fathers."""
    return a_letter_story(store, clock)


def test_a_report_is_read_at_once_only_where_one_parent_reads_about_its_children(
    story: Story,
) -> None:
    item = report(story, to=None)
    of_three = titles(story, "Elske"), row_of(story, "Elske", item).why
    kept_out(story, "Karim")
    of_two = titles(story, "Elske")
    kept_out(story, "Joost")

    assert of_three == ([], "on_request")
    assert of_two == []
    assert titles(story, "Elske") == ["Report of the table"]
    assert titles(story, "Karim") == titles(story, "Joost") == titles(story, "daan") == []


def test_a_draft_is_read_by_nobody(story: Story) -> None:
    story.records_a("table_report", "vera")

    assert titles(story, "Elske") == []


def test_what_is_on_request_waits_until_a_professional_publishes_it(story: Story) -> None:
    item = story.records["daan"]
    before = titles(story, "Joost")
    story.case.done("bram", Publish, item=item, person=story.who("Joost"))

    assert before == []
    assert titles(story, "Joost") == ["Outcome of the table for this child"]
    assert titles(story, "Elske") == titles(story, "daan") == []


def test_nobody_publishes_to_whom_the_law_keeps_it_from(story: Story) -> None:
    item = story.records["daan"]
    refused = story.case.does("bram", Publish, item=item, person=story.who("Karim"))

    assert keys_of(refused) == ["family_reads"]
    assert titles(story, "Karim") == []


def test_what_names_another_of_the_family_waits_until_somebody_looked(story: Story) -> None:
    item = report(story, "Joost belt elke week met de school.", to=None)
    kept_out(story, "Karim")
    kept_out(story, "Joost")

    assert row_of(story, "Elske", item).why == "names_others"
    assert titles(story, "Elske") == []
    asked = {"item": item, "person": story.who("Elske")}
    assert keys_of(story.case.does("bram", Publish, **asked)) == ["family_names"]
    story.case.done("bram", Publish, **asked, names_seen=True)
    assert titles(story, "Elske") == ["Report of the table"]


def test_withholding_counts_at_once_and_for_that_person_only(story: Story) -> None:
    item = report(story)
    story.case.done("bram", Publish, item=item, person=story.who("Karim"))
    withholds(story, item, "Elske")

    assert titles(story, "Elske") == []
    assert titles(story, "Karim") == ["Report of the table"]
    assert decision_of(story, "Elske", item).why == "CANARYharm"


def test_without_a_second_professional_it_is_read_again_after_five_working_days(
    story: Story,
) -> None:
    item = report(story)
    withholds(story, item, "Elske")  # Monday 2 March
    story.case.desk.after(days=7)  # Monday 9 March, the fifth working day
    on_the_last_day = titles(story, "Elske")
    story.case.desk.after(days=1)

    assert on_the_last_day == []
    assert titles(story, "Elske") == ["Report of the table"]


def test_asking_again_makes_it_no_longer(story: Story) -> None:
    item = report(story)
    withholds(story, item, "Elske")
    story.case.desk.after(days=9)
    asked = {"item": item, "person": story.who("Elske"), "reason": "nogmaals"}

    assert keys_of(story.case.does("bram", Withhold, **asked)) == ["asked_already"]
    assert keys_of(story.case.does("vera", Withhold, **asked)) == ["asked_already"]
    assert titles(story, "Elske") == ["Report of the table"]


def test_only_another_professional_confirms_it_and_then_it_stays(story: Story) -> None:
    item = report(story)
    asked = withholds(story, item, "Elske")
    own = story.case.does("bram", DecideWithholding, publication=asked, confirmed=True)
    story.case.done("vera", DecideWithholding, publication=asked, confirmed=True)
    story.case.desk.after(days=60)

    assert keys_of(own) == ["second_professional"]
    assert titles(story, "Elske") == []
    assert decision_of(story, "Elske", item).second == "vera"
    again = story.case.does("sita", DecideWithholding, publication=asked, confirmed=False, why="x")
    assert keys_of(again) == ["decided"]


def test_the_second_refuses_with_a_reason_and_it_is_read_again(story: Story) -> None:
    item = report(story)
    asked = withholds(story, item, "Elske")
    with pytest.raises(InvalidInput):
        story.case.does("vera", DecideWithholding, publication=asked, confirmed=False)
    story.case.done("vera", DecideWithholding, publication=asked, confirmed=False, why="te zwaar")

    assert titles(story, "Elske") == ["Report of the table"]


def test_while_a_second_is_waited_for_there_is_a_deadline_of_another_role(story: Story) -> None:
    item = report(story)
    asked = withholds(story, item, "Elske", by="vera")
    owed = story.case.owed[f"withholding.{asked}"]
    story.case.done("bram", DecideWithholding, publication=asked, confirmed=True)

    assert owed.owner_role == "regisseur"
    assert owed.due_on.isoformat() == "2026-03-09"
    assert f"withholding.{asked}" not in story.case.owed


def test_publishing_ends_what_was_asked_and_its_deadline(story: Story) -> None:
    item = report(story)
    asked = withholds(story, item, "Elske")
    story.case.done("vera", Publish, item=item, person=story.who("Elske"))

    assert titles(story, "Elske") == ["Report of the table"]
    assert f"withholding.{asked}" not in story.case.owed
    late = story.case.does("vera", DecideWithholding, publication=asked, confirmed=True)
    assert keys_of(late) == ["decided"]


def test_withholding_asks_a_reason(story: Story) -> None:
    item = report(story)
    with pytest.raises(InvalidInput):
        story.case.does("bram", Withhold, item=item, person=story.who("Elske"), reason=" ")

    assert titles(story, "Elske") == ["Report of the table"]


def test_whoever_reads_titles_only_decides_nothing_and_a_stranger_is_not_there(
    story: Story,
) -> None:
    item = report(story)
    with pytest.raises(NotFound):
        story.case.does("bram", Publish, item="0" * 32, person=story.who("Elske"))
    with pytest.raises(NotFound):
        story.case.does("bram", Publish, item=item, person=story.who("vera"))
    with pytest.raises(NotFound):
        story.case.does("cora", Withhold, item=item, person=story.who("Elske"), reason="x")


def test_a_youth_of_13_objects_and_the_parent_stops_until_somebody_decides(story: Story) -> None:
    daan, joost = story.who("daan"), story.who("Joost")
    before = agreed(story, "Joost")
    made = story.case.done(
        "bram", SpeakAsYouth, child=daan, person=joost, word="objected", words="CANARYwords"
    ).made
    waiting = agreed(story, "Joost")
    owed = f"objection.{made}" in story.case.owed
    story.case.done("vera", DecideObjection, publication=made, upheld=False, why="CANARYwhy")

    assert (before, waiting, owed) == ({"daan"}, set(), True)
    assert agreed(story, "Joost") == {"daan"}
    assert f"objection.{made}" not in story.case.owed
    assert agreed(story, "daan") == {"daan", "words"}


def test_an_objection_that_is_followed_stays_until_the_youth_is_16_and_agrees(story: Story) -> None:
    daan, joost = story.who("daan"), story.who("Joost")
    made = story.case.done("bram", SpeakAsYouth, child=daan, person=joost, word="objected").made
    story.case.done("bram", DecideObjection, publication=made, upheld=True, why="x")
    at_13 = agreed(story, "Joost")
    is_of_age(story, "daan", 16)
    at_16 = agreed(story, "Joost")
    story.case.done("bram", SpeakAsYouth, child=daan, person=joost, word="allowed")

    assert (at_13, at_16) == (set(), set())
    assert agreed(story, "Joost") == {"daan"}


def test_what_a_youth_says_goes_by_age(story: Story) -> None:
    joost = story.who("Joost")
    for child, word in (("daan", "allowed"), ("daan", "withdrawn"), ("noor", "objected")):
        said = {"child": story.who(child), "person": joost, "word": word}
        assert keys_of(story.case.does("bram", SpeakAsYouth, **said)) == ["youth_age"]
    is_of_age(story, "daan", 16)
    said = {"child": story.who("daan"), "person": joost, "word": "objected"}
    assert keys_of(story.case.does("bram", SpeakAsYouth, **said)) == ["youth_age"]


def test_a_youth_turns_16_and_18(story: Story) -> None:
    item = story.records["daan"]
    story.case.done("bram", Publish, item=item, person=story.who("Joost"))
    story.case.done("bram", Publish, item=item, person=story.who("daan"))
    outcome = ["Outcome of the table for this child"]
    read = {}
    for years, days in ((16, 1), (16, 0), (18, 1), (18, 0)):
        is_of_age(story, "daan", years, days=days)
        read[years, days] = titles(story, "Joost"), agreed(story, "Joost")
        assert titles(story, "daan") == outcome
        story.case.desk.after(seconds=1)

    assert read == {
        (16, 1): (outcome, {"daan"}),
        (16, 0): ([], {"daan"}),  # what is about the own authority: agreements, report, request
        (18, 1): ([], {"daan"}),
        (18, 0): ([], set()),
    }
    assert reads(story, "Joost").about == ()


def test_an_exclusion_beats_authority(story: Story) -> None:
    kept_out(story, "Joost")

    assert reads(story, "Joost").cases == ()


def test_who_works_for_one_child_decides_about_that_child_only(story: Story) -> None:
    gijs = {"item": story.records["daan"], "person": story.who("Joost")}
    assert isinstance(story.case.does("gijs", Publish, **gijs), Done)
    with pytest.raises(NotFound):
        story.case.does("gijs", Publish, item=story.records["noor"], person=story.who("Elske"))
    with pytest.raises(NotFound):
        story.case.does("gijs", Publish, item=story.records["daan"], person=story.who("Karim"))


def test_a_decision_is_made_on_what_was_seen_last(story: Story) -> None:
    item = report(story)
    asked = withholds(story, item, "Elske")
    with pytest.raises(StaleCase):
        story.case.does(
            "vera", DecideWithholding, publication=asked, confirmed=True, seen_version=1
        )


def test_that_a_family_reads_its_own_file_is_no_signal(story: Story) -> None:
    for name in ("Joost", "daan"):
        reads(story, name)
    with reading(story.office.store) as connection:
        seen = select(ACCESS_LOG.c.person_id).where(ACCESS_LOG.c.action == "read_mine")
        family = set(connection.execute(seen).scalars())
    story.case.desk.after(days=40)
    tick(story.office, {})
    with reading(story.office.store) as connection:
        told = set(connection.execute(select(LOG_SIGNAL.c.person_id)).scalars())

    assert len(family) == 2
    assert told.isdisjoint(family)


def test_the_timeline_says_what_was_decided_and_not_why(story: Story) -> None:
    item = report(story)
    withholds(story, item, "Elske")
    told = timeline(story.viewer("bram"), story.office, story.case.id)

    assert "Withheld from the family" in str(told)
    assert "CANARYharm" not in str(told)
    assert story.case.is_chained
