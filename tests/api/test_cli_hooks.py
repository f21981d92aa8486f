"""The commands on hooks: who hears of events is set at the machine itself."""

import json
import shutil
from pathlib import Path

import pytest

from engine.settings import PREFIX
from tests.api.test_cli_database import answer, database_url, definitions
from tests.hooks import receiving
from tests.store.databases import sqlite_template

__all__ = ["database_url", "definitions"]

URL = "https://systeem.voorbeeldstad.test/x"


@pytest.fixture(autouse=True)
def tables(database_url: str, definitions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lend a demo whose tables are made already: making them takes longer than a command."""
    shutil.copyfile(sqlite_template(), database_url.removeprefix("sqlite:///"))
    monkeypatch.setenv(f"{PREFIX}DEMO", "true")
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_ALLOW", "intern.test, 127.0.0.1")
    monkeypatch.setenv(f"{PREFIX}OIN", "0" * 19 + "1")


def add(*words: str) -> dict[str, object]:
    """Add an address; what is answered."""
    result = answer("hooks", "add", *words, "--json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_an_address_is_added_and_its_secret_shown_once() -> None:
    empty = answer("hooks", "list")
    made = add(URL, "--kinds", "opened, advanced")
    listed = answer("hooks", "list")

    assert empty.stdout == "No address hears of events.\n"
    assert str(made["secret"]).startswith("whsec_")
    assert listed.stdout == f"{made['id']} {URL} (advanced, opened; called)\n"
    del made["secret"]
    assert json.loads(answer("hooks", "list", "--json").stdout) == [made]
    assert answer("hooks", "add", "http://intern.test/").stdout.split("\n")[1].startswith("whsec_")


def test_one_that_cannot_be_called_is_refused() -> None:
    open_line = answer("hooks", "add", "http://systeem.voorbeeldstad.test/")
    no_kind = answer("hooks", "add", URL, "--kinds", "opend,left")

    assert (open_line.exit_code, no_kind.exit_code) == (1, 1)
    assert "without https" in open_line.stderr
    assert "'opend' is no kind of event; did you mean 'opened'?" in no_kind.stderr
    assert answer("hooks", "list").stdout == "No address hears of events.\n"


def test_it_is_switched_off_and_on() -> None:
    hook = str(add(URL)["id"])

    answer("hooks", "disable", hook)
    off = answer("hooks", "list").stdout
    answer("hooks", "enable", hook)

    assert "(all kinds; not called: switched off by hand)" in off
    assert "(all kinds; called)" in answer("hooks", "list").stdout


def test_its_secret_is_replaced_in_two_steps() -> None:
    made = add(URL)
    hook = str(made["id"])

    second = answer("hooks", "rotate", hook).stdout.strip()
    between = answer("hooks", "list").stdout
    answer("hooks", "rotate", hook, "--done")

    assert second.startswith("whsec_")
    assert second != made["secret"]
    assert "two secrets sign" in between
    assert "two secrets" not in answer("hooks", "list").stdout


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [(200, 0, "It was accepted."), (500, 1, "Not sent: it answered 500.")],
)
def test_it_can_be_tried(status: int, code: int, says: str) -> None:
    with receiving(status) as receiver:
        result = answer("hooks", "test", str(add(receiver.url)["id"]))

    assert result.exit_code == code
    assert says in result.stdout + result.stderr
    (heard,) = receiver.heard
    assert heard.event["type"] == "nl.regietafels.case-test"
    assert heard.event["source"] == f"urn:nld:oin:{'0' * 19}1:systeem:regietafel"


def test_one_that_is_not_there_is_said_so() -> None:
    result = answer("hooks", "rotate", "0" * 32)

    assert result.exit_code == 1
    assert "no such hook" in result.stderr


def test_a_host_that_is_none_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_ALLOW", "https://intern.test/x")
    monkeypatch.setenv(f"{PREFIX}OIN", "12")

    result = answer("hooks", "list")

    assert result.exit_code == 1
    assert "is no host" in result.stderr
    assert f"{PREFIX}OIN" in result.stderr
