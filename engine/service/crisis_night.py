"""One crisis as its night went: what was done and when, what is left, and all of it in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.access import Viewer
from engine.decision import Refused, decide
from engine.definition import Transition, Workflow
from engine.errors import Busy, NotFound, StaleCase
from engine.fields import Field, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, looking
from engine.service.crisis_desk import CRISIS
from engine.service.file.details import Detail
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.members import FamilyMember, members_of
from engine.service.file.timeline import EventShown, timeline_of
from engine.service.office import Office
from engine.snapshot import Snapshot
from engine.store import deadlines, participation
from engine.text import Text

NIGHT = (
    "start_triage",
    "route",
    "reroute",
    "start_intervention",
    "take_over_lead",
    "stabilise",
)
"""The steps of a night, in the order in which they happen."""

STABILISES = "stabilise"

FROM_THE_MOMENT: Mapping[str, str] = {"stabilise": "stabilised_at", "reroute": "declined_time"}
"""What a step asks and the moment of the step says already: nothing is asked twice."""

_JOINT = "joint"
_OVER = Text(
    nl="De crisis is al verder dan deze stap.", en="The crisis is beyond this step already."
)
_IN_BETWEEN = Text(
    nl="Iemand anders was tegelijk bezig. Kijk wat er nu staat, en verstuur de rest nog eens.",
    en="Somebody else was at work at the same time. Look what stands here now, and send the rest "
    "once more.",
)
_CLOSED = Text(nl="Deze crisis is afgesloten.", en="This crisis is closed.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The route that follows from the flags of the triage; whoever routes decides."""

    route: str
    lead_service: str | None
    why: Text


@dataclass(frozen=True, slots=True)
class NightStep:
    """One step: how often it was made and when; its form, or why it cannot be made any more."""

    name: str
    title: Text
    form: Mapping[str, Field]
    made: tuple[EventShown, ...]
    why_not: Text | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be made, by the viewer, now or after the steps before it."""
        return self.why_not is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A crisis with all that its page shows."""

    case: CaseHeading
    state: str
    state_title: Text
    reported: EventShown
    steps: tuple[NightStep, ...]
    contacts: tuple[EventShown, ...]
    talks: tuple[tuple[str, Text], ...]
    """The talks that follow once the danger is averted, by the key of their deadline."""

    is_stable: bool
    regisseurs: tuple[str, ...]
    members: tuple[FamilyMember, ...]
    proposal: Proposal | None

    def step(self, name: str) -> NightStep | None:
        """The step of this name, if this version of the workflow has it."""
        return next((each for each in self.steps if each.name == name), None)


Entry: TypeAlias = tuple[str, Callable[[int], Outcome]]
"""The name of one part of the night, and the command, given the version that it has seen."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How far a night came: what passed, where it stopped and why, and the version since."""

    passed: tuple[str, ...]
    version: int
    stopped_at: str | None = None
    reasons: tuple[Reason, ...] = ()
    problems: tuple[InputProblem, ...] = ()
    says: Text | None = None


