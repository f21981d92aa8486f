"""The sheet of one item and its blocks, without a script: each saved by itself, none in vain."""

from __future__ import annotations

from engine.service.sessions import IDLE
from tests.api.http.conftest import FROM_HERE
from tests.api.pages.at_sheet import at, desk, office, opened, outcome, sends, sitting
from tests.api.pages.browsing import form_to, post, words
from tests.api.pages.case.conftest import Browse, brackets, browse
from tests.api.pages.pseudo import unwrapped_text
from tests.service.sittings import Sitting

__all__ = ["brackets", "browse", "desk", "office", "sitting"]

PARENTS = {"f.start_meeting-parents_there": "held_without"}


def test_the_sheet_tells_what_the_table_needs(sitting: Sitting, browse: Browse) -> None:
    said = words(browse("vera").get(at(sitting)).text)

    for told in ("Ruzie thuis", "De Brug", "karim", "School gemist", "sam wil naar oma"):
        assert told in said


def test_all_its_words_can_be_translated(sitting: Sitting, browse: Browse, brackets: None) -> None:
    vera = browse("vera")
    before = vera.get(at(sitting)).text
    sitting.sits()
    sitting.settles("sam", "done_here")

    for html in (before, vera.get(at(sitting)).text, browse("cora").get(at(sitting)).text):
        assert unwrapped_text(html) == []


def test_others_read_and_have_no_form_and_strangers_find_nothing(
    sitting: Sitting, browse: Browse
) -> None:
    carla, cora = browse("carla").get(at(sitting)).text, browse("cora").get(at(sitting)).text

    assert "Ruzie thuis" in carla
    assert '<select class="utrecht-select' not in carla.partition('id="block-who"')[2]
    assert "Ruzie thuis" not in cora
    assert not {"sam", "daan", "els", "karim"} & {*words(cora).split()}
    assert browse("anna").get(at(sitting)).status_code == 404


def test_several_people_are_marked_at_once_and_who_failed_is_named(
    sitting: Sitting, browse: Browse
) -> None:
    els, vera, joost = (sitting.who(name) for name in ("els", "vera", "joost"))
    marks = {f"how.{els}": "by_phone", f"how.{vera}": "in_room", f"how.{joost}": "not_invited"}

    answer = sends(browse("sita"), sitting, "/who", **marks)

    assert answer.status_code == 400
    assert f'href="#f-reason-{joost}"' in answer.text
    assert 'value="not_invited" selected' in answer.text
    marked = {each.name: each.how for each in sitting.sheet().expected if each.how}
    assert marked == {"els": "by_phone", "vera": "in_room"}

    mended = sends(browse("sita"), sitting, "/who", **{**marks, f"reason.{joost}": "veiligheid"})
    assert mended.headers["location"] == at(sitting, "#block-who")
    assert {each.how for each in sitting.sheet().expected if each.name == "joost"} == {
        "not_invited"
    }


def test_somebody_else_is_there_in_words_and_a_role(sitting: Sitting, browse: Browse) -> None:
    wrong = sends(browse("sita"), sitting, "/who", words="Oma", words_how="in_room")
    assert wrong.status_code == 400
    assert 'href="#f-words_role"' in wrong.text
    assert 'value="Oma"' in wrong.text

    said = {"words": "Oma", "words_how": "in_room", "words_role": "supporter"}
    assert sends(browse("sita"), sitting, "/who", **said).status_code == 303

    assert "Oma" in [each.name for each in sitting.sheet().expected]


def test_the_talk_begins_once_the_table_is_complete_and_the_chair_stays_signed_in(
    sitting: Sitting, browse: Browse
) -> None:
    vera = browse("vera")
    refused = sends(vera, sitting, "/steps/start_meeting", **PARENTS)
    assert refused.status_code == 409
    assert 'href="#block-who"' in refused.text
    assert 'value="held_without" checked' in refused.text
    present = {f"how.{sitting.who(name)}": "in_room" for name in ("vera", "sita", "carla", "rik")}
    sends(vera, sitting, "/who", **present)

    begun = sends(vera, sitting, "/steps/start_meeting", **PARENTS)

    assert begun.status_code == 303
    assert sitting.case.head.state == "in_meeting"
    sitting.desk.clock.move_to(sitting.desk.clock.now() + IDLE)
    assert vera.get(at(sitting)).status_code == 200


