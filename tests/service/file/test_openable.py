"""Which cases somebody may open for a family, and in which role."""

from engine.access import Viewer
from engine.service import orders
from engine.service.file.openable import Openable, openable
from engine.service.opening import open_case
from engine.service.repeats import Done
from tests.service.builders import Desk
from tests.service.desks import professional


def found(desk: Desk, by: str | Viewer = "bram") -> dict[str, Openable]:
    viewer = desk.viewers[by] if isinstance(by, str) else by
    return {each.workflow: each for each in openable(viewer, desk.office, desk.family)}


def test_a_workflow_is_opened_in_a_role_that_one_works_in(desk: Desk) -> None:
    placement = found(desk)["placement"]

    assert placement.title.nl == "Uithuisplaatsing"
    assert placement.roles == (("regisseur", placement_role(desk)),)
    assert placement.form == desk.office.library.of("placement", desk.region).opens.input
    assert placement.blocked is None


def test_what_one_may_not_open_is_there_too_and_says_who_does(desk: Desk) -> None:
    home = found(desk)["verder_thuis"]

    assert home.roles == ()
    assert home.blocked
    assert home.blocked.key == "role"
    assert "Coördinator" in home.blocked.says.nl


def test_what_one_may_open_comes_first(desk: Desk) -> None:
    for name in ("bram", "cora"):
        blocked = [each.blocked is not None for each in found(desk, name).values()]
        assert blocked == sorted(blocked)
    assert found(desk)["placement"].blocked is None
    assert found(desk, "cora")["verder_thuis"].blocked is None


def test_whoever_takes_part_in_the_whole_region_opens_for_any_family_in_it(desk: Desk) -> None:
    cora = found(desk, "cora")

    assert [role for role, _ in cora["verder_thuis"].roles] == ["coordinator"]
    assert cora["placement"].blocked


def test_a_role_that_another_holds_already_is_not_offered(desk: Desk) -> None:
    case = desk.opens()
    case.joins("anna")
    desk.qualify("anna", "regisseur")

    placement = found(desk, "anna")["placement"]

    assert [role for role, _ in placement.roles] == ["cjg_worker"]
    assert [role for role, _ in found(desk)["placement"].roles] == ["regisseur"]


def test_if_only_such_a_role_is_left_the_reason_is_who_holds_it(desk: Desk) -> None:
    case = desk.opens()
    other = professional(desk.office, "other", "regisseur", "buddy")
    from_outside = {"person": other.id, "role": "buddy", "ground": "helpt"}
    case.done("bram", orders.Join, **from_outside)

    placement = found(desk, other)["placement"]

    assert placement.blocked
    assert placement.blocked.key == "one_holder"


def test_what_is_offered_can_be_opened(desk: Desk) -> None:
    for by in ("bram", "cora"):
        for row in found(desk, by).values():
            for role, _ in row.roles:
                order = desk.order(row.workflow, role)
                assert isinstance(open_case(desk.viewers[by], desk.office, order), Done)


def test_the_look_is_logged_with_the_family(desk: Desk) -> None:
    found(desk)

    row = desk.log()[-1]
    assert (row.action, row.outcome, row.record) == ("openable", "done", desk.family)


def placement_role(desk: Desk) -> object:
    return desk.office.library.catalogue.roles["regisseur"].title
