"""The crisis desk in the browser: what runs, and a night of Saturday entered on Monday."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.pages.at_crisis import Browsers, browsing, case, desk
from tests.api.pages.browsing import form_to, post, send, words
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import takes_part
from tests.service.nights import at_night, routed

__all__ = ["browsing", "case", "desk"]

SATURDAY = "2026-02-28"
NIGHT = {
    "start_triage-day": SATURDAY,
    "start_triage-time": "21:55",
    "f.start_triage-urgency": "acute",
    "f.start_triage-violence": "yes",
    "f.start_triage-psychiatric_signs": "yes",
    "route-day": SATURDAY,
    "route-time": "22:05",
    "f.route-route": "joint",
    "f.route-lead_service": "jo",
    "f.route-reason": "Geweld én psychiatrische tekenen.",
    "start_intervention-day": SATURDAY,
    "start_intervention-time": "22:30",
    "f.start_intervention-acknowledged": "Cas, 22.15 uur",
    "stabilise-day": SATURDAY,
    "stabilise-time": "23:50",
    "f.stabilise-where": "home",
    "f.stabilise-safety_plan": "Tante slaapt hier.",
    "f.stabilise-what_changed": "Sam slaapt.",
    "f.stabilise-open_risks": "Vader wil maandag terug.",
}
AFTER = {
    "contact-day": "2026-03-01",
    "f.contact-words": "Gebeld: een rustige nacht.",
    "counts_for": "contact_day_1",
}


def at(case: CaseAtDesk) -> str:
    """Where the night is entered."""
    return f"/crisis/{case.id}"


def entered(browser: TestClient, case: CaseAtDesk, **fields: str) -> Response:
    """Open the page of the night, fill in and send."""
    return send(browser, at(case), at(case), fields)


def made(case: CaseAtDesk) -> list[str | None]:
    """Name the steps that were made, and what else was recorded."""
    return [each.transition or each.kind for each in case.events[1:]]


def test_an_empty_desk_leads_to_a_report(browsing: Browsers) -> None:
    page = browsing("cas").get("/crisis")

    assert page.status_code == 200
    assert 'href="/crisis/new"' in page.text


def test_the_desk_names_the_child_to_whoever_may_read_names(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    of_cas, of_cora = (words(browsing(name).get("/crisis").text) for name in ("cas", "cora"))

    assert "sam (13)" in of_cas
    assert case.head.number in of_cora
    assert "sam" not in of_cora


def test_who_did_not_confirm_within_half_an_hour_is_to_be_called(
    browsing: Browsers, case: CaseAtDesk, desk: Desk
) -> None:
    routed(case)
    takes_part(desk, desk.viewers["sven"], role="crisis_supervisor", case_id=case.head.id)

    assert "sven" in words(browsing("cas").get("/crisis").text)


def test_a_night_of_saturday_is_entered_on_monday_in_one_form(
    browsing: Browsers, case: CaseAtDesk, desk: Desk
) -> None:
    browser = browsing("cas")
    bram = desk.viewers["bram"].id

    answer = entered(browser, case, **NIGHT, **AFTER, regisseur=bram)

    assert answer.status_code == 303
    assert made(case) == [
        *("start_triage", "route", "start_intervention", "stabilise"),
        *("contact_held", "assigned"),
    ]
    assert [each.occurred_at for each in case.events[1:5]] == [
        *(at_night(21, 55), at_night(22, 5), at_night(22, 30), at_night(23, 50)),
    ]
    assert (case.events[4].details or {})["inputs"]["stabilised_at"] == SATURDAY
    assert "contact_day_1" not in case.owed
    page = words(browser.get(at(case)).text)
    assert "za 28 februari 2026, 22.05 uur" in page
    assert "Tante slaapt hier." in page
    assert "bram" in page


def test_sent_twice_it_is_one_night(browsing: Browsers, case: CaseAtDesk) -> None:
    browser = browsing("cas")
    form = {**form_to(browser.get(at(case)).text, at(case)), **NIGHT, **AFTER}

    first, second = post(browser, at(case), form), post(browser, at(case), form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(made(case)) == 5


def test_it_stops_where_it_is_refused_says_what_passed_and_keeps_the_rest(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    browser = browsing("cas")
    night = {**NIGHT, "f.route-lead_service": ""}

    answer = entered(browser, case, **night)

    assert answer.status_code == 409
    assert made(case) == ["start_triage"]
    assert ": Beoordelen." in words(answer.text)
    assert "Twee diensten gaan samen, maar geen van beide heeft de leiding." in words(answer.text)
    assert "Geweld én psychiatrische tekenen." in answer.text
    assert 'value="23:50"' in answer.text

    hidden = form_to(answer.text, at(case))
    left = {key: value for key, value in NIGHT.items() if "start_triage" not in key}
    again = post(browser, at(case), {**hidden, **left})
    assert again.status_code == 303
    assert case.head.state == "stabilised"


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_saved(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    wrong = {
        "start_triage-day": SATURDAY,
        "f.start_triage-urgency": "acute",
        "route-day": "2026-03-01",
        "route-time": "22:05",
        "f.route-route": "jo",
        "start_intervention-day": SATURDAY,
        "start_intervention-time": "22:30",
        "f.start_intervention-acknowledged": "Cas",
        "reroute-day": "2999-01-01",
        "reroute-time": "10:00",
        "f.contact-words": "",
        "contact-day": "",
        "counts_for": "contact_day_1",
        "late_reason": "x" * 201,
    }

    answer = entered(browsing("cas"), case, **wrong)

    assert answer.status_code == 400
    for says in (
        "Vul ook de tijd in: dit was niet vandaag.",
        "Vul in: Waarom deze dienst.",
        "Dit ligt vóór wat eraan voorafging (zo 1 maart 2026, 22.05 uur).",
        "Dit moment ligt in de toekomst.",
        "Vul in wat er besproken is.",
        "Vul de dag in: vandaag of eerder.",
        "Dit telt pas als het acute gevaar geweken is",
        "Maak dit korter: hooguit 200 tekens.",
    ):
        assert says in words(answer.text), says
    assert made(case) == []
    assert 'value="Cas"' in answer.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({}, "Vul ten minste één onderdeel in.", id="nothing"),
        pytest.param(
            {"contact-day": "2026-01-05", "f.contact-words": "Gebeld."},
            "vul in waarom dit nu pas gebeurt",
            id="long ago",
        ),
        pytest.param(
            {"contact-day": SATURDAY, "f.contact-words": "x" * 20_001},
            "Geef ten hoogste 20000 tekens.",
            id="too long",
        ),
        pytest.param(
            {"start_triage-day": "", "start_triage-time": "25:99"},
            "Geef een dag en een tijd die er is geweest.",
            id="no time that there is",
        ),
    ],
)
def test_a_form_that_cannot_be_carried_out_says_why(
    browsing: Browsers, case: CaseAtDesk, fields: dict[str, str], says: str
) -> None:
    answer = entered(browsing("cas"), case, **fields)

    assert answer.status_code == 400
    assert says in words(answer.text)
    assert made(case) == []


def test_a_talk_that_is_too_early_for_what_it_counts_for_is_refused_after_what_passed(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    answer = entered(browsing("cas"), case, **NIGHT, **{**AFTER, "counts_for": "contact_month_3"})

    assert answer.status_code == 409
    assert case.head.state == "stabilised"
    assert "Gebeld: een rustige nacht." in answer.text


def test_which_service_follows_is_proposed_and_nothing_is_saved(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    flags = {key: value for key, value in NIGHT.items() if key.startswith("f.start_triage")}

    answer = entered(browsing("cas"), case, intent="propose", **flags)

    assert answer.status_code == 200
    assert "Beide diensten samen" in words(answer.text)
    assert "Jeugd en opvoeding leidt" in words(answer.text)
    assert made(case) == []


def test_another_service_is_sent_and_who_declined_is_kept(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    routed(case)
    fields = {
        "reroute-day": SATURDAY,
        "reroute-time": "22:20",
        "f.reroute-declined_by": "GGZ, dienstdoende arts",
        "f.reroute-why": "Geen bed.",
        "f.reroute-held_by": "Cas",
        "f.reroute-route": "jo",
        "f.reroute-lead_service": "one_service",
    }

    assert entered(browsing("cas"), case, **fields).status_code == 303
    inputs = (case.events[-1].details or {})["inputs"]
    assert inputs["declined_time"] == "za 28 februari 2026, 22.20 uur"


def test_what_others_did_meanwhile_is_shown_before_it_is_sent_again(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    browser = browsing("cas")
    form = {**form_to(browser.get(at(case)).text, at(case)), **NIGHT}
    case.step("start_triage", "cas", occurred_at=at_night(21, 50))

    answer = post(browser, at(case), form)

    assert answer.status_code == 412
    assert made(case) == ["start_triage"]


def test_whoever_reads_titles_only_sees_no_form_and_no_names(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    page = browsing("cora").get(at(case)).text

    assert f'action="{at(case)}"' not in page
    assert "sam" not in words(page)


def test_a_crisis_of_others_is_as_one_that_is_not_there(
    browsing: Browsers, case: CaseAtDesk
) -> None:
    browser = browsing("vic")

    assert browser.get(at(case)).status_code == 404
    assert browser.get("/crisis/" + "0" * 32).status_code == 404
