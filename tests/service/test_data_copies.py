"""The copy of one's own data holds nothing of another, whatever a professional gives."""

import re
from dataclasses import dataclass, field

import pytest

from engine.clock import ManualClock
from engine.data_copy import Shown, rows_of
from engine.errors import NotFound
from engine.service import orders
from engine.service import rights_orders as rights
from engine.store.store import Store
from tests.kept import a_store
from tests.service.asking_data import asks, decides, done, given, text_of, things
from tests.service.builders import MORNING
from tests.service.letter_stories import Story, a_letter_story
from tests.store.databases import KINDS

NEVER = re.compile("CANARY(?!family)")
OWN = {
    "Karim": ("noor", "mila"),
    "Joost": ("daan",),
    "Elske": ("noor", "daan", "mila"),
    "daan": ("daan",),
}
"""Whose copy tells of which children."""

AGREED = {
    "Karim": {"agreedbram", "agreedelske", "agreedkarim"},
    "Joost": {"agreeddaan"},
    "Elske": {"agreedbram", "agreedelske", "agreedkarim", "agreedgijs", "agreedwords"},
    "daan": {"agreeddaan", "agreedwords"},
}
NAMES = {"Karim", "Joost", "Elske", "Tante", "noor", "daan", "mila", "rik", "lars"}
NAMING = "Karim, Joosts moeder, Elske en Tante spraken over Noor, Daan en Mila. Rik meldde het."


def named(story: Story) -> Story:
    """Let there be a talk and own words of each, in which everybody is named."""
    for person in OWN:
        story.case.done(
            "bram",
            orders.HoldContact,
            held_on=story.office.today(),
            words=f"CANARYtold{person}. {NAMING}",
            with_persons=(story.who(person),),
        )
        said = {"person": story.who(person), "words": f"CANARYsaid{person}. {NAMING}"}
        done(story, "bram", rights.MakeStatement, record=story.records["noor"], **said)
    return story


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case in which everybody is named."""
    return named(a_letter_story(store, clock))


@dataclass
class Copies:
    """What each would be given before anything was decided, all of it as text once it is given."""

    before: dict[str, tuple[Shown, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    log: str = ""


@pytest.fixture(scope="module", params=KINDS)
def copies(request: pytest.FixtureRequest) -> Copies:
    """Give everybody a copy with everything in it; made once, for it is only read."""
    found = Copies()
    with a_store(request.param) as store:
        story = named(a_letter_story(store, ManualClock(MORNING)))
        for person, asker in (*((each, each) for each in OWN), ("noor", "Karim")):
            asked = asks(story, person, asker)
            found.before[person] = things(story, asked)
            decides(story, asked)
            found.texts[person] = text_of(given(story, asked))
        found.log = repr(story.case.desk.log())
    return found


def canaries(text: str) -> set[str]:
    """Find every planted word."""
    return set(re.findall(r"CANARY(\w+)", text))


@pytest.mark.parametrize("person", OWN)
def test_nothing_of_another_is_in_it_even_when_everything_is_given(
    copies: Copies, person: str
) -> None:
    text = copies.texts[person]
    found, children = canaries(text), OWN[person]
    assert {each for each in found if each.startswith("agreed")} == AGREED[person]
    assert {each for each in found if each.startswith(("said", "told"))} == {
        f"said{person}", f"told{person}"
    }  # fmt: skip
    others = set(OWN["Elske"]) - set(children)
    assert not {each for each in found if each.startswith(tuple(others) or ("-",))}
    assert not {each for each in found if each.endswith(("how", "requester", "brings"))} - {
        f"{person}how"
    }
    assert not found & {"ground", "absent", "brought", "table", "place", "nobody"}
    assert ("talk" in found) is (person == "Joost")  # who was there
    for name in NAMES - {person, *children}:
        assert not re.search(rf"\b{name}(?:s)?\b", text, re.IGNORECASE), name
    for name in children:
        assert name in text


def test_what_needs_a_look_is_never_decided_before(copies: Copies) -> None:
    for each in copies.before["Karim"]:
        assert each.judged is None
        if each.thing.shared or each.names:
            assert not each.plain, each.thing.key


def test_a_name_that_was_ticked_stays_and_no_other(story: Story) -> None:
    request = asks(story, "Karim")
    talk = next(each for each in things(story, request) if each.thing.key.startswith("talk."))
    assert {each.name for each in talk.names} == {"Joost", "Elske", "Tante", "daan", "rik"}
    keeps = rights.ItemJudged(key=talk.thing.key, kept=(story.who("Elske"),))

    done(story, "bram", rights.JudgeCopy, request=request, items=(keeps,), others="moeder")

    talk = next(each for each in things(story, request) if each.thing.key == talk.thing.key)
    said = dict(talk.lines)["Wat er is besproken"]
    assert "Elske en [een ander gezinslid] spraken over Noor, [een ander kind] en Mila" in said
    assert "[een ander gezinslid] [iemand anders]" in said
    assert said.endswith("[een ander] meldde het.")


def test_a_copy_for_a_young_child_is_of_that_child_and_not_of_who_asked(copies: Copies) -> None:
    text = copies.texts["noor"]

    assert not canaries(text) & {"toldKarim", "saidKarim", "Karimhow", "agreedkarim"}
    assert "noorreasons" in canaries(text)
    assert not re.search(r"\b(Elske|Joost|daan|mila)", text)


def test_what_is_withheld_is_told_by_ground_and_number_only(story: Story) -> None:
    request = asks(story, "Karim")
    decides(story, request, withheld=lambda each: each.thing.shared)
    left = sum(each.thing.shared for each in things(story, request))
    done(story, "sita", rights.ConfirmCopy, request=request)

    copy = given(story, request)

    assert [(each["ground"], each["count"]) for each in copy["left_out"]] == [
        ("rights_of_others", left)
    ]
    assert copy["names_replaced"] > 0
    assert not canaries(text_of(copy)) & {"discussion_requestconcern", "chair_talkagreed"}
    assert {row[0] for row in rows_of(copy)} == {each["title"] for each in copy["sections"]}


def test_whoever_works_for_one_child_makes_a_copy_of_that_child_only(story: Story) -> None:
    request = asks(story, "daan")
    assert {each.thing.key for each in things(story, request, by="gijs")}

    karim = asks(story, "Karim")

    with pytest.raises(NotFound):
        things(story, karim, by="gijs")


def test_what_changed_since_it_was_decided_waits_again(story: Story) -> None:
    request = asks(story, "Karim")
    decides(story, request)
    story.case.desk.after(days=1)
    story.agrees("agreednew", "Karim", "Karim", child="noor")

    waiting = [each for each in things(story, request) if each.judged is None]

    assert [each.thing.section for each in waiting] == ["Afspraken"]
    assert story.office.today() == waiting[0].thing.on


def test_no_log_holds_a_word_of_it(copies: Copies) -> None:
    assert not NEVER.search(copies.log)
    assert "Karim" not in copies.log
    assert "'give_copy'" in copies.log
