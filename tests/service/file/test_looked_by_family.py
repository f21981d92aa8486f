"""The paper for one of the family on who looked: who is named on it, and who is left out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.case_file import case_file
from engine.service.file.families import family
from engine.service.file.looked import looked_as_file
from engine.service.file.looked_by_family import FamilyLook, paper_for
from engine.service.registering import Member, NewFamily, register_family
from engine.store import access_log, consents, participation, people
from engine.store.access_log import LogEntry
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import another_family, professional, takes_part

MEMBERS = (
    Member(name="sam", born=date(2013, 1, 20), is_child=True),  # 13
    Member(name="noor", born=date(2016, 4, 10), is_child=True),
    Member(name="els", authority_over=("sam", "noor")),
    Member(name="tom", authority_over=("noor",)),
    Member(name="joost", authority_over=("sam",)),
)
OTTO = ("otto", "Provider")


@pytest.fixture
def two(desk: Desk) -> CaseAtDesk:
    """Lend a case of Bram about Sam and Noor, whose fathers differ; Rik registered the family."""
    rik, otto = (professional(desk.office, each, "provider") for each in ("rik", "otto"))
    new = NewFamily(name="De Wit", region=REGION, members=MEMBERS)
    desk = replace(
        desk,
        registered=register_family(rik, desk.office, new),
        viewers={**desk.viewers, "rik": rik, "otto": otto},
    )
    members = desk.registered.members
    desk.after(minutes=1)
    with unit_of_work(desk.office.store) as connection:
        home = people.person_by_public_id(connection, members["sam"]).family_id
    takes_part(desk, desk.viewers["bram"], family_id=home, role="regisseur", access="regisseur")
    case = desk.opens(workflow="assigned_help", children=(members["sam"], members["noor"]))
    desk.after(minutes=1)
    return case


def paper(case: CaseAtDesk, to: str) -> tuple[FamilyLook, ...]:
    """What stands on the paper of somebody, as Bram prints it."""
    desk = case.desk
    members = desk.registered.members
    return paper_for(desk.viewers["bram"], desk.office, case.id, members[to])[1].looks


def told(case: CaseAtDesk, to: str) -> list[tuple[str | None, str]]:
    """Who stands on it, with the function."""
    return [(look.name, look.function.en) for look in paper(case, to)]


def joins(case: CaseAtDesk, name: str, role: str, access: str, child: str | None = None) -> Viewer:
    """Let somebody take part, for one child or for all, and look at the case."""
    desk = case.desk
    viewer = desk.viewers[name]
    child_id = key_of(case, child) if child else None
    takes_part(
        desk, viewer, case_id=case.head.id, role=role, access=access, child_id=child_id,
        from_on=desk.office.today(),
    )  # fmt: skip
    case_file(viewer, desk.office, case.id)
    return viewer


def key_of(case: CaseAtDesk, member: str) -> int:
    """Look up the key of somebody of the family."""
    with unit_of_work(case.desk.office.store) as connection:
        return people.person_by_public_id(connection, case.desk.registered.members[member]).id


def test_who_registered_the_family_without_working_for_it_has_no_name(two: CaseAtDesk) -> None:
    assert (None, "A professional") in told(two, "els")
    assert "rik" not in {look.name for look in paper(two, "els")}


@pytest.mark.parametrize(
    ("role", "access"),
    [
        ("requester", "requester"),
        ("informant", "informant"),
        ("veilig_thuis_worker", "professional"),
        ("confidential_advocate", "confidential_advocate"),
        ("a_reporter_by_another_name", "informant"),
    ],
)
def test_who_ever_had_a_hidden_role_is_named_in_none_of_their_rows(
    two: CaseAtDesk, role: str, access: str
) -> None:
    joins(two, "rik", role, access)
    joins(two, "rik", "provider", "professional")
    family(two.desk.viewers["rik"], two.desk.office, two.desk.family)

    of_rik = [look for look in paper(two, "els") if look.name != "bram"]

    assert {(look.name, look.function.en, look.organisation) for look in of_rik} == {
        (None, "A professional", None)
    }
    assert sum(look.times for look in of_rik) == 4


def test_a_hidden_role_in_another_case_of_the_family_hides_the_name_in_this_one(
    two: CaseAtDesk,
) -> None:
    other = two.desk.opens(workflow="placement", children=(two.desk.sam,))
    joins(other, "otto", "requester", "requester")
    joins(two, "otto", "provider", "professional")

    assert "otto" not in {name for name, _ in told(two, "els")}


def test_a_hidden_role_that_only_the_log_still_names_hides_the_name_too(two: CaseAtDesk) -> None:
    otto = joins(two, "otto", "provider", "professional")
    assert OTTO in told(two, "els")
    entry = LogEntry(
        at=two.desk.clock.now(), action="read_case", outcome="done", case_id=two.head.id,
        ground="requester:requester",
    )  # fmt: skip
    with unit_of_work(two.desk.office.store) as connection:
        access_log.log(connection, otto, entry)

    assert "otto" not in {name for name, _ in told(two, "els")}


def test_who_looked_in_a_role_that_is_not_for_this_child_has_no_name(two: CaseAtDesk) -> None:
    otto = joins(two, "otto", "cjg_worker", "professional", "sam")
    entry = LogEntry(
        at=two.desk.clock.now(), action="read_case", outcome="done", case_id=two.head.id,
        ground="provider:professional",
    )  # fmt: skip
    with unit_of_work(two.desk.office.store) as connection:
        access_log.log(connection, otto, entry)

    assert ("otto", "CJG worker") in told(two, "joost")
    assert OTTO not in told(two, "joost")


def test_who_is_turned_away_and_works_for_another_child_is_left_out(two: CaseAtDesk) -> None:
    outsider = (None, "Somebody without a part in this file")
    with pytest.raises(NotFound):
        case_file(two.desk.viewers["vera"], two.desk.office, two.id)
    assert outsider in told(two, "joost")

    joins(two, "vera", "provider", "professional", "noor")

    assert outsider not in told(two, "joost")
    assert outsider in told(two, "tom")


def test_a_part_that_was_ended_later_still_counted_at_the_look(two: CaseAtDesk) -> None:
    desk, today = two.desk, two.desk.office.today()
    joins(two, "otto", "provider", "professional", "noor")
    desk.after(hours=1)
    with unit_of_work(desk.office.store) as connection:
        (taking,) = (
            each
            for each in participation.takings_of(
                connection, two.head, now=desk.clock.now(), on=today
            )
            if each.person_id == desk.viewers["otto"].person
        )
        participation.end_participation(connection, taking.id, until_on=today, now=desk.clock.now())
    desk.after(hours=1)
    joins(two, "otto", "cjg_worker", "professional")

    assert [each for each in told(two, "joost") if each[0] == "otto"] == [("otto", "CJG worker")]
    assert OTTO in told(two, "tom")


def test_who_works_for_the_family_is_named_for_a_look_at_the_family_too(two: CaseAtDesk) -> None:
    otto = joins(two, "otto", "provider", "professional")
    family(otto, two.desk.office, two.desk.family)

    assert {("otto", "A professional"), OTTO} <= set(told(two, "els"))


def test_who_works_for_the_region_only_has_no_name_for_what_they_did_with_the_family(
    two: CaseAtDesk,
) -> None:
    rik = two.desk.viewers["rik"]
    takes_part(two.desk, rik, region=REGION, role="team_lead", access="coordinator")
    case_file(rik, two.desk.office, two.id)

    assert ("rik", "Team lead") in told(two, "els")
    assert ("rik", "A professional") not in told(two, "els")


def test_who_works_for_one_child_only_is_told_to_whom_that_child_is_theirs(
    two: CaseAtDesk,
) -> None:
    otto = joins(two, "otto", "provider", "professional", "noor")
    family(otto, two.desk.office, two.desk.family)

    assert OTTO in told(two, "els")
    assert OTTO in told(two, "tom")
    for other in ("joost", "sam"):  # Sam is 13: the own part only
        assert set(told(two, other)) == {("bram", "Regisseur"), (None, "A professional")}


def test_a_case_of_another_child_makes_nobody_known_here(two: CaseAtDesk) -> None:
    noor = two.desk.registered.members["noor"]
    other = two.desk.opens(workflow="placement", children=(noor,))
    otto = joins(other, "otto", "provider", "professional")
    family(otto, two.desk.office, two.desk.family)

    assert told(two, "joost") == [("bram", "Regisseur"), (None, "A professional")]
    assert ("otto", "A professional") in told(two, "tom")


def test_the_part_of_the_moment_of_the_look_counts(two: CaseAtDesk) -> None:
    joins(two, "otto", "provider", "professional", "noor")
    two.desk.after(days=1)
    otto = joins(two, "otto", "provider", "professional")
    family(otto, two.desk.office, two.desk.family)

    def of_otto(to: str) -> list[tuple[date, str, int]]:
        looks = [look for look in paper(two, to) if look.name == "otto"]
        return [(look.day, look.function.en, look.times) for look in looks]

    today = two.desk.office.today()
    later = [(today, "A professional", 1), (today, "Provider", 1)]
    assert of_otto("joost") == later
    assert of_otto("tom") == [*later, (today - timedelta(days=1), "Provider", 1)]


def test_authority_that_has_ended_or_is_still_to_come_opens_nothing(two: CaseAtDesk) -> None:
    desk = two.desk
    joins(two, "otto", "provider", "professional", "noor")
    noor, joost, els = (key_of(two, each) for each in ("noor", "joost", "els"))
    today = desk.office.today()
    with unit_of_work(desk.office.store) as connection:
        consents.set_authority(
            connection, noor, parent_id=joost, source="rechter",
            from_on=today + timedelta(days=7), by=desk.viewers["bram"].person,
            now=desk.clock.now(),
        )  # fmt: skip
        consents.end_authority(connection, noor, parent_id=els, until_on=today)

    assert OTTO not in told(two, "els")
    assert OTTO not in told(two, "joost")
    desk.after(days=7)
    assert OTTO in told(two, "joost")


def test_a_parent_is_told_nothing_for_the_sake_of_a_child_of_16(two: CaseAtDesk) -> None:
    joins(two, "otto", "provider", "professional", "sam")
    assert OTTO in told(two, "els")

    two.desk.after(days=366 * 3)  # Sam is 16 now

    assert OTTO not in told(two, "els")
    assert OTTO in told(two, "sam")


def test_who_is_refused_the_file_or_the_paper_stands_so_in_the_log(two: CaseAtDesk) -> None:
    desk, els = two.desk, two.desk.els
    cora = desk.viewers["cora"]

    assert not looked_as_file(cora, desk.office, two.id)[1].told
    assert not paper_for(cora, desk.office, two.id, els)[1].told

    rows = [(row.action, row.outcome, row.reason_keys, row.record) for row in desk.log()[-2:]]
    assert rows == [
        ("export_looked", "refused", ["does_not_lead"], None),
        ("print_looked", "refused", ["does_not_lead"], els),
    ]
    assert {row.case_id for row in desk.log()[-2:]} == {two.head.id}
    assert {row.ground for row in desk.log()[-2:]} == {"coordinator:coordinator"}


@pytest.mark.parametrize("who", ["bram", "cora"])
def test_for_somebody_of_another_family_there_is_no_paper_whoever_asks(
    two: CaseAtDesk, who: str
) -> None:
    stranger = another_family(two.desk).els
    for person in (stranger, two.desk.who("vera"), "0" * 32):
        with pytest.raises(NotFound):
            paper_for(two.desk.viewers[who], two.desk.office, two.id, person)

        assert (two.desk.log()[-1].outcome, two.desk.log()[-1].record) == ("denied", two.id)
