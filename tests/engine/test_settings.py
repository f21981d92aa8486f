"""Settings: defaults that work, a clear word about what does not, and no secret on the screen."""

import os
from datetime import time
from pathlib import Path

import pytest

from engine.errors import ConfigurationError
from engine.settings import Settings, rows

NAMES = {name for name, _, _ in rows()}


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("REGIETAFEL_"):
            monkeypatch.delenv(name)


def test_without_any_setting_everything_has_a_default() -> None:
    settings = Settings.read()

    assert settings.database_url == "sqlite:///regietafel.sqlite"
    assert settings.workflows is None
    assert settings.region == "default"
    assert not settings.demo
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.smtp_url is None
    assert settings.mail_domains == ()
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.key_file == Path("regietafel.key")
    assert settings.reminder_time == time(7, 0)
    assert settings.sweep_seconds == 30


def test_every_setting_is_listed_with_its_default_and_a_description() -> None:
    assert len(rows()) == len(Settings.model_fields)
    assert all(name == f"REGIETAFEL_{name[11:].upper()}" for name in NAMES)
    assert all(description for _, _, description in rows())


def test_a_listed_default_says_what_holds_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, default, _ in rows():
        monkeypatch.setenv(name, default.replace("<REGIETAFEL_PORT>", "8000"))

    assert Settings.read().model_dump() == settings_without_environment(monkeypatch).model_dump()


def settings_without_environment(monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in NAMES:
        monkeypatch.delenv(name)
    return Settings.read()


def test_the_environment_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGIETAFEL_DATABASE_URL", "postgresql+psycopg://regie@db/regie")
    monkeypatch.setenv("REGIETAFEL_WORKFLOWS", str(tmp_path))
    monkeypatch.setenv("REGIETAFEL_HOST", "0.0.0.0")
    monkeypatch.setenv("REGIETAFEL_SMTP_URL", "smtps://u:p@mail.voorbeeldstad.nl")
    monkeypatch.setenv("REGIETAFEL_MAIL_FROM", "regietafel@Voorbeeldstad.nl")
    monkeypatch.setenv("REGIETAFEL_MAIL_DOMAINS", "voorbeeldstad.nl, JB.voorbeeldstad.nl,")
    monkeypatch.setenv("REGIETAFEL_BASE_URL", "https://regietafel.voorbeeldstad.nl/")
    monkeypatch.setenv("REGIETAFEL_REMINDER_TIME", "06:45")

    settings = Settings.read()

    assert settings.database_url == "postgresql+psycopg://regie@db/regie"
    assert settings.workflows == tmp_path
    assert settings.host == "0.0.0.0"
    assert settings.smtp_url == "smtps://u:p@mail.voorbeeldstad.nl"
    assert settings.mail_domains == ("voorbeeldstad.nl", "jb.voorbeeldstad.nl")
    assert settings.base_url == "https://regietafel.voorbeeldstad.nl"
    assert settings.reminder_time == time(6, 45)


def test_the_address_of_the_pages_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIETAFEL_PORT", "8123")

    assert Settings.read().base_url == "http://127.0.0.1:8123"


def test_an_empty_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIETAFEL_SMTP_URL", "")

    assert Settings.read().smtp_url is None


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "regietafel.env"
    file.write_text("REGIETAFEL_PORT=8001\nREGIETAFEL_REGION=apeldoorn\n", encoding="utf-8")
    monkeypatch.setenv("REGIETAFEL_PORT", "8002")

    settings = Settings.read(file)

    assert (settings.port, settings.region) == (8002, "apeldoorn")


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no file .*missing\.env"):
        Settings.read(tmp_path / "missing.env")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("REGIETAFEL_PROT=1", "REGIETAFEL_PROT: unknown setting; did you mean REGIETAFEL_PORT?"),
        ("PORT=1", "PORT: unknown setting; did you mean REGIETAFEL_PORT?"),
        ("COLOUR=1", "COLOUR: unknown setting"),
    ],
)
def test_a_file_says_nothing_but_settings(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "regietafel.env"
    file.write_text(line, encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        Settings.read(file)

    assert str(caught.value).splitlines() == ["settings: 1 problem(s)", f"  {says}"]


def test_a_misspelled_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIETAFEL_SWEEP_SECOND", "20")

    with pytest.raises(ConfigurationError, match=r"did you mean REGIETAFEL_SWEEP_SECONDS\?"):
        Settings.read()


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["ANCHOR_FOLDER"], "REGIETAFEL_ANCHOR_KEY_FILE"),
        (["ANCHOR_MAIL"], "REGIETAFEL_ANCHOR_KEY_FILE"),
        (["ANCHOR_MAIL", "ANCHOR_KEY_FILE"], "REGIETAFEL_SMTP_URL"),
    ],
)
def test_anchors_are_signed_and_can_leave(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: list[str], says: str
) -> None:
    values = {"ANCHOR_FOLDER": str(tmp_path), "ANCHOR_MAIL": "a@b.test", "ANCHOR_KEY_FILE": "key"}
    for name in names:
        monkeypatch.setenv(f"REGIETAFEL_{name}", values[name])

    with pytest.raises(ConfigurationError, match=says):
        Settings.read()


