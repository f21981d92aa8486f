"""Writers get their turn in the order in which they came."""

from threading import Event, Thread

import pytest

from engine.errors import Busy
from engine.store.arrival import ArrivalLock


def wait_in_line(lock: ArrivalLock, name: str, served: list[str], waiting: int) -> Thread:
    """Start a thread that wants a turn, and return when it stands in line."""

    def take_turn() -> None:
        with lock:
            served.append(name)

    thread = Thread(target=take_turn)
    thread.start()
    while len(lock._waiting) < waiting:
        Event().wait(0.001)
    return thread


def test_turns_come_in_order_of_arrival() -> None:
    lock, served = ArrivalLock(), list[str]()
    names = [f"writer {number}" for number in range(20)]

    with lock:
        threads = [wait_in_line(lock, name, served, place) for place, name in enumerate(names, 1)]
    for thread in threads:
        thread.join()

    assert served == names


def test_whoever_waits_too_long_is_told_so() -> None:
    lock = ArrivalLock(patience_s=0)

    with lock, pytest.raises(Busy, match="nothing was saved"), lock:
        pass


def test_one_who_gave_up_does_not_get_the_turn() -> None:
    lock, served = ArrivalLock(patience_s=0), list[str]()
    with lock, pytest.raises(Busy), lock:
        pass

    with lock:
        served.append("next")

    assert served == ["next"]


def test_the_turn_is_given_back_after_an_error() -> None:
    lock = ArrivalLock(patience_s=0)
    with pytest.raises(ValueError, match="failed"), lock:
        raise ValueError("failed")

    with lock:
        assert lock._busy
