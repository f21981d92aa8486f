"""A soak goes on where it was, and each part has its own words on the page."""

from pathlib import Path

import pytest

from tests.chaos import soak
from tests.chaos.soak import do_them, page
from tests.chaos.soak_parts import PARTS, Part, Piece, in_pieces


def test_a_part_that_is_run_anew_replaces_its_own_words_only() -> None:
    first = page("", f"## {PARTS['walk'].title}\n\n- old")
    both = page(first, f"## {PARTS['mail'].title}\n\n- mail")

    again = page(both, f"## {PARTS['walk'].title}\n\n- new")

    assert again == "# Soak\n\n## Walk of the engine\n\n- new\n\n## Mail server away\n\n- mail\n"


def test_a_piece_that_was_done_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak, "NOTES", tmp_path)
    done: list[Piece] = []

    def do(piece: Piece) -> dict[str, int]:
        done.append(piece)
        return {"moments": piece.amount}

    part = Part("trial", "Trial", 3, in_pieces(2), do, lambda _: [])
    wanted = part.pieces(["sqlite"], 5, 3)
    do_them(part, wanted[:1], "a")
    found = do_them(part, wanted, "a")

    assert done == [Piece("sqlite", 5, 2), Piece("sqlite", 6, 1)]
    assert [piece["moments"] for piece in found.values()] == [2, 1]
