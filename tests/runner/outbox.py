"""What the tests look at: a channel that remembers, the ledger and the outbox."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Event, Lock

from engine.notice_key import reminder_key
from engine.notice_times import DEFAULTS, NEVER_QUIET, SORTS, Choice, QuietHours, Sort
from engine.ports import Message, NotSent, Sent, Uncertain
from engine.service.delivery import Answer
from engine.service.office import Office
from engine.service.outgoing import put
from engine.store import Connection, deadlines, notice_keys, notices, reminders
from engine.store.cases import CaseHead
from engine.store.deadlines import NewDeadline
from engine.store.notice_settings import choose
from engine.store.notices import NewNotice, NoticeSeen
from engine.store.people import PersonSeen
from engine.store.reminders import NewReminder, ReminderSeen
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import WorkSeen, list_work
from tests.office import MORNING, World

EMERGENCY_S = 60
SEVEN = MORNING - timedelta(hours=2)
"""Seven o'clock of that morning, when reminders go out and the mail of the day leaves."""

LATER = NotSent("the server says: later")
NEVER = NotSent("there is no such address", permanent=True)
BROKEN = Uncertain("the line broke")


class Crash(BaseException):
    """The process ends here: nothing catches this."""


class FakeChannel:
    """A channel that answers as it is told, by address, and remembers what it was handed."""

    name = "email"

    def __init__(self) -> None:
        self.handed: list[Message] = []
        self.answers: dict[str, list[Answer]] = {}
        self.during: Callable[[Message], None] | None = None
        self._guard = Lock()

    def send(self, message: Message) -> Answer:
        """Do what the test wants done meanwhile, and answer."""
        if self.during:
            self.during(message)
        with self._guard:
            self.handed.append(message)
            left = self.answers.get(message.to)
            return left.pop(0) if left else Sent()

    @property
    def addresses(self) -> list[str]:
        """To whom, in the order of sending."""
        return [message.to for message in self.handed]

    @property
    def keys(self) -> list[str]:
        """Under which keys, in the order of sending."""
        return [message.key for message in self.handed]


def until(happened: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    pause = Event()
    for _ in range(EMERGENCY_S * 200):
        if happened():
            return
        pause.wait(0.005)
    raise AssertionError("it did not happen")


def ledger(office: Office, case: CaseHead) -> list[ReminderSeen]:
    """Read every reminder of the case."""
    with reading(office.store) as connection:
        return list(reminders.reminders_of(connection, case))


def outbox(office: Office, case: CaseHead) -> list[NoticeSeen]:
    """Read every message about the case."""
    with reading(office.store) as connection:
        return list(notices.notices_of(connection, case))


def states(rows: list[ReminderSeen] | list[NoticeSeen]) -> list[str]:
    """Name their states."""
    return [row.state for row in rows]


def a_deadline(
    connection: Connection, case: CaseHead, key: str = "talk", *, owner: str = "regisseur"
) -> int:
    """Let the case owe a talk in six weeks, with no reminder planned."""
    new = NewDeadline(
        key=key,
        kind="hard",
        starts_on=MORNING.date(),
        owner_role=owner,
        started_seq=1,
        due_on=date(2026, 4, 13),
        due_at=datetime.combine(date(2026, 4, 13), MORNING.timetz()) + timedelta(hours=14),
        late_after=date(2026, 4, 13),
        window_opens=None,
        explanation={},
        terms={},
    )
    return deadlines.start_deadline(connection, case.id, new).id


def a_reminder(
    office: Office,
    case: CaseHead,
    *,
    at: datetime = SEVEN,
    deadline: int | None = None,
    **changes: str,
) -> int:
    """Plan a reminder of a deadline of its own, or of this one; the deadline's key inside."""
    with unit_of_work(office.store) as connection:
        wanted = {"step": "before_1_weeks", "audience": "owner", **changes}
        owner = wanted.pop("owner", "regisseur")
        key = wanted.pop("key", "talk")
        deadline_id = deadline or a_deadline(connection, case, key, owner=owner)
        new = NewReminder(
            deadline_id=deadline_id,
            due_on=date(2026, 4, 13),
            on_date=at.date(),
            fire_at=at,
            step=wanted["step"],
            audience=wanted["audience"],
        )
        reminders.plan_reminders(connection, [new], now=office.clock.now())
        return deadline_id


def a_notice(
    world: World,
    case: CaseHead,
    person: PersonSeen,
    *,
    key: str = "told-1",
    channel: str = "email",
) -> int:
    """Put a message in the outbox, to leave at once."""
    with unit_of_work(world.office.store) as connection:
        return add_notice(connection, world, case, person, key=key, channel=channel)


def add_notice(
    connection: Connection,
    world: World,
    case: CaseHead,
    person: PersonSeen,
    *,
    key: str,
    channel: str = "email",
) -> int:
    """Put a message in the outbox, inside the caller's transaction."""
    new = NewNotice(
        key=key,
        person_id=person.id,
        channel=channel,
        template="told",
        language="nl",
        case_id=case.id,
    )
    made = notices.add_notice(connection, new, now=world.clock.now())
    assert made is not None
    return made


def told(world: World, case: CaseHead, person: PersonSeen, key: str, *, sort: Sort = "told") -> int:
    """Tell somebody of something now, the way that they chose."""
    new = NewNotice(
        key=key,
        person_id=person.id,
        channel="email",
        template="told",
        language="nl",
        sort=sort,
        case_id=case.id,
    )
    with unit_of_work(world.office.store) as connection:
        made = put(world.office, connection, new, now=world.clock.now())
    assert made is not None
    return made


def chooses(
    world: World, person: PersonSeen, quiet: QuietHours = NEVER_QUIET, **choices: Choice
) -> None:
    """Let somebody choose how to hear of things."""
    wanted = {sort: choices.get(sort, DEFAULTS[sort]) for sort in SORTS}
    with unit_of_work(world.office.store) as connection:
        choose(connection, world.as_(person), choices=wanted, quiet=quiet, now=world.clock.now())


def key_of(world: World, reminder: ReminderSeen, person: PersonSeen) -> str:
    """The key of a message about a reminder to somebody."""
    with reading(world.office.store) as connection:
        about = notice_keys.reminded(connection, reminder.id)
    return reminder_key(about, person=person.public_id, channel="email")


def open_work(world: World) -> list[WorkSeen]:
    """Read what is open for the coordinator."""
    with reading(world.office.store) as connection:
        viewer, today = world.as_(world.carla), world.office.today()
        return list(list_work(connection, viewer, on=today, limit=99))
