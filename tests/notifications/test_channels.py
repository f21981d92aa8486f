"""What every channel owes whoever hands it a message; a new channel joins in CHANNELS."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from engine.ports import Channel, Message, NotSent, Sent
from engine.text import Language
from notifications.console import ConsoleChannel
from tests.mail import MailServer
from tests.notifications.letters import (
    BASE_URL,
    SITE,
    WORKER,
    a_mailbox_channel,
    a_message,
    an_email_channel,
)


@dataclass(frozen=True)
class Bench:
    """A channel, and all that went out through it so far, as text."""

    channel: Channel
    went_out: Callable[[], list[str]]
    keeps_repeats: bool = True


def _email(smtp: MailServer, _: Path) -> Bench:
    return Bench(
        an_email_channel(smtp.url),
        lambda: [f"{letter.to}\n{letter.message.as_string()}" for letter in smtp.inbox],
    )


def _console(_smtp: MailServer, _folder: Path) -> Bench:
    shown: list[str] = []
    return Bench(ConsoleChannel(shown.append, base_url=BASE_URL, site=SITE), lambda: shown)


def _mailbox(_: MailServer, folder: Path) -> Bench:
    def went_out() -> list[str]:
        return [file.read_text(encoding="ascii") for file in (folder / "box" / "new").iterdir()]

    return Bench(a_mailbox_channel(folder / "box"), went_out, keeps_repeats=False)


CHANNELS = [
    pytest.param(_email, id="email"),
    pytest.param(_console, id="console"),
    pytest.param(_mailbox, id="mailbox"),
]


@pytest.fixture(params=CHANNELS)
def bench(request: pytest.FixtureRequest, smtp: MailServer, tmp_path: Path) -> Bench:
    make: Callable[[MailServer, Path], Bench] = request.param
    return make(smtp, tmp_path)


def test_a_channel_has_a_name(bench: Bench) -> None:
    assert bench.channel.name.isidentifier()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", ["reminder", "told"])
def test_a_message_goes_out_once(bench: Bench, template: str, language: Language) -> None:
    outcome = bench.channel.send(a_message(template, language=language))

    assert outcome == Sent()
    assert len(bench.went_out()) == 1
    assert WORKER in bench.went_out()[0]


def test_a_repeat_is_accepted_again(bench: Bench) -> None:
    outcomes = [bench.channel.send(a_message()) for _ in range(2)]

    assert outcomes == [Sent(), Sent()]
    assert len(bench.went_out()) == (2 if bench.keeps_repeats else 1)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(a_message(to=""), id="no address"),
        pytest.param(a_message(to="canary"), id="no domain"),
        pytest.param(a_message(to="canary@a.test\r\nBcc: b@b.test"), id="a header in the address"),
        pytest.param(a_message(to="canary@a.test\n"), id="a line end after the address"),
        pytest.param(a_message(to="canary@a.test, b@b.test"), id="two addresses"),
        pytest.param(a_message(to="Anna Canary <a@a.test>"), id="a name beside the address"),
        pytest.param(a_message(to="<canary@a.test> SIZE=1"), id="a parameter of the protocol"),
        pytest.param(a_message(to=".canary@a.test"), id="no way to write an address"),
        pytest.param(a_message(to="cänary@a.test"), id="letters that not every server takes"),
        pytest.param(a_message(to=f"canary@{'a' * 250}.test"), id="too long an address"),
        pytest.param(a_message(key=""), id="no key"),
        pytest.param(a_message(key="k" * 201), id="too long a key"),
        pytest.param(a_message(key="a canary"), id="a blank in the key"),
        pytest.param(a_message(key="canary>\r\nX-A: 1"), id="a header in the key"),
        pytest.param(a_message(key="canary@a"), id="a domain in the key"),
        pytest.param(a_message("canary"), id="an unknown text"),
        pytest.param(a_message("../email"), id="a path for a text"),
        pytest.param(a_message(language=cast("Language", "de")), id="an unknown language"),
        pytest.param(a_message(values={"name": "Canary"}), id="a name"),
        pytest.param(a_message(values={"count": 2, "site": "Canary"}), id="another site"),
        pytest.param(a_message(values={"count": "Canary"}), id="words for a count"),
        pytest.param(a_message(values={"count": 0}), id="a count of nothing"),
        pytest.param(a_message(values={"count": True}), id="a yes for a count"),
    ],
)
def test_what_cannot_be_sent_is_given_up_and_nothing_goes_out(
    bench: Bench, message: Message
) -> None:
    outcome = bench.channel.send(message)

    assert isinstance(outcome, NotSent)
    assert outcome.permanent
    assert outcome.why.endswith(".")
    assert bench.went_out() == []


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(a_message(to="canary@a.test\r\nBcc: b@b.test"), id="address"),
        pytest.param(a_message(key="a canary"), id="key"),
        pytest.param(a_message(values={"count": "Canary"}), id="value"),
    ],
)
def test_the_reason_repeats_nothing_personal(bench: Bench, message: Message) -> None:
    outcome = bench.channel.send(message)

    assert isinstance(outcome, NotSent)
    assert "canary" not in outcome.why.lower()
