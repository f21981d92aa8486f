"""Records on the pages: a draft that waits, two who write at once, four eyes that settle it."""

import pytest

from engine.errors import Busy
from engine.service import orders
from tests.api.pages.browsing import post, without_id, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import a_case_of_two, at, csrf_of, filled_in, hidden_of, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement
from tests.service.stages import everything

ANALYSIS = "records/new?type=explanatory_analysis"
DRAFT = {"f.question": "Wat houdt het in stand?"}
FULL = {**DRAFT, "f.own_words": "Ik wil bij oma.\nEn naar school."}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement in its first state."""
    return a_placement(desk)


def begun(browse: Browse, case: CaseAtDesk, **fields: str) -> str:
    """Let Anna begin an explanatory analysis; where it is."""
    answer = sends(browse("anna"), at(case, ANALYSIS), {**DRAFT, **fields})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_without_a_type_the_page_lists_what_one_may_begin_what_is_asked_first(
    browse: Browse, case: CaseAtDesk
) -> None:
    html = browse("anna").get(at(case, "records/new")).text

    asked, others = html.split("Andere stukken")
    assert "Gevraagd door de stappen van hier" in asked
    assert f"/cases/{case.id}/records/new?type=look" in others


def test_a_draft_is_saved_though_what_is_required_waits(browse: Browse, case: CaseAtDesk) -> None:
    browser = browse("anna")

    where = begun(browse, case)
    page = browser.get(where)

    assert page.status_code == 200
    assert "Wat houdt het in stand?" in page.text
    said = words(page.text)
    assert "Vul in: Wat de jeugdige wil, in eigen woorden." in said
    assert 'href="#f-own_words"' in page.text
    assert f"Stuk – {case.head.number}" in page.text
    assert "sam" not in where


def test_after_saving_the_page_says_so_once_and_what_is_next(
    browse: Browse, case: CaseAtDesk
) -> None:
    case.step("substantiate")
    case.settled("second_opinion", "given", then="dora")
    case.step("counter_check")
    browser = browse("anna")
    where = sends(browser, at(case, ANALYSIS), DRAFT).headers["location"]

    first, second = browser.get(where).text, browser.get(where).text

    assert "Bewaard." in words(first)
    assert "Volgende:" in words(first)
    assert "Bewaard." not in words(second)


def test_sent_twice_it_is_begun_once(desk: Desk, browse: Browse, case: CaseAtDesk) -> None:
    browser, action = browse("anna"), at(case, "records/new")
    form = filled_in(browser, at(case, ANALYSIS), DRAFT)

    answers = [post(browser, action, form), post(browser, action, form)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(case.events) == len({event.seq for event in case.events})
    assert [event.kind for event in case.events].count("record_written") == 1


def test_one_that_is_unfinished_is_offered_before_a_second_is_begun(
    browse: Browse, case: CaseAtDesk
) -> None:
    where = begun(browse, case)

    html = browse("anna").get(at(case, ANALYSIS)).text

    assert "Er is al een stuk dat nog niet af is" in words(html)
    assert f'href="{where}"' in html


def test_who_does_not_write_such_records_reads_who_does_and_is_refused(
    browse: Browse, case: CaseAtDesk
) -> None:
    browser, before = browse("dora"), everything(case.desk.office.store)["record"]
    html = browser.get(at(case, ANALYSIS)).text
    form = filled_in(browse("anna"), at(case, ANALYSIS), DRAFT)

    answer = post(browser, at(case, "records/new"), {**form, "csrf": csrf_of(html)})

    assert "Dit stuk wordt geschreven door" in words(html)
    assert f'action="{at(case, "records/new")}"' not in html
    assert answer.status_code == 409
    assert "Dit stuk wordt geschreven door" in words(answer.text)
    assert everything(case.desk.office.store)["record"] == before


def test_a_wrong_date_comes_back_with_what_was_typed(browse: Browse, case: CaseAtDesk) -> None:
    typed = {"f.title": "supervision_order", "f.ruled_on": "gisteren", "f.ends_on": "2026-13-01"}

    answer = sends(browse(), at(case, "records/new?type=placement_authorisation"), typed)

    assert answer.status_code == 400
    assert "<title>Fout: " in answer.text
    assert 'href="#f-ruled_on"' in answer.text
    assert 'href="#f-ends_on"' in answer.text
    assert 'value="gisteren"' in answer.text


def test_what_happened_too_long_ago_asks_why_beside_every_other_problem(
    browse: Browse, case: CaseAtDesk
) -> None:
    typed = {"f.ruled_on": "gisteren", "occurred_at": "2026-01-05T10:00"}

    answer = sends(browse(), at(case, "records/new?type=placement_authorisation"), typed)

    assert answer.status_code == 400
    assert 'href="#f-late_reason"' in answer.text
    assert 'href="#f-ruled_on"' in answer.text
    assert "<details open>" in answer.text


def test_a_draft_is_written_anew(browse: Browse, case: CaseAtDesk) -> None:
    where, browser = begun(browse, case), browse("anna")

    answer = sends(browser, where, FULL)

    assert answer.status_code == 303
    assert answer.headers["location"] == where
    assert "Ik wil bij oma.\nEn naar school." in browser.get(where).text


def test_two_who_write_at_once_see_both_texts_and_choose(browse: Browse, case: CaseAtDesk) -> None:
    where, anna, bram = begun(browse, case), browse("anna"), browse()
    mine = filled_in(anna, where, {"f.question": "Tekst van Anna", "f.own_words": "Bij oma"})
    assert sends(bram, where, {"f.question": "Tekst van Bram"}).status_code == 303

    stale = post(anna, where, mine)

    assert stale.status_code == 412
    said = words(stale.text)
    assert "De zaak is gewijzigd terwijl u bezig was" in said
    assert "Stuk bewerkt: Verklarende analyse" in said
    assert "Tekst van Bram" in said
    assert "Waar uw tekst verschilt van wat nu is bewaard" in said
    assert "Gezien, toch doen" in said
    assert "Tekst van Anna</textarea>" in stale.text
    assert "Bij oma</textarea>" in stale.text

    again = {**mine, **hidden_of(stale.text, where)}
    assert again["nonce"] != mine["nonce"]
    assert post(anna, where, again).status_code == 303
    assert "Tekst van Anna" in anna.get(where).text


def test_a_change_elsewhere_in_the_case_leaves_nothing_to_compare(
    browse: Browse, case: CaseAtDesk
) -> None:
    where, anna = begun(browse, case), browse("anna")
    mine = filled_in(anna, where, DRAFT)
    case.write("look")

    stale = post(anna, where, mine)

    assert stale.status_code == 412
    assert "Stuk begonnen" in words(stale.text)
    assert "Waar uw tekst verschilt" not in words(stale.text)


def test_what_is_not_for_the_reader_is_named_and_stays_when_they_write(
    browse: Browse, case: CaseAtDesk
) -> None:
    stay = {"kind": "respite", "began_on": "2026-03-02", "where": "bij tante Jo"}
    made = case.done("bram", orders.WriteRecord, type="stay_elsewhere", fields=stay).made
    where = at(case, f"records/{made}")

    html = browse("anna").get(where).text
    saved = sends(browse("anna"), where, {"f.kind": "respite", "f.began_on": "2026-03-01"})

    assert "Mag u niet inzien" in words(html)
    assert "tante Jo" not in html
    assert "Wat u niet mag inzien, blijft zoals het is." in words(html)
    assert saved.status_code == 303
    kept = browse().get(where).text
    assert "bij tante Jo" in kept
    assert 'value="2026-03-01"' in kept


def test_who_does_not_write_it_reads_the_draft(browse: Browse, case: CaseAtDesk) -> None:
    record = case.write("explanatory_analysis", by="anna")

    html = browse("dora").get(at(case, f"records/{record}")).text

    assert "U kunt niet aan dit concept schrijven" in words(html)
    assert "<textarea" not in html


def test_what_the_record_lacks_is_told_with_the_way_to_it(browse: Browse, case: CaseAtDesk) -> None:
    where, dora = begun(browse, case), browse("dora")
    shared = sends(browse("anna"), f"{where}/moves/shared_with_family", {})
    assert shared.headers["location"] == where

    html = dora.get(f"{where}/moves/confirmed").text
    answer = sends(dora, f"{where}/moves/confirmed", {})

    link = f'href="{where}#f-own_words"'
    assert link in html
    assert "Lees wat er in het stuk staat" in html
    assert answer.status_code == 400
    assert link in answer.text
    assert 'href="#f-judgement"' in answer.text
    assert "<title>Fout: " in answer.text


def test_the_author_reads_why_another_must_settle_it(browse: Browse, case: CaseAtDesk) -> None:
    where, anna = begun(browse, case, **FULL), browse("anna")
    sends(anna, f"{where}/moves/shared_with_family", {})
    dora = filled_in(browse("dora"), f"{where}/moves/confirmed", {"f.judgement": "Goed zo"})

    html = anna.get(f"{where}/moves/confirmed").text
    answer = post(anna, f"{where}/moves/confirmed", {**dora, "csrf": csrf_of(html)})

    assert "een tweede professional" in words(html)
    assert f'action="{where}/moves/confirmed"' not in html
    assert answer.status_code == 409
    assert "een tweede professional" in words(answer.text)


def test_a_second_professional_settles_it_once_and_comes_back_to_the_case(
    browse: Browse, case: CaseAtDesk
) -> None:
    where, dora = begun(browse, case, **FULL), browse("dora")
    sends(browse("anna"), f"{where}/moves/shared_with_family", {})
    path = f"{where}/moves/confirmed"
    form = filled_in(dora, path, {"f.judgement": "Volledig en gedeeld"})

    answers = [post(dora, path, form), post(dora, path, form)]

    assert {answer.headers.get("location") for answer in answers} == {f"/cases/{case.id}#records"}
    page = dora.get(where).text
    assert "Volledig en gedeeld" in words(page)
    assert "wordt niet meer gewijzigd" in words(page)
    assert "Ik wil bij oma." in page
    assert "<textarea" not in page
    assert f'href="{where}/moves/confirmed"' in page  # it may be confirmed again
    assert "moves/superseded" not in page  # a newer one does that by itself


def test_a_status_that_cannot_be_reached_from_here_says_so(
    browse: Browse, case: CaseAtDesk
) -> None:
    where, dora = begun(browse, case), browse("dora")
    html = dora.get(f"{where}/moves/confirmed").text
    version = {"version": str(case.head.version), "nonce": "n", "csrf": csrf_of(html)}

    answer = post(dora, f"{where}/moves/confirmed", {**version, "f.judgement": "Goed"})

    assert "Het stuk kan niet naar deze status" in words(html)
    assert answer.status_code == 409
    assert "van daar kan het naar" in words(answer.text)


def test_a_move_that_was_overtaken_is_offered_again(browse: Browse, case: CaseAtDesk) -> None:
    where, anna = begun(browse, case, **FULL), browse("anna")
    form = filled_in(anna, f"{where}/moves/information", {})
    case.write("look")

    stale = post(anna, f"{where}/moves/information", form)

    assert stale.status_code == 412
    again = {**form, **hidden_of(stale.text, f"{where}/moves/information")}
    assert post(anna, f"{where}/moves/information", again).status_code == 303


def test_a_talk_of_yesterday_is_settled_with_its_own_day(
    browse: Browse, desk: Desk, case: CaseAtDesk
) -> None:
    look = case.write("look")
    path = at(case, f"records/{look}/moves/done")

    answer = sends(browse(), path, {"occurred_at": "2026-02-27T16:00"})

    assert answer.status_code == 303
    assert "vr 27 februari 2026" in words(browse().get(at(case, f"records/{look}")).text)


def test_when_it_is_busy_the_typed_text_stays(
    browse: Browse, case: CaseAtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, anna = begun(browse, case), browse("anna")
    form = filled_in(anna, where, {"f.question": "Lange tekst"})

    def busy(*_: object) -> None:
        raise Busy(5)

    monkeypatch.setattr("api.pages.records.edit_record", busy)
    answer = post(anna, where, form)

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Lange tekst</textarea>" in answer.text


def test_of_two_children_the_form_asks_which(desk: Desk, browse: Browse) -> None:
    case, sam, fien = a_case_of_two(desk)
    path = at(case, ANALYSIS)

    asked = browse().get(f"{path}&child={fien}").text
    unsaid = sends(browse(), path, {**DRAFT, "child": ""})
    said = sends(browse(), path, {**DRAFT, "child": fien})

    assert f'value="{fien}" selected' in asked
    assert f'value="{sam}"' in asked
    assert unsaid.status_code == 400
    assert 'href="#f-child"' in unsaid.text
    assert "Wat houdt het in stand?" in unsaid.text
    assert "Over fien" in words(browse().get(said.headers["location"]).text)


@pytest.mark.parametrize(
    "rest",
    ["records/new?type=nothing_like_it", "records/{other}", "records/{other}/moves/done"],
)
def test_what_is_not_there_and_what_is_not_yours_look_alike(
    desk: Desk, browse: Browse, case: CaseAtDesk, rest: str
) -> None:
    other = another_family(desk).opens()
    record = other.write("look")
    gijs, bram = browse("gijs"), browse()
    nowhere = "0" * 32

    mine = at(case, rest.format(other=record))
    foreign = gijs.get(at(other, rest.format(other=record)))
    missing = gijs.get(f"/cases/{nowhere}/{rest.format(other=record)}")

    assert bram.get(mine).status_code == 404
    assert foreign.status_code == missing.status_code == 404
    assert without_id(foreign).replace(other.id, nowhere) == without_id(missing)


def test_a_read_is_logged_with_the_record(browse: Browse, desk: Desk, case: CaseAtDesk) -> None:
    record = case.write("look")
    before = len(desk.log())

    browse().get(at(case, f"records/{record}"))

    row = desk.log()[-1]
    assert len(desk.log()) > before
    assert (row.action, row.outcome) == ("read_record", "done")


def test_the_author_named_is_who_began_it(browse: Browse, case: CaseAtDesk) -> None:
    case.done("bram", orders.WriteRecord, type="look", fields={"found": "Alles loopt"})
    record = next(event for event in case.events if event.kind == "record_written")

    html = browse("anna").get(at(case, f"records/{record.payload['record']}")).text

    assert "Begonnen door bram" in words(html)
