"""A real server: it starts, answers, refuses to start, and stops without leaving halves."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from api.serve import listen
from api.wiring import office_from
from engine.clock import SystemClock
from engine.errors import ConfigurationError
from engine.service.registering import NewProfessional, register_professional
from engine.settings import Settings
from engine.store.store import open_store
from engine.store.unit_of_work import reading
from tests.api.servers import HOST, Server, free_port, running
from tests.office import DEFINITIONS

SERVES = "Regietafel: "


def set_up(folder: Path) -> dict[str, str]:
    """Say how a small demo in this folder is set up, with definitions of its own."""
    for name, words in DEFINITIONS.items():
        file = folder / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    return {
        "DATABASE_URL": f"sqlite:///{folder}/cases.sqlite",
        "DEMO": "true",
        "KEY_FILE": f"{folder}/regietafel.key",
        "PORT": str(free_port()),
        "WORKFLOWS": f"{folder}/definitions",
    }


@dataclass(frozen=True)
class Ended:
    """A server that has stopped: its exit code, what it logged, and the headers of an answer."""

    code: int
    errors: str
    headers: Mapping[str, str] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def database_url(tmp_path: Path) -> str:
    """Lend the address of a database; what has one is no quick test."""
    return f"sqlite:///{tmp_path}/cases.sqlite"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Lend what a small demo is set up with."""
    return set_up(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """Lend a server that goes on serving, and what it is set up with."""
    folder = tmp_path_factory.mktemp("shared")
    settings = set_up(folder)
    with running("serve", folder=folder, settings=settings) as server:
        server.until(SERVES)
        yield server, settings


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Ended]:
    """Serve twice on one database, the second time after the first was told to stop."""
    folder = tmp_path_factory.mktemp("two")
    settings = set_up(folder)
    with running("serve", folder=folder, settings=settings) as first:
        first.until(SERVES)
        _, _, headers = first.get("/healthz?name=jansen")
        first.get("/cases/jansen")
        stopped = first.stopped(signal.SIGINT)
    with running("serve", folder=folder, settings=settings) as second:
        second.until(SERVES)
        return Ended(*stopped, headers), Ended(*second.stopped(signal.SIGTERM))


def test_it_says_where_it_is_and_answers(shared: tuple[Server, dict[str, str]]) -> None:
    server, _ = shared
    status, content, headers = server.get("/healthz")

    assert server.said == [f"{SERVES}http://{HOST}:{server.port}"]
    assert (status, json.loads(content)) == (200, {"status": "ok"})
    assert "server" not in headers
    assert json.loads(server.get("/readyz")[1])["database"] == "ok"


def test_a_second_server_on_the_same_database_is_a_sentence(
    shared: tuple[Server, dict[str, str]], tmp_path: Path
) -> None:
    server, settings = shared

    elsewhere = {**settings, "PORT": str(free_port())}
    with running("serve", folder=tmp_path, settings=elsewhere) as second:
        code, errors = second.ended()

    [sentence] = errors.splitlines()
    assert (code, second.said) == (1, [])
    assert sentence.startswith("Another process (number ")
    assert server.get("/healthz")[0] == 200


def test_told_to_stop_it_ends_well_and_leaves_the_database_to_others(
    two: tuple[Ended, Ended],
) -> None:
    first, second = two

    assert first.code == 0
    assert (second.code, second.errors) == (0, "")


def test_each_request_is_a_line_of_json_and_says_nothing_of_anybody(
    two: tuple[Ended, Ended],
) -> None:
    ended, _ = two
    first, second = (json.loads(line) for line in ended.errors.splitlines())

    assert (first["method"], first["route"], first["status"]) == ("GET", "/healthz", 200)
    assert first["request"] == ended.headers["x-request-id"]
    assert second["method"] == "GET"
    assert "jansen" not in ended.errors


def sign_in_of(person: str) -> bytes:
    """A request to sign in, as it goes over the line."""
    body = json.dumps({"person_id": person}).encode()
    head = (
        f"POST /api/v1/sessions HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def somebody(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Register Bram, and give his public id."""
    with monkeypatch.context() as patch:
        for name, words in settings.items():
            patch.setenv(f"REGIETAFEL_{name}", words)
        office = office_from(Settings.read(), SystemClock())
    new = NewProfessional(name="Bram", subject="bram", works_as=("regisseur",))
    bram = register_professional(office, new)
    office.store.close()
    return bram.id


def test_a_request_in_hand_is_answered_before_it_stops_and_is_saved_whole(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sign_in_of(somebody(settings, monkeypatch))

    with running("serve", folder=tmp_path, settings=settings) as server:
        server.until(SERVES)
        with socket.create_connection((HOST, server.port)) as line:
            line.sendall(request[:-10])
            server.get("/healthz")  # so the server has seen the first part
            server.tell(signal.SIGTERM)
            server.until_it_takes_no_calls()
            line.sendall(request[-10:])
            answer = line.makefile("rb").read()
        code, _ = server.ended()

    assert answer.startswith(b"HTTP/1.1 201")
    assert code == 0
    assert sessions_in(settings["DATABASE_URL"]) == 1


def sessions_in(database_url: str) -> int:
    """Count the sessions that are saved."""
    store = open_store(database_url)
    with reading(store) as connection:
        found: int = connection.execute(text("select count(*) from session")).scalar_one()
    store.close()
    return found


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = Settings.read().model_copy(update={"host": HOST, "port": other.getsockname()[1]})

        with pytest.raises(ConfigurationError, match=r"^Port \d+ is taken by another program\."):
            listen(taken)


def test_an_address_that_is_not_this_machine_is_a_sentence() -> None:
    elsewhere = Settings.read().model_copy(update={"host": "192.0.2.1", "port": free_port()})

    with pytest.raises(ConfigurationError, match="Look at REGIETAFEL_HOST"):
        listen(elsewhere)


def test_a_database_without_tables_is_a_sentence(database_url: str) -> None:
    empty = Settings.read().model_copy(update={"database_url": database_url, "demo": False})

    with pytest.raises(ConfigurationError, match=r"^The database has no tables yet"):
        office_from(empty, SystemClock())
