"""Who may be let in in an emergency: what they work as, where, and never who is kept out."""

from dataclasses import replace

import pytest

from engine.emergency import LET_IN, Asker, let_in

CAS = Asker(frozenset({"crisis_worker", "provider"}), frozenset({"here", "there"}))


def test_the_crisis_service_is_let_in_where_it_works() -> None:
    assert let_in(CAS, ["here", "elsewhere"]) == {"here"}
    assert {role for role in LET_IN if let_in(replace(CAS, works_as=frozenset({role})), ["here"])}


@pytest.mark.parametrize(
    "asker",
    [
        pytest.param(replace(CAS, kept_out=True), id="kept out"),
        pytest.param(replace(CAS, has_account_role=True), id="an account role"),
        pytest.param(replace(CAS, works_as=frozenset({"provider"})), id="another role"),
        pytest.param(replace(CAS, regions=frozenset({"elsewhere"})), id="another region"),
        pytest.param(Asker(), id="nobody"),
    ],
)
def test_nobody_else_is(asker: Asker) -> None:
    assert let_in(asker, ["here"]) == frozenset()
