"""Definition files are YAML without surprises."""

from pathlib import Path

import pytest

from engine.problems import DefinitionError
from engine.strict_yaml import Data, _exactly, _quickly, read_yaml

SHIPPED = Path(__file__).parents[2] / "workflows"


def mistakes(text: str) -> list[str]:
    """What is wrong with a text, as it is listed."""
    with pytest.raises(DefinitionError) as caught:
        read_yaml(text, "some.yaml")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("false", False),
        ("0", 0),
        ("6", 6),
        ("-3", -3),
        *[(word, word) for word in ("on", "off", "yes", "no", "null", "~", "True", "y")],
        *[(word, word) for word in ("12:30", "1.10", "007", "+5", "1_000", "0x1F", "1e3")],
        ("2026-05-15", "2026-05-15"),
        ('"2026-05-15"', "2026-05-15"),
        ('"6"', "6"),
        ("'true'", "true"),
        ('""', ""),
        ("9" * 30, "9" * 30),
        ("|\n  two\n  lines", "two\nlines\n"),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_only_truth_and_whole_numbers_are_more_than_words(written: str, read: Data) -> None:
    document = read_yaml(f"key: {written}\n", "some.yaml")

    assert document.data == {"key": read}
    assert isinstance(document.data, dict)
    assert type(document.data["key"]) is type(read)


def test_keys_are_always_words() -> None:
    assert read_yaml("{on: 1, true: 2, 3: 4}", "some.yaml").data == {"on": 1, "true": 2, "3": 4}


def test_every_part_keeps_its_line() -> None:
    document = read_yaml("a:\n  b: 1\n  c:\n    - x\n    -\n      d: {e: 2}\n", "some.yaml")

    assert document.lines == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 6,
        ("a", "c", 1, "d"): 6,
        ("a", "c", 1, "d", "e"): 6,
    }


def test_what_is_not_there_has_the_line_of_what_is_around_it() -> None:
    document = read_yaml("a:\n  b: 1\n", "some.yaml")

    assert document.line(("a", "b", "nowhere")) == 2
    assert document.line(("elsewhere",)) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "line 1: the file is empty", id="empty"),
        pytest.param("# only words\n", "line 1: the file is empty", id="only a comment"),
        pytest.param("a: 1\nb: &x 2", "line 2: '&x': anchors are not allowed", id="anchor"),
        pytest.param("a: *x", "line 1: '*x': write it out; aliases are not allowed", id="alias"),
        pytest.param(
            "<<: {a: 1}", "line 1: write it out; merge keys are not allowed", id="merge key"
        ),
        pytest.param("a: !!str 6", "line 1: '!!str': tags are not allowed", id="tag"),
        pytest.param(
            "a: !!python/name:os.system x",
            "line 1: '!!python/name:os.system': tags are not allowed",
            id="tag of Python",
        ),
        pytest.param("!x [a]", "line 1: '!x': tags are not allowed", id="tag of a list"),
        pytest.param(
            "a: 1\nb:\n  c: 1\n  c: 2",
            "line 4: b.c: repeated key; first on line 3",
            id="repeated key",
        ),
        pytest.param("a:\n  [b]: 1", "line 2: a: a key is a word", id="a list as key"),
        pytest.param("a:\nb: 1", "line 1: a: nothing is written here", id="no value"),
        pytest.param(
            "a: [1",
            "line 1: not readable: expected ',' or ']', but got '<stream end>'"
            "; within { } or [ ], a text with , ? or a bracket in it stands between quotes",
            id="not closed",
        ),
        pytest.param(
            "{a: who?, b: 1}",
            "line 1: not readable: expected ',' or '}', but got '?'"
            "; within { } or [ ], a text with , ? or a bracket in it stands between quotes",
            id="question mark",
        ),
        pytest.param(
            "a: b: c", "line 1: not readable: mapping values are not allowed here", id="two colons"
        ),
        pytest.param(
            "a: 1\n---\nb: 1",
            "line 2: not readable: but found another document",
            id="two documents",
        ),
        pytest.param(
            "a: \x07",
            "line 1: not readable: unacceptable character #x0007: "
            "special characters are not allowed",
            id="control character",
        ),
        pytest.param("[" * 60, "line 1: nested deeper than 50", id="too deep"),
        pytest.param(
            "a:\tb",
            "line 1: not readable: found character '\\t' that cannot start any token",
            id="tab",
        ),
        pytest.param(
            "a: 1\n\ufeff", "line 2: not readable: could not find expected ':'", id="mark of order"
        ),
        pytest.param(
            "a: |# b\n  c",
            "line 1: not readable: expected chomping or indentation indicators, but found '#'",
            id="comment on a block",
        ),
    ],
)
def test_what_surprises_is_refused_with_its_line(text: str, says: str) -> None:
    assert mistakes(text) == [says]


def test_all_surprises_of_a_file_are_listed() -> None:
    assert mistakes("a: &x 1\nb: *x\nc: !!int 3\nd:\nd: 4\n") == [
        "line 1: '&x': anchors are not allowed",
        "line 2: '*x': write it out; aliases are not allowed",
        "line 3: '!!int': tags are not allowed",
        "line 4: d: nothing is written here",
        "line 5: d: repeated key; first on line 4",
    ]


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_is_shipped_reads_alike_by_either_parser(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert _quickly(text, file.name) == _exactly(text, file.name)
