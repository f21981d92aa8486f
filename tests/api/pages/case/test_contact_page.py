"""A talk on the page: one form for every duty that it counts for, in each case of the family."""

import re

import pytest

from tests.api.pages.browsing import Fields, post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, filled_in, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

NEW = "contacts/new"


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement that was carried out: its evaluations are owed."""
    return a_placement(desk, "placed")


def reviews(case: CaseAtDesk) -> list[str]:
    """Give the talks that are owed, as the form sends them."""
    return [f"{case.id}:{row.public_id}" for row in case.owed.values() if row.review]


def test_the_form_offers_the_family_and_every_talk_that_is_owed(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    html = browse().get(at(case, NEW)).text

    assert 'value="2026-03-02"' in html  # today
    for person in (desk.sam, desk.els, desk.tom):
        assert f'name="with" value="{person}"' in html
    assert reviews(case)
    for key in reviews(case):
        assert f'value="{key}"' in html


def test_what_one_came_for_is_ticked(browse: Browse, case: CaseAtDesk) -> None:
    key = reviews(case)[0]

    html = browse().get(at(case, f"{NEW}?deadline={key.partition(':')[2]}")).text

    assert f'value="{key}" checked' in html


def test_a_talk_is_recorded_once_with_who_was_there(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    browser, path = browse(), at(case, NEW)
    said: Fields = {"with": [desk.sam, desk.els], "f.words": "Het gaat goed met sam."}
    form = filled_in(browser, path, {"f.held_on": "2026-02-27", **said})

    answers = [post(browser, path, form), post(browser, path, form)]

    assert {answer.headers["location"] for answer in answers} == {f"/cases/{case.id}#contacts"}
    assert [event.kind for event in case.events].count("contact_held") == 1
    page = words(browser.get(f"/cases/{case.id}").text)
    assert "Het gaat goed met sam." in page
    assert "met sam, els" in page


def test_a_talk_in_the_window_meets_what_it_counts_for_in_two_cases(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    other = a_placement(desk, "placed")
    desk.after(weeks=5)
    due = [key for one in (case, other) for key in reviews(one)]
    opened = [
        f"{one.id}:{row.public_id}"
        for one in (case, other)
        for row in one.owed.values()
        if row.review and (row.window_opens or row.starts_on) <= desk.office.today()
    ]
    assert {key.partition(":")[0] for key in opened} == {case.id, other.id}
    html = browse().get(at(case, NEW)).text
    form = {"f.held_on": str(desk.office.today()), "f.words": "Samen gesproken"}

    answer = sends(browse(), at(case, NEW), {**form, "counts_for": opened})

    assert all(key in html for key in due)
    assert answer.status_code == 303
    still = [key for one in (case, other) for key in reviews(one)]
    assert not set(opened) & set(still)


def test_too_early_says_from_when_it_counts_and_keeps_every_tick(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    keys = [
        f"{case.id}:{row.public_id}"
        for row in case.owed.values()
        if row.review and (row.window_opens or row.starts_on) > desk.office.today()
    ]
    assert keys
    form: Fields = {"f.held_on": "2026-03-02", "f.words": "", "counts_for": keys, "with": desk.els}

    answer = sends(browse(), at(case, NEW), form)

    assert answer.status_code == 400
    assert "Dit gesprek telt nog niet voor" in words(answer.text)
    assert 'href="#f-counts_for"' in answer.text
    assert 'href="#f-words"' in answer.text
    assert f'value="{keys[0]}" checked' in answer.text
    assert f'value="{desk.els}" checked' in answer.text


@pytest.mark.parametrize(
    ("held_on", "field"),
    [("2026-12-01", "held_on"), ("2026-01-01", "late_reason"), ("gisteren", "held_on")],
    ids=["still to come", "long ago without a reason", "no date"],
)
def test_a_day_that_cannot_be_comes_back(
    browse: Browse, case: CaseAtDesk, held_on: str, field: str
) -> None:
    answer = sends(browse(), at(case, NEW), {"f.held_on": held_on, "f.words": "Gesproken"})

    assert answer.status_code == 400
    assert f'href="#f-{field}"' in answer.text
    assert "Gesproken</textarea>" in answer.text


def test_a_talk_that_was_counted_meanwhile_is_refused_with_the_reason(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    desk.after(weeks=5)
    key = next(
        f"{case.id}:{row.public_id}"
        for row in case.owed.values()
        if row.review and (row.window_opens or row.starts_on) <= desk.office.today()
    )
    form = {"f.held_on": str(desk.office.today()), "f.words": "Gesproken", "counts_for": key}
    anna = browse("anna")
    late = filled_in(anna, at(case, NEW), form)
    assert sends(browse(), at(case, NEW), form).status_code == 303

    answer = post(anna, at(case, NEW), late)

    assert answer.status_code == 409
    assert "Dit gesprek telt niet voor" in words(answer.text)
    assert "Gesproken</textarea>" in answer.text


def test_a_made_up_duty_is_not_there(browse: Browse, case: CaseAtDesk) -> None:
    for key in ("x", f"{case.id}:nothing", f"{'0' * 32}:nothing"):
        form = {"f.held_on": "2026-03-02", "f.words": "Gesproken", "counts_for": key}
        assert sends(browse(), at(case, NEW), form).status_code == 404


def test_where_no_talk_is_owed_it_can_be_recorded_all_the_same(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk)
    owed = [row for row in case.owed.values() if row.review]

    html = words(browse().get(at(case, NEW)).text)

    assert ("Er is nu geen gesprek nodig" in html) is (not owed)


def test_who_reads_titles_only_cannot_tick_the_family(browse: Browse, case: CaseAtDesk) -> None:
    html = browse("cora").get(at(case, NEW)).text

    assert 'name="with"' not in html
    assert not {"sam", "els", "tom"} & set(words(html).lower().split())


def test_the_day_on_which_a_talk_counts_for_most_is_proposed(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    other = a_placement(desk, "placed")
    desk.after(weeks=5)

    said = words(browse("bram", "en").get(at(case, NEW)).text)

    line = said[said.index("A talk on ") :].partition(". ")[0]
    assert re.match(r"A talk on \w+ \d+ April 2026 counts for \d+ duties: ", line)
    assert other.head.number in line
