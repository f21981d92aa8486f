"""An event on its way to another system, against a real server."""

import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from engine.clock import ManualClock
from engine.ports import Gone, HookCall, NotSent, Sent, Uncertain, Unreached
from engine.service.hooks import new_secret
from notifications.reach import url_problem
from notifications.webhook import event_id
from tests.hooks import (
    DRIP,
    HANG,
    HANG_UP,
    Receiver,
    a_sender,
    receiving,
    verify_at,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CASE = "5d1a6b0c9e8f4a7db2c3d4e5f6a7b8c9"
SECRET, NEWER = "whsec_" + "A" * 43 + "=", "whsec_" + "B" * 43 + "="
HERE = Path(__file__).parent


def a_call(url: str, *secrets: str, **changes: object) -> HookCall:
    """Make a call of a step that was made a minute ago."""
    known = {
        "id": "c0ffee",
        "kind": "deadline_extended",
        "case": CASE,
        "seq": 7,
        "recorded_at": NOW - timedelta(minutes=1),
        **changes,
    }
    return HookCall(url=url, secrets=secrets or (SECRET,), **known)  # type: ignore[arg-type] # a test may say anything


def answer_of(receiver: Receiver, url: str = "", **changes: object) -> object:
    """Call it once."""
    sender = a_sender(ManualClock(NOW), **changes)
    return sender.call(a_call(url or receiver.url))


def test_it_tells_of_an_event_with_ids_and_links_only() -> None:
    with receiving() as receiver:
        assert answer_of(receiver) == Sent()

    (heard,) = receiver.heard
    case = f"https://regie.voorbeeldstad.test/api/v1/cases/{CASE}"
    assert heard.event == {
        "specversion": "1.0",
        "id": event_id(a_call("")),
        "source": "urn:nld:oin:00000001003214345000:systeem:regietafel",
        "type": "nl.regietafels.case-deadline-extended",
        "subject": CASE,
        "time": "2026-03-02T07:59:00Z",
        "datacontenttype": "application/json",
        "dataschema": "https://regie.voorbeeldstad.test/api/v1/openapi.json",
        "data": {"case_id": CASE, "case": case, "event": f"{case}/events/7"},
    }
    assert heard.path == "/events"
    assert heard.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert str(UUID(heard.event["id"])) == heard.event["id"]
    assert all(name.islower() and len(name) <= 20 for name in heard.event)


def test_two_addresses_hear_of_one_event_and_another_is_another() -> None:
    first = event_id(a_call("https://a.test", id="one"))

    assert event_id(a_call("https://b.test", id="two")) == first
    assert event_id(a_call("https://a.test", seq=8)) != first


def test_the_receivers_own_verifier_accepts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    verify_at(monkeypatch, NOW)
    with receiving() as receiver:
        answer_of(receiver)

    (heard,) = receiver.heard
    assert heard.headers["webhook-id"] == "c0ffee"
    assert heard.is_signed_with(SECRET)
    assert not heard.is_signed_with(NEWER)


def test_while_one_secret_replaces_another_both_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    verify_at(monkeypatch, NOW)
    with receiving() as receiver:
        a_sender(ManualClock(NOW)).call(a_call(receiver.url, NEWER, SECRET))

    (heard,) = receiver.heard
    assert heard.is_signed_with(SECRET)
    assert heard.is_signed_with(NEWER)
    assert not heard.is_signed_with(new_secret())


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Sent()),
        (204, Sent()),
        (301, NotSent("it answered 301")),
        (307, NotSent("it answered 307")),
        (410, Gone()),
        (404, NotSent("it answered 404")),
        (500, NotSent("it answered 500")),
    ],
)
def test_only_2xx_is_success_and_no_redirect_is_followed(status: int, answer: object) -> None:
    with receiving(status) as receiver:
        assert answer_of(receiver) == answer

    assert [each.path for each in receiver.heard] == ["/events"]


@pytest.mark.parametrize("how", [HANG, DRIP, HANG_UP])
def test_one_that_gives_no_answer_may_have_taken_it(how: int) -> None:
    with receiving(how) as receiver:
        assert isinstance(answer_of(receiver, timeout_s=0.5), Uncertain)


def test_where_nobody_listens_nothing_went_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        answer = a_sender(ManualClock(NOW)).call(a_call(nobody))

    assert answer == Unreached("no connection: ConnectError")


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.1.2.3"], ["93.184.216.34", "192.168.1.1"], ["::1"], ["::ffff:10.0.0.1"]],
)
def test_a_name_that_leads_inside_is_not_called(found: list[str]) -> None:
    with receiving() as receiver:
        url = f"https://hook.voorbeeldstad.test:{receiver.port}/"
        answer = answer_of(receiver, url, resolve=lambda *_: found)

    assert answer == Unreached("its host leads to an address that is not public")
    assert receiver.heard == []


def test_it_connects_to_what_was_judged_and_names_the_host() -> None:
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    with receiving() as receiver:
        host = f"hook.voorbeeldstad.test:{receiver.port}"
        allow = ("hook.voorbeeldstad.test",)
        answer = answer_of(receiver, f"http://{host}/x?y=1", resolve=resolve, allow=allow)

    assert answer == Sent()
    assert asked == [("hook.voorbeeldstad.test", receiver.port)]
    (heard,) = receiver.heard
    assert (heard.headers["host"], heard.path) == (host, "/x?y=1")


def test_a_host_that_nobody_knows_waits() -> None:
    with receiving() as receiver:
        answer = answer_of(receiver, "https://nergens.test/", resolve=lambda *_: ())

    assert answer == Unreached("the host has no address")


@pytest.mark.parametrize(("host", "answer"), [("127.0.0.1", Sent), ("localhost", Unreached)])
def test_the_certificate_must_be_that_of_the_name(host: str, answer: type) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(HERE / "localhost.pem")

    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(HERE / "localhost.pem"))

    with receiving(tls=server) as receiver:
        found = answer_of(
            receiver,
            f"https://{host}:{receiver.port}/",
            allow=(host,),
            resolve=lambda *_: ["127.0.0.1"],
            trust=trust,
        )

    assert isinstance(found, answer)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://systeem.voorbeeldstad.test/x", None),
        ("http://intern.test/x", None),
        ("http://systeem.voorbeeldstad.test/x", "without https"),
        ("https://192.168.1.4/", "not public"),
        ("https://[::1]/", "not public"),
        ("ftp://intern.test/", "no address of the web"),
        ("https:///x", "no address of the web"),
        ("https://intern.test:99999/", "no address of the web"),
        ("https://intern.test/\n", "no address of the web"),
        ("https://bram:x@intern.test/", "a password"),
    ],
)
def test_an_address_is_judged_as_it_is_written(url: str, says: str | None) -> None:
    problem = url_problem(url, ("intern.test",))

    assert problem is None if says is None else says in str(problem)


def test_no_secret_shows_in_a_call() -> None:
    assert SECRET not in repr(a_call("https://a.test"))
