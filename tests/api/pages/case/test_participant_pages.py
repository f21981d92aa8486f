"""Who takes part: chosen without a name in an address, ended, handed over."""

import pytest

from engine.service import orders
from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import a_case_of_two, at, csrf_of, filled_in, hidden_of, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional
from tests.service.roads import a_placement

NEW = "participants/new"


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement; Bram, Anna and Dora take part."""
    return a_placement(desk)


def test_first_the_role_is_chosen_by_its_title(browse: Browse, case: CaseAtDesk) -> None:
    html = browse().get(at(case, NEW)).text

    assert '<option value="protection_worker">Jeugdbeschermer</option>' in html
    assert 'value="coordinator"' not in html  # a role of the whole region
    assert 'method="get"' in html


def test_somebody_who_works_in_the_role_is_involved_and_sees_the_case(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    desk.qualify("gijs", "protection_worker")
    path = at(case, f"{NEW}?role=protection_worker")
    html = browse().get(path).text

    answer = sends(browse(), path, {"person": desk.who("gijs"), "f.ground": "GI"})

    assert ">gijs</option>" in html
    assert ">dora</option>" not in html
    assert answer.headers["location"] == f"/cases/{case.id}#participants"
    assert browse("gijs").get(f"/cases/{case.id}").status_code == 200


def test_everything_that_is_missing_is_named_at_once_and_the_rest_stays(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    path = at(case, f"{NEW}?role=protection_worker")

    answer = sends(browse(), path, {"f.until_on": "morgen"})

    assert answer.status_code == 400
    for name in ("person", "ground", "until_on"):
        assert f'href="#f-{name}"' in answer.text
    assert 'value="morgen"' in answer.text
    assert "<title>Fout: " in answer.text


def test_a_name_is_searched_without_standing_in_an_address(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    for number in range(9):
        professional(desk.office, f"Zoë {number}", "protection_worker")
    desk.qualify("gijs", "protection_worker")
    browser, path = browse(), at(case, f"{NEW}?role=protection_worker")
    page = browser.get(path).text

    found = post(
        browser,
        at(case, NEW),
        {
            "csrf": csrf_of(page),
            "nonce": "n1",
            "role": "protection_worker",
            "intent": "search",
            "starts_with": "gij",
        },
    )

    assert "De naam begint met" in words(page)
    assert found.status_code == 200
    assert ">gijs</option>" in found.text
    assert "Zoë" not in found.text
    assert 'value="gij"' in found.text
    assert "Eén persoon gevonden." in words(found.text)


def test_nobody_found_says_what_to_do(browse: Browse, case: CaseAtDesk) -> None:
    html = browse().get(at(case, f"{NEW}?role=veilig_thuis_worker")).text

    assert "Er is niemand om te kiezen" in words(html)
    assert "Een beheerder kan iemand deze rol geven." in words(html)


def test_a_member_of_the_family_is_involved_for_a_child(browse: Browse, desk: Desk) -> None:
    case, _, fien = a_case_of_two(desk)
    path = at(case, f"{NEW}?role=parent_with_authority")
    els = case.desk.registered.members["els"]
    form = {"person": els, "f.ground": "moeder"}

    unsaid = sends(browse(), path, form)
    said = sends(browse(), path, {**form, "child": fien})

    assert unsaid.status_code == 400
    assert 'href="#f-child"' in unsaid.text
    assert said.headers["location"] == f"/cases/{case.id}#participants"
    assert "els" in browse().get(at(case, f"participants/{els}/parent_with_authority/leave")).text


def test_a_role_that_somebody_has_is_handed_over_instead(browse: Browse, case: CaseAtDesk) -> None:
    html = browse("anna").get(at(case, f"{NEW}?role=regisseur")).text

    assert "Iemand heeft deze rol al" in words(html)
    assert f'href="/cases/{case.id}/assign/regisseur"' in html


def test_whoever_does_not_work_in_the_role_is_refused_with_the_reason(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    desk.qualify("gijs", "protection_worker")
    path = at(case, f"{NEW}?role=protection_worker")

    answer = sends(browse(), path, {"person": desk.who("vera"), "f.ground": "zomaar"})

    assert answer.status_code == 409
    assert "Deze persoon kan in deze zaak niet de rol Jeugdbeschermer krijgen." in words(
        answer.text
    )
    assert 'value="zomaar"' in answer.text


def test_sent_twice_somebody_is_involved_once(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    desk.qualify("gijs", "protection_worker")
    browser, path = browse(), at(case, f"{NEW}?role=protection_worker")
    form = filled_in(browser, path, {"person": desk.who("gijs"), "f.ground": "GI"})

    answers = [post(browser, at(case, NEW), form), post(browser, at(case, NEW), form)]

    assert {answer.status_code for answer in answers} == {303}
    assert [event.kind for event in case.events].count("joined") == 3


def leaving(desk: Desk, case: CaseAtDesk, name: str, role: str) -> str:
    """Where the part of somebody is ended."""
    return at(case, f"participants/{desk.who(name)}/{role}/leave")


def test_a_part_is_ended_today_or_later(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    today = sends(browse(), leaving(desk, case, "anna", "cjg_worker"), {})
    later = sends(
        browse(),
        leaving(desk, case, "dora", "qualified_behavioural_scientist"),
        {"f.until_on": "2026-04-01"},
    )

    assert today.headers["location"] == f"/cases/{case.id}#participants"
    assert later.status_code == 303
    assert browse("anna").get(f"/cases/{case.id}").status_code == 404
    page = browse().get(leaving(desk, case, "dora", "qualified_behavioural_scientist")).text
    assert "Deze rol eindigt op wo 1 april 2026." in words(page)


def test_an_end_that_is_past_comes_back(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    path = leaving(desk, case, "anna", "cjg_worker")

    answer = sends(browse(), path, {"f.until_on": "2026-02-01"})

    assert answer.status_code == 400
    assert "Deze dag is al voorbij." in words(answer.text)


def test_a_role_that_one_person_holds_is_handed_over_and_not_ended(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    path, other = leaving(desk, case, "bram", "regisseur"), at(case, "assign/regisseur")
    bram = browse()
    page = bram.get(path).text
    form = filled_in(bram, leaving(desk, case, "anna", "cjg_worker"), {})

    answer = post(bram, path, form)

    assert "Zij blijft niet leeg: draag haar over aan een ander." in words(page)
    assert f'href="{other}"' in page
    assert answer.status_code == 409
    assert "Een rol die één persoon heeft blijft niet leeg." in words(answer.text)


def test_whoever_sees_titles_only_is_told_who_ends_a_part(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    page = browse("cora").get(leaving(desk, case, "anna", "cjg_worker")).text

    assert "U heeft in deze zaak geen rol die dit mag." in words(page)
    assert "Rol beëindigen" not in words(page)
    assert browse("anna").get(f"/cases/{case.id}").status_code == 200


def test_whoever_leaves_the_case_is_led_to_the_others_every_time(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    anna, path = browse("anna"), leaving(desk, case, "anna", "cjg_worker")
    page = anna.get(path).text
    form = filled_in(anna, path, {})

    answers = [post(anna, path, form), post(anna, path, form)]

    assert "Dit bent u zelf." in words(page)
    assert {answer.headers["location"] for answer in answers} == {"/cases"}


def test_a_part_that_nobody_has_is_not_there(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    browser = browse()

    assert browser.get(leaving(desk, case, "gijs", "protection_worker")).status_code == 404
    assert browser.get(leaving(desk, case, "cora", "coordinator")).status_code == 404
    assert browser.get(at(case, "assign/nothing")).status_code == 404
    assert browser.get(at(case, f"{NEW}?role=coordinator")).status_code == 404


def test_the_role_is_handed_over_with_a_reason(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    els = professional(desk.office, "Els Prins", "regisseur")
    bram, path = browse(), at(case, "assign/regisseur")
    page = bram.get(path).text
    form = filled_in(bram, path, {"person": els.id, "f.ground": "vakantie"})

    answers = [post(bram, path, form), post(bram, path, form)]

    assert "Nu is dit: bram ." in words(page)
    assert {answer.headers["location"] for answer in answers} == {f"/cases/{case.id}#participants"}
    assert "Els Prins" in browse("anna").get(path).text


def test_a_handing_over_that_was_overtaken_is_offered_again(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    els = professional(desk.office, "Els Prins", "regisseur")
    bram, path = browse(), at(case, "assign/regisseur")
    form = filled_in(bram, path, {"person": els.id, "f.ground": "vakantie"})
    case.write("look")

    stale = post(bram, path, form)

    assert stale.status_code == 412
    assert "Stuk begonnen" in words(stale.text)
    assert f'value="{els.id}" selected' in stale.text
    assert 'value="vakantie"' in stale.text
    assert post(bram, path, {**form, **hidden_of(stale.text, path)}).status_code == 303


def test_a_role_that_more_people_have_is_not_handed_over(browse: Browse, case: CaseAtDesk) -> None:
    html = browse().get(at(case, "assign/cjg_worker")).text

    assert "Deze rol wordt niet overgedragen" in words(html)
    assert "<select" not in html


def test_who_reads_titles_only_sees_nobody_of_the_family(
    desk: Desk, browse: Browse, case: CaseAtDesk
) -> None:
    els = {"person": desk.els, "role": "parent_with_authority", "ground": "moeder"}
    case.done("bram", orders.Join, **els)
    cora = browse("cora")

    choosing = cora.get(at(case, f"{NEW}?role=parent_with_authority")).text
    leaving = cora.get(at(case, f"participants/{desk.els}/parent_with_authority/leave")).text

    for html in (choosing, leaving):
        assert not {"els", "tom", "sam"} & set(words(html).lower().split())
    assert "U ziet alleen titels en data" in words(choosing)
    assert "Wie Iemand van het gezin" in words(leaving)