def test_what_a_platform_sets_under_our_prefix_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REGIETAFEL_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("REGIETAFEL_SERVICE_PORT", "8000")
    monkeypatch.setenv("REGIETAFEL_PORT_8000_TCP", "tcp://10.0.0.1:8000")

    assert Settings.read().port == 8000


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://db", "sqlite:///FILE or postgresql"),
        ("DATABASE_URL", "sqlite://", "sqlite:///FILE or postgresql"),
        ("WORKFLOWS", "no/such/folder", "does not point to a directory (now 'no/such/folder')"),
        ("REGION", "../secrets", "(now '../secrets'); it is the region"),
        ("DEMO", "perhaps", "valid boolean"),
        ("HOST", "tcp://10.0.0.1", "the address of this machine"),
        ("PORT", "tcp://10.0.0.1:8000", "valid integer"),
        ("PORT", "0", "greater than or equal to 1 (now '0')"),
        ("PORT", "65536", "less than or equal to 65535"),
        ("SMTP_URL", "mail.voorbeeldstad.nl", "smtp://, smtp+starttls:// or smtps://"),
        ("MAIL_FROM", "Regietafel <a@voorbeeldstad.nl>", "the address that mail comes from"),
        ("MAIL_DOMAINS", "voorbeeldstad.nl;b.nl", "'voorbeeldstad.nl;b.nl' is no mail domain"),
        ("MAIL_DOMAINS", "*.nl", "'*.nl' is no mail domain"),
        ("BASE_URL", "javascript:alert(1)", "the address at which people reach the pages"),
        ("BASE_URL", "https://a.nl/ b", "the address at which people reach the pages"),
        ("REMINDER_TIME", "7", "HH:MM, such as 07:00"),
        ("REMINDER_TIME", "24:00", "HH:MM, such as 07:00"),
        ("REMINDER_TIME", "07:00Z", "HH:MM, such as 07:00"),
        ("SWEEP_SECONDS", "14", "greater than or equal to 15"),
        ("SWEEP_SECONDS", "61", "less than or equal to 60"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(f"REGIETAFEL_{name}", value)

    with pytest.raises(ConfigurationError) as caught:
        Settings.read()

    head, problem = str(caught.value).splitlines()
    assert head == "settings: 1 problem(s)"
    assert problem.startswith(f"  REGIETAFEL_{name}: ")
    assert says in problem


def test_all_problems_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIETAFEL_PORT", "x")
    monkeypatch.setenv("REGIETAFEL_REGION", "x/y")

    with pytest.raises(ConfigurationError, match=r"2 problem\(s\)"):
        Settings.read()


@pytest.mark.parametrize("domains", ["", "elders.nl", "sub.voorbeeldstad.nl"])
def test_mail_leaves_only_from_a_domain_of_ours(
    monkeypatch: pytest.MonkeyPatch, domains: str
) -> None:
    monkeypatch.setenv("REGIETAFEL_SMTP_URL", "smtp://localhost")
    monkeypatch.setenv("REGIETAFEL_MAIL_FROM", "regietafel@voorbeeldstad.nl")
    monkeypatch.setenv("REGIETAFEL_MAIL_DOMAINS", domains)

    with pytest.raises(ConfigurationError, match="REGIETAFEL_MAIL_DOMAINS does not name"):
        Settings.read()


@pytest.mark.parametrize(
    "base_url", ["http://localhost:8123", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_a_demo_is_served_on_this_machine(monkeypatch: pytest.MonkeyPatch, base_url: str) -> None:
    monkeypatch.setenv("REGIETAFEL_DEMO", "true")
    monkeypatch.setenv("REGIETAFEL_BASE_URL", base_url)

    assert Settings.read().demo


@pytest.mark.parametrize(
    "base_url",
    [
        "https://regietafel.voorbeeldstad.nl",
        "http://127.0.0.1.voorbeeldstad.nl",
        "http://127.0.0.1@voorbeeldstad.nl",
        "http://10.0.0.1",
    ],
)
def test_a_demo_for_the_world_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, base_url: str
) -> None:
    monkeypatch.setenv("REGIETAFEL_DEMO", "true")
    monkeypatch.setenv("REGIETAFEL_BASE_URL", base_url)

    with pytest.raises(ConfigurationError, match="REGIETAFEL_DEMO lets anybody sign in"):
        Settings.read()


@pytest.mark.parametrize("name", ["DATABASE_URL", "SMTP_URL"])
def test_an_error_never_shows_what_may_be_a_password(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"REGIETAFEL_{name}", "wrong://user:geheim@host")

    with pytest.raises(ConfigurationError) as caught:
        Settings.read()

    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "a traceback would print what pydantic was given"


def test_settings_do_not_show_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIETAFEL_DATABASE_URL", "postgresql+psycopg://u:geheim@db/regie")
    monkeypatch.setenv("REGIETAFEL_SMTP_URL", "smtp://u:geheim@localhost")
    monkeypatch.setenv("REGIETAFEL_MAIL_DOMAINS", "regietafel.invalid")

    assert "geheim" not in repr(Settings.read())
