"""An address that hears of events, and a sender that answers as it is told."""

from collections.abc import Callable

from sqlalchemy import select

from engine.ports import HookCall, NotSent, Sent, Uncertain, Unreached
from engine.service import hooks
from engine.service.hook_calls import Answer
from engine.service.tick import TickReport, tick
from engine.store import hook_calls
from engine.store.hook_calls import CallSeen
from engine.store.tables import METADATA
from engine.store.tables.ways_out import HOOK_CALL
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import World

A, B = "https://a.voorbeeldstad.test/", "https://b.voorbeeldstad.test/"
LATER = NotSent("it answered 500")
UNSURE = Uncertain("no answer: ReadTimeout")
AWAY = Unreached("no connection: ConnectError")


class FakeSender:
    """Answers as it is told, by address, and remembers what it was handed."""

    def __init__(self, **answers: list[Answer]) -> None:
        self.made: list[HookCall] = []
        self.answers = {"a": list[Answer](), "b": list[Answer](), **answers}
        self.during: Callable[[HookCall], None] | None = None

    def call(self, call: HookCall) -> Answer:
        """Do what the test wants done meanwhile, and answer."""
        self.made.append(call)
        if self.during:
            self.during(call)
        left = self.answers["a" if call.url == A else "b"]
        return left.pop(0) if left else Sent()

    @property
    def ids(self) -> list[str]:
        """Under which ids, in order."""
        return [call.id for call in self.made]


def a_hook(world: World, url: str = A, *kinds: str) -> str:
    """Let an address hear of events; its public id."""
    made, _ = hooks.add_hook(world.office, url, kinds=kinds)
    return made.id


def calls(world: World) -> list[CallSeen]:
    """Read every call."""
    with reading(world.office.store) as connection:
        return list(hook_calls.all_calls(connection))


def more_events(world: World, how_many: int) -> None:
    """Let so many more things have happened, of which the first address is to hear."""
    events = METADATA.tables["case_event"]
    with unit_of_work(world.office.store) as connection:
        call = connection.execute(select(HOOK_CALL).order_by(HOOK_CALL.c.id)).first()
        event = connection.execute(select(events)).first()
        assert call is not None
        assert event is not None
        for each in range(1, how_many + 1):
            seq, now = event.seq + each, event.id + each
            connection.execute(events.insert(), {**event._asdict(), "id": now, "seq": seq})
            new = {"id": call.id + 10 + each, "event_id": now, "public_id": f"{each:032x}"}
            connection.execute(HOOK_CALL.insert(), {**call._asdict(), **new})


def work(world: World) -> list[tuple[str, str, str]]:
    """What somebody must do: about what, why, and how far that is."""
    table = METADATA.tables["work"]
    with reading(world.office.store) as connection:
        rows = connection.execute(select(table.c.about, table.c.why, table.c.state))
        return [tuple(row) for row in rows]


def ticks(world: World, sender: FakeSender) -> TickReport:
    """Tick once; other chores have nothing to do."""
    return tick(world.office, {}, hooks=sender)
