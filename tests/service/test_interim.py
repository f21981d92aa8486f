"""Whoever holds the role of somebody else until there is one: the list says so."""

from engine.service.my_dates import my_dates
from engine.store.store import Store
from tests.service.boards import a_board, let_lead


def test_who_leads_the_team_and_holds_the_role_of_another_does_so_for_the_interim(
    store: Store,
) -> None:
    board = a_board(store, each=2)
    let_lead(board, "bram")

    rows = my_dates(board.as_("cora"), board.office, limit=50).rows

    mine = [row for row in rows if row.owner.en == "Regisseur"]
    assert mine
    assert {(row.owners, row.interim, row.vacant) for row in mine} == {(("bram",), True, None)}
    vacant = [row for row in rows if row.vacant]
    assert vacant
    assert {(row.owner.en, row.owners, row.interim) for row in vacant} == {
        ("Team lead", ("bram",), True)
    }
