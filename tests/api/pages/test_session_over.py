"""What was typed outlives the session: it comes back, and is sent once by whoever signs in."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.kept_forms import Kept
from api.page import LANGUAGE
from api.templating import environment
from engine.clock import ManualClock
from engine.service.file.timeline import timeline
from engine.service.sessions import IDLE, LONGEST, sign_in
from tests.api.http.conftest import FROM_HERE
from tests.api.pages import showcase
from tests.api.pages.browsing import forms, post, words
from tests.api.pages.case.conftest import Browse, browse, desk, office
from tests.api.pages.case.stepping import at, filled_in
from tests.api.pages.pseudo import Pseudo, unwrapped_text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

__all__ = ["browse", "desk", "office"]

TYPED = '<b>Oma & "school"</b>\nspreken, één keer'
HOLD = {"f.still_needed": TYPED, "f.until": "2026-03-16", "intent": "do"}


def held(browser: TestClient, case: CaseAtDesk) -> dict[str, Any]:
    """Open the form of a step and fill it in."""
    return filled_in(browser, at(case, "hold"), HOLD)


def over(clock: ManualClock) -> None:
    """Let every session end for want of use."""
    clock.move_to(clock.now() + IDLE)


def again(browser: TestClient, desk: Desk, name: str = "bram") -> None:
    """Sign in, as in another tab."""
    token, _ = sign_in(desk.office, desk.who(name), through="page")
    browser.cookies.clear()
    browser.cookies.set("regietafel", token)


def kept(html: str, case: CaseAtDesk) -> dict[str, str]:
    """Give the fields of the form that came back."""
    return next(form.hidden for form in forms(html) if form.action == at(case, "hold"))


def events(desk: Desk, case: CaseAtDesk) -> int:
    """Count what happened in the case."""
    return len(timeline(desk.viewers["bram"], desk.office, case.id))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("nl", "U bent uitgelogd omdat u een tijd niets deed. Wat u typte is niet verstuurd."),
        ("en", "You were signed out because you did nothing for a while. What you typed has not"),
    ],
)
def test_what_was_typed_comes_back_when_the_session_is_over(
    desk: Desk, browse: Browse, clock: ManualClock, language: str, says: str
) -> None:
    case, browser = a_placement(desk, "counter_checked"), browse()
    sent = held(browser, case)
    before = events(desk, case)
    over(clock)
    browser.cookies.set(LANGUAGE, language)

    answer = post(browser, at(case, "hold"), sent)

    assert answer.status_code == 401
    assert says in words(answer.text)
    assert kept(answer.text, case) == {name: sent[name] for name in sent if name != "csrf"}
    assert "<b>Oma" not in answer.text
    assert 'target="_blank" rel="noopener"' in answer.text
    assert "Oma" not in str(answer.headers)
    assert events(desk, case) == before


def test_one_more_press_after_signing_in_sends_it_once(
    desk: Desk, browse: Browse, clock: ManualClock
) -> None:
    case, browser = a_placement(desk, "counter_checked"), browse()
    sent, before = held(browser, case), events(desk, case)
    over(clock)
    first = kept(post(browser, at(case, "hold"), sent).text, case)
    again(browser, desk)

    asked = post(browser, at(case, "hold"), first)
    assert asked.status_code == 403
    assert "U bent ingelogd als bram . Klopt het, verstuur dan opnieuw." in words(asked.text)
    assert events(desk, case) == before

    last = kept(asked.text, case)
    assert {name: last[name] for name in last if name != "csrf"} == first
    made = [post(browser, at(case, "hold"), last) for _ in range(2)]
    assert [answer.status_code for answer in made] == [303, 303], words(made[0].text)
    assert made[0].headers["location"] == made[1].headers["location"]
    assert events(desk, case) == before + 1
    assert "één keer" in browser.get(at(case, "hold").partition("/steps")[0] + "/timeline").text


def test_a_form_opened_under_another_session_says_whose_it_becomes(
    desk: Desk, browse: Browse
) -> None:
    case, browser = a_placement(desk, "counter_checked"), browse()
    sent = held(browser, case)
    again(browser, desk, "anna")

    answer = post(browser, at(case, "hold"), sent)

    assert answer.status_code == 403
    assert "U bent ingelogd als anna" in words(answer.text)


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}])
def test_another_site_gets_nothing_back(
    desk: Desk, browse: Browse, clock: ManualClock, headers: dict[str, str], signed_in: bool
) -> None:
    case, browser = a_placement(desk, "counter_checked"), browse()
    sent = {**held(browser, case), "csrf": ""}
    if not signed_in:
        over(clock)

    answer = browser.post(at(case, "hold"), data=sent, headers=headers)

    assert answer.status_code == 403
    assert "Oma" not in answer.text
    assert at(case, "hold") not in [form.action for form in forms(answer.text)]


def test_htmx_finds_the_kept_form_where_the_form_was(
    desk: Desk, browse: Browse, clock: ManualClock
) -> None:
    case, browser = a_placement(desk, "counter_checked"), browse()
    sent = held(browser, case)
    over(clock)
    headers = {**FROM_HERE, "HX-Request": "true"}

    answer = browser.post(at(case, "hold"), data=sent, headers=headers)
    _, _, main = answer.text.partition('<main id="content"')

    assert answer.status_code == 401
    assert kept(main, case)["f.still_needed"] == TYPED
    again(browser, desk)
    assert browser.post(at(case, "hold"), data=sent, headers=headers).status_code == 403


def test_a_form_that_says_nothing_leads_to_where_one_signs_in(
    browse: Browse, clock: ManualClock
) -> None:
    browser = browse()
    csrf = forms(browser.get("/").text)[0].hidden["csrf"]
    over(clock)

    answer = post(browser, "/sign-out", {"csrf": csrf})

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_a_page_asked_for_too_late_says_why_one_must_sign_in(
    browse: Browse, clock: ManualClock
) -> None:
    browser = browse()
    over(clock)

    answer = browser.get("/cases?closed=1")

    assert answer.headers["location"] == "/sign-in?next=/cases%3Fclosed%3D1"
    said = "U bent uitgelogd omdat u een tijd niets deed. Log opnieuw in."
    assert said in words(browser.get(answer.headers["location"]).text)
    browser.cookies.clear()
    assert "set-cookie" not in browser.get("/cases").headers


def test_whoever_types_stays_until_the_longest_session_is_over(
    browse: Browse, clock: ManualClock
) -> None:
    browser, began = browse(), clock.now()
    while clock.now() - began < LONGEST - IDLE:
        clock.move_to(clock.now() + IDLE - timedelta(minutes=1))
        assert browser.get("/here").status_code == 204
    clock.move_to(began + LONGEST)

    assert browser.get("/here").status_code == 303


def test_the_warning_waits_on_pages_of_whoever_is_signed_in(browse: Browse) -> None:
    browser = browse()

    assert '<div role="alert" data-over hidden>' in browser.get("/").text
    browser.cookies.clear()
    assert "data-over" not in browser.get("/help").text


@pytest.mark.parametrize("me", [showcase.ME, None], ids=["signed in", "signed out"])
def test_the_page_of_a_kept_form_can_be_translated(me: Any) -> None:
    template = environment(Pseudo()).get_template("sign_in/over.html")

    html = template.render(view=Kept("/x", (("f.why", "Typed"),)), page=showcase.PAGE, me=me)

    assert unwrapped_text(html) == []
