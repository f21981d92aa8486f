"""However many processes tick at once, each reminder and each message exists once."""

from collections.abc import Iterator

import pytest

from tests.chaos.races import Racing, racing
from tests.chaos.rivals import TICK, tick_once
from tests.service.stages import everything
from tests.store.databases import KINDS

DEADLINES = 1_000


@pytest.fixture(scope="module", params=KINDS)
def track(request: pytest.FixtureRequest) -> Iterator[Racing]:
    """Lend a database on which a thousand deadlines have a reminder."""
    with racing(request.param, DEADLINES) as track:
        yield track


@pytest.mark.parametrize(("rivals", "again"), [(2, 0), (8, 100)])
def test_processes_that_tick_at_once_make_every_row_once_and_no_later_tick_any_more(
    track: Racing, rivals: int, again: int
) -> None:
    track.begins()

    handed = track.race(rivals)

    track.made_each_once(handed)
    made = everything(track.store)
    for _ in range(again):
        tick_once(track.store, TICK)
    assert everything(track.store) == made
