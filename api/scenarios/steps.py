"""What each kind of step does: it calls one use case, as anybody else would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.scenarios import meeting_kinds, step_cases, step_files, step_meetings, step_terms
from api.scenarios import step_kinds as kinds
from api.scenarios.names import World
from engine.service.at_table import TableOutcome
from engine.service.command import Outcome

_ACTS: Mapping[type[kinds.Act], Callable[[World, Any], Outcome | TableOutcome]] = {
    kinds.Open: step_cases.open_case,
    kinds.Do: step_cases.advance,
    kinds.Write: step_files.write_record,
    kinds.Edit: step_files.edit_record,
    kinds.Move: step_files.move_record,
    kinds.Consent: step_files.answer_consent,
    kinds.Authority: step_files.set_authority,
    kinds.Join: step_files.join,
    kinds.Leave: step_files.leave,
    kinds.Assign: step_files.assign,
    kinds.Away: step_files.report_away,
    kinds.Deviate: step_cases.deviate,
    kinds.Confirm: step_cases.confirm,
    kinds.Refuse: step_cases.refuse,
    kinds.Contact: step_terms.contact,
    kinds.Extend: step_terms.extend,
    kinds.Suspend: step_terms.suspend,
    kinds.Resume: step_terms.resume,
    meeting_kinds.Meet: step_meetings.meet,
    meeting_kinds.Absent: step_meetings.absent,
    meeting_kinds.Attends: step_meetings.attends,
    meeting_kinds.Agree: step_meetings.agree,
    meeting_kinds.Owns: step_meetings.owns,
    meeting_kinds.Settle: step_meetings.settle,
}


def act(world: World, step: kinds.Act) -> Outcome | TableOutcome:
    """Do what the step says; the answer is the use case's own.

    Raises:
        NoSuchName: it speaks of something that the file did not introduce.
        RegietafelError: as the use case does.
    """
    return _ACTS[type(step)](world, step)
