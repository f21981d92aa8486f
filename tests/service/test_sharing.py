"""Consent that is withdrawn stops sharing at once; what was shared before stays on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from engine.access import Viewer
from engine.clock import ManualClock
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.consents import answer_consent
from engine.service.dispatches import record_dispatch
from engine.service.file.dispatches import dispatches
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.packages import package
from engine.service.repeats import Done
from engine.store.store import Store
from tests.service.builders import CaseAtDesk
from tests.service.letter_stories import Story, a_letter_story

ROUNDS = 3
DAAN_IS_16 = datetime(2029, 1, 25, 9, tzinfo=UTC)
SENT: dict[str, Any] = {
    "party": "gi",
    "to_whom": "Gijs van de GI",
    "way": "portal",
    "what": "package",
}
ASKED = (
    ("noor", "Elske"), ("noor", "Karim"), ("daan", "daan"), ("daan", "Elske"), ("daan", "Joost"),
    ("mila", "Elske"), ("mila", "Karim"),
)  # fmt: skip


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of three children with two fathers."""
    return a_letter_story(store, clock)


def answered(
    story: Story, child: str, person: str, answer: str = "given", by: str = "bram", **said: Any
) -> None:
    """Record what one of them answered to sharing with the GI."""
    order = {"child": story.who(child), "to": "share_gi", "answer": answer, **said}
    story.case.done(by, orders.Answer, person=story.who(person), **order)


def everybody_agrees(story: Story) -> None:
    """Let everybody agree whom the law asks."""
    for child, person in ASKED:
        answered(story, child, person)


def leaves(story: Story, by: str = "bram", **said: Any) -> Done:
    """Record that a package left on the ground of consent."""
    return story.case.done(by, orders.RecordDispatch, **{**SENT, "ground": "consent", **said})


def stopped(story: Story, by: str = "bram", **said: Any) -> list[str]:
    """Try the same; the keys of what stops it."""
    order = {**SENT, "ground": "consent", **said}
    return story.case.refused(by, orders.RecordDispatch, **order)


def made(story: Story, by: str = "sita") -> list[str]:
    """Make the package of the GI; why it was not made."""
    found = package(story.viewer(by), story.office, story.case.id, "gi")
    assert bool(found.refused) != bool(found.blocks or found.lacking)
    return [found.refused.key] if found.refused else []


def another_case(story: Story) -> Story:
    """Let the requester bring Noor to the table once more."""
    desk, on_behalf_of = story.case.desk, {"on_behalf_of": "local_team"}
    order = OpenCase(
        workflow="beschermingstafel", family=desk.family, children=(story.who("noor"),),
        role="requester", inputs=on_behalf_of,
    )  # fmt: skip
    opened = open_case(story.viewer("rik"), story.office, order)
    assert isinstance(opened, Done)
    return Story(CaseAtDesk(desk, opened.case))


def test_consent_of_everybody_whom_the_law_asks_is_needed(story: Story) -> None:
    for child, person in ASKED:
        assert stopped(story) == ["consent.share_gi"], person
        answered(story, child, person)

    leaves(story)


def test_withdrawn_a_second_before_nothing_leaves(story: Story) -> None:
    everybody_agrees(story)
    leaves(story)
    assert made(story) == []
    answered(story, "noor", "Karim", "withdrawn")
    story.case.desk.after(seconds=1)

    assert stopped(story) == ["consent.share_gi"]
    assert made(story) == ["consent.share_gi"]
    (row,) = dispatches(story.viewer("bram"), story.office, story.case.id)
    assert (row.party, row.ground) == ("gi", "consent")  # what went before stays on record


def test_what_left_before_it_was_withdrawn_that_day_may_still_be_recorded(story: Story) -> None:
    everybody_agrees(story)
    at = story.office.clock.now()
    story.case.desk.after(minutes=10)
    answered(story, "daan", "daan", "withdrawn")
    story.case.desk.after(minutes=10)

    assert stopped(story, occurred_at=at + timedelta(minutes=11)) == ["consent.share_gi"]
    leaves(story, occurred_at=at + timedelta(minutes=9))


def test_all_that_stops_it_is_told_at_once(story: Story) -> None:
    everybody_agrees(story)
    wrong = leaves(story)
    leaves(story, corrects=wrong.version, words="Een ander pakket")
    answered(story, "mila", "Elske", "withdrawn")

    again: dict[str, Any] = {"corrects": wrong.version, "words": "Nog eens"}
    assert set(stopped(story, **again)) == {"corrected", "consent.share_gi"}


