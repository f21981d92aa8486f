"""The pages of a region's calendar: its days off, what a change moves, and changing it."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.service.tick import tick
from tests.api.pages.browsing import Fields, form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse, desk, office
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import REGION, Desk
from tests.service.roads import a_placement

__all__ = ["brackets", "browse", "desk", "office"]

LIST = f"/calendar?region={REGION}"
ADD, REMOVE = "/calendar/add", "/calendar/remove"
HERE = f"{ADD}?region={REGION}"
WHY = "Het kantoor is dicht."
FILLED: Fields = {
    "f.date": "2026-04-13",
    "f.kind": "closing",
    "f.name_nl": "Studiedag",
    "f.name_en": "Training day",
    "f.reason": WHY,
}
BACK: Fields = {"f.date": "2026-04-13", "f.kind": "closing", "f.reason": "Toch open."}


def looked(browser: TestClient, **said: str) -> Response:
    """Look what the day would move."""
    return send(browser, HERE, ADD, {**FILLED, **said, "intent": "preview"})


def changed(browser: TestClient, **said: str) -> Response:
    """Look, and press the button that comes with it."""
    form = form_to(looked(browser, **said).text, ADD)
    return post(browser, ADD, {**form, **FILLED, **said, "intent": "do"})


def test_every_day_off_of_two_years_stands_there_with_its_source(browse: Browse) -> None:
    said = words(browse("bram", "en").get(LIST).text)

    assert "Mon 6 April 2026 Easter Monday holiday terms of the law and our own –" in said
    assert "Fri 15 May 2026 equated day equated day terms of the law" in said
    assert "Nobody changed this calendar yet" in said
    assert "Sun 2 April 2028" not in said
    assert "This is done by the coordinator and the team lead of the region." in said
    assert "Remove" not in said


def test_the_workflows_and_the_rules_lead_there(browse: Browse) -> None:
    for page in (f"/workflows?region={REGION}", f"/workflows/rules?region={REGION}"):
        assert f'href="{LIST}"' in browse().get(page).text


def test_what_moves_is_shown_before_anything_is_saved(desk: Desk, browse: Browse) -> None:
    case, cora = a_placement(desk), browse("cora", "en")
    assert "Change the calendar" not in words(cora.get(HERE).text)

    answer = looked(cora)

    said = words(answer.text)
    assert answer.status_code == 200
    assert "1 open deadline moves, or its reminders do." in said
    assert case.head.number in said
    assert "Mon 13 April 2026 Fri 10 April 2026" in said
    assert "Nothing was saved yet." in said
    assert "Change the calendar" in said
    assert 'value="Studiedag"' in answer.text
    assert f"{WHY}</textarea>" in answer.text
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"


def test_a_day_that_moves_nothing_is_said_as_such(browse: Browse) -> None:
    assert "No open deadline moves." in words(looked(browse("cora", "en")).text)


def test_the_button_changes_the_calendar_and_moves_the_dates(desk: Desk, browse: Browse) -> None:
    case, cora = a_placement(desk), browse("cora", "en")

    answer = changed(cora)

    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-10"
    said = words(cora.get(LIST).text)
    assert "The calendar is changed. The open deadlines move with it." in said
    assert "Mon 13 April 2026 Training day closing day our own terms" in said
    assert f"cora , Mon 2 March 2026, 09:00 {WHY} follow it" in said


def _unmoved(*_: object) -> None:
    """Leave it for the tick."""


def test_while_open_deadlines_still_move_the_page_says_so(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_placement(desk)
    monkeypatch.setattr("engine.service.calendars.move_case", _unmoved)
    cora = browse("cora", "en")

    changed(cora)

    assert "still moving" in words(cora.get(LIST).text)
    tick(desk.office, {})
    assert "still moving" not in words(cora.get(LIST).text)


def test_who_changed_it_and_why_is_for_those_of_the_region(browse: Browse) -> None:
    changed(browse("cora"))

    page = browse("bram").get(LIST).text

    assert WHY not in page
    assert "Studiedag" in page


def test_a_day_is_taken_back_from_its_row(desk: Desk, browse: Browse) -> None:
    case, cora = a_placement(desk), browse("cora", "en")
    changed(cora)
    row = f"{REMOVE}?region={REGION}&date=2026-04-13&kind=closing"
    assert row.replace("&", "&amp;") in cora.get(LIST).text
    assert 'value="2026-04-13"' in cora.get(row).text

    seen = send(cora, row, REMOVE, {**BACK, "intent": "preview"})
    answer = post(cora, REMOVE, {**form_to(seen.text, REMOVE), **BACK, "intent": "do"})

    assert answer.status_code == 303
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"
    assert "Toch open." in cora.get(LIST).text


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(browse: Browse) -> None:
    equated = {"f.kind": "equated", "f.date": "2026-03-02"}

    answer = looked(browse("cora"), **equated)

    assert answer.status_code == 400
    assert 'href="#f-date"' in answer.text
    assert 'href="#f-source"' in answer.text
    assert "Noem het besluit dat de dag gelijkstelt." in words(answer.text)
    assert f"{WHY}</textarea>" in answer.text


def test_an_empty_form_names_everything_it_asks(browse: Browse) -> None:
    answer = send(browse("cora"), HERE, ADD, {})

    assert answer.status_code == 400
    for name in ("date", "kind", "name_nl", "name_en", "reason"):
        assert f'href="#f-{name}"' in answer.text


def test_who_saw_an_older_edition_is_told_and_looks_again(desk: Desk, browse: Browse) -> None:
    case, cora = a_placement(desk), browse("cora")
    old = form_to(looked(cora).text, ADD)
    changed(cora, **{"f.date": "2026-12-31"})

    answer = post(cora, ADD, {**old, **FILLED, "intent": "do"})

    assert answer.status_code == 412
    assert "Iemand anders heeft de kalender intussen gewijzigd." in words(answer.text)
    assert case.owed["preparation"].due_on.isoformat() == "2026-04-13"
    assert form_to(answer.text, ADD)["version"] == "2"


def test_sent_twice_it_is_changed_once(browse: Browse) -> None:
    cora = browse("cora")
    form = {**form_to(looked(cora).text, ADD), **FILLED, "intent": "do"}

    answers = [post(cora, ADD, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert cora.get(LIST).text.count(WHY) == 1


@pytest.mark.parametrize("intent", ["preview", "do"])
def test_whoever_may_not_is_told_why_and_refused(browse: Browse, intent: str) -> None:
    form = {**form_to(browse("cora").get(HERE).text, ADD), **FILLED, "intent": intent}
    bram = browse()
    page = bram.get(HERE).text
    assert f'action="{ADD}"' not in page
    assert "Dit doen de coördinator en de teamleider van de regio." in words(page)

    answer = post(bram, ADD, {**form, "csrf": form_to(bram.get("/help").text, "/keys")["csrf"]})

    assert answer.status_code == 409
    assert "Dit doen de coördinator en de teamleider" in words(answer.text)


@pytest.mark.parametrize("path", ["/calendar", ADD, REMOVE])
def test_a_region_that_is_not_there_is_not_found(browse: Browse, path: str) -> None:
    assert browse("cora").get(f"{path}?region=nowhere").status_code == 404


def test_a_form_that_names_no_region_finds_nothing(browse: Browse) -> None:
    cora = browse("cora")
    form = {**form_to(cora.get(HERE).text, ADD), **FILLED, "region": "nowhere"}

    assert post(cora, ADD, form).status_code == 404


@pytest.mark.parametrize("name", ["cora", "bram"])
@pytest.mark.usefixtures("brackets")
def test_every_word_can_be_translated(desk: Desk, browse: Browse, name: str) -> None:
    a_placement(desk)
    cora, who = browse("cora"), browse(name)
    shown = [looked(cora).text, looked(cora, **{"f.date": "2026-04-14"}).text]
    changed(cora)
    shown += [send(cora, HERE, ADD, {}).text, cora.get(f"{REMOVE}?region={REGION}").text]

    for html in (who.get(LIST).text, who.get(HERE).text, *shown):
        assert unwrapped_text(html) == []
        assert list(inline_code(html)) == []
