"""A request about one's own data: who may ask, its term, two pairs of eyes, and how it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.clock import ManualClock
from engine.data_rights import request_key
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service import rights_orders as rights
from engine.service.command import looking
from engine.service.file.rights import data_request, request_of, rights_of
from engine.span import Span
from engine.store.store import Store
from tests.service.asking_data import asks, decides, does, done, given, refused, things
from tests.service.letter_stories import Story, a_letter_story

SEEN = {"identity": "Paspoort gezien"}


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of three children with two fathers."""
    return a_letter_story(store, clock)


def asked(story: Story, person: str, asker: str, **said: Any) -> list[str]:
    """Ask for something that is refused; why."""
    who = {"person": story.who(person), "asker": story.who(asker)}
    return refused(story, "bram", rights.AskData, **who, **{**SEEN, **said})


def wrong(story: Story, kind: type[orders.Order], /, by: str = "bram", **said: Any) -> list[str]:
    """Give a command whose form has problems; with what."""
    with pytest.raises(InvalidInput) as caught:
        does(story, by, kind, **said)
    return [problem.field for problem in caught.value.problems]


def how_far(story: Story, request: str) -> tuple[str, str]:
    """Read how far a request is, and why the whole is refused."""
    page = data_request(story.viewer("bram"), story.office, story.case.id, request)
    return page.row.state, page.said.get("refusal", "")


def test_who_may_ask_is_asked_on_the_day_they_ask(story: Story) -> None:
    assert asked(story, "noor", "noor") == ["may_ask"]  # 9 years old
    assert asked(story, "noor", "Joost") == ["may_ask"]  # no authority over her
    assert asked(story, "Karim", "Elske") == ["may_ask"]
    asks(story, "daan", "Joost")  # 13
    story.case.desk.clock.move_to(story.office.clock.now() + timedelta(days=365 * 3))
    assert asked(story, "daan", "Joost") == ["may_ask", "asked_already"]  # 16 by now


def test_its_term_is_a_deadline_that_is_lengthened_with_a_reason_and_met(story: Story) -> None:
    request = asks(story, "Karim")
    key = request_key(request)
    owed = story.case.owed[key]
    assert (owed.due_on, owed.owner_role) == (date(2026, 4, 2), "regisseur")
    more = {"deadline": owed.public_id, "reason": "Veel stukken"}
    assert story.case.refused("bram", orders.Extend, by=Span(months=3), **more) == ["at_most"]
    story.case.done("bram", orders.Extend, by=Span(months=2), **more)
    assert story.case.owed[key].due_on == date(2026, 6, 2)

    decides(story, request)
    given(story, request)

    assert key not in story.case.owed
    assert next(row.state for row in story.case.duties if row.key == key) == "met"
    assert story.case.is_chained


def test_what_is_withheld_takes_a_second_professional(story: Story) -> None:
    request, give = asks(story, "Karim"), rights.GiveCopy
    one = {"request": request}
    assert refused(story, "bram", give, **one) == ["decided"]
    assert refused(story, "sita", rights.ConfirmCopy, **one) == ["decided"]
    decides(story, request, withheld=lambda each: each.thing.shared)
    assert refused(story, "bram", give, **one) == ["confirmed"]
    assert refused(story, "bram", rights.ConfirmCopy, **one) == ["four_eyes"]
    done(story, "sita", rights.ConfirmCopy, **one)
    decides(story, request, withheld=lambda each: each.thing.free)  # other things than confirmed
    assert refused(story, "bram", give, **one) == ["confirmed"]
    done(story, "sita", rights.ConfirmCopy, **one)

    done(story, "bram", give, **one)

    for kind in (give, rights.ConfirmCopy, rights.JudgeCopy):
        assert refused(story, "sita", kind, **one) == ["open"]


def test_a_copy_is_refused_as_a_whole_with_a_reason_and_by_two_professionals(story: Story) -> None:
    request = asks(story, "Karim")
    one: dict[str, Any] = {"request": request}
    whole = {**one, "outcome": "refused"}
    assert wrong(story, rights.CloseRequest, **whole, words=" ") == ["words"]
    done(story, "bram", rights.CloseRequest, **whole, words="Al tien keer gevraagd")
    assert refused(story, "bram", rights.ConfirmCopy, **one) == ["four_eyes"]
    decides(story, request)  # whoever decides of the copy after all takes the refusal back
    assert how_far(story, request) == ("judged", "")
    done(story, "bram", rights.CloseRequest, **whole, words="Al tien keer gevraagd")
    assert how_far(story, request) == ("to_refuse", "Al tien keer gevraagd")
    assert request_key(request) in story.case.owed  # until then the answer is owed

    done(story, "sita", rights.ConfirmCopy, **one)

    assert how_far(story, request) == ("refused", "Al tien keer gevraagd")
    assert request_key(request) not in story.case.owed
    assert refused(story, "sita", rights.GiveCopy, **one) == ["open"]
    assert story.case.is_chained


def test_nobody_keeps_a_name_or_a_ground_that_is_not_there(story: Story) -> None:
    request = asks(story, "Karim")
    key = things(story, request)[0].thing.key
    for item in (
        rights.ItemJudged(key="record.elsewhere.1"),
        rights.ItemJudged(key=key, ground="because"),
        rights.ItemJudged(key=key, kept=(story.who("Joost"),)),
    ):
        said: dict[str, Any] = {"request": request, "items": (item,), "others": "x" * 20_001}
        assert wrong(story, rights.JudgeCopy, **said) == [item.key, "others"]