def night_of(viewer: Viewer, office: Office, case: str) -> Night:
    """The crisis, with one look; only steps that this version of the workflow has.

    Raises:
        NotFound: there is no such case, it is no crisis, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_crisis") as work:
        if work.case.workflow != CRISIS:
            raise NotFound("case")
        return _night(work)


def enter_night(seen_version: int, entries: Sequence[Entry]) -> Entered:
    """Give the commands one after the other; stop at the first that is refused.

    Each is a command of its own: what passed stays, whatever comes of the others. A repeat of
    the same night gets the first answers and goes on where it stopped.

    Raises:
        StaleCase, Busy: nothing passed; else it is told what did.
    """
    far = Entered((), seen_version)
    for name, do in entries:
        try:
            outcome = do(far.version)
        except InvalidInput as error:
            return replace(far, stopped_at=name, problems=error.problems)
        except (StaleCase, Busy):
            if not far.passed:
                raise
            return replace(far, stopped_at=name, says=_IN_BETWEEN)
        if isinstance(outcome, Refused):
            return replace(far, stopped_at=name, reasons=outcome.missing)
        far = Entered((*far.passed, name), outcome.version)
    return far


def owed_talk(viewer: Viewer, office: Office, case: str, key: str) -> str:
    """The public id of the deadline of this key that is open, else of the last there was.

    Raises:
        NotFound: the case has none, or is not for this viewer.
    """
    with looking(viewer, office, case, "read_crisis") as work:
        every = deadlines.deadlines_of(work.connection, work.case)
        opened = work.opened
        found = [row for row in every if row.key == key and opened.shows(row.child_id)]
        if not found:
            raise NotFound("deadline")
    return max(found, key=lambda row: (row.state == "open", row.occurrence)).public_id


def propose(answers: Mapping[str, object]) -> Proposal | None:
    """The route that follows from the answers of the triage, if any does.

    Both services when psychiatric signs and parenting or safety are on together: apart they
    would wait for each other. J&O leads until mental health takes over in so many words.

    Source: DOMAIN 2.3 (SEED 003, DEFAULT).

    >>> found = propose({"psychiatric_signs": True, "violence": True})
    >>> found and (found.route, found.lead_service)
    ('joint', 'jo')
    """
    psychiatric = answers.get("psychiatric_signs") is True
    unsafe = answers.get("violence") is True or answers.get("parents_keep_safe") is False
    if psychiatric and unsafe:
        return Proposal(_JOINT, "jo", _BOTH)
    if psychiatric:
        return Proposal("ggz", None, _PSYCHIATRIC)
    if unsafe:
        return Proposal("jo", None, _UNSAFE)
    return Proposal("police_112", None, _LIFE) if answers.get("danger_to_life") is True else None


_BOTH = Text(
    nl="Er zijn psychiatrische tekenen én het is thuis niet veilig: twee diensten samen. Jeugd en "
    "opvoeding leidt, tenzij de GGZ het met zoveel woorden overneemt.",
    en="There are psychiatric signs and it is not safe at home: two services together. Youth and "
    "parenting leads, unless mental health takes over in so many words.",
)
_PSYCHIATRIC = Text(
    nl="Er zijn psychiatrische tekenen, en thuis is het veilig genoeg.",
    en="There are psychiatric signs, and home is safe enough.",
)
_UNSAFE = Text(
    nl="Thuis is het niet veilig, en er zijn geen psychiatrische tekenen.",
    en="It is not safe at home, and there are no psychiatric signs.",
)
_LIFE = Text(
    nl="Er is levensgevaar, en verder nog niets bekend.",
    en="There is danger to life, and nothing else is known yet.",
)


def _night(work: CaseInHand) -> Night:
    workflow, events = work.workflow, timeline_of(work)
    moves = [each for each in events if each.kind in ("opened", "advanced")]
    held = participation.holders(work.connection, work.case, now=work.now, on=work.today)
    return Night(
        case=heading_of(work),
        state=work.case.state,
        state_title=workflow.states[work.case.state].title,
        reported=moves[0],
        steps=tuple(_steps(work, work.as_mover(work.snapshot()), moves)),
        contacts=tuple(each for each in events if each.kind == "contact_held"),
        talks=tuple(_talks(workflow)),
        is_stable=any(each.transition == STABILISES for each in moves),
        regisseurs=tuple(each.name for each in held.get("regisseur", ())),
        members=members_of(work),
        proposal=propose(answers_of(_last(moves, "start_triage"))),
    )


def answers_of(event: EventShown | None) -> Mapping[str, object]:
    """The answers that were given with a step, as far as the viewer may read them."""
    details: tuple[Detail, ...] = event.details if event else ()
    return {each.name: each.value for each in details}


def _last(moves: Sequence[EventShown], name: str) -> EventShown | None:
    return next((each for each in reversed(moves) if each.transition == name), None)


def _steps(work: CaseInHand, case: Snapshot, moves: Sequence[EventShown]) -> Iterator[NightStep]:
    for name in NIGHT:
        step = work.workflow.transitions.get(name)
        if step is not None:
            asked = {key: field for key, field in step.input.items()
                     if key != FROM_THE_MOMENT.get(name)}  # fmt: skip
            made = tuple(each for each in moves if each.transition == name)
            yield NightStep(name, step.title, asked, made, _why_not(work, case, name, step))


def _why_not(work: CaseInHand, case: Snapshot, name: str, step: Transition) -> Text | None:
    """Why the viewer cannot make the step, now or after the steps before it."""
    if work.case.is_final:
        return _CLOSED
    order = list(work.workflow.states)
    if max(map(order.index, step.from_)) < order.index(case.state):
        return _OVER
    role = next(each for each in decide(work.workflow, case, name).reasons if each.key == "role")
    return None if role.met else role.says


def _talks(workflow: Workflow) -> Iterator[tuple[str, Text]]:
    """What follows the night is counted from the day on which the danger was averted."""
    for key, rule in workflow.deadlines.items():
        if rule.review and key.startswith("contact_"):
            yield key, rule.title
