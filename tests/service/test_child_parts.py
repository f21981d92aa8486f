"""Whoever takes part for one child does nothing to another, gives no more, and hears no more.

Gijs works for Daan alone; Noor and Mila have another father. What he may read is asked of every
request there is in ``tests/access``.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.cases import explain
from engine.service.dates import dates_of
from engine.service.file.families import families, family
from engine.service.file.participants import participants
from engine.service.file.timeline import timeline
from engine.service.my_cases import my_cases
from engine.service.opening import open_case
from engine.service.packages import package
from engine.service.recipients import ladders_of
from engine.store import deadlines, people
from engine.store.store import Store
from engine.store.tables.people import PARTICIPATION
from engine.store.unit_of_work import reading
from tests.service.desks import professional, takes_part
from tests.service.letter_stories import Story, a_letter_story

CHILDREN = ("noor", "daan", "mila")


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    return a_letter_story(store, clock)


def key_of(story: Story, name: str) -> int:
    """The key inside of a child of the case."""
    with reading(story.office.store) as connection:
        return people.person_by_public_id(connection, story.who(name)).id


def works_for(story: Story, name: str, role: str, *children: str) -> None:
    """Let a new professional take part in this role for these children alone."""
    viewer = professional(story.office, name, role)
    story.case.desk.viewers[name] = viewer  # type: ignore[index]  # a dict, made by the story
    for child in children:
        takes_part(
            story.case.desk,
            viewer,
            role=role,
            case_id=story.case.head.id,
            child_id=key_of(story, child),
        )


def lacks(story: Story, who: str) -> set[str]:
    """What stands between somebody and handing the request in, by key."""
    decision = explain(story.viewer(who), story.office, story.case.id, "submit")
    return {reason.key for reason in decision.reasons if reason.stops}


def test_a_case_is_moved_in_a_role_that_is_held_for_every_child(story: Story) -> None:
    works_for(story, "otto", "requester", "daan")
    works_for(story, "olga", "requester", *CHILDREN)

    assert "role" in lacks(story, "otto")
    assert "role" not in lacks(story, "olga")
    assert "role" in story.case.missing("submit", by="otto")


def test_a_record_is_written_about_the_own_child_only(story: Story) -> None:
    works_for(story, "otto", "chair", "daan")

    story.records_a("child_view", "otto", "daan")
    with pytest.raises(NotFound, match="person"):
        story.records_a("child_view", "otto", "noor")
    with pytest.raises(NotFound, match="record"):
        story.brings(story.records["noor"], "superseded", "otto")


def test_a_role_for_one_child_is_no_role_about_another(story: Story) -> None:
    works_for(story, "otto", "chair", "daan")
    takes_part(
        story.case.desk,
        story.viewer("otto"),
        role="buddy",
        access="informant",
        case_id=story.case.head.id,
    )

    order = {"type": "child_view", "fields": {}}
    assert story.case.refused("otto", orders.WriteRecord, child=story.who("noor"), **order) == [
        "role"
    ]
    story.case.done("otto", orders.WriteRecord, child=story.who("daan"), **order)


def test_nobody_gives_more_than_they_have(story: Story) -> None:
    case, other = story.case, professional(story.office, "otto", "cjg_worker")
    let_in = {"person": other.id, "role": "cjg_worker", "ground": "x"}

    assert case.refused("gijs", orders.Join, **let_in) == ["role"]
    assert case.refused("gijs", orders.Join, **{**let_in, "person": case.desk.who("gijs")})
    with pytest.raises(NotFound, match="child"):
        case.done("gijs", orders.Join, **let_in, child=story.who("noor"))
    case.done("gijs", orders.Join, **let_in, child=story.who("daan"))


def test_somebody_may_take_part_for_two_children_each_with_an_end_of_its_own(story: Story) -> None:
    other = professional(story.office, "otto", "cjg_worker")
    let_in = {"person": other.id, "role": "cjg_worker", "ground": "x"}
    for child in ("daan", "noor", "noor"):
        story.case.done("bram", orders.Join, **let_in, child=story.who(child))

    wanted = select(PARTICIPATION.c.child_id).where(PARTICIPATION.c.person_id == other.person)
    with reading(story.office.store) as connection:
        held = connection.execute(wanted.order_by(PARTICIPATION.c.id)).scalars().all()
    assert held == [key_of(story, "daan"), key_of(story, "noor")]


def test_nobody_ends_a_part_that_reaches_further_than_theirs(story: Story) -> None:
    works_for(story, "otto", "cjg_worker", "noor")
    works_for(story, "olga", "cjg_worker", "daan")

    assert story.case.refused("gijs", orders.Leave, person=story.who("vera"), role="chair")
    with pytest.raises(NotFound, match="person"):
        story.case.done("gijs", orders.Leave, person=story.who("otto"), role="cjg_worker")
    story.case.done("gijs", orders.Leave, person=story.who("olga"), role="cjg_worker")


def test_who_takes_part_for_a_sister_is_not_among_the_participants(story: Story) -> None:
    works_for(story, "otto", "cjg_worker", "noor")
    ids = {each.person for each in participants(story.viewer("gijs"), story.office, story.case.id)}

    assert story.who("otto") not in ids
    assert {story.who("gijs"), story.who("bram")} <= ids


def test_of_a_family_whoever_works_for_one_child_meets_who_belongs_to_it(story: Story) -> None:
    gijs, home = story.viewer("gijs"), story.case.desk.family
    (row,) = families(gijs, story.office)
    near = {each.name: each.authority_over for each in row.members}

    assert near == {"daan": (), "Elske": (story.who("daan"),), "Joost": (story.who("daan"),)}
    assert family(gijs, story.office, home).row == row
    assert len(family(story.viewer("bram"), story.office, home).row.members) == 7


def test_whoever_works_for_one_child_opens_no_case_about_another(story: Story) -> None:
    order = orders.OpenCase(
        workflow="beschermingstafel",
        family=story.case.desk.family,
        children=(story.who("noor"),),
        role="requester",
        inputs={"on_behalf_of": "local_team"},
    )

    with pytest.raises(NotFound, match="person"):
        open_case(story.viewer("gijs"), story.office, order)


def owed(story: Story, who: str) -> Iterator[str]:
    """The keys of the agreements that somebody sees as a deadline."""
    for each in dates_of(story.viewer(who), story.office, story.case.id):
        if each.key.startswith("agreement."):
            yield each.key


def test_the_deadline_of_an_agreement_is_of_the_same_child(story: Story) -> None:
    assert len([*owed(story, "bram")]) == 7
    assert len([*owed(story, "gijs")]) == 4  # three shared ones, and Daan's
    (mine,) = my_cases(story.viewer("gijs"), story.office).rows
    assert [each.name for each in mine.children] == ["daan"]


def test_whoever_works_for_one_child_hears_nothing_of_what_is_owed_for_another(
    story: Story,
) -> None:
    with reading(story.office.store) as connection:
        ladders = ladders_of(connection, story.case.head, story.office.clock.now())
        keys = {name: key_of(story, name) for name in CHILDREN}
        open_now = deadlines.open_deadlines(connection, [story.case.head.id])

    def hear(child: int | None) -> bool:
        told = ladders.about(child).told("protection_worker", story.office.today())
        return story.viewer("gijs").person in told.people

    assert {each.child_id for each in open_now[story.case.head.id]} >= {None, *keys.values()}
    assert hear(None)
    assert hear(keys["daan"])
    assert not hear(keys["noor"])


def test_a_package_for_whoever_works_for_one_child_holds_that_child(story: Story) -> None:
    works_for(story, "otto", "gi_worker", "daan")
    made = package(story.viewer("sita"), story.office, story.case.id, "gi")
    told = str(made)

    assert "daan" in told
    assert "CANARYdaanreasons" in told
    assert "noor" not in told
    council = str(package(story.viewer("sita"), story.office, story.case.id, "council"))
    assert "CANARYnoorreasons" in council


def test_a_talk_about_a_sister_is_not_in_the_timeline(story: Story) -> None:
    talk = {"held_on": story.office.today(), "words": "CANARYsister"}
    story.case.done("bram", orders.HoldContact, **talk, with_persons=(story.who("noor"),))
    shown = {who: str(timeline(story.viewer(who), story.office, story.case.id)) for who in WHO}

    assert "CANARYsister" in shown["bram"]
    assert "CANARYsister" not in shown["gijs"]
    assert "CANARYtalk" in shown["gijs"]  # that was with Daan's father


WHO = ("bram", "gijs")
