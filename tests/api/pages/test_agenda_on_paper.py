"""The agenda on paper: who must not meet stands on an own copy, never on one handed round."""

import re

import pytest

from engine.service.table_orders import ChangeMeeting
from tests.api.pages.at_sheet import desk, office, sitting
from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.sittings import Sitting

__all__ = ["brackets", "browse", "desk", "office", "sitting"]

APART, AGAIN = "Not together: karim", "To be invited again: joost"
_NOT_PRINTED = re.compile(r'<(\w+) class="[^"]*rt-noprint[^"]*".*?</\1>', re.DOTALL)


@pytest.fixture
def meeting(sitting: Sitting) -> str:
    """Name an agenda on which Karim must not meet Joost, who has to be invited again."""
    joost = {"person": sitting.who("joost"), "safe_contact": "phone"}
    plan = sitting.case.settled("invitation_plan", "invited", by="sita", **joost)
    given = {"sent_on": sitting.desk.clock.now().date(), "by_which_contact": "gebeld"}
    sitting.case.move(plan, "sent", by="sita", **given)
    elsewhere = {"starts": None, "place": "Zaal 2"}
    seen = sitting.room.shown(sitting.meeting).row.version
    sitting.room.done(
        "vera", ChangeMeeting, meeting=sitting.meeting, **elsewhere, seen_version=seen
    )
    return f"/meetings/{sitting.meeting}"


def says(browse: Browse, at: str, by: str = "vera") -> str:
    """Read a page."""
    return words(browse(by, "en").get(at).text)


def test_what_is_handed_round_says_neither_who_must_not_meet_nor_who_is_invited_again(
    meeting: str, sitting: Sitting, browse: Browse
) -> None:
    for at in (f"{meeting}/print", f"{meeting}/print?item={sitting.item}"):
        said = says(browse, at)
        assert APART not in said
        assert AGAIN not in said
        assert not {"karim", "joost"} & {*said.split()}
        assert "It may be handed round" in said


def test_an_own_copy_says_both_and_is_for_who_runs_the_meeting(
    meeting: str, sitting: Sitting, browse: Browse
) -> None:
    for rest in ("?own=true", f"?item={sitting.item}&own=true"):
        said = says(browse, f"{meeting}/print{rest}")
        assert APART in said
        assert f"{AGAIN} (the place has changed)" in said
        assert "never leave it where a family sits" in said
    assert APART not in says(browse, f"{meeting}/print?own=true", "carla")
    links = ["own=true" in browse(by).get(f"{meeting}/print").text for by in ("carla", "vera")]
    assert links == [False, True]


def test_a_screen_that_is_printed_leaves_them_out(
    meeting: str, sitting: Sitting, browse: Browse
) -> None:
    vera = browse("vera", "en")
    agenda, sheet = (vera.get(at).text for at in (meeting, f"{meeting}/items/{sitting.item}"))

    assert APART in words(agenda)
    assert AGAIN in words(agenda)
    assert "Must not meet karim and joost" in words(sheet)
    printed = [words(_NOT_PRINTED.sub("", each)) for each in (agenda, sheet)]
    assert not any(told in each for told in (APART, AGAIN, "Must not meet") for each in printed)


@pytest.mark.usefixtures("brackets")
def test_all_its_words_can_be_translated(meeting: str, browse: Browse) -> None:
    for rest in ("", "?own=true"):
        assert unwrapped_text(browse("vera").get(f"{meeting}/print{rest}").text) == []
