"""One case with something of every sort in its file, made by real commands, its texts marked.

A marked text says of which case it is and in which class it may be read:
``CANARY-own-shielded-where``. So an answer tells by itself whether it holds too much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from engine.access import Viewer
from engine.clock import ManualClock
from engine.definition import Workflow
from engine.fields import Field
from engine.service import orders
from engine.service.office import Office
from engine.service.publication_orders import SpeakAsYouth, Withhold
from engine.service.repeats import Done
from engine.service.tables import FirstTable, set_up_table
from engine.service.undelivered import key_of
from engine.span import Span
from engine.store import (
    absences,
    agenda,
    attendance,
    batches,
    cases,
    deadlines,
    meeting_tables,
    meetings,
    notices,
    rule_settings,
    saved_views,
)
from engine.store.absences import NewAbsence
from engine.store.agenda import NewItem
from engine.store.attendance import Mark
from engine.store.cases import CaseHead
from engine.store.meeting_tables import NewTable
from engine.store.notices import NewNotice
from engine.store.rule_settings import NewSetting
from engine.store.tables.clock import NOTICE
from engine.store.tables.work import WORK
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import NewWork, add_work
from tests.service.builders import COMMANDS


def canary(file: str, what: str, class_: str = "confidential") -> str:
    """A text that says where it may be read."""
    return f"CANARY-{file}-{class_}-{what}"


@dataclass
class File:
    """One case, with the ids that addresses and forms name it by; ``keeper`` is its regisseur."""

    name: str
    office: Office
    staff: Mapping[str, Viewer]
    keeper: str
    second: str
    ids: dict[str, str] = field(default_factory=dict)
    version: int = 0
    beside: dict[str, File] = field(default_factory=dict)  # other cases of the family, by sort

    @property
    def head(self) -> CaseHead:
        """Where the case stands."""
        with reading(self.office.store) as connection:
            return cases.case_for_operator(connection, self.ids["case_id"])

    @property
    def workflow(self) -> Workflow:
        """The definition that it follows."""
        return self.office.library.of(self.head.workflow, self.head.region)

    def canary(self, what: str, class_: str = "confidential") -> str:
        """A text of this file."""
        return canary(self.name, what, class_)

    def done(self, who: str, kind: type[orders.Order], **said: Any) -> Done:
        """Give a command that must succeed; what it made, if anything, is in the answer."""
        if "seen_version" in {each.name for each in fields(kind)}:
            said["seen_version"] = self.head.version
        order: Any = kind(**{"case": self.ids["case_id"], **said})
        outcome = COMMANDS[kind](self.staff[who], self.office, order)
        assert isinstance(outcome, Done), [reason.key for reason in outcome.missing]
        self.version = outcome.version
        return outcome

    def keeps(self, kind: type[orders.Order], **said: Any) -> Done:
        """Let the regisseur give it."""
        return self.done(self.keeper, kind, **said)

    def step(self, name: str, **said: Any) -> None:
        """Make a step, its form filled in."""
        inputs = {**self.filled(self.workflow.transitions[name].input), **said}
        self.keeps(orders.Advance, transition=name, inputs=inputs)

    def write(self, kind: str) -> str:
        """Begin a record with all its fields; its public id."""
        found = self.workflow.catalogue.records[kind]
        answers = self.filled(found.fields, found.class_)
        return str(self.keeps(orders.WriteRecord, type=kind, fields=answers).made)

    def move(self, who: str, record: str, kind: str, to: str) -> None:
        """Bring a record to another status."""
        inputs = self.filled(self.workflow.catalogue.records[kind].statuses[to].input)
        self.done(who, orders.MoveRecord, record=record, to=to, inputs=inputs)

    def filled(self, form: Mapping[str, Field], class_: str = "confidential") -> dict[str, Any]:
        """A fitting answer to every question, each text marked."""
        return {
            name: {self.ids["child_id"]: self._answer(name, each, class_)}
            if each.per_child
            else self._answer(name, each, class_)
            for name, each in form.items()
        }

    def _answer(self, name: str, each: Field, class_: str) -> object:
        if each.kind == "choice":
            return next(iter(each.values))
        if each.kind in {"text", "long_text"}:
            return self.canary(name, each.class_ or class_)
        today = self.office.today().isoformat()
        return {"yes_no": True, "date": today, "person": self.staff[self.keeper].id}[each.kind]


def fill(file: File, clock: ManualClock) -> None:
    """Put something of every sort in the file of an open case; a decision is what it waits for."""
    _people(file)
    _records(file)
    _consents(file)
    _deadlines(file, clock)
    _deviations(file)
    _at_a_table(file)
    _in_the_region(file)
    file.keeps(
        orders.HoldContact,
        held_on=file.office.today(),
        words=file.canary("words"),
        with_persons=(file.ids["child_id"], file.ids["parent_id"]),
    )


def close(file: File) -> None:
    """End a case, by what others decided and where the youth lives now."""
    file.step("record_court_placement")
    file.step("end")
    file.ids |= {"record_id": file.write("stay_elsewhere")}


def _people(file: File) -> None:
    for who, role in ((file.second, "qualified_behavioural_scientist"),):
        person = file.staff[who].id
        file.keeps(orders.Join, person=person, role=role, ground=file.canary("ground"))
    parent = {"person": file.ids["parent_id"], "child": file.ids["child_id"]}
    file.keeps(orders.Join, **parent, role="parent_with_authority", ground=file.canary("ground"))


def _records(file: File) -> None:
    opinion = file.write("second_opinion")
    file.move(file.second, opinion, "second_opinion", "given")
    file.write("stay_elsewhere")  # the one with a shielded field
    file.step("substantiate")
    file.step("counter_check")
    draft = file.write("explanatory_analysis")
    file.ids |= {"record_id": draft, "settled_id": opinion}


def _consents(file: File) -> None:
    child, parent = file.ids["child_id"], file.ids["parent_id"]
    file.keeps(orders.SetAuthority, child=child, parent=parent, source=file.canary("source"))
    asked = {"child": child, "to": "placement"}
    file.keeps(orders.Answer, **asked, answer="given", person=parent)


def _deadlines(file: File, clock: ManualClock) -> None:
    with reading(file.office.store) as connection:
        owed = {each.key: each for each in deadlines.deadlines_of(connection, file.head)}
    file.ids |= {"deadline_id": owed["preparation"].public_id}
    file.ids |= {"suspended_id": owed["analysis_lead_time"].public_id}
    until = file.office.today() + timedelta(days=14)
    file.keeps(orders.Suspend, until=until, reason=file.canary("reason"))
    clock.move_to(clock.now() + timedelta(days=1))
    file.keeps(orders.Resume, reason=file.canary("reason"))
    coordinator = "cora" if file.head.region == "oldebroek" else "kees"
    longer = {"deadline": file.ids["deadline_id"], "by": Span(weeks=1)}
    file.done(coordinator, orders.Extend, **longer, reason=file.canary("reason"))
    file.keeps(
        orders.Suspend, until=until, reason=file.canary("reason"), deadline=file.ids["suspended_id"]
    )


def _deviations(file: File) -> None:
    about = {"transition": "decide_to_place", "why": file.canary("why")}
    for rule in ("alternatives_weighed", "perspective_and_plan"):
        asked = file.keeps(orders.AskDeviation, rule=rule, **about)
        file.ids |= {"deviation_id": str(asked.made)}
    decided = {"deviation": file.ids["deviation_id"], "confirmed": False}
    file.done(file.second, orders.DecideDeviation, **decided, why=file.canary("decided_why"))
    asked = file.keeps(orders.AskDeviation, rule="perspective_and_plan", **about)
    file.ids |= {"deviation_id": str(asked.made)}


def _at_a_table(file: File) -> None:
    """An agreement; and a table whose meeting has the case on its agenda, which no step does."""
    office, now = file.office, file.office.clock.now()
    made = file.keeps(
        orders.Agree,
        text=file.canary("agreed"),
        due_on=office.today() + timedelta(days=30),
        owner_words=file.canary("owner"),
    )
    runs_it = ((file.staff["bram"], "secretary"),) if file.name == "own" else ()
    members = ((file.staff["sara"], "chair"), *runs_it)
    new = NewTable(region=file.head.region, title="Tafel")
    table = set_up_table(office, FirstTable(table=new, members=members))
    with unit_of_work(office.store) as connection:
        found = meeting_tables.members_of(connection, [table.id], now=now, on=office.today())
        member = found[table.id][0]
        meeting = meetings.add_meeting(
            connection, table.id, on_date=office.today(), starts=None, place=None, now=now
        )
        item = agenda.add_item(
            connection, meeting, NewItem(case_id=file.head.id, seq=file.version), now=now
        )
        later = office.today() + timedelta(days=28)  # so that the case may go to another one
        meetings.add_meeting(connection, table.id, on_date=later, starts=None, place=None, now=now)
        mark = Mark(role="chair", how="absent", words="x", reason=file.canary("absent"))
        attendance.add_mark(
            connection, meeting, mark, item_id=item.id, by=file.staff["sara"], now=now
        )
    file.ids |= {"agreement_id": str(made.made), "table_id": table.public_id}
    kept = {"item": str(made.made), "person": file.ids["parent_id"]}
    withheld = file.keeps(Withhold, **kept, reason=file.canary("withheld"))
    said = {"person": file.ids["parent_id"], "words": file.canary("objected")}
    objected = file.keeps(SpeakAsYouth, **said, child=file.ids["child_id"], word="objected")
    file.ids |= {"publication_id": str(withheld.made), "youth_word_id": str(objected.made)}
    file.ids |= {"member_id": member.public_id, "meeting_id": meeting.public_id}
    file.ids |= {"item_id": item.public_id}


def _in_the_region(file: File) -> None:
    """Somebody asked that a rule is only shown in the region; it is of no case, and waits."""
    office = file.office
    new = NewSetting(
        region=file.head.region,
        rule="explanatory_analysis",
        enforcement="shadow",
        from_on=office.today(),
        reason="Eerst meekijken",
        asked_by=file.staff["sara"].person,
    )
    with unit_of_work(office.store) as connection:
        made = rule_settings.ask_setting(connection, new, now=office.clock.now())
        absence = absences.add_absence(
            connection,
            NewAbsence(
                person_id=file.staff[file.keeper].person,
                from_on=office.today(),
                recorded_by=file.staff[file.keeper].person,
            ),
            now=office.clock.now(),
        )
        file.ids |= {"notice_id": _notice_id(file, connection)}
        add_work(connection, _work(file), now=office.clock.now())
        _of_the_keeper(file, connection)
    file.ids |= {"rule_setting_id": made, "absence_id": absence, "work_id": _work_id(file)}


def _of_the_keeper(file: File, connection: Connection) -> None:
    """What the regisseur asked or saved for themselves; nobody else sees it."""
    keeper, now = file.staff[file.keeper], file.office.clock.now()
    owed = [each.id for each in deadlines.deadlines_of(connection, file.head)]
    view = {"name": "Deze week", "query": "when=week"}
    file.ids |= {
        "batch_id": batches.add_batch(connection, keeper, "remind", {}, owed, now=now),
        "saved_view_id": saved_views.add_view(connection, keeper, **view, now=now),
    }


def _work(file: File) -> NewWork:
    """A mail about the case of which nobody knows whether it arrived; for who leads the region."""
    head, about = file.head, file.ids["notice_id"]
    return NewWork(
        kind="uncertain",
        key=key_of("uncertain", about),
        why="not_known",
        region=head.region,
        case_id=head.id,
        about=about,
    )


def _notice_id(file: File, connection: Connection) -> str:
    """That mail, to the regisseur."""
    new = NewNotice(
        key=f"told-{file.name}",
        person_id=file.staff[file.keeper].person,
        channel="email",
        template="told",
        language="nl",
        case_id=file.head.id,
    )
    made = NOTICE.c.id == notices.add_notice(connection, new, now=file.office.clock.now())
    connection.execute(update(NOTICE).where(made).values(state="uncertain", next_try_at=None))
    return str(connection.execute(select(NOTICE.c.public_id).where(made)).scalar_one())


def _work_id(file: File) -> str:
    wanted = select(WORK.c.public_id).where(WORK.c.case_id == file.head.id)
    with reading(file.office.store) as connection:
        return str(connection.execute(wanted).scalar_one())
