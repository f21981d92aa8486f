"""A copy goes through the hands of those only who see all of it, and only to who may have it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.access import Viewer
from engine.clock import ManualClock
from engine.data_rights import request_key
from engine.errors import NotFound
from engine.service import orders
from engine.service import rights_orders as rights
from engine.service.command import looking
from engine.service.data_copies import request_in
from engine.service.file.rights import RequestPage, data_request, given_copy
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.publication_orders import SpeakAsYouth
from engine.service.repeats import Done
from engine.service.youth_words import speak_as_youth
from engine.store import data_requests as kept
from engine.store import deadlines, versions
from engine.store.store import Store
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.asking_data import asks, copy, decides, done, given, refused, text_of, things
from tests.service.builders import CaseAtDesk
from tests.service.desks import takes_part
from tests.service.letter_stories import Story, a_letter_story

SECOND_LIFE = datetime(2029, 1, 25, 9, tzinfo=UTC)
"""Daan is 16 since five days."""


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of three children with two fathers."""
    return a_letter_story(store, clock)


def page(story: Story, by: str, request: str) -> RequestPage:
    """Read a request as somebody."""
    return data_request(story.viewer(by), story.office, story.case.id, request)


def stopped(story: Story, by: str, request: str) -> str:
    """What stops somebody on the page of a request."""
    reason = page(story, by, request).stopped
    return reason.key if reason else ""


def another_case(story: Story) -> Story:
    """Open a case about Noor in which Bram is regisseur, and Sita has no part."""
    desk = story.case.desk
    with unit_of_work(desk.office.store) as connection:
        workflow = desk.office.library.of("supervision_order_review", desk.region)
        versions.publish(connection, workflow, now=desk.clock.now())
    order = OpenCase(
        workflow="supervision_order_review",
        family=desk.family,
        children=(story.who("noor"),),
        role="regisseur",
        inputs={"gi": "GI"},
    )
    made = open_case(desk.viewers["bram"], desk.office, order)
    assert isinstance(made, Done), made
    return Story(CaseAtDesk(desk, made.case))


def talks(story: Story, *with_whom: str) -> None:
    """Let Bram hold a talk."""
    story.case.done(
        "bram",
        orders.HoldContact,
        held_on=story.office.today(),
        words="CANARYtalked" + "".join(with_whom),
        with_persons=tuple(map(story.who, with_whom)),
    )


def test_a_copy_is_read_again_only_by_whoever_sees_every_case_and_child_in_it(
    story: Story,
) -> None:
    second = another_case(story)
    made = second.records_a("measure_result", "bram", "noor", last_day="2026-07-05")
    second.brings(made, "extended", "bram", ruling="CANARYruling")
    request = asks(story, "Elske")
    ruled = next(each for each in things(story, request) if "CANARYruling" in str(each.lines))
    assert ruled.thing.free  # what was filled in with a status is somebody's own words too
    assert not ruled.plain
    for by in ("gijs", "sita"):
        assert stopped(story, by, request) == "sees_all"
        assert page(story, by, request).things == ()
    decides(story, request)
    assert "CANARYruling" in text_of(given(story, request))

    for by in ("gijs", "sita"):  # for Daan only; without a part in the second case
        with pytest.raises(NotFound):
            given_copy(story.viewer(by), story.office, story.case.id, request)
        assert (stopped(story, by, request), page(story, by, request).given) == ("sees_all", None)
    given_copy(story.viewer("bram"), story.office, story.case.id, request)

    out = [row for row in story.case.desk.log() if row.action == "export_copy"]
    assert [row.case_id for row in out if row.outcome == "done"] == [
        second.case.head.id, story.case.head.id,
    ]  # fmt: skip


