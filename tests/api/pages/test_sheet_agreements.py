"""Agreements on the sheet: several in one form, whose each is, and nobody from elsewhere."""

from __future__ import annotations

from tests.api.pages.at_sheet import at, desk, office, opened, sends, sitting
from tests.api.pages.browsing import post
from tests.api.pages.case.conftest import Browse, browse
from tests.service.sittings import Sitting

__all__ = ["browse", "desk", "office", "sitting"]

NOBODY = "0" * 32


def test_several_agreements_come_in_one_form_and_what_is_wrong_stays(
    sitting: Sitting, browse: Browse
) -> None:
    bram, els = sitting.who("bram"), sitting.who("els")
    said: dict[str, str | list[str]] = {
        "text-1": "Wekelijks bellen", "owner-1": bram, "due_on-1": "2026-04-07",
        "text-2": "Zonder dag", "owner_words-2": "Oma", "readers": [els],
    }  # fmt: skip

    answer = sends(browse("sita"), sitting, "/agreements", **said)

    assert answer.status_code == 400
    assert 'href="#f-due_on-2"' in answer.text
    assert "Zonder dag</textarea>" in answer.text
    (made,) = sitting.sheet().agreed
    assert (made.text, made.owner, made.visible_to) == ("Wekelijks bellen", "bram", ("els",))
    assert sends(browse("sita"), sitting, "/agreements").status_code == 400


def test_whose_an_agreement_is_may_follow(sitting: Sitting, browse: Browse) -> None:
    sita = browse("sita")
    sends(sita, sitting, "/agreements", **{"text-1": "Bellen", "due_on-1": "2026-04-07"})
    (made,) = sitting.sheet().agreed
    wrong = sends(sita, sitting, f"/agreements/{made.id}/owner")
    assert wrong.status_code == 400

    named = {f"owner-{made.id}": sitting.who("bram")}
    assert sends(sita, sitting, f"/agreements/{made.id}/owner", **named).status_code == 303

    assert sitting.sheet().agreed[0].owner == "bram"


def test_a_form_that_is_sent_twice_is_carried_out_once(sitting: Sitting, browse: Browse) -> None:
    sita = browse("sita")
    form = opened(sita, sitting, "/agreements") | {"text-1": "Bellen", "due_on-1": "2026-04-07"}

    answers = [post(sita, at(sitting, "/agreements"), form) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert len(sitting.sheet().agreed) == 1


def test_whoever_is_not_of_the_case_is_refused_at_the_field_and_nothing_is_saved(
    sitting: Sitting, browse: Browse
) -> None:
    els, before, sita = sitting.who("els"), sitting.case.head.version, browse("sita")
    said: dict[str, str | list[str]] = {
        "text-1": "Wekelijks bellen", "owner-1": els, "due_on-1": "2026-04-07",
        "text-2": "Oma vragen", "due_on-2": "2026-04-08", "readers": [els],
    }  # fmt: skip

    for field in ("owner-2", "child-2", "readers"):
        stranger = {field: [els, NOBODY] if field == "readers" else NOBODY}
        answer = sends(sita, sitting, "/agreements", **(said | stranger))

        assert answer.status_code == 400
        assert f'href="#f-{field}"' in answer.text
        assert all(f"{said[name]}</textarea>" in answer.text for name in ("text-1", "text-2"))
        assert f'value="{els}" checked' in answer.text
    assert (sitting.sheet().agreed, sitting.case.head.version) == ((), before)

    assert sends(sita, sitting, "/agreements", **said).status_code == 303
    assert [each.text for each in sitting.sheet().agreed] == ["Wekelijks bellen", "Oma vragen"]


def test_with_whoever_is_not_of_the_case_all_else_that_is_wrong_is_said(
    sitting: Sitting, browse: Browse
) -> None:
    said = {"text-1": "Zonder dag", "text-2": "Bellen", "owner-2": sitting.who("anna")}

    answer = sends(browse("sita"), sitting, "/agreements", **said)

    told = {f"#f-{each}" for each in ("due_on-1", "due_on-2", "owner-2")}
    assert {each for each in told if f'href="{each}"' in answer.text} == told


def test_an_owner_who_is_not_of_the_case_is_refused_at_the_question(
    sitting: Sitting, browse: Browse
) -> None:
    sita = browse("sita")
    sends(sita, sitting, "/agreements", **{"text-1": "Bellen", "due_on-1": "2026-04-07"})
    (made,) = sitting.sheet().agreed
    stranger = {f"owner-{made.id}": sitting.who("anna")}

    wrong = sends(sita, sitting, f"/agreements/{made.id}/owner", **stranger)

    assert wrong.status_code == 400
    assert f'href="#f-owner-{made.id}"' in wrong.text
    assert sitting.sheet().agreed[0].owner is None
