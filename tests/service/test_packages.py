"""A package holds what the party's row of the access table reads, and nothing that is shielded."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from api.letter_words import letter_words
from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.command import looking
from engine.service.letter_orders import MakeLetter, make_letter
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.packages import Package, package, packages
from engine.service.repeats import Done
from engine.service.rights_orders import MakeStatement
from engine.store import versions
from engine.store.cases import link_cases
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.asking_data import done
from tests.service.builders import CaseAtDesk
from tests.service.letter_stories import REGION, Story, a_letter_story

CHILDREN = ("noor", "daan", "mila")
OF_OUTCOMES = {
    f"{child}{name}"
    for child in CHILDREN
    for name in ("reasons", "decided_by", "dissent", "safety")
} | {"noorgoals"}
AGREED = {f"agreed{name}" for name in ("bram", "elske", "karim", "daan", "gijs", "words", "nobody")}
REQUEST = re.compile("discussion_request|intake_list")


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case with everything recorded, its request and intake list ready."""
    made = a_letter_story(store, clock)
    for record, to in (("discussion_request", "ready"), ("intake_list", "complete")):
        made.brings(record_of(made, record), to, "rik")
    for child in CHILDREN:
        made.brings(record_of(made, "child_view", child), "heard", "vera")
    return made


def record_of(story: Story, kind: str, child: str | None = None) -> str:
    """Find a record."""
    row, person = METADATA.tables["record"], METADATA.tables["person"]
    wanted = select(row.c.public_id).where(row.c.type == kind)
    if child:
        wanted = wanted.join(person, person.c.id == row.c.child_id).where(person.c.name == child)
    with reading(story.office.store) as connection:
        return str(connection.execute(wanted).scalars().all()[-1])


def made(story: Story, party: str, client: str | None = None, by: str = "sita") -> Package:
    """Make a package."""
    whose = story.who(client) if client else None
    return package(story.viewer(by), story.office, story.case.id, party, whose)


def text_of(found: Package) -> str:
    """Give its words."""
    return "\n".join(line for block in found.document for line in block.lines)


def canaries(found: Package) -> set[str]:
    """Give every planted word in it."""
    return set(re.findall(r"CANARY(\w+)", text_of(found)))


def gives(story: Story, child: str, receiver: str) -> None:
    """Make a letter and give it."""
    order = MakeLetter(case=story.case.id, child=story.who(child), receiver=story.who(receiver))
    letter = make_letter(story.viewer("sita"), story.office, letter_words(), order)
    assert isinstance(letter, Done)
    assert letter.made
    story.brings(letter.made, "handed_over", "sita")


@pytest.mark.parametrize("party", ["council", "gi"])
def test_the_council_and_a_gi_get_the_papers_of_the_table(story: Story, party: str) -> None:
    found = canaries(made(story, party))

    papers = {each for each in found if REQUEST.match(each)}
    assert len(papers) > 10
    assert {each for each in found if each.startswith("child_view")} == {
        "child_viewown_words", "child_viewwants_to_attend"
    }  # fmt: skip
    agreed = {each for each in found if each.startswith("agreed")}
    assert agreed - {f"{each}owner" for each in agreed} == AGREED
    assert found >= OF_OUTCOMES
    known = papers | agreed | OF_OUTCOMES | {"child_viewown_words", "child_viewwants_to_attend"}
    assert found == known  # no invitation, address, talk, report, advice, absence or ground


def test_own_words_stand_with_the_paper_that_they_are_about(story: Story) -> None:
    about = {"record": story.records["noor"], "words": "CANARYsaid"}
    done(story, "bram", MakeStatement, person=story.who("Karim"), **about)

    text = text_of(made(story, "council"))

    assert "In eigen woorden van Karim, ma 2 maart 2026:\nCANARYsaid" in text


def test_veilig_thuis_gets_the_request_and_what_was_decided(story: Story) -> None:
    found = canaries(made(story, "veilig_thuis"))

    assert found >= OF_OUTCOMES
    assert all(REQUEST.match(each) for each in found - OF_OUTCOMES)


def test_a_lawyer_gets_what_the_client_may_read_and_nothing_else(story: Story) -> None:
    for child, receiver in (("noor", "Karim"), ("noor", "Elske"), ("daan", "Joost")):
        gives(story, child, receiver)

    elske, joost = made(story, "lawyer", "Elske"), made(story, "lawyer", "Joost")

    assert {"noorreasons", "agreedbram"} <= canaries(elske)
    assert canaries(joost) == {"daanreasons", "agreeddaan"}
    assert not re.search("Karim|Joost|Tante", text_of(elske))
    assert not re.search("Elske|Karim|noor|mila", text_of(joost))
    assert made(story, "lawyer", "Karim").document  # a way to him that is not safe: his letter only
    assert "agreedkarim" not in canaries(made(story, "lawyer", "Karim"))


