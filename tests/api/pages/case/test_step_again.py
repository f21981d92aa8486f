"""A step is made once: sent twice, sent too late, sent by somebody else, sent by a script."""

import re

import pytest

from engine.errors import Busy
from engine.service import orders
from engine.service.repeats import Done
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.stepping import HOLD, at, filled_in, sends
from tests.service.builders import Desk
from tests.service.roads import a_placement


def test_a_form_that_is_sent_twice_makes_the_step_once(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()
    form = filled_in(browser, at(case, "hold"), HOLD)

    first, second = (post(browser, at(case, "hold"), form) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert [event.transition for event in case.events].count("hold") == 1


def test_a_form_that_is_sent_again_with_something_else_is_not_taken_for_it(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()
    form = filled_in(browser, at(case, "hold"), HOLD)
    post(browser, at(case, "hold"), form)

    again = post(browser, at(case, "hold"), {**form, "f.still_needed": "Iets anders"})

    assert again.status_code == 409
    assert "al eens verstuurd" in words(again.text)
    assert form_to(again.text, at(case, "hold"))["nonce"] != form["nonce"]


def test_who_comes_too_late_sees_what_came_in_and_can_do_it_all_the_same(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    browser, path = browse(), at(case, "hold")
    form = filled_in(browser, path, HOLD)
    case.write("alternatives_weighed", by="anna")

    stale = post(browser, path, form)

    assert stale.status_code == 412
    said = words(stale.text)
    assert "De zaak is gewijzigd terwijl u bezig was" in said
    assert "Stuk begonnen: Afweging van alternatieven" in said
    assert re.search(r"09\.00 uur\s*,\s*anna", said)
    assert "Gezien, toch doen" in said
    assert "Oma spreken</textarea>" in stale.text
    assert case.head.state == "counter_checked"

    fresh = form_to(stale.text, path)
    assert fresh["nonce"] != form["nonce"]
    assert post(browser, path, {**fresh, **HOLD}).status_code == 303
    assert case.head.state == "substantiating"


def test_what_came_in_is_told_only_as_far_as_the_viewer_may_read(
    desk: Desk, browse: Browse
) -> None:
    case = desk.opens(by="cora", workflow="verder_thuis", role="coordinator")
    case.done("cora", orders.Assign, person=desk.who("bram"), role="regisseur", ground="g")
    browser, path = browse("cora"), at(case, "end_deceased")
    form = filled_in(browser, path, {"f.on": "2026-03-01"})
    case.write("referrer_view", by="bram")

    stale = post(browser, path, form)

    assert stale.status_code == 412
    assert "Stuk begonnen" in words(stale.text)
    assert case.workflow.catalogue.records["referrer_view"].title.nl not in words(stale.text)


def test_when_nobody_can_write_the_form_comes_back_with_what_was_typed(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> Done:
        raise Busy(5)

    monkeypatch.setattr("api.pages.steps.advance", busy)
    answer = sends(browse(), a_placement(desk, "counter_checked"), "hold", **HOLD)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Oma spreken</textarea>" in answer.text
    assert "te druk" in words(answer.text)


@pytest.mark.parametrize("taken", ["csrf", "nonce", "version"])
def test_a_form_without_its_hidden_parts_changes_nothing(
    desk: Desk, browse: Browse, taken: str
) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()
    form = filled_in(browser, at(case, "hold"), HOLD)
    del form[taken]

    answer = post(browser, at(case, "hold"), form)

    assert answer.status_code == (403 if taken == "csrf" else 400)
    assert case.head.state == "counter_checked"


def test_a_step_of_a_case_of_others_is_not_there(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    mine, other = browse(), browse("gijs")
    form = {**filled_in(mine, at(case, "hold"), HOLD)}
    form["csrf"] = form_to(other.get("/cases").text, "/sign-out")["csrf"]

    assert post(other, at(case, "hold"), form).status_code == 404
    assert case.head.state == "counter_checked"


def test_a_script_is_told_where_to_go_and_gets_the_same_page_otherwise(
    desk: Desk, browse: Browse
) -> None:
    case = a_placement(desk, "counter_checked")
    browser = browse()
    browser.headers["HX-Request"] = "true"

    wrong = sends(browser, case, "hold")
    made = sends(browser, case, "hold", **HOLD)

    assert wrong.status_code == 400
    assert '<main id="content"' in wrong.text
    assert (made.status_code, made.text) == (200, "")
    assert made.headers["hx-redirect"] == f"/cases/{case.id}?made={case.head.version}"