def test_whoever_sees_less_neither_judges_nor_confirms_nor_gives(story: Story) -> None:
    request = asks(story, "Elske")
    decides(story, request, withheld=lambda each: each.thing.key.startswith("agreement"))
    one = {"request": request}

    assert refused(story, "gijs", rights.JudgeCopy, **one) == ["sees_all"]
    assert refused(story, "gijs", rights.ConfirmCopy, **one) == ["sees_all"]
    done(story, "sita", rights.ConfirmCopy, **one)
    assert refused(story, "gijs", rights.GiveCopy, **one) == ["sees_all"]

    daan = asks(story, "daan")  # of whom Gijs sees all
    first = things(story, daan, by="gijs")[0]
    done(story, "gijs", rights.JudgeCopy, request=daan, items=(_gives(first.thing.key),))


def test_a_decision_is_kept_when_others_are_made(story: Story) -> None:
    request = asks(story, "Karim")
    decides(story, request)
    story.case.desk.after(days=1)
    story.agrees("agreednew", "Karim", "Karim", child="noor")
    new = next(each for each in things(story, request) if each.judged is None)

    done(story, "sita", rights.JudgeCopy, request=request, items=(_gives(new.thing.key),))

    with looking(story.viewer("bram"), story.office, story.case.id, "look") as work:
        items = kept.items_of(work.connection, request_in(work, request))
    by = {each.key: each.judged_by for each in items}
    assert len(by) == len(things(story, request))
    assert by.pop(new.thing.key) == story.viewer("sita").person
    assert set(by.values()) == {story.viewer("bram").person}


def test_the_right_to_ask_is_asked_again_on_the_day_the_copy_is_given(story: Story) -> None:
    late, early = asks(story, "daan", "Joost"), asks(story, "daan", "Joost", kind="correction",
        record=story.records["daan"], words="x")  # fmt: skip
    done(story, "bram", rights.CloseRequest, request=early, outcome="withdrawn", words="x")
    decides(story, late)
    story.case.desk.clock.move_to(SECOND_LIFE)

    assert stopped(story, "bram", late) == "may_ask"
    assert "may_ask" in refused(story, "bram", rights.GiveCopy, request=late)


def test_a_copy_for_a_parent_is_not_taken_out_once_the_child_is_16(story: Story) -> None:
    request = asks(story, "daan", "Joost")
    decides(story, request)
    given(story, request)
    story.case.desk.clock.move_to(SECOND_LIFE)

    with pytest.raises(NotFound):
        given_copy(story.viewer("bram"), story.office, story.case.id, request)
    assert page(story, "bram", request).given is None


def _objects(story: Story) -> None:
    word = SpeakAsYouth(
        case=story.case.id,
        child=story.who("daan"),
        person=story.who("Joost"),
        word="objected",
        words="Niet papa",
    )
    assert isinstance(speak_as_youth(story.viewer("bram"), story.office, word), Done)


def _excludes(story: Story) -> None:
    with reading(story.office.store) as connection:
        wanted = select(PERSON.c.id).where(PERSON.c.public_id == story.who("Joost"))
        joost = Viewer(connection.execute(wanted).scalar_one(), story.who("Joost"))
    kept_out = {"role": "excluded", "access": "excluded", "case_id": story.case.head.id}
    takes_part(story.case.desk, joost, **kept_out)


@pytest.mark.parametrize("stops", [_objects, _excludes])
def test_an_objection_or_an_exclusion_keeps_a_child_from_a_parent(
    story: Story, stops: Callable[[Story], None]
) -> None:
    request, own = asks(story, "daan", "Joost"), asks(story, "Joost")
    decides(story, request)
    stops(story)

    assert refused(story, "bram", rights.GiveCopy, request=request) == ["may_ask"]
    done(story, "bram", rights.CloseRequest, request=request, outcome="withdrawn", words="x")
    who = {"person": story.who("daan"), "asker": story.who("Joost"), "identity": "x"}
    assert refused(story, "bram", rights.AskData, **who) == ["may_ask"]
    decides(story, own)
    text = text_of(given(story, own))
    assert "Joost" in text
    assert "daan" not in text.lower()  # nothing of Daan in the copy of his own data either