def test_an_advice_is_given_when_it_is_whole(sitting: Sitting, browse: Browse) -> None:
    half = {"f.advice-signal": "Wachten duurt lang"}
    assert sends(browse("sita"), sitting, "/advice", **half).status_code == 400

    done = sends(browse("sita"), sitting, "/advice", **half, **{"f.advice-advice": "Meer plaatsen"})

    assert done.status_code == 303
    assert [each.status for each in sitting.sheet().records][-1] == "given"


def test_chair_and_secretary_save_different_blocks_at_one_time(
    sitting: Sitting, browse: Browse
) -> None:
    sitting.sits()
    vera, sita, sam = browse("vera"), browse("sita"), sitting.who("sam")
    chairs = opened(vera, sitting, f"/outcomes/{sam}")
    secretarys = opened(sita, sitting, "/who")

    marked = post(sita, at(sitting, "/who"), {**secretarys, f"how.{sitting.who('els')}": "in_room"})
    settled = post(
        vera,
        at(sitting, f"/outcomes/{sam}"),
        {**chairs, **outcome(sitting, "sam", "done_here")},
    )

    assert (marked.status_code, settled.status_code) == (303, 303)


def test_of_two_people_on_one_block_the_second_sees_what_came_in(
    sitting: Sitting, browse: Browse
) -> None:
    vera, sita, els = browse("vera"), browse("sita"), sitting.who("els")
    first, second = (opened(each, sitting, "/who") for each in (sita, vera))
    post(sita, at(sitting, "/who"), {**first, f"how.{els}": "in_room"})

    clash = post(vera, at(sitting, "/who"), {**second, f"how.{els}": "absent"})

    assert clash.status_code == 412
    assert "<title>Fout: " in clash.text
    assert "sita" in words(clash.text.partition("data-focus")[2])
    assert 'value="absent" selected' in clash.text
    assert [each.how for each in sitting.sheet().expected if each.name == "els"] == ["in_room"]
    again = post(vera, at(sitting, "/who"), {
        **form_to(clash.text, at(sitting, "/who")), f"how.{els}": "absent",
    })  # fmt: skip
    assert again.status_code == 303


def test_a_case_is_put_off_from_the_sheet(sitting: Sitting, browse: Browse) -> None:
    said = {
        "f.adjourn-reason": "Geen tolk", "f.adjourn-new_date": "2026-03-24",
        "f.adjourn-who_watches": "Bram",
    }  # fmt: skip
    assert sends(browse("vera"), sitting, "/steps/adjourn").status_code == 400

    assert sends(browse("vera"), sitting, "/steps/adjourn", **said).status_code == 303

    assert sitting.case.head.state == "adjourned"


def test_what_is_no_block_of_this_sheet_is_not_found(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    form = opened(vera, sitting, "/steps/adjourn")
    nobody = opened(vera, sitting, "/who")

    assert post(vera, at(sitting, "/steps/submit"), form).status_code == 404
    assert post(vera, at(sitting, "/outcomes/none"), nobody).status_code == 404


def test_for_htmx_a_saved_block_comes_back_alone_and_says_so(
    sitting: Sitting, browse: Browse
) -> None:
    sita = browse("sita")
    form = opened(sita, sitting, "/who") | {f"how.{sitting.who('els')}": "in_room"}

    answer = sita.post(at(sitting, "/who"), data=form, headers={**FROM_HERE, "HX-Request": "true"})

    assert answer.status_code == 200
    assert "HX-Redirect" not in answer.headers
    block = answer.text.partition('id="block-who"')[2]
    assert "data-focus" in block.partition("<form")[0]


def test_the_lock_ends_the_session_and_leads_back_here(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    on = sends(vera, sitting, "/mode")
    assert on.headers["location"] == at(sitting)
    assert sends(browse("sita"), sitting, "/mode").status_code == 303

    form = opened(vera, sitting, "/lock")
    locked, again = (post(vera, at(sitting, "/lock"), form) for _ in range(2))

    assert locked.headers["location"] == f"/sign-in?next={at(sitting)}"
    assert again.headers["location"] == locked.headers["location"]
    assert vera.get(at(sitting)).headers["location"].startswith("/sign-in")


def test_meeting_mode_is_refused_once_the_meeting_is_over(sitting: Sitting, browse: Browse) -> None:
    vera = browse("vera")
    form = opened(vera, sitting, "/mode")
    sitting.room.brings(sitting.meeting, "to_complete")

    assert post(vera, at(sitting, "/mode"), form).status_code == 409
