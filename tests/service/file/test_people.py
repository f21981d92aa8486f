"""Colleagues to choose from: active professionals, by role and by the beginning of a name."""

from sqlalchemy import update

from engine.service.file.people import MOST, Colleague, colleagues
from engine.service.registering import NewProfessional, register_professional
from engine.store.tables.people import ACCOUNT
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import Desk


def named(desk: Desk, **said: str) -> list[str]:
    return [each.name for each in found(desk, **said)]


def found(desk: Desk, **said: str) -> tuple[Colleague, ...]:
    return colleagues(desk.viewers["bram"], desk.office, **said)


def test_colleagues_come_by_name_with_the_roles_that_they_work_in(desk: Desk) -> None:
    assert named(desk) == ["anna", "bram", "cora", "dora", "gijs", "vera"]
    dora = found(desk)[3]
    assert [(key, title.nl) for key, title in dora.roles] == [
        ("qualified_behavioural_scientist", "Gekwalificeerde gedragswetenschapper")
    ]
    assert (dora.id, dora.organisation) == (desk.who("dora"), None)


def test_a_role_leaves_those_who_work_in_it(desk: Desk) -> None:
    desk.qualify("anna", "regisseur")

    assert named(desk, role="regisseur") == ["anna", "bram"]
    assert [key for key, _ in found(desk, role="regisseur")[0].roles] == ["regisseur", "cjg_worker"]
    assert named(desk, role="buddy") == []


def test_a_name_is_found_by_how_it_begins_in_small_and_capital_letters(desk: Desk) -> None:
    new = NewProfessional(
        name="Annelies de Wit", subject="annelies", works_as=("buddy",), organisation="CJG"
    )
    register_professional(desk.office, new)

    assert named(desk, starts_with=" ANN ") == ["anna", "Annelies de Wit"]
    assert found(desk, starts_with="anne")[0].organisation == "CJG"
    assert named(desk, starts_with="Wit") == []
    assert named(desk, starts_with="%") == []
    assert named(desk, starts_with="ann", role="buddy") == ["Annelies de Wit"]


def test_whoever_has_no_active_login_is_no_choice(desk: Desk) -> None:
    with unit_of_work(desk.office.store) as connection:
        closed = update(ACCOUNT).where(ACCOUNT.c.subject == "anna").values(active=False)
        connection.execute(closed)

    assert "anna" not in named(desk)
    assert not {"sam", "els"} & set(named(desk))


def test_there_are_fifty_at_most(desk: Desk) -> None:
    for number in range(MOST):
        new = NewProfessional(name=f"kim {number:02}", subject=f"kim{number}", works_as=())
        register_professional(desk.office, new)

    assert len(found(desk)) == MOST


def test_the_look_is_logged_without_what_was_asked(desk: Desk) -> None:
    found(desk, starts_with="ann")

    row = desk.log()[-1]
    assert (row.action, row.outcome, row.record, row.case_id) == (
        "list_colleagues", "done", None, None,
    )  # fmt: skip