def test_what_a_child_said_is_never_plain_in_a_copy_for_a_parent(story: Story) -> None:
    talks(story, "daan")
    done(story, "bram", rights.MakeStatement, person=story.who("daan"), words="CANARYsaid")
    answer: dict[str, Any] = {"to": "share_gi", "answer": "given"}
    for person in ("daan", "Joost"):
        who = {"child": story.who("daan"), "person": story.who(person)}
        story.case.done("bram", orders.Answer, **who, **answer)

    for asker, shared in (("Joost", True), ("daan", False)):
        request = asks(story, "daan", asker)
        said = [
            each
            for each in things(story, request)
            if each.thing.section in ("Gesprekken", "Uw eigen woorden", "Toestemming en gezag")
        ]
        assert [each.thing.shared for each in said] == [shared] * 3
        done(story, "bram", rights.CloseRequest, request=request, outcome="withdrawn", words="x")


def test_whoever_left_anything_out_does_not_confirm_whoever_judged_last(story: Story) -> None:
    request = asks(story, "Karim")
    items = tuple(
        _gives(each.thing.key, ground="rights_of_others" if each.thing.shared else None)
        for each in things(story, request)
    )
    done(story, "sita", rights.JudgeCopy, request=request, items=items)
    done(story, "bram", rights.JudgeCopy, request=request, items=items)  # as it was

    assert refused(story, "sita", rights.ConfirmCopy, request=request) == ["four_eyes"]
    assert (page(story, "sita", request).mine, page(story, "bram", request).mine) == (True, False)
    done(story, "bram", rights.ConfirmCopy, request=request)


def test_what_is_confirmed_and_given_is_what_was_seen(story: Story) -> None:
    request = asks(story, "Karim")
    decides(story, request, withheld=lambda each: each.thing.shared)
    seen = page(story, "sita", request).digest
    assert seen == copy(story, request).digest
    decides(story, request, withheld=lambda each: each.thing.free)
    old = {"request": request, "digest": seen}

    assert refused(story, "sita", rights.ConfirmCopy, **old) == ["as_seen"]
    done(story, "sita", rights.ConfirmCopy, request=request)
    assert refused(story, "bram", rights.GiveCopy, **old) == ["as_seen"]
    whole = {"request": request, "outcome": "refused"}
    done(story, "bram", rights.CloseRequest, **whole, words="Te vaak")
    old["digest"] = copy(story, request).digest
    done(story, "bram", rights.CloseRequest, **whole, words="Iets anders")
    assert refused(story, "sita", rights.ConfirmCopy, **old) == ["as_seen"]


def test_a_talk_about_other_children_is_not_in_the_copy_of_who_was_there(story: Story) -> None:
    talks(story, "Joost", "noor", "mila")
    talks(story, "Joost", "noor", "daan")

    found = [each for each in things(story, asks(story, "Joost")) if "CANARYtalked" in str(each)]

    assert ["noor" in str(each.lines) for each in found] == [True]
    assert "daan" in str(found[0].lines)
    assert found[0].thing.shared


def test_a_worker_of_another_child_does_not_learn_that_somebody_asked(story: Story) -> None:
    keys = {name: request_key(asks(story, name)) for name in ("Karim", "Elske", "Joost")}
    keys["noor"] = request_key(asks(story, "noor", "Karim"))

    with looking(story.viewer("gijs"), story.office, story.case.id, "look") as work:
        found = deadlines.open_deadlines_seen(
            work.connection, work.viewer, [work.case.id], on=work.today
        )[work.case.id]
    shown = {name for name, key in keys.items() if key in {row.key for row in found}}

    assert shown == {"Elske", "Joost"}
    owed = story.case.owed
    assert {name for name, key in keys.items() if owed[key].child_id is None} == {"Elske"}


def _gives(key: str, ground: str | None = None) -> rights.ItemJudged:
    return rights.ItemJudged(key=key, ground=ground)