def test_a_draft_is_not_in_it_and_is_named(store: Store, clock: ManualClock) -> None:
    story = a_letter_story(store, clock)

    found = made(story, "council")

    assert not any(REQUEST.match(each) for each in canaries(found))
    lacking = [each.title.nl for each in found.lacking]
    assert lacking[:2] == ["Verzoek tot bespreking", "Intakelijst"]
    assert "Wat het kind vindt: noor" in lacking
    assert "Verzoek tot onderzoek" in lacking  # decided for Daan, and not recorded yet


def test_what_is_shielded_never_leaves(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    with looking(story.viewer("sita"), story.office, story.case.id, "test") as work:
        asked: Any = work.workflow.catalogue.records["discussion_request"].fields
    shielded = asked["concern"].model_copy(update={"class_": "shielded"})
    monkeypatch.setitem(asked, "concern", shielded)

    for by in ("sita", "bram"):  # the regisseur reads it, the party does not
        found = canaries(made(story, "council", by=by))
        assert "discussion_requestchildren" in found
        assert "discussion_requestconcern" not in found


def test_who_reads_titles_only_makes_none(story: Story) -> None:
    page = packages(story.viewer("cora"), story.office, story.case.id)
    found = made(story, "council", by="cora")

    assert (page.rows, page.refused and page.refused.key) == ((), "role")
    assert (found.blocks, found.front, found.refused and found.refused.key) == ((), (), "role")
    with pytest.raises(NotFound):
        made(story, "lawyer", "Elske", by="cora")


@pytest.mark.parametrize(("party", "client"), [("press", None), ("lawyer", None), ("gi", "Elske")])
def test_a_package_is_for_a_party_that_there_is(story: Story, party: str, client: str) -> None:
    with pytest.raises(NotFound):
        made(story, party, client)


def test_every_making_is_a_row_of_the_log(story: Story) -> None:
    made(story, "gi")

    last = story.case.desk.log()[-1]

    assert (last.action, last.record, last.outcome) == ("make_package", "gi", "done")


def test_the_list_names_each_party_and_each_lawyer_with_the_last_that_left(story: Story) -> None:
    said = {"party": "gi", "to_whom": "Gijs", "way": "portal", "what": "package"}
    said |= {"ground": "statutory_duty"}
    story.case.done("sita", orders.RecordDispatch, **said)

    page = packages(story.viewer("sita"), story.office, story.case.id)

    rows = [(row.party, row.client and row.client.name, row.last is not None) for row in page.rows]
    assert rows[:3] == [
        ("council", None, False), ("gi", None, True), ("veilig_thuis", None, False)
    ]  # fmt: skip
    assert {name for party, name, _ in rows if party == "lawyer"} >= {"Elske", "Karim", "Joost"}
    assert page.dispatches[0].to_whom == "Gijs"


def test_what_went_to_the_council_is_for_the_council_and_for_who_sent_it(story: Story) -> None:
    investigation = story.office.library.of("council_investigation", REGION)
    with unit_of_work(story.office.store) as connection:
        versions.publish(connection, investigation, now=story.office.clock.now())
    order = OpenCase(
        workflow="council_investigation",
        family=story.case.desk.family,
        children=(story.who("daan"),),
        role="secretary",
        inputs={"table_reference": "CANARYtable", "sender": "secretary"},
    )
    opened = open_case(story.viewer("sita"), story.office, order)
    assert isinstance(opened, Done)
    there = CaseAtDesk(story.case.desk, opened.case)
    with unit_of_work(story.office.store) as connection:
        now = story.office.clock.now()
        link_cases(connection, story.case.head, other=there.head, link="table_outcome", now=now)
    said = {"sent_by": "veilig_thuis", "reference": "CANARYcorv", "sent_on": "2026-03-02"} | {
        "copy_to_parents": True,
        "college_told": True,
        "school_absence": False,
    }
    step = {"transition": "record_vto_sent", "inputs": said}
    there.done("sita", orders.Advance, **step)

    assert all("corv" in canaries(made(story, party)) for party in ("council", "veilig_thuis"))
    assert "corv" not in canaries(made(story, "council", by="vera"))  # she does not see that case
    assert there.desk.log()[-2].record == "veilig_thuis"  # it is known who looked there
