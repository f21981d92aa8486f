"""What else there is of the family of a case: a case at the table that is talked about, a crisis.

Made by real commands, every free text marked as in the file itself: whoever sees that file sees
these to the same class.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.letter_words import letter_words
from engine.service import meetings, orders
from engine.service.at_table import Changed
from engine.service.command import Outcome, looking
from engine.service.data_copies import copy_in, request_in
from engine.service.data_requests import ask_data, give_copy, judge_copy
from engine.service.letter_orders import MakeLetter, make_letter
from engine.service.meeting_page import meeting
from engine.service.opening import open_case
from engine.service.repeats import Done
from engine.service.rights_orders import (
    AskData,
    GiveCopy,
    ItemJudged,
    JudgeCopy,
    MakeStatement,
)
from engine.service.statements import make_statement
from engine.service.table_orders import MoveMeeting, PlanMeeting
from engine.store import participation
from engine.store.participation import NewTaking
from engine.store.unit_of_work import unit_of_work
from tests.access.files import File

TABLE, CRISIS = "table", "crisis"
REQUESTER, CHAIR = "rik", "sara"
_FAMILY = ("family_id", "child_id", "parent_id")


def add_table_case(file: File) -> File:
    """A case in the talk, with an outcome, a draft of a letter, an agreement and what was heard."""
    _take_part(file, (REQUESTER, "requester", "requester"))  # else there is no such family
    made = _opened(file, REQUESTER, "beschermingstafel", "requester")
    _take_part(
        made,
        (file.keeper, "regisseur", "regisseur"),
        (file.keeper, "secretary", "secretary"),
        (file.keeper, "chair", "chair"),
        (file.second, "council_adviser", "council_adviser"),
    )
    _settled(made, REQUESTER, "discussion_request", "ready")
    made.done(REQUESTER, orders.Advance, **_step(made, "submit", urgency="normal"))
    made.keeps(orders.Advance, **_step(made, "accept", priority="normal"))
    plan = {"person": file.ids["parent_id"], "own_time": "10.45", "not_together_with": None}
    invited = _settled(made, file.keeper, "invitation_plan", "invited", **plan)
    made.ids |= {"plan_id": invited}
    _to_the_talk(made, file.ids["table_id"])
    _at_the_talk(made)
    _asks_data(made)
    file.beside[TABLE] = made
    return made


def add_crisis(file: File) -> File:
    """A crisis that was reported and assessed, to be routed still."""
    at = file.office.clock.now() - timedelta(hours=8)  # of the night, so that today is after it
    made = _opened(file, file.keeper, "crisis", "regisseur", occurred_at=at)
    _take_part(made, (file.keeper, "crisis_worker", "professional"))
    made.keeps(orders.Advance, **_step(made, "start_triage"), occurred_at=at)
    file.beside[CRISIS] = made
    return made


def _opened(file: File, by: str, workflow: str, role: str, **more: Any) -> File:
    made = File(file.name, file.office, file.staff, file.keeper, file.second)
    made.ids |= {kind: file.ids[kind] for kind in _FAMILY}
    opens = file.office.library.of(workflow, file.head.region).opens
    order = orders.OpenCase(
        workflow=workflow,
        family=file.ids["family_id"],
        children=(file.ids["child_id"],),
        role=role,
        inputs=made.filled(opens.input),
        **more,
    )
    done = open_case(file.staff[by], file.office, order)
    assert isinstance(done, Done), done
    made.ids["case_id"], made.version = done.case, done.version
    return made


def _take_part(file: File, *takings: tuple[str, str, str]) -> None:
    """Let these take part in the case; no command lets one hold so many roles."""
    with unit_of_work(file.office.store) as connection:
        for who, role, access in takings:
            taking = NewTaking(
                role=role,
                access=access,
                ground=file.canary("ground"),
                from_on=file.office.today(),
                case_id=file.head.id,
            )
            now = file.office.clock.now()
            participation.join(connection, file.staff[who].person, taking, now=now)


def _step(file: File, name: str, **said: Any) -> dict[str, Any]:
    form = file.workflow.transitions[name].input
    asked = file.filled({key: each for key, each in form.items() if each.kind != "meeting"})
    return {"transition": name, "inputs": {**asked, **said}}


def _settled(
    file: File, who: str, kind: str, to: str, child: str | None = None, **said: Any
) -> str:
    """Write a record, every text of it marked, and bring it to this status."""
    form = file.workflow.catalogue.records[kind]
    fields = {**file.filled(form.fields, form.class_), **said}
    asked = {name: value for name, value in fields.items() if value is not None}
    record = file.done(who, orders.WriteRecord, type=kind, child=child, fields=asked).made
    file.move(who, str(record), kind, to)
    return str(record)


def _to_the_talk(file: File, table: str) -> None:
    """A meeting of today, opened, with the case on its agenda."""
    office, chair = file.office, file.staff[CHAIR]
    planned = meetings.plan_meeting(chair, office, PlanMeeting(table=table, on=office.today()))
    assert isinstance(planned, Changed), planned
    file.ids |= {"table_id": table, "meeting_id": planned.id}
    said = _step(file, "schedule", everybody_chosen=True)
    file.keeps(orders.Schedule, **said, meeting=planned.id)
    seen = meeting(chair, office, planned.id).row.version
    to = MoveMeeting(meeting=planned.id, to="in_session", seen_version=seen)
    meetings.move_meeting(chair, office, to)
    (item,) = meeting(chair, office, planned.id).items
    file.ids["item_id"] = item.id


def _at_the_talk(file: File) -> None:
    """Who is there, or not and why; the outcome, what was agreed and said, and the letter home."""
    child, parent = file.ids["child_id"], file.ids["parent_id"]
    for who in (file.keeper, file.second, REQUESTER):
        file.done(CHAIR, orders.MarkAtItem, person=file.staff[who].id, how="in_room")
    absent = {"person": parent, "how": "not_invited", "reason": file.canary("stays_away")}
    file.done(CHAIR, orders.MarkAtItem, **absent)
    advocate = {"words": file.canary("attended"), "role": "confidential_advocate"}
    file.done(CHAIR, orders.MarkAtItem, **advocate, how="in_room")
    begun = _step(file, "start_meeting", parents_there="held_without")
    file.keeps(orders.Advance, **begun)
    file.ids["record_id"] = _settled(file, file.keeper, "table_outcome", "done_here", child)
    _goes_home(file)  # before it is agreed what is to be in it: so it may be written anew
    agreed = {"text": file.canary("agreed"), "owner_words": file.canary("owner")}
    due_on = file.office.today() + timedelta(days=30)
    made = file.keeps(orders.Agree, **agreed, due_on=due_on, child=child, visible_to=(parent,))
    file.ids["agreement_id"] = str(made.made)
    heard = {"agreement": made.made, "person": parent, "how": "hard", "words": file.canary("heard")}
    file.keeps(orders.HearAgreement, **heard)


def _asks_data(file: File) -> None:
    """A parent got a copy of their data, asked again, and said something in own words."""
    keeper, parent, case = file.staff[file.keeper], file.ids["parent_id"], file.ids["case_id"]
    asked = AskData(
        case=case,
        person=parent,
        asker=parent,
        words=file.canary("asked"),
        identity=file.canary("identity"),
    )
    said = MakeStatement(case=case, person=parent, words=file.canary("own_words"))
    file.ids["copy_id"] = _did(file, ask_data(keeper, file.office, asked))
    _gives(file, file.ids["copy_id"])
    _did(file, make_statement(keeper, file.office, said))
    file.ids["data_request_id"] = _did(file, ask_data(keeper, file.office, asked))


def _gives(file: File, request: str) -> None:
    """Give a copy with everything in it."""
    keeper, case = file.staff[file.keeper], file.ids["case_id"]
    with looking(keeper, file.office, case, "read_data_request") as work:
        things = copy_in(work, request_in(work, request)).things
    items = tuple(ItemJudged(key=each.thing.key) for each in things)
    judged = JudgeCopy(case=case, request=request, items=items)
    _did(file, judge_copy(keeper, file.office, judged))
    with looking(keeper, file.office, case, "read_data_request") as work:
        digest = copy_in(work, request_in(work, request)).digest
    given = GiveCopy(case=case, request=request, digest=digest)
    _did(file, give_copy(keeper, file.office, given))


def _did(file: File, done: Outcome) -> str:
    """What a command made; the version of the case is that after it."""
    assert isinstance(done, Done), done
    file.version = done.version
    return str(done.made)


def _goes_home(file: File) -> None:
    """A draft of the letter to a parent, and that a package left."""
    child, parent = file.ids["child_id"], file.ids["parent_id"]
    order = MakeLetter(case=file.ids["case_id"], child=child, receiver=parent)
    done = make_letter(file.staff[file.keeper], file.office, letter_words(), order)
    assert isinstance(done, Done), done
    file.ids["letter_id"], file.version = str(done.made), done.version
    left = {"party": "council", "way": "secure_mail", "what": "package", "ground": "statutory_duty"}
    said = {"to_whom": file.canary("to_whom"), "words": file.canary("left")}
    file.keeps(orders.RecordDispatch, **left, **said)
