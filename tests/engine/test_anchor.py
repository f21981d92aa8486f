"""An anchor is proof outside the database: whoever changes it cannot sign it again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.anchor import (
    Anchor,
    AnchorFile,
    anchored,
    fault_of,
    file_stem,
    heads,
    is_signed,
    read,
    written,
)
from engine.seal import GENESIS, hash_of
from tests.engine.test_seal import AT, a_seal

KEY, OLDER, FOREIGN = b"k" * 32, b"o" * 32, b"f" * 32
SEALS = (a_seal(), a_seal(organisation="o2"), a_seal(sealing=4))
NEW = Anchor(number=2, made_at=AT, first_sealing=3, last_sealing=4, prev="1" * 64)


def a_file(key: bytes = KEY) -> AnchorFile:
    """Make an anchor with its seals."""
    return AnchorFile(anchored(NEW, SEALS, key), SEALS)


def test_a_file_comes_back_as_it_was_written() -> None:
    assert read(written(a_file())) == a_file()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(written(a_file())[:-10], id="cut short"),
        pytest.param(written(a_file()).replace('"prev"', '"before"', 1), id="another word"),
        pytest.param(written(a_file()).replace('"leaves":"', '"leaves":"*'), id="no base64"),
    ],
)
def test_what_is_no_anchor_is_not_read(text: str) -> None:
    assert read(text) is None


def test_a_file_that_we_signed_has_no_fault() -> None:
    assert fault_of(a_file(), [OLDER, KEY]) is None
    assert fault_of(a_file(OLDER), [OLDER, KEY]) is None


def test_another_key_is_not_ours() -> None:
    assert fault_of(a_file(FOREIGN), [OLDER, KEY]) == "unsigned"
    assert not is_signed(replace(a_file().anchor, signature="é"), [KEY])


def test_without_a_key_the_signature_is_not_looked_at() -> None:
    assert fault_of(a_file(FOREIGN), []) is None


@pytest.mark.parametrize(
    "change",
    [
        {"number": 3},
        {"made_at": AT + timedelta(seconds=1)},
        {"first_sealing": 2},
        {"last_sealing": 5},
        {"prev": GENESIS},
    ],
    ids=str,
)
def test_an_anchor_binds_all_that_is_in_it(change: dict[str, object]) -> None:
    file = a_file()

    assert fault_of(replace(file, anchor=replace(file.anchor, **change)), [KEY]) == "changed"  # type: ignore[arg-type]  # one field of each type


def test_an_anchor_binds_its_seals() -> None:
    other = replace(SEALS[0], leaves=b"")
    named_anew = replace(other, hash=hash_of(other))

    assert fault_of(AnchorFile(a_file().anchor, (other, *SEALS[1:])), [KEY]) == "changed"
    assert fault_of(AnchorFile(a_file().anchor, (named_anew, *SEALS[1:])), [KEY]) == "changed"
    assert fault_of(AnchorFile(a_file().anchor, SEALS[:-1]), [KEY]) == "changed"


def test_files_lie_in_order_under_names_of_their_own() -> None:
    stem = file_stem(a_file().anchor)

    assert stem.startswith("anchor-00000002-")
    assert stem < file_stem(replace(a_file().anchor, number=10))
    assert stem != file_stem(replace(a_file().anchor, hash="0" * 64))


def test_the_heads_are_the_last_seals_of_each_organisation() -> None:
    assert heads(SEALS) == (SEALS[2], SEALS[1])
