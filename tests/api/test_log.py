"""What the server writes about itself holds no value of a case, whoever logs."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from api.log import log_as_json
from api.request_log import RequestLog

Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Log as the server does until the test ends, and lend the lines that came of it."""
    before, level = list(logging.root.handlers), logging.root.level
    log_as_json(logging.INFO)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.root.handlers[:] = before
    logging.root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_is_json_with_its_level_and_its_moment(lines: Lines) -> None:
    structlog.get_logger("test").info("sweep", done=3)
    structlog.get_logger("test").debug("too much")

    [line] = lines()
    assert (line["event"], line["done"], line["level"]) == ("sweep", 3, "info")
    assert str(line["timestamp"]).endswith("Z")


def test_a_library_logs_its_pattern_and_not_what_it_puts_in(lines: Lines) -> None:
    try:
        int("Sam Jansen")
    except ValueError:
        logging.getLogger("library").exception("It broke at %s", "Sam Jansen")

    [line] = lines()
    assert line["words"] == "It broke at %s"
    assert line["error"] == "ValueError"
    assert "Jansen" not in json.dumps(line)


def test_an_exception_logged_for_a_pattern_is_named_only(lines: Lines) -> None:
    logging.getLogger("library").error(OSError("Sam Jansen"))

    [line] = lines()
    assert line["words"] == "OSError"


def test_what_a_library_says_in_passing_is_left_out(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Started")

    assert lines() == []


def answers(_: Request) -> PlainTextResponse:
    """Answer as the application does, with the name of the request."""
    return PlainTextResponse("ja", headers={"X-Request-Id": "7f3a"})


def breaks(_: Request) -> PlainTextResponse:
    """Break."""
    raise RuntimeError("Sam Jansen")


SITE = Starlette(routes=[Route("/cases/{case_id}", answers), Route("/breaks/{name}", breaks)])


def logged(path: str) -> dict[str, object]:
    """Ask for a path, and give the one line that was logged."""
    with capture_logs() as found:
        TestClient(RequestLog(SITE), raise_server_exceptions=False).get(path)
    [line] = found
    return dict(line)


def test_a_request_is_logged_without_what_it_is_about() -> None:
    line = logged("/cases/sam-jansen?name=Sam")

    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["request"] == "7f3a"
    assert isinstance(line["ms"], float)
    assert "sam" not in str(line).lower()


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/sam-jansen", 404), ("/breaks/sam-jansen", 500)]
)
def test_what_is_not_there_or_breaks_has_a_line_as_well(path: str, status: int) -> None:
    line = logged(path)

    assert line["status"] == status
    assert "jansen" not in str(line).lower()
