"""A table to which people are invited one by one: a small definition with plans of invitations."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

from icalendar import Calendar

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.ports import Channel, Message, NotSent, Sent
from engine.service.tables import FirstTable, set_up_table
from engine.service.tick import tick
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from notifications.letter import Letterhead
from tests.notifications.letters import BASE_URL, MORNING, SENDER, SITE
from tests.service.builders import CaseAtDesk
from tests.service.desks import a_desk
from tests.service.rooms import SIT, TABLE_ROLES, Room
from tests.service.table_definitions import TABLE

PLANS = """\
invitation_plan:
  title: {nl: Uitnodiging en veilig contact, en: Invitation and safe contact}
  about: case
  class: confidential
  statuses:
    draft: {initial: true, title: {nl: Nog te kiezen, en: To be chosen}}
    invited: {settled: true, title: {nl: Wordt uitgenodigd, en: Will be invited}}
    heard_apart:
      title: {nl: Wordt apart gehoord, en: Heard apart}
      settled: true
      four_eyes: {by: [chair]}
      input: {reason: {type: long_text, title: {nl: Waarom apart, en: Why apart}}}
    not_invited:
      title: {nl: Wordt niet uitgenodigd, en: Not invited}
      settled: true
      four_eyes: {by: [chair]}
      input: {reason: {type: long_text, title: {nl: Waarom niet, en: Why not}}}
    sent:
      title: {nl: Gegeven of verstuurd, en: Given or sent}
      settled: true
      input:
        sent_on: {type: date, title: {nl: Wanneer, en: When}}
        by_which_contact: {type: text, title: {nl: Langs welke weg, en: By which way}}
    superseded: {title: {nl: Vervangen, en: Superseded}}
  moves:
    draft: [invited, heard_apart, not_invited]
    invited: [sent, superseded]
    heard_apart: [sent, superseded]
    not_invited: [superseded]
    sent: [superseded]
  written_by: [secretary, chair, requester]
  one_for: person
  fields:
    person: {type: person, among: case, title: {nl: Wie, en: Who}}
    safe_contact:
      type: choice
      title: {nl: Veilig contact, en: Safe contact}
      values:
        address: {nl: Brief naar dit adres, en: Letter to this address}
        phone: {nl: Bellen, en: By phone}
        by_hand: {nl: In de hand, en: By hand}
        none: {nl: Geen, en: None}
    how: {type: text, title: {nl: Hoe, en: How}}
    own_time: {type: text, optional: true, title: {nl: Eigen tijd, en: Own time}}
    asked_youth: {type: text, optional: true, title: {nl: Hoe, en: How}}
    not_together_with:
      {type: person, among: case, optional: true, title: {nl: Niet met, en: Not with}}
    brings: {type: text, optional: true, title: {nl: Neemt mee, en: Brings}}
  source: test
"""

ASKS = """\
  record_invitations_sent:
    title: {nl: Uitnodigingen verstuurd, en: Invitations sent}
    from: [scheduled]
    to: same
    by: [secretary]
    requires: [{record: {type: invitation_plan, status: [sent]}}]
"""


@cache
def with_plans() -> Library:
    """Load the definitions of a table with plans of invitations, once."""
    flow = TABLE["talk/workflow.yaml"].replace("  withdraw:\n", f"{ASKS}  withdraw:\n", 1)
    files = {**TABLE, "records.yaml": PLANS, "talk/workflow.yaml": flow}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def a_guest_room(store: Store, clock: ManualClock) -> Room:
    """Set up the Jansens and a table, with the definitions above."""
    desk = a_desk(store, clock, library=with_plans(), region="default", roles=TABLE_ROLES)
    members = tuple((desk.viewers[name], TABLE_ROLES[name]) for name in SIT)
    made = set_up_table(
        desk.office, FirstTable(table=NewTable(region="default", title="Tafel"), members=members)
    )
    return Room(desk, made.public_id)


def plan(case: CaseAtDesk, person: str, to: str = "invited", **said: Any) -> str:
    """Choose how somebody is invited; what the chair decides is decided by Vera."""
    then = "" if to == "invited" else "vera"
    return case.settled("invitation_plan", to, by="sita", then=then, person=person, **said)


@dataclass(frozen=True, slots=True)
class Post:
    """A letter as its reader gets it."""

    to: str
    message: EmailMessage

    @property
    def parts(self) -> dict[str, str]:
        """The text of each part, by its type."""
        return {
            part.get_content_type(): part.get_content()
            for part in self.message.walk()
            if not part.is_multipart()
        }

    @property
    def entry(self) -> dict[str, Any]:
        """What the file for the calendar says."""
        (found,) = Calendar.from_ical(self.parts["text/calendar"]).events
        return dict(found)


class PostBox:
    """A channel that keeps the letters that a mail server would have been handed."""

    name = "email"

    def __init__(self) -> None:
        self._head = Letterhead(SENDER, BASE_URL, SITE)
        self.letters: list[Post] = []

    def send(self, message: Message) -> Sent:
        """Keep the letter, read back from its bytes."""
        letter = self._head.letter(message, MORNING)
        assert not isinstance(letter, NotSent), letter
        read = message_from_bytes(letter.as_bytes(), policy=default)
        self.letters.append(Post(message.to, read))
        return Sent()


def mailed(room: Room, channel: Channel | None = None) -> list[Post]:
    """Let what waits leave; the letters that leave by that, if no other channel takes them."""
    box = PostBox()
    tick(room.desk.office, {"email": channel or box})
    return box.letters
