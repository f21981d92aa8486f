"""A crisis is reported in one form; and who is involved is asked and answered."""

from httpx2 import Response
from starlette.testclient import TestClient

from engine.service.file.families import families
from tests.api.pages.at_crisis import Browsers, browsing, case, desk
from tests.api.pages.browsing import form_to, post, send, words
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import takes_part

__all__ = ["browsing", "case", "desk"]

SATURDAY = "2026-02-28"


def test_a_crisis_of_a_new_family_is_reported_in_one_form(browsing: Browsers, desk: Desk) -> None:
    browser = browsing("vic")
    fields = {
        "name": "Visser",
        "region": desk.region,
        "child.1.name": "Noor",
        "child.1.born": "2013-04-05",
        "adult.1.name": "Mira",
        "adult.1.over": "child.1",
        "reported-day": SATURDAY,
        "reported-time": "21:40",
        "f.caller": "Moeder",
        "f.danger": "Ruzie met een mes.",
    }

    form = {**form_to(browser.get("/crisis/new").text, "/crisis/new"), **fields}
    first, second = post(browser, "/crisis/new", form), post(browser, "/crisis/new", form)

    assert first.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    (home,) = families(desk.viewers["vic"], desk.office)
    assert home.name == "Visser"
    assert "za 28 februari 2026, 21.40 uur" in words(browser.get(first.headers["location"]).text)


def test_a_crisis_of_a_child_that_is_known_is_reported(browsing: Browsers, desk: Desk) -> None:
    answer = send(
        browsing("cas"), "/crisis/new", "/crisis/new", {"child": f"{desk.family}:{desk.sam}"}
    )

    assert answer.status_code == 303
    assert len(desk.heads()) == 1


def test_a_child_or_a_family_of_others_is_not_found(browsing: Browsers, desk: Desk) -> None:
    of_vic, of_cas = browsing("vic"), browsing("cas")

    for browser, child in (
        (of_vic, f"{desk.family}:{desk.sam}"),
        (of_cas, f"{desk.family}:{desk.viewers['bram'].id}"),
        (of_cas, "nonsense"),
    ):
        assert send(browser, "/crisis/new", "/crisis/new", {"child": child}).status_code == 404
        assert desk.log()[-1].outcome == "denied"
    assert desk.heads() == ()


def test_everything_that_is_wrong_with_a_report_is_said_at_once(
    browsing: Browsers, desk: Desk
) -> None:
    browser = browsing("cas")
    wrong = {"child.1.born": "1 mei", "reported-day": "2999-01-01", "reported-time": "10:00"}

    answer = send(browser, "/crisis/new", "/crisis/new", wrong)
    nobody = send(browser, "/crisis/new", "/crisis/new", {"f.danger": "Mes."})
    both = send(
        browser,
        "/crisis/new",
        "/crisis/new",
        {"child": f"{desk.family}:{desk.sam}", "name": "Visser"},
    )

    for says in ("Kies de regio.", "Geef een datum.", "Dit moment ligt in de toekomst."):
        assert says in words(answer.text)
    assert "Kies een jeugdige, of vul hieronder het nieuwe gezin in." in words(nobody.text)
    assert "Mes." in nobody.text
    assert "niet allebei" in words(both.text) or "Kies óf" in words(both.text)
    assert [each.status_code for each in (answer, nobody, both)] == [400, 400, 400]
    assert desk.heads() == ()


def test_whoever_may_not_report_reads_who_does_and_makes_no_family(
    browsing: Browsers, desk: Desk
) -> None:
    browser = browsing("cora")
    page = browser.get("/crisis/new").text
    form = {"csrf": form_to(page, "/sign-out")["csrf"], "nonce": "n1", "name": "Visser"}
    form |= {"region": desk.region, "child.1.name": "Noor"}

    answer = post(browser, "/crisis/new", form)

    assert "Crisismedewerker" in words(page)
    assert answer.status_code == 400
    assert families(desk.viewers["cora"], desk.office) == ()


def test_a_family_that_was_registered_before_the_refusal_is_chosen_then(
    browsing: Browsers, desk: Desk
) -> None:
    browser = browsing("cas")
    hidden = form_to(browser.get("/crisis/new").text, "/crisis/new")
    known = {**hidden, "child": f"{desk.family}:{desk.sam}"}
    new = {**hidden, "name": "Visser", "region": desk.region, "child.1.name": "Noor"}
    assert post(browser, "/crisis/new", known).status_code == 303

    answer = post(browser, "/crisis/new", new)  # the same form was sent before, otherwise

    assert answer.status_code == 409
    home = next(
        each for each in families(desk.viewers["cas"], desk.office) if each.name == "Visser"
    )
    assert f'value="{home.id}:{home.members[0].id}" selected' in answer.text
    assert 'value="Noor"' not in answer.text


def involved(browser: TestClient, **fields: str) -> Response:
    """Ask who is involved."""
    return send(browser, "/crisis/involved", "/crisis/involved", fields)


def test_who_is_involved_is_told_and_nothing_found_is_as_not_allowed(
    browsing: Browsers, case: CaseAtDesk, desk: Desk
) -> None:
    takes_part(
        desk,
        desk.viewers["bram"],
        role="regisseur",
        access="regisseur",
        family_id=case.head.family_id,
    )
    of_vic, right = browsing("vic"), {"name": "Sam", "born": "2012-05-01"}

    told = words(involved(of_vic, **right).text)
    answers = [
        words(involved(of_vic, name="Sam", born="2012-05-02").text).replace("2012-05-02", ""),
        words(involved(browsing("anna"), **right).text),
    ]
    takes_part(desk, desk.viewers["vic"], access="excluded", case_id=case.head.id)
    answers.append(words(involved(of_vic, **right).text))

    assert "bram@voorbeeldstad.test" in told
    assert "bram@voorbeeldstad.test" not in "".join(answers)
    assert len(set(answers)) == 1
    asked = [row for row in desk.log() if row.action == "check_involvement"]
    assert [row.outcome for row in asked] == ["done", "done", "denied", "denied"]


def test_a_question_that_is_not_whole_comes_back(browsing: Browsers) -> None:
    answer = involved(browsing("cas"), name="Sam", born="1 mei")

    assert answer.status_code == 400
    assert "Vul de geboortedatum in." in words(answer.text)
    assert 'value="Sam"' in answer.text
