"""The agreements of a case on a screen: made, owned, the family's word, settled; no script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service import orders
from engine.service.file.agreements import AgreementRow, agreements
from engine.service.office import Office
from engine.store.store import Store
from tests.api.pages.browsing import form_to, post, send, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.rooms import a_room

__all__ = ["brackets", "browse"]


@pytest.fixture
def case(store: Store, clock: ManualClock) -> CaseAtDesk:
    """Lend a case that the table accepted."""
    return a_room(store, clock).case()


@pytest.fixture
def desk(case: CaseAtDesk) -> Desk:
    """Lend its desk."""
    return case.desk


@pytest.fixture
def office(desk: Desk) -> Office:
    """Lend its office, to the site as well."""
    return desk.office


def at(case: CaseAtDesk, rest: str = "") -> str:
    """Where the agreements are."""
    return f"/cases/{case.id}/agreements{rest}"


def rows(case: CaseAtDesk) -> tuple[AgreementRow, ...]:
    """Read them."""
    return agreements(case.desk.viewers["bram"], case.desk.office, case.id)


def makes(browser: TestClient, case: CaseAtDesk, **said: Any) -> Response:
    """Fill in a new agreement and send it."""
    usual = {"text": "CANARY elke week bellen", "due_on": "2026-03-20"}
    return send(browser, at(case), at(case), {**usual, **said})


def fills(browser: TestClient, case: CaseAtDesk, made: str, form: str, **said: str) -> Response:
    """Fill in a form of one agreement and send it."""
    fields = {f"{name}-{made}": value for name, value in said.items()}
    return send(browser, at(case), at(case, f"/{made}/{form}"), fields)


def test_an_agreement_goes_from_made_to_settled_with_the_familys_word(
    case: CaseAtDesk, desk: Desk, browse: Browse
) -> None:
    bram = browse("bram")
    makes(bram, case, readers=[desk.els])
    (made,) = rows(case)

    fills(bram, case, made.id, "owner", owner=desk.who("anna"))
    fills(bram, case, made.id, "words", person=desk.els, how="hard", words="Geen vervoer")

    assert re.search(
        "els ?, .{4,12}: Het lukt niet ?: Geen vervoer", words(bram.get(at(case)).text)
    )
    assert "Geen vervoer" not in browse("cora").get(at(case)).text
    (heard,) = rows(case)
    assert (heard.owner, heard.state, heard.visible_to) == ("anna", "open", ("els",))
    fills(bram, case, made.id, "result", result="met", said="Het lukte toch")
    assert (rows(case)[0].state, rows(case)[0].result) == ("met", "Het lukte toch")


def test_all_its_words_can_be_translated(
    case: CaseAtDesk, desk: Desk, browse: Browse, brackets: None
) -> None:
    bram = browse("bram")
    empty = bram.get(at(case)).text
    makes(bram, case)
    makes(bram, case, owner=desk.who("anna"))
    first, _ = rows(case)
    fills(bram, case, first.id, "words", person=desk.els, how="done")
    fills(bram, case, first.id, "result", result="ended")

    for html in (empty, bram.get(at(case)).text, browse("cora").get(at(case)).text):
        assert unwrapped_text(html) == []


@pytest.mark.parametrize(
    ("form", "said", "wrong"),
    [
        ("words", {"how": "hard", "person": ""}, ["person", "words"]),
        ("owner", {"owner_words": ""}, ["owner"]),
        ("result", {"result": "", "said": "BEWAARD"}, ["result"]),
        ("result", {"result": "met", "said": "x" * 20_001}, ["said"]),
    ],
)
def test_each_form_comes_back_with_what_is_wrong_and_what_was_typed(
    case: CaseAtDesk, browse: Browse, form: str, said: dict[str, str], wrong: list[str]
) -> None:
    bram = browse("bram")
    makes(bram, case)
    made = rows(case)[0].id

    answer = fills(bram, case, made, form, **said)

    assert answer.status_code == 400
    for field in wrong:
        assert f'href="#f-{field}-{made}"' in answer.text
    assert all(text in answer.text for text in said.values())


def test_a_new_one_that_is_not_complete_keeps_what_was_typed(
    case: CaseAtDesk, browse: Browse
) -> None:
    answer = makes(browse("bram"), case, text="", due_on="", owner_words="oma")

    assert answer.status_code == 400
    assert all(f'href="#f-{field}"' in answer.text for field in ("text", "due_on"))
    assert 'value="oma"' in answer.text
    assert rows(case) == ()


FORMS = {
    "words": {"person": "els", "how": "hard", "words": "Geen BEWAARD vervoer"},
    "owner": {"owner_words": "tante BEWAARD"},
    "result": {"result": "met", "said": "Goed BEWAARD gegaan"},
}
"""What is filled in on each form of an agreement."""


@pytest.mark.parametrize("form", FORMS)
def test_who_is_second_is_told_what_came_in_and_may_do_it_all_the_same(
    case: CaseAtDesk, desk: Desk, browse: Browse, form: str
) -> None:
    bram = browse("bram")
    makes(bram, case)
    made = rows(case)[0].id
    where = at(case, f"/{made}/{form}")
    opened = form_to(bram.get(at(case)).text, where)
    case.done("rik", orders.NameOwner, agreement=made, owner_words="oma")
    filled = {f"{name}-{made}": text for name, text in FORMS[form].items()}
    said = {name: desk.els if text == "els" else text for name, text in filled.items()}

    late = post(bram, where, {**opened, **said})
    again = post(bram, where, {**form_to(late.text, where), **said})

    assert (late.status_code, again.status_code) == (412, 303)
    assert "oma" in words(late.text)
    assert "BEWAARD" in late.text
    assert "BEWAARD" in str(rows(case))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_takes_when_it_happened(
    case: CaseAtDesk, desk: Desk, browse: Browse, form: str
) -> None:
    bram = browse("bram")
    makes(bram, case)
    made, earlier = rows(case)[0].id, desk.clock.now() - timedelta(days=2)
    said = {name: desk.els if text == "els" else text for name, text in FORMS[form].items()}
    when = {f"occurred_at-{form}": f"{earlier:%Y-%m-%dT%H:%M}"}

    assert fills(bram, case, made, form, **said, **when).status_code == 303

    assert case.events[-1].occurred_on == earlier.date()


@pytest.mark.parametrize("form", FORMS)
def test_a_moment_of_a_form_that_has_yet_to_come_is_refused_there_and_stays(
    case: CaseAtDesk, desk: Desk, browse: Browse, form: str
) -> None:
    bram = browse("bram")
    makes(bram, case)
    made = rows(case)[0].id
    later = f"{desk.clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    said = {f"occurred_at-{form}": later, f"late_reason-{form}": "BEWAARD"}

    answer = fills(bram, case, made, form, **said)

    assert answer.status_code == 400
    assert f'href="#f-occurred_at-{form}-{made}"' in answer.text
    assert later in answer.text
    assert "BEWAARD" in answer.text
    missing = {"words": ["person", "how"], "owner": [], "result": ["result"]}[form]
    assert all(f'href="#f-{field}-{made}"' in answer.text for field in missing)


def test_what_was_agreed_earlier_is_recorded_on_the_day_itself(
    case: CaseAtDesk, desk: Desk, browse: Browse
) -> None:
    bram, earlier = browse("bram"), desk.clock.now() - timedelta(days=2)

    makes(bram, case, occurred_at=f"{earlier:%Y-%m-%dT%H:%M}")

    assert [row.made_on for row in rows(case)] == [earlier.date()]


def test_a_moment_that_has_yet_to_come_is_refused_with_all_else_that_is_wrong(
    case: CaseAtDesk, desk: Desk, browse: Browse
) -> None:
    later = f"{desk.clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"

    answer = makes(browse("bram"), case, text="", occurred_at=later)

    assert answer.status_code == 400
    assert all(f'href="#f-{field}"' in answer.text for field in ("text", "occurred_at"))
    assert later in answer.text
