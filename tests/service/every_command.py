"""One of every command, in an order in which each changes something; its free text is marked."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from engine.clock import ManualClock
from engine.service import orders
from engine.service.command import Outcome
from engine.service.opening import open_case
from engine.service.publication_orders import (
    DecideObjection,
    DecideWithholding,
    Publish,
    SpeakAsYouth,
    Withhold,
)
from engine.service.repeats import Done
from engine.span import Span
from engine.store.store import Store
from tests.office import MORNING
from tests.service.builders import COMMANDS, CaseAtDesk, Desk
from tests.service.builders import SMALL_ROLES as SMALL
from tests.service.desks import a_desk, professional, small
from tests.service.roads import a_placement, a_verder_thuis
from tests.service.rooms import TUESDAY, a_room

CANARY = "CANARY"
"""In every free text; it may lie beside the chain, never in it."""


@dataclass(frozen=True)
class Try:
    """A command about to be given, by somebody at a desk."""

    desk: Desk
    who: str
    order: Any

    @property
    def name(self) -> str:
        """What it is called in a failure."""
        step = getattr(self.order, "transition", "")
        return f"{type(self.order).__name__} {step}".strip()

    def give(self, **changes: Any) -> Outcome:
        """Give it, with these changes."""
        order = replace(self.order, **changes)
        command = COMMANDS.get(type(order), open_case)
        return command(self.desk.viewers[self.who], self.desk.office, order)


Script: TypeAlias = Generator[Try, Done, None]
Regime: TypeAlias = Callable[[Try], Outcome]


def play(script: Script, regime: Regime) -> Iterator[str]:
    """Give every command of the script under this regime; the name of each one that was given."""
    attempt = next(script)
    while True:
        done = regime(attempt)
        assert isinstance(done, Done), (attempt.name, [reason.key for reason in done.missing])
        yield attempt.name
        try:
            attempt = script.send(done)
        except StopIteration:
            return


def on_a_placement(store: Store) -> Script:
    """Everything that one may do with a placement."""
    desk = a_desk(store, ManualClock(MORNING))
    case = a_placement(desk, "counter_checked")
    yield Try(desk, "bram", desk.order(why_now=CANARY, asked_by=CANARY, late_reason=CANARY))
    yield from _people(desk, case)
    yield from _records(desk, case)
    yield from _consents(desk, case)
    yield from _deadlines(desk, case)
    yield from _deviation(desk, case)
    behalf = {"on_behalf_of": CANARY, "late_reason": CANARY}
    back = desk.clock.now() - timedelta(days=10)
    step = case.advance("record_court_placement", occurred_at=back, place=CANARY, **behalf)
    yield Try(desk, "bram", step)
    yield from _talk(desk, case)
    other = professional(desk.office, "other", "regisseur")
    yield _try(case, "bram", orders.Assign, person=other.id, role="regisseur", ground=CANARY)


def on_linked_cases(store: Store) -> Script:
    """A step that opens a linked case, one that hands a role over and tells, one that ends it."""
    home = a_verder_thuis(a_desk(store, ManualClock(MORNING)), "plan_agreed")
    words = {"what_happened": CANARY, "safety": CANARY, "opens": "placement"}
    yield Try(home.desk, "vera", home.advance("relapse", families_first=True, **words))


def on_a_trial(store: Store) -> Script:
    """What only the small definitions have."""
    desk = a_desk(store, ManualClock(MORNING), library=small(), region="default", roles=SMALL)
    case = desk.opens(workflow="trial")
    case.joins("anna", "vera", roles=SMALL)
    desk.qualify("dora", "coach")
    yield Try(desk, "bram", case.advance("hand_over", coach=desk.who("dora")))
    yield Try(desk, "bram", case.advance("split"))
    asked = yield _try(
        case, "bram", orders.AskDeviation, rule="look_later", transition="go", why=CANARY
    )
    case.asks("ask_later", "go")
    yield Try(desk, "anna", case.advance("go"))
    yield _try(
        case, "dora", orders.DecideDeviation, deviation=asked.made, confirmed=False, why=CANARY
    )
    yield Try(desk, "bram", case.advance("back"))
    yield Try(desk, "bram", case.advance("dismiss"))


def on_a_table(store: Store) -> Script:
    """Planning a case for a meeting, moving it to another, who is there, and agreements."""
    room = a_room(store, ManualClock(MORNING))
    first, second = room.plans(), room.plans(TUESDAY + timedelta(weeks=1))
    case = room.case()
    plan = {"transition": "schedule", "meeting": first}
    yield _try(case, "sita", orders.Schedule, **plan)
    yield _try(case, "sita", orders.CarryOver, meeting=second, reason=CANARY)
    yield _try(
        case, "sita", orders.MarkAtItem, person=room.desk.els, how="not_invited", reason=CANARY
    )
    day = room.desk.office.today()
    made = yield _try(case, "vera", orders.Agree, text=CANARY, due_on=day, owner_words=CANARY)
    agreement = {"agreement": made.made}
    yield _try(case, "bram", orders.NameOwner, owner_words=CANARY, **agreement)
    said = {"person": room.desk.els, "how": "hard", "words": CANARY}
    yield _try(case, "vera", orders.HearAgreement, **said, **agreement)
    yield _try(case, "bram", orders.SettleAgreement, result="met", words=CANARY, **agreement)
    yield _try(
        case, "sita", orders.RecordDispatch, party="council", to_whom=CANARY, way="secure_mail",
        what="package", words=CANARY, ground="statutory_duty",
    )  # fmt: skip
    yield Try(room.desk, "vera", case.advance("adjourn"))


def _try(case: CaseAtDesk, who: str, kind: type[orders.Order], **said: Any) -> Try:
    if "seen_version" in kind.__dataclass_fields__:
        said["seen_version"] = case.head.version
    return Try(case.desk, who, kind(**{"case": case.id, **said}))


def _people(desk: Desk, case: CaseAtDesk) -> Script:
    gijs = {"person": desk.who("gijs"), "role": "protection_worker"}
    yield _try(case, "bram", orders.Join, ground=CANARY, **gijs)
    yield _try(case, "bram", orders.Leave, late_reason=CANARY, **gijs)


def _records(desk: Desk, case: CaseAtDesk) -> Script:
    kind = {"type": "explanatory_analysis"}
    older = case.settled(kind["type"], "shared_with_family", "confirmed", by="anna", then="dora")
    assert older
    texts = {"question": CANARY, "own_words": CANARY}
    made = yield _try(case, "anna", orders.WriteRecord, fields={"question": CANARY}, **kind)
    record = {"record": made.made}
    yield _try(case, "anna", orders.EditRecord, fields=texts, **record)
    yield _try(case, "anna", orders.MoveRecord, to="shared_with_family", **record)
    yield _try(
        case, "dora", orders.MoveRecord, to="confirmed", inputs={"judgement": CANARY}, **record
    )
    assert case.status(older) == "superseded"
    yield from _family(desk, case, record["record"])


def _family(desk: Desk, case: CaseAtDesk, record: str | None) -> Script:
    els, why = {"person": desk.els}, {"why": CANARY}
    asked = yield _try(case, "bram", Withhold, item=record, reason=CANARY, **els)
    yield _try(case, "anna", DecideWithholding, publication=asked.made, confirmed=True, **why)
    yield _try(case, "bram", Publish, item=record, names_seen=True, **els)
    said = {"child": desk.sam, "word": "objected", "words": CANARY}
    spoken = yield _try(case, "bram", SpeakAsYouth, **said, **els)
    yield _try(case, "anna", DecideObjection, publication=spoken.made, upheld=True, **why)


def _consents(desk: Desk, case: CaseAtDesk) -> Script:
    child = {"child": desk.sam}
    yield _try(case, "bram", orders.SetAuthority, parent=desk.els, source=CANARY, **child)
    yield _try(
        case, "bram", orders.SetAuthority, parent=desk.tom, source=CANARY,
        until_on=desk.office.today(), **child,
    )  # fmt: skip
    yield _try(
        case, "bram", orders.Answer, to="placement", answer="given", person=desk.els, **child
    )


def _deadlines(desk: Desk, case: CaseAtDesk) -> Script:
    deadline = {"deadline": case.owed["preparation"].public_id}
    until = desk.office.today() + timedelta(days=14)
    yield _try(case, "bram", orders.Suspend, until=until, reason=CANARY)
    desk.after(days=3)
    yield _try(case, "bram", orders.Resume, reason=CANARY)
    yield _try(case, "cora", orders.Extend, by=Span(weeks=1), reason=CANARY, **deadline)


def _deviation(desk: Desk, case: CaseAtDesk) -> Script:
    asks = {"rule": "family_group_conference", "transition": "decide_to_place", "why": CANARY}
    for confirmed in (True, False):
        asked = yield _try(case, "bram", orders.AskDeviation, **asks)
        yield _try(
            case, "dora", orders.DecideDeviation, deviation=asked.made, confirmed=confirmed,
            why=CANARY,
        )  # fmt: skip
    case.settled("alternatives_weighed", "confirmed")
    case.settled("placement_plan", "agreed")
    case.consents("placement", "sam", "els")
    yield Try(desk, "bram", case.advance("decide_to_place", reasons=CANARY))


def _talk(desk: Desk, case: CaseAtDesk) -> Script:
    twin = next(CaseAtDesk(desk, head.public_id) for head in desk.heads()
                if head.public_id != case.id)  # fmt: skip
    at = desk.clock.now() - timedelta(days=10)
    twin.joins("anna")
    twin.step("place_in_emergency", occurred_at=at)
    desk.after(days=28)
    talks = tuple((each.id, each.owed["first_evaluation"].public_id) for each in (case, twin))
    yield _try(
        case, "bram", orders.HoldContact, held_on=desk.office.today(), words=CANARY,
        with_persons=(desk.sam, desk.els), counts_for=talks,
    )  # fmt: skip
    assert twin.events[-1].kind == "contact_held"
    assert desk.office.today() > date(2026, 3, 2)