def test_all_that_is_wrong_with_a_request_is_told_at_once(story: Story) -> None:
    who = {"person": story.who("Karim"), "asker": story.who("Karim")}
    assert wrong(story, rights.AskData, **who, kind="x") == ["kind", "identity"]
    long = {"identity": "x" * 20_001, "words": "x" * 20_001}
    assert wrong(story, rights.AskData, **who, **long) == ["identity", "words"]
    assert wrong(story, rights.AskData, **who, **SEEN, kind="correction") == ["record", "words"]
    for stranger in (story.who("gijs"), "0" * 32):
        with pytest.raises(NotFound):
            does(story, "bram", rights.AskData, person=stranger, asker=stranger, **SEEN)


def test_a_record_that_is_not_theirs_is_never_taken_whatever_is_asked(story: Story) -> None:
    for by, record in (("bram", "0" * 32), ("gijs", story.records["noor"])):
        said = {"person": story.who("daan"), "asker": story.who("Joost"), "record": record}
        with pytest.raises(NotFound):
            does(story, by, rights.AskData, **said, **SEEN)  # of a copy, which has no record


def test_who_reads_titles_or_works_for_another_child_has_no_part_in_it(story: Story) -> None:
    request, who = asks(story, "Karim"), {"person": story.who("Karim")}
    assert refused(story, "cora", rights.GiveCopy, request=request) == ["role"]
    for kind, said in (
        (rights.GiveCopy, {"request": request}),
        (rights.AskData, {**who, "asker": story.who("Karim"), **SEEN}),
        (rights.MakeStatement, {**who, "words": "x"}),
    ):
        with pytest.raises(NotFound):
            does(story, "gijs", kind, **said)
    for by, shown in (("gijs", 0), ("cora", 0), ("sita", 1)):
        with looking(story.viewer(by), story.office, story.case.id, "read_rights") as work:
            assert len(rights_of(work).requests) == shown, by


def test_it_may_be_withdrawn_and_then_another_may_be_made(story: Story) -> None:
    request = asks(story, "Karim")
    one = {"request": request, "outcome": "withdrawn"}
    assert asked(story, "Karim", "Karim") == ["asked_already"]
    assert wrong(story, rights.CloseRequest, **one) == ["words"]
    assert wrong(story, rights.CloseRequest, request=request, outcome="corrected") == ["outcome"]
    assert wrong(story, rights.CloseRequest, **one, words="x" * 20_001) == ["words"]

    done(story, "bram", rights.CloseRequest, **one, words="Hij ziet ervan af")

    assert request_key(request) not in story.case.owed
    asks(story, "Karim")


def test_a_correction_is_a_new_version_that_goes_the_way_of_all(story: Story) -> None:
    old = story.records["noor"]
    request = asks(story, "Karim", kind="correction", record=old, words="Het was maandag")
    asks(story, "Karim", kind="correction", record=story.records["mila"], words="Ook dit")
    ends = {"request": request, "outcome": "corrected"}
    assert refused(story, "bram", rights.CloseRequest, **ends) == ["corrected"]
    assert wrong(story, rights.CorrectRecord, by="vera", record=old, why=" ") == ["why"]
    other = {"record": story.records["mila"], "why": "x" * 20_001, "request": request}
    assert wrong(story, rights.CorrectRecord, by="vera", **other) == ["why", "request"]

    new = done(
        story, "vera", rights.CorrectRecord, record=old, why="Het was maandag", request=request
    )

    again = {"record": old, "why": "Nog eens"}
    assert refused(story, "vera", rights.CorrectRecord, **again) == ["corrected"]
    assert refused(story, "vera", rights.CorrectRecord, record=new, why="x") == ["was_settled"]
    assert story.case.status(old) == "voluntary_intensified"  # it stands until the new one does
    assert refused(story, "bram", rights.CloseRequest, **ends) == ["corrected"]
    story.brings(new, "voluntary_intensified", "vera", goals="CANARYnewgoals")
    assert (story.case.status(old), story.case.status(new)) == (
        "superseded", "voluntary_intensified",
    )  # fmt: skip
    done(story, "bram", rights.CloseRequest, **ends)
    copy = asks(story, "Elske")
    statuses = [dict(each.lines).get("Status", "") for each in things(story, copy)]
    assert sum(status.endswith("later verbeterd") for status in statuses) == 1


def test_a_correction_that_is_refused_leaves_their_own_words_with_it(story: Story) -> None:
    record = story.records["noor"]
    words = "Het was niet op maandag."
    request = asks(story, "Karim", kind="correction", record=record, words=words)
    said = {"request": request, "outcome": "refused", "words": "Twee verslagen zeggen maandag"}

    done(story, "bram", rights.CloseRequest, **said)

    with looking(story.viewer("bram"), story.office, story.case.id, "read_rights") as work:
        page = rights_of(work)
        (row,) = page.requests
        assert (row.state, row.is_open, row.due_on) == ("refused", False, None)
        assert [(each.name, each.record, each.words) for each in page.statements] == [
            ("Karim", record, words)
        ]
        assert request_of(work, request).things == ()


def test_own_words_need_a_record_or_a_step_that_is_there(story: Story) -> None:
    who = {"person": story.who("Karim")}
    record, made = story.records["noor"], story.case.events[0].seq
    assert wrong(story, rights.MakeStatement, **who, words=" ") == ["own_words"]
    assert wrong(story, rights.MakeStatement, **who, words="x" * 20_001) == ["own_words"]
    both: dict[str, Any] = {"words": "x", "record": record, "version": made}
    assert wrong(story, rights.MakeStatement, **who, **both) == ["version", "version"]
    for stranger in (story.who("gijs"), "0" * 32):
        with pytest.raises(NotFound):
            does(story, "bram", rights.MakeStatement, person=stranger, words="x")
