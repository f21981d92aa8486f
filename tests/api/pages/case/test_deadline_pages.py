"""One deadline: how its date came to be, who heard of it, and moving it within its limits."""

import pytest

from engine.service import orders
from engine.span import Span
from tests.api.pages.browsing import post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, csrf_of, filled_in, hidden_of, sends
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

MOVE = {"amount": "2", "unit": "weeks", "f.reason": "De gedragswetenschapper is ziek."}
STAND = {"f.until": "2026-04-01", "f.reason": "Moeder ligt in het ziekenhuis."}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement in its first state."""
    return a_placement(desk)


def of(case: CaseAtDesk, key: str = "preparation", rest: str = "") -> str:
    """Where the deadline of this key is."""
    row = next(row for row in case.duties if row.key == key)
    return at(case, f"deadlines/{row.public_id}{rest}")


def test_it_explains_itself_and_its_reminders(browse: Browse, case: CaseAtDesk) -> None:
    said = words(browse().get(of(case)).text)

    assert "ma 13 april 2026" in said
    assert "6 weken vanaf ma 2 maart 2026" in said
    assert "Regisseur" in said
    assert "Herinneringen" in said
    assert "Gepland" in said
    assert "Bron" in said


def test_what_is_not_possible_or_not_yours_says_why(browse: Browse, case: CaseAtDesk) -> None:
    bram, cora = words(browse().get(of(case)).text), words(browse("cora").get(of(case)).text)
    law = words(browse().get(of(case, "turning_18")).text)

    assert "Verlengen Niet door u. Dit doet: Coördinator" in bram
    assert "Tot hooguit" in bram
    assert "Niet door u" not in cora.partition("Opschorten")[0]
    assert law.count("Kan niet: de regels van deze termijn") == 2


def test_the_forms_say_so_too(browse: Browse, case: CaseAtDesk) -> None:
    not_mine = browse().get(of(case, rest="/extend")).text
    never = browse().get(of(case, "turning_18", "/suspend")).text

    assert "Dit doet: Coördinator" in words(not_mine)
    assert "laten dit niet toe" in words(never)
    assert "<textarea" not in not_mine + never


def test_the_new_date_is_shown_before_anything_changes(browse: Browse, case: CaseAtDesk) -> None:
    cora, path = browse("cora"), of(case, rest="/extend")

    looked = sends(cora, path, {**MOVE, "intent": "preview"})
    far = sends(cora, path, {**MOVE, "amount": "9", "intent": "preview"})

    assert looked.status_code == far.status_code == 200
    assert "Van ma 13 april 2026 naar vr 24 april 2026" in words(looked.text)
    assert "is ziek.</textarea>" in looked.text
    assert 'value="weeks" checked' in looked.text
    assert "Dat is te ver" in words(far.text)
    assert not [event for event in case.events if event.kind == "deadline_extended"]


def test_it_is_extended_once(browse: Browse, case: CaseAtDesk) -> None:
    cora, path = browse("cora"), of(case, rest="/extend")
    form = filled_in(cora, path, {**MOVE, "intent": "do"})

    answers = [post(cora, path, form), post(cora, path, form)]

    assert {answer.headers["location"] for answer in answers} == {of(case)}
    assert "Uiterlijk vr 24 april 2026" in words(cora.get(of(case)).text)  # before King's Day
    assert [event.kind for event in case.events].count("deadline_extended") == 1


def test_everything_that_is_missing_is_named_at_once(browse: Browse, case: CaseAtDesk) -> None:
    cora, path = browse("cora"), of(case, rest="/extend")

    for intent in ("do", "preview"):
        answer = sends(cora, path, {"amount": "veel", "unit": "eeuwen", "intent": intent})
        assert answer.status_code == 400
        for name in ("amount", "unit"):
            assert f'href="#f-{name}"' in answer.text
        assert 'value="veel"' in answer.text
    assert 'href="#f-reason"' in sends(cora, path, {"intent": "do"}).text


@pytest.mark.parametrize("intent", ["do", "preview"])
def test_a_unit_in_which_it_is_not_counted_comes_back(
    browse: Browse, case: CaseAtDesk, intent: str
) -> None:
    answer = sends(
        browse("cora"), of(case, rest="/extend"), {**MOVE, "unit": "hours", "intent": intent}
    )

    assert answer.status_code == 400
    assert 'href="#f-amount"' in answer.text


def test_too_far_and_by_whom_are_refused_together(browse: Browse, case: CaseAtDesk) -> None:
    path, bram = of(case, rest="/extend"), browse()
    form = filled_in(browse("cora"), path, {**MOVE, "amount": "30", "intent": "do"})

    answer = post(bram, path, {**form, "csrf": csrf_of(bram.get(path).text)})

    assert answer.status_code == 409
    assert "Dit doet: Coördinator" in words(answer.text)
    assert "verder dan het langst mogelijke" in words(answer.text)


def test_an_extension_that_was_overtaken_is_offered_again(browse: Browse, case: CaseAtDesk) -> None:
    cora, path = browse("cora"), of(case, rest="/extend")
    form = filled_in(cora, path, {**MOVE, "intent": "do"})
    case.done(
        "cora", orders.Extend, deadline=path.split("/")[4], by=Span(days=7), reason="Vakantie"
    )

    stale = post(cora, path, form)

    assert stale.status_code == 412
    assert "Termijn verlengd" in words(stale.text)
    assert "is ziek.</textarea>" in stale.text
    assert post(cora, path, {**form, **hidden_of(stale.text, path)}).status_code == 303


def test_it_stands_still_and_runs_on(browse: Browse, case: CaseAtDesk) -> None:
    bram = browse()
    stood = sends(bram, of(case, rest="/suspend"), STAND)
    page = bram.get(of(case)).text
    form = hidden_of(page, of(case, rest="/resume"))

    answers = [post(bram, of(case, rest="/resume"), form) for _ in range(2)]

    assert stood.headers["location"] == of(case)
    assert "staat stil" in words(page)
    assert "wo 1 april 2026" in words(page)
    assert {answer.headers["location"] for answer in answers} == {of(case)}
    assert "De termijn loopt weer." in words(bram.get(of(case)).text)


def test_a_day_that_is_past_or_too_far_is_refused(browse: Browse, case: CaseAtDesk) -> None:
    path = of(case, rest="/suspend")

    past = sends(browse(), path, {**STAND, "f.until": "2026-03-02"})
    far = sends(browse(), path, {**STAND, "f.until": "2026-12-24"})
    empty = sends(browse(), path, {})

    assert past.status_code == far.status_code == 409
    assert "Deze dag is al voorbij." in words(past.text)
    assert "verder dan het langst mogelijke" in words(far.text)
    assert "ziekenhuis.</textarea>" in far.text
    assert empty.status_code == 400
    for name in ("until", "reason"):
        assert f'href="#f-{name}"' in empty.text


def test_a_button_that_was_overtaken_asks_once_more(browse: Browse, case: CaseAtDesk) -> None:
    bram, path = browse(), of(case, rest="/resume")
    sends(bram, of(case, rest="/suspend"), STAND)
    form = hidden_of(bram.get(of(case)).text, path)
    case.write("look")

    stale = post(bram, path, form)

    assert stale.status_code == 412
    assert post(bram, path, {**form, **hidden_of(stale.text, path)}).status_code == 303


def test_what_is_over_cannot_be_moved(browse: Browse, desk: Desk) -> None:
    case = a_placement(desk, "placed")
    over = next(row.key for row in case.duties if row.state == "met")

    html = browse().get(of(case, over)).text

    assert "Deze termijn is voorbij" in words(html)
    assert "/extend" not in html


def test_a_reminder_that_was_not_sent_says_why(browse: Browse, desk: Desk) -> None:
    case = a_placement(desk, "placed")
    gone = {row.deadline_id for row in case.ledger if row.state == "superseded"}
    key = next(row.key for row in case.duties if row.id in gone)

    said = words(browse().get(of(case, key)).text)

    assert "Vervallen" in said
    assert "Het was al gedaan." in said or "De termijn geldt niet meer." in said