def test_a_ground_of_the_law_stands_beside_it_and_says_why(story: Story) -> None:
    answered(story, "noor", "Elske", "refused")
    with pytest.raises(InvalidInput) as caught:
        leaves(story, ground="statutory_duty")
    assert [problem.field for problem in caught.value.problems] == ["words"]
    leaves(story, ground="statutory_duty", words="Art. 7.3.11(4): voor het onderzoek")
    assert made(story) == ["consent.share_gi"]

    law = {"child": story.who("noor"), "to": "share_gi", "answer": "not_needed"}
    story.case.done("bram", orders.Answer, ground="statutory_duty", **law)

    assert made(story) == []


def test_what_left_without_a_ground_is_recorded_with_why(story: Story) -> None:
    with pytest.raises(InvalidInput):
        leaves(story, ground="no_ground")

    leaves(story, ground="no_ground", words="Verkeerd adres; gemeld bij de privacyfunctionaris")


def test_an_answer_that_ran_out_is_none(story: Story) -> None:
    for child, person in ASKED:
        answered(story, child, person, until_on=story.office.today() + timedelta(days=2))
    story.case.desk.after(days=1)
    leaves(story)

    story.case.desk.after(days=1)

    assert stopped(story) == ["consent.share_gi"]


def test_withdrawn_in_one_case_it_stops_sharing_in_every_case_of_the_child(story: Story) -> None:
    other = another_case(story)
    answered(story, "noor", "Karim", "withdrawn")
    assert made(other, by="rik") == ["consent.share_gi"]

    answered(other, "noor", "Karim", by="rik")

    assert made(other, by="rik") == made(story) == []
    assert stopped(other, by="rik") == ["consent.share_gi"]
    answered(story, "noor", "Elske")
    leaves(other, by="rik")  # what both said in two cases is complete in each


def test_from_16_on_the_refusal_of_a_parent_stops_nothing(story: Story) -> None:
    story.case.desk.clock.move_to(DAAN_IS_16)
    answered(story, "daan", "daan")
    answered(story, "daan", "Joost", "refused")
    assert made(story) == []

    answered(story, "daan", "daan", "withdrawn")
    assert made(story) == ["consent.share_gi"]


def test_whoever_has_no_authority_over_the_child_stops_nothing(story: Story) -> None:
    answered(story, "noor", "Joost", "refused")  # he is the father of Daan
    assert made(story) == []

    answered(story, "noor", "Karim", "refused")
    assert made(story) == ["consent.share_gi"]


def test_a_parent_does_not_stop_what_a_youth_of_13_wishes_well_considered(story: Story) -> None:
    answered(story, "daan", "Joost", "refused")
    answered(story, "daan", "daan")
    assert made(story) == ["consent.share_gi"]

    answered(story, "daan", "daan", ground="well_considered_wish")
    assert made(story) == []


def test_as_long_as_nobodys_authority_is_known_every_refusal_stops_it(story: Story) -> None:
    for parent in ("Elske", "Karim"):
        person = {"child": story.who("noor"), "parent": story.who(parent)}
        ended = {"source": "register", "until_on": story.office.today()}
        story.case.done("bram", orders.SetAuthority, **person, **ended)

    answered(story, "noor", "Joost", "refused")

    assert made(story) == ["consent.share_gi"]


def test_withdrawing_and_sharing_at_one_moment_never_share_afterwards(story: Story) -> None:
    everybody_agrees(story)
    bram, sita = story.viewer("bram"), story.viewer("sita")

    for number in range(ROUNDS):
        answered(story, "noor", "Karim")
        start = Barrier(2)

        def withdraws(by: Viewer = bram, start: Barrier = start) -> object:
            start.wait()
            order = orders.Answer(
                case=story.case.id, child=story.who("noor"), to="share_gi", answer="withdrawn",
                person=story.who("Karim"),
            )  # fmt: skip
            return answer_consent(by, story.office, order)

        def shares(by: Viewer = sita, start: Barrier = start) -> object:
            start.wait()
            order = orders.RecordDispatch(case=story.case.id, ground="consent", **SENT)
            return record_dispatch(by, story.office, order)

        with ThreadPoolExecutor(2) as pool:
            ended, left = (each.result() for each in (pool.submit(withdraws), pool.submit(shares)))

        assert isinstance(ended, Done), number
        if isinstance(left, Done):
            assert left.version < ended.version, number  # it left before
        assert stopped(story) == ["consent.share_gi"]
