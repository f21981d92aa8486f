"""What wiring puts together from the settings."""

from pathlib import Path

import pytest

from api.wiring import channels_from, definitions_folder, mailbox_from
from engine.clock import SystemClock
from engine.ports import Message, Sent
from engine.settings import PREFIX, Settings, rows
from notifications.email import EmailChannel


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of this machine change an answer."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)


def test_without_a_mail_server_mail_is_shown() -> None:
    shown: list[str] = []

    channels = channels_from(Settings.read(), SystemClock(), shown.append)
    sent = channels["email"].send(Message("key", "bram@voorbeeldstad.test", "reminder", "nl"))

    assert isinstance(sent, Sent)
    assert shown[0].startswith("To: bram@voorbeeldstad.test")


def test_with_a_mail_server_mail_goes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setenv(f"{PREFIX}MAIL_FROM", "regie@voorbeeldstad.test")
    monkeypatch.setenv(f"{PREFIX}MAIL_DOMAINS", "voorbeeldstad.test")

    channels = channels_from(Settings.read(), SystemClock(), print)

    assert isinstance(channels["email"], EmailChannel)


def test_in_the_demo_mail_stays_beside_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}DEMO", "true")
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path}/cases.sqlite")
    settings = Settings.read()

    box = mailbox_from(settings)
    channels = channels_from(settings, SystemClock(), print, box)
    channels["email"].send(Message("key", "bram@voorbeeldstad.test", "reminder", "nl"))

    assert box is not None
    assert [letter.to for letter in box.letters()] == ["bram@voorbeeldstad.test"]
    assert (tmp_path / "mailbox" / "new").is_dir()


def test_real_cases_have_no_mailbox() -> None:
    assert mailbox_from(Settings.read()) is None


def test_a_municipality_may_keep_its_own_definitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = definitions_folder(Settings.read())
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(tmp_path))

    assert (shipped / "rules.yaml").is_file()
    assert definitions_folder(Settings.read()) == tmp_path
