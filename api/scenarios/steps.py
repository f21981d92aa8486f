"""What each kind of step does: it calls one use case, as anybody else would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.scenarios import step_cases, step_files, step_terms
from api.scenarios import step_kinds as kinds
from api.scenarios.names import World
from engine.service.command import Outcome

_ACTS: Mapping[type[kinds.Act], Callable[[World, Any], Outcome]] = {
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
    kinds.Deviate: step_cases.deviate,
    kinds.Confirm: step_cases.confirm,
    kinds.Refuse: step_cases.refuse,
    kinds.Contact: step_terms.contact,
    kinds.Extend: step_terms.extend,
    kinds.Suspend: step_terms.suspend,
    kinds.Resume: step_terms.resume,
}


def act(world: World, step: kinds.Act) -> Outcome:
    """Do what the step says; the answer is the use case's own.

    Raises:
        NoSuchName: it speaks of something that the file did not introduce.
        RegietafelError: as the use case does.
    """
    return _ACTS[type(step)](world, step)
