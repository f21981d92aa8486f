"""What the pages of invitations show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.views.at_case import AtCase
from engine.fields import Field
from engine.service.invitations import InvitationRow, Invitations
from engine.service.involved import Involved
from engine.service.letter_page import Paper
from engine.text import Text

CHOICE = "choice"
INVITE, FOR_CHAIR = "invited", "for_chair"
CHOOSING: Mapping[str, Field] = {
    CHOICE: Field(
        type="choice",
        title=Text(nl="Wat kiest u?", en="What do you choose?"),
        values={
            INVITE: Text(nl="Uitnodigen", en="Invite"),
            FOR_CHAIR: Text(
                nl="Apart horen of niet uitnodigen: de voorzitter beslist",
                en="Hear apart or do not invite: the chair decides",
            ),
        },
    )
}
"""What is asked beside the plan itself; a chair decides alone about anything but inviting."""

DRAFT = "draft"
"""The hidden field that says which draft the form writes on; empty: none, a new choice."""

OWN_TIME = "own_time"
_PERSON, _OF_YOUTHS = "person", "asked_youth"


def asked_of(found: Invitations, row: InvitationRow) -> Mapping[str, Field]:
    """What the plan of this person asks: who it is stands fixed, some is for youths only."""
    is_youth = any(each.id == row.person and each.kind == "youth" for each in found.people)
    left_out = {_PERSON} if is_youth else {_PERSON, _OF_YOUTHS}
    return {key: field for key, field in found.form.items() if key not in left_out}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationsView(AtCase):
    """Everybody who should be asked, and how far each of them is."""

    found: Invitations

    @property
    def open_rows(self) -> tuple[InvitationRow, ...]:
        """Those for whom something is still to be chosen, or to whom no way is safe."""
        return tuple(row for row in self.found.rows if row.lacks)

    @property
    def to_tell(self) -> tuple[InvitationRow, ...]:
        """Those to whom something went out that is not right any more."""
        return tuple(row for row in self.found.rows if row.again)

    @property
    def to_give(self) -> tuple[InvitationRow, ...]:
        """Those whose letter is still to be given or sent."""
        return tuple(
            row
            for row in self.found.rows
            if row.has_letter and row.plan and row.plan.status == "invited"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView(AtCase):
    """How one person is asked to come, or is not."""

    found: Invitations
    row: InvitationRow

    @property
    def choosing(self) -> Mapping[str, Field]:
        """What is asked beside the plan."""
        return CHOOSING

    @property
    def people(self) -> tuple[Involved, ...]:
        """Whom this person may not have to meet: anybody else."""
        return tuple(each for each in self.found.people if each.id != self.row.person)

    @property
    def draft(self) -> str:
        """The draft that this form writes on; empty when it begins a new choice."""
        return self.row.plan.record if self.row.plan and self.row.plan.is_draft else ""

    @property
    def is_youth(self) -> bool:
        """Whether it is about a youth, whose letter is given by hand unless asked otherwise."""
        return _OF_YOUTHS in self.form


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLetterView(AtCase):
    """The letter to one person; ``row`` says who that is, and whom they must not meet."""

    paper: Paper
    row: InvitationRow


@dataclass(frozen=True, slots=True)
class InvitationPaperView:
    """The same as it stands on paper."""

    paper: Paper


def on_paper(paper: Paper) -> InvitationPaperView:
    """What is printed: without the number of the case, which says what it is about."""
    return InvitationPaperView(replace(paper, number=""))
