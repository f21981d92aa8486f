"""Who looked at a case: for its regisseur, for the family on paper, and for nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.errors import NotFound
from engine.service import orders
from engine.service.case_file import case_file
from engine.service.file.families import family
from engine.service.file.looked import AskedLooks, looked, looked_as_file
from engine.service.file.looked_by_family import paper_for
from engine.service.file.timeline import timeline
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family, professional


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of Bram, at which Cora looked; Vera, who has no part, was turned away."""
    case = desk.opens()
    case_file(desk.viewers["cora"], desk.office, case.id)
    with pytest.raises(NotFound):
        case_file(desk.viewers["vera"], desk.office, case.id)
    return case


def said(desk: Desk, case: CaseAtDesk, asked: AskedLooks = AskedLooks()) -> list[tuple[str, ...]]:  # noqa: B008  # frozen
    """Who did what with which outcome, as Bram reads it."""
    _, page, _ = looked(desk.viewers["bram"], desk.office, case.id, asked, limit=50)
    return [(row.name or "", row.did.en, row.outcome) for row in page.rows]


def test_the_regisseur_sees_who_looked_who_acted_and_who_was_turned_away(
    desk: Desk, case: CaseAtDesk
) -> None:
    assert said(desk, case) == [
        ("vera", "Read the case", "denied"),
        ("cora", "Read the case", "done"),
        ("bram", "Case opened", "done"),
        ("bram", "Registered a family", "done"),
    ]


def test_asking_who_looked_is_itself_told(desk: Desk, case: CaseAtDesk) -> None:
    said(desk, case)

    assert said(desk, case)[0] == ("bram", "Asked who looked", "done")


def test_a_row_tells_the_role_and_the_ground_of_that_moment(desk: Desk, case: CaseAtDesk) -> None:
    _, page, _ = looked(desk.viewers["bram"], desk.office, case.id)

    vera, cora, bram, _ = page.rows
    assert [role.en for role in cora.roles] == ["Coordinator"]
    assert [role.en for role in bram.roles] == ["Regisseur"]
    assert (vera.roles, vera.ground.en) == ((), "None: saw nothing")


@pytest.mark.parametrize("who", ["cora", "dora"])
def test_who_takes_part_besides_reads_whom_to_ask(desk: Desk, case: CaseAtDesk, who: str) -> None:
    person = desk.who("dora")
    role = "qualified_behavioural_scientist"
    case.done("bram", orders.Join, person=person, role=role, ground="asked")

    _, page, relatives = looked(desk.viewers[who], desk.office, case.id)

    assert (page.told, page.ask, page.rows, page.people, relatives) == (
        False,
        ("bram",),
        (),
        (),
        (),
    )
    assert looked_as_file(desk.viewers[who], desk.office, case.id)[1].rows == ()
    assert not paper_for(desk.viewers[who], desk.office, case.id, desk.els)[1].told


def test_for_others_the_case_is_not_there(desk: Desk, case: CaseAtDesk) -> None:
    for ask in (looked, looked_as_file):
        with pytest.raises(NotFound):
            ask(desk.viewers["vera"], desk.office, case.id)

    assert said(desk, case)[:2] == [
        ("vera", "Took out who looked, as a file", "denied"),
        ("vera", "Asked who looked", "denied"),
    ]


def test_another_case_of_the_family_is_not_told_but_the_family_is(
    desk: Desk, case: CaseAtDesk
) -> None:
    other = desk.opens(workflow="assigned_help")
    timeline(desk.viewers["bram"], desk.office, other.id)
    stranger = another_family(desk)
    family(desk.viewers["bram"], desk.office, stranger.family)
    family(desk.viewers["bram"], desk.office, desk.family)

    assert [did for _, did, _ in said(desk, case)].count("Read the family") == 1
    assert "Read the timeline" not in [did for _, did, _ in said(desk, case)]


def test_the_rows_are_narrowed_by_person_days_and_tries(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=2)
    timeline(desk.viewers["bram"], desk.office, case.id)
    today = desk.office.today()

    assert said(desk, case, AskedLooks(tries=True)) == [("vera", "Read the case", "denied")]
    assert said(desk, case, AskedLooks(person=desk.who("cora"))) == [
        ("cora", "Read the case", "done")
    ]
    assert {did for _, did, _ in said(desk, case, AskedLooks(since=today))} == {
        "Read the timeline",
        "Asked who looked",
    }
    before = AskedLooks(until=today - timedelta(days=1))
    assert [name for name, _, _ in said(desk, case, before)] == ["vera", "cora", "bram", "bram"]


def test_pages_follow_each_other_without_a_row_twice(desk: Desk, case: CaseAtDesk) -> None:
    found, before = [], None
    for _ in range(4):
        _, page, _ = looked(desk.viewers["bram"], desk.office, case.id, before=before, limit=1)
        found.append((page.rows[0].name, page.rows[0].did.en))
        before = page.next

    # What is asked meanwhile stands in front of the first page, so it shifts nothing.
    assert found == [
        ("vera", "Read the case"),
        ("cora", "Read the case"),
        ("bram", "Case opened"),
        ("bram", "Registered a family"),
    ]
    assert before is None


def test_the_paper_tells_who_looked_and_nothing_of_what(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=1)
    timeline(desk.viewers["bram"], desk.office, case.id)
    timeline(desk.viewers["bram"], desk.office, case.id)

    _, paper = paper_for(desk.viewers["bram"], desk.office, case.id, desk.els)

    assert paper.to is not None
    assert paper.to.name == "els"
    assert [(look.name, look.function.en, look.did.en, look.times) for look in paper.looks] == [
        ("bram", "Regisseur", "read in the file", 2),
        (None, "Somebody without a part in this file", "wanted to look, but was shown nothing", 1),
        ("cora", "Coordinator", "read in the file", 1),
        ("bram", "Regisseur", "wrote something in the file", 1),
        ("bram", "A professional", "wrote something in the file", 1),
    ]


def test_who_may_have_reported_has_no_name_on_the_paper(desk: Desk) -> None:
    rik = professional(desk.office, "rik", "requester")
    desk = replace(desk, viewers={**desk.viewers, "rik": rik})
    case = desk.opens()
    case.done("bram", orders.Join, person=rik.id, role="requester", ground="asked")
    case_file(rik, desk.office, case.id)

    _, paper = paper_for(desk.viewers["bram"], desk.office, case.id, desk.sam)

    assert paper.looks[0].name is None
    assert paper.looks[0].organisation is None
    assert paper.looks[0].function.en == "A professional"


def test_there_is_a_paper_for_youths_from_12_and_who_decides_for_a_child_under_16(
    desk: Desk, case: CaseAtDesk
) -> None:
    bram = desk.viewers["bram"]
    assert [each.name for each in looked(bram, desk.office, case.id)[2]] == ["sam", "els", "tom"]

    desk.after(days=366 * 3)  # Sam is 16 now

    assert [each.name for each in looked(bram, desk.office, case.id)[2]] == ["sam"]
    with pytest.raises(NotFound):
        paper_for(bram, desk.office, case.id, desk.els)


def test_that_it_was_printed_and_for_whom_is_told(desk: Desk, case: CaseAtDesk) -> None:
    paper_for(desk.viewers["bram"], desk.office, case.id, desk.els)

    row = desk.log()[-1]
    assert (row.action, row.record, row.outcome) == ("print_looked", desk.els, "done")
