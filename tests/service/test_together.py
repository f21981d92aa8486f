"""Two people at one moment: one is first, the other hears it, and nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Barrier, Event, Thread

import pytest

from engine.decision import Refused
from engine.errors import KeyReused, StaleCase
from engine.service.cases import advance
from engine.service.command import once
from engine.service.opening import open_case
from engine.service.orders import WriteRecord
from engine.service.records import write_record
from engine.service.registering import NewFamily, Registered, register_family
from engine.service.repeats import DONE, Done
from engine.store import Connection
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement
from tests.service.stages import everything

ROUNDS = 100
PAIRS = 25
TWENTY = 20


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do these at one moment, each in a thread of its own; what each gave or raised."""
    barrier, found = Barrier(len(acts)), list[object]([None] * len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            found[number] = act()
        except Exception as error:
            found[number] = error

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def kinds(found: list[object]) -> set[type]:
    """The kinds of what they gave."""
    return {type(each) for each in found}


def test_of_two_who_move_a_case_at_once_one_is_told_that_it_changed(desk: Desk) -> None:
    """P6: 100 rounds; events = version, and no update is lost."""
    case = a_placement(desk)
    bram, anna = desk.viewers["bram"], desk.viewers["anna"]
    begun = case.head.version

    for number in range(ROUNDS):
        order = case.advance("place_in_emergency", seen_version=begun + number)
        found = at_once(*(partial(advance, each, desk.office, order) for each in (bram, anna)))
        assert kinds(found) == {Done, StaleCase}, found
        (stale,) = [each for each in found if isinstance(each, StaleCase)]
        assert (stale.seen, stale.current) == (begun + number, begun + number + 1)

    assert case.head.version == begun + ROUNDS == len(case.events)
    assert case.is_chained


def test_two_who_add_something_new_both_do(desk: Desk) -> None:
    case = a_placement(desk)
    bram, anna = desk.viewers["bram"], desk.viewers["anna"]
    begun = case.head.version
    order = WriteRecord(case=case.id, type="look")

    for _ in range(PAIRS):
        found = at_once(*(partial(write_record, each, desk.office, order) for each in (bram, anna)))
        assert kinds(found) == {Done}, found

    assert case.head.version == begun + 2 * PAIRS == len(case.events)
    assert case.is_chained


def test_the_same_request_twice_at_once_has_one_effect(desk: Desk) -> None:
    case = a_placement(desk)
    bram = desk.viewers["bram"]
    begun = case.head.version

    for number in range(PAIRS):
        new = WriteRecord(case=case.id, type="look", key=f"new-{number}")
        step = case.advance("place_in_emergency", key=f"step-{number}")
        for act in (
            partial(advance, bram, desk.office, step),
            partial(write_record, bram, desk.office, new),
        ):
            first, second = at_once(act, act)
            assert isinstance(first, Done), (first, second)
            assert first == second

    assert case.head.version == begun + 2 * PAIRS == len(case.events)


def test_one_key_for_two_families_at_once_has_one_effect(desk: Desk) -> None:
    """A key is a person's, and a lock a family's: each waits for another lock."""
    cases = [a_placement(desk), another_family(desk).opens()]
    begun = [case.head.version for case in cases]
    bram = desk.viewers["bram"]

    for number in range(TWENTY):
        new = [WriteRecord(case=case.id, type="look", key=f"k-{number}") for case in cases]
        found = at_once(*(partial(write_record, bram, desk.office, each) for each in new))
        assert kinds(found) == {Done, KeyReused}, found

    grown = [case.head.version - before for case, before in zip(cases, begun, strict=True)]
    assert sum(grown) == TWENTY
    assert [len(case.events) for case in cases] == [case.head.version for case in cases]


def test_one_key_to_open_a_case_and_register_a_family_at_once_has_one_effect(desk: Desk) -> None:
    bram, theirs = desk.viewers["bram"], another_family(desk)
    tables = ("cases", "family", "stored_answer")
    before = everything(desk.office.store)

    for number in range(TWENTY):
        key = f"k-{number}"
        family = NewFamily(name="De Wit", region=desk.region, key=key)
        found = at_once(
            partial(open_case, bram, desk.office, (desk, theirs)[number % 2].order(key=key)),
            partial(register_family, bram, desk.office, family),
        )
        assert kinds(found) in ({Done, KeyReused}, {Registered, KeyReused}), found

    after = everything(desk.office.store)
    cases, families, kept = (len(after[table]) - len(before[table]) for table in tables)
    assert cases + families == kept == TWENTY


def test_whoever_finds_the_key_taken_gets_the_first_answer(desk: Desk) -> None:
    """Not even a lock is between them: both looked before either kept its answer."""
    bram, now = desk.viewers["bram"], desk.clock.now()
    order = desk.order(key="k")
    first = Done(case="c", version=1, state="s", kind="case_opened")
    looked, kept = Event(), Event()

    def second(connection: Connection) -> Done:
        looked.set()
        kept.wait()
        return replace(first, case="never")

    def answer() -> object:
        return once(bram, desk.office, order, second, case=None, action="OpenCase")

    def before_them() -> None:
        looked.wait()
        with unit_of_work(desk.office.store) as connection:
            DONE.keep(connection, bram, order, first, now)
        kept.set()

    if desk.office.store.is_sqlite:
        pytest.skip("on SQLite the second looks when it is its turn")
    found, _ = at_once(answer, before_them)

    assert found == first


def test_the_same_opening_twice_at_once_opens_one_case(desk: Desk) -> None:
    bram = desk.viewers["bram"]

    for number in range(PAIRS // 5):
        order = desk.order(key=f"open-{number}")
        first, second = at_once(*[partial(open_case, bram, desk.office, order)] * 2)
        assert isinstance(first, Done), (first, second)
        assert first == second

    assert len(desk.heads()) == PAIRS // 5


def test_two_linked_cases_that_look_at_each_other_take_turns(small_desk: Desk) -> None:
    """Each may close only while the other is open: together they would break their rule."""
    bram = small_desk.viewers["bram"]

    for _ in range(PAIRS):
        case = small_desk.opens(workflow="trial")
        twin = CaseAtDesk(small_desk, case.step("split").opened[0])
        closing = [each.advance("leave_other") for each in (case, twin)]
        found = at_once(*(partial(advance, bram, small_desk.office, each) for each in closing))

        assert kinds(found) == {Done, Refused}, found
        assert sum(each.head.is_final for each in (case, twin)) == 1


def test_two_families_draw_their_case_numbers_one_after_the_other(small_desk: Desk) -> None:
    desks = [small_desk, another_family(small_desk)]
    cases = [each.opens(workflow="trial") for each in desks]
    bram = small_desk.viewers["bram"]

    for _ in range(5):
        steps = [each.advance("split") for each in cases]
        found = at_once(*(partial(advance, bram, small_desk.office, each) for each in steps))
        assert kinds(found) == {Done}, found

    assert everything(small_desk.office.store)["case_number"] == [(2026, 12)]
    numbers = [head.number for each in desks for head in each.heads()]
    assert len(numbers) == len(set(numbers)) == 12


@pytest.mark.parametrize("seen", [0, 1])
def test_a_version_that_was_never_seen_last_saves_nothing(desk: Desk, seen: int) -> None:
    case = a_placement(desk)
    order = replace(case.advance("place_in_emergency"), seen_version=seen)

    with pytest.raises(StaleCase):
        advance(desk.viewers["bram"], desk.office, order)
