"""A request about one's own data, from asking to the copy, by a program alone."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeAlias

import pytest
from starlette.testclient import TestClient

from engine.clock import ManualClock
from engine.service.office import Office
from engine.store import people
from engine.store.store import Store
from engine.store.unit_of_work import reading
from tests.api.http.conftest import As
from tests.service.letter_stories import Story, a_letter_story

Names: TypeAlias = Callable[[str], TestClient]

_keys = count()


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case of three children with two fathers."""
    return a_letter_story(store, clock)


@pytest.fixture
def office(story: Story) -> Office:
    """Lend its office, to the site as well."""
    return story.office


@pytest.fixture
def as_(story: Story, client: As) -> Names:
    """Open clients by name."""

    def opened(name: str) -> TestClient:
        with reading(story.office.store) as connection:
            person = people.person_by_public_id(connection, story.who(name))
        return client(person)

    return opened


def at(story: Story, rest: str) -> str:
    """Where something of the case is."""
    return f"/api/v1/cases/{story.case.id}{rest}"


def post(client: TestClient, url: str, **body: Any) -> Any:
    """Send a command under a key of its own."""
    key = {"Idempotency-Key": f"k{next(_keys)}"}
    return client.post(url, headers=key, json=body) if body else client.post(url, headers=key)


def asked(story: Story, client: TestClient, person: str, **more: Any) -> str:
    """Let somebody ask; where the request is."""
    who = {"person_id": story.who(person), "asker_id": story.who(person)}
    came = post(client, at(story, "/data-requests"), **who, identity="gezien", **more)
    assert came.status_code == 201, came.text
    return str(came.headers["Location"])


def keys_of(refused: Any) -> list[str]:
    """Why it was refused."""
    assert refused.status_code == 409, refused.text
    return [each["key"] for each in refused.json()["reasons"] if not each["met"]]


def test_a_request_is_judged_confirmed_and_given_by_programs(story: Story, as_: Names) -> None:
    bram, sita = as_("bram"), as_("sita")
    one = asked(story, bram, "Karim")

    (row,) = bram.get(at(story, "/data-requests")).json()["items"]
    assert (row["due_on"], row["state"], row["person"]["name"]) == ("2026-04-02", "open", "Karim")
    # it is extended as every deadline is
    seen = {"Idempotency-Key": "longer", "If-Match": bram.get(at(story, "")).headers["ETag"]}
    longer = {"by": {"months": 1}, "reason": "Veel stukken"}
    term = at(story, f"/deadlines/{row['deadline_id']}/extensions")
    assert bram.post(term, json=longer, headers=seen).status_code == 201
    assert bram.get(one).json()["due_on"] == "2026-05-04"
    things = bram.get(one).json()["things"]
    items = [
        {"key": each["key"], "ground": "rights_of_others" if each["shared"] else None}
        for each in things
    ]
    wrong = post(bram, f"{one}/judgements", items=[items[0], {"key": "record.elsewhere.1"}])
    assert [each["name"] for each in wrong.json()["errors"]] == ["/items/1"]
    assert post(bram, f"{one}/judgements", items=items).status_code == 201
    shown = sita.get(one).json()
    seen = {"digest": shown["digest"]}
    assert keys_of(post(bram, f"{one}/copies", **seen)) == ["confirmed"]
    assert keys_of(post(bram, f"{one}/confirmations", **seen)) == ["four_eyes"]
    assert keys_of(post(sita, f"{one}/confirmations", digest="0" * 64)) == ["as_seen"]
    assert (shown["undecided"], shown["mine"], shown["state"]) == (0, False, "judged")
    assert shown["withheld"] == sum(each["shared"] for each in things)
    assert post(sita, f"{one}/confirmations", **seen).status_code == 201

    came = post(bram, f"{one}/copies", **seen)

    copy = bram.get(came.headers["Location"]).json()
    assert (copy["person"], copy["made_on"]) == ("Karim", "2026-03-02")
    assert [each["count"] for each in copy["left_out"]] == [shown["withheld"]]
    assert "Joost" not in str(copy)
    assert bram.get(one).json()["is_given"]
    for outside in ("gijs", "cora", "lars"):
        assert as_(outside).get(came.headers["Location"]).status_code == 404


def test_what_is_wrong_is_corrected_or_refused_and_own_words_stay(story: Story, as_: Names) -> None:
    vera, record = as_("vera"), story.records["noor"]
    wants = {"kind": "correction", "record_id": record, "words": "Het was maandag."}
    no = asked(story, vera, "Karim", **wants)
    begun = {"why": "De dag", "data_request_id": no.rpartition("/")[2]}
    made = post(vera, at(story, f"/records/{record}/corrections"), **begun)
    assert vera.get(made.headers["Location"]).json()["status"] != ""
    assert keys_of(post(vera, f"{no}/closings", outcome="corrected")) == ["corrected"]

    assert post(vera, f"{no}/closings", outcome="refused", words="Klopt niet").status_code == 201

    more = {"person_id": story.who("Karim"), "own_words": "Ik was er niet bij."}
    assert post(vera, at(story, "/statements"), **more).status_code == 201
    said = vera.get(at(story, "/statements")).json()["items"]
    assert [(each["own_words"], each["record_id"]) for each in said] == [
        ("Het was maandag.", record),
        ("Ik was er niet bij.", None),
    ]
    assert not vera.get(no).json()["is_open"]


def test_all_that_is_wrong_with_a_body_is_told_by_its_place(story: Story, as_: Names) -> None:
    bram, person = as_("bram"), story.who("Karim")
    who = {"person_id": person, "asker_id": person, "identity": " ", "kind": "correction"}

    came = post(bram, at(story, "/data-requests"), **who)

    assert came.status_code == 400
    named = [each["name"] for each in came.json()["errors"]]
    assert named == ["/identity", "/record_id", "/words"]
    assert keys_of(
        post(bram, at(story, "/data-requests"), **{**who, "asker_id": story.who("Joost")},
             words="x", record_id=story.records["noor"])
    ) == ["may_ask"]  # fmt: skip
