"""Saved views: a filter under a name, for whoever saved it and nobody else."""

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.at_table import Changed
from engine.service.date_filter import DeadlineFilter
from engine.service.saved_views import (
    LONGEST_NAME,
    MOST_VIEWS,
    ChangeView,
    DropView,
    SaveView,
    change_view,
    drop_view,
    filter_of,
    my_views,
    one_view,
    save_view,
)
from tests.service.builders import Desk

LATE = DeadlineFilter(when="late", look="law")


def saved(
    desk: Desk, name: str, by: str = "cora", key: str | None = None, asked: DeadlineFilter = LATE
) -> str:
    """Save a view; its public id."""
    order = SaveView(key=key, name=name, asked=asked)
    done = save_view(desk.viewers[by], desk.office, order)
    assert isinstance(done, Changed)
    return done.id


def names(desk: Desk, by: str = "cora") -> list[str]:
    """What somebody's views are called."""
    return [view.name for view in my_views(desk.viewers[by], desk.office)]


def wrong(desk: Desk, name: str) -> list[tuple[str, str]]:
    """What is wrong with saving a view under this name."""
    with pytest.raises(InvalidInput) as refused:
        saved(desk, name)
    return [(each.field, each.says.en) for each in refused.value.problems]


def test_a_view_keeps_its_filter_under_its_name(small_desk: Desk) -> None:
    made = saved(small_desk, " Wet, te laat ")

    view = one_view(small_desk.viewers["cora"], small_desk.office, made)

    assert (view.name, view.query) == ("Wet, te laat", "when=late&look=law")
    assert filter_of(view, small_desk.office.library) == LATE


def test_nobody_sees_changes_or_drops_a_view_of_somebody_else(small_desk: Desk) -> None:
    made, bram = saved(small_desk, "CANARY"), small_desk.viewers["bram"]

    assert names(small_desk, "bram") == []
    with pytest.raises(NotFound):
        one_view(bram, small_desk.office, made)
    with pytest.raises(NotFound):
        change_view(bram, small_desk.office, ChangeView(view=made, name="mijn"))
    with pytest.raises(NotFound):
        drop_view(bram, small_desk.office, DropView(view=made))
    assert names(small_desk) == ["CANARY"]
    assert [row.outcome for row in small_desk.log()[-4:]] == ["denied"] * 3 + ["done"]


def test_saving_tells_of_nobody_whether_they_exist(small_desk: Desk) -> None:
    child, nobody = small_desk.sam, "0" * 32

    for number, owner in enumerate((child, nobody)):
        made = saved(small_desk, f"Van {number}", asked=DeadlineFilter(owner=owner))
        seen = one_view(small_desk.viewers["cora"], small_desk.office, made)
        assert seen.query == f"owner={owner}"


def test_two_people_may_use_one_name_and_one_person_only_once(small_desk: Desk) -> None:
    saved(small_desk, "Te laat")
    saved(small_desk, "Te laat", by="bram")

    assert [field for field, _ in wrong(small_desk, "Te laat ")] == ["name"]
    assert names(small_desk) == names(small_desk, "bram") == ["Te laat"]


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name_of_some_length(small_desk: Desk, name: str) -> None:
    assert [field for field, _ in wrong(small_desk, name)] == ["name"]
    assert names(small_desk) == []


def test_thirty_views_are_the_most(small_desk: Desk) -> None:
    for number in range(MOST_VIEWS):
        saved(small_desk, f"Weergave {number:02}")

    assert "Delete one first" in wrong(small_desk, "Nog een")[0][1]
    assert len(names(small_desk)) == MOST_VIEWS


def test_a_view_is_renamed_and_given_another_filter_and_taken_away(small_desk: Desk) -> None:
    cora, office = small_desk.viewers["cora"], small_desk.office
    made, other = saved(small_desk, "Te laat"), saved(small_desk, "Deze week")

    change_view(cora, office, ChangeView(view=made, name="Te laat"))  # its own name is not taken
    change_view(cora, office, ChangeView(view=made, name="Wet"))
    assert one_view(cora, office, made).query == LATE.query
    change_view(cora, office, ChangeView(view=made, name="Wet", asked=DeadlineFilter()))
    assert one_view(cora, office, made).query == ""
    with pytest.raises(InvalidInput):
        change_view(cora, office, ChangeView(view=made, name="Deze week"))
    drop_view(cora, office, DropView(view=other))

    assert names(small_desk) == ["Wet"]
    with pytest.raises(NotFound):
        drop_view(cora, office, DropView(view=other))


def test_a_form_that_is_sent_twice_saves_once(small_desk: Desk) -> None:
    first = saved(small_desk, "Te laat", key="k1")

    assert saved(small_desk, "Te laat", key="k1") == first
    assert names(small_desk) == ["Te laat"]


def test_what_a_view_asks_for_may_be_unknown_one_day(small_desk: Desk) -> None:
    made = saved(small_desk, "Oud", asked=DeadlineFilter(region="of_old"))

    with pytest.raises(InvalidInput):
        filter_of(
            one_view(small_desk.viewers["cora"], small_desk.office, made), small_desk.office.library
        )
