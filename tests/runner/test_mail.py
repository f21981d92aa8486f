"""From a case's deadline to a real mail server: what arrives, and what it never says."""

from datetime import timedelta

import pytest

from engine.runner.manual import ManualRunner
from tests.mail import MailServer
from tests.notifications.letters import an_email_channel
from tests.office import MORNING, World
from tests.runner.outbox import outbox, states

BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"


@pytest.fixture
def mailed(world: World, smtp: MailServer) -> MailServer:
    """A case opened, and its first six weeks and two days gone by."""
    case = world.open_case()
    channel = an_email_channel(smtp.url, clock=world.clock)
    ManualRunner(world.office, {channel.name: channel}).run_until(MORNING + timedelta(days=44))
    assert set(states(outbox(world.office, case))) == {"sent"}
    return smtp


def test_each_reminder_of_a_deadline_arrives_at_whoever_must_hear(mailed: MailServer) -> None:
    recipients = sorted(letter.message["To"] for letter in mailed.inbox)

    assert recipients == [BRAM, BRAM, BRAM, CARLA]
    assert len({letter.message["Message-ID"] for letter in mailed.inbox}) == 4


def test_no_mail_holds_a_name_or_anything_of_the_case(mailed: MailServer) -> None:
    told = {"Jansen", "Sam", "RT-2026", "Uithuisplaatsing", "placement", "Preparation"}

    for letter in mailed.inbox:
        assert not [word for word in told if word in letter.message.as_string()]
