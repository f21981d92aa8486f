"""What others made is here as it was fetched, says whose it is, and fetches nothing itself."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tests.house.source import ROOT, text_of

STATIC = ROOT / "api" / "static"
VENDORED = [
    *sorted((STATIC / "vendor").iterdir()),
    *sorted((ROOT / "tests/browser/vendor").iterdir()),
]
ROWS = re.findall(
    r"^\| `([^`]+)` \| (\S+) \| (\S+) \| (\S+) \| `(\w+)` \|$",
    text_of(ROOT / "docs" / "third-party.md"),
    re.MULTILINE,
)
CSS = [STATIC / "vendor/voorbeeld.css", STATIC / "vendor/components.css", STATIC / "regietafel.css"]
FREE = {"EUPL-1.2", "0BSD", "MPL-2.0"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", VENDORED, ids=name_of)
def test_a_borrowed_file_is_as_it_was_fetched(path: Path) -> None:
    recorded = {row[4] for row in ROWS if row[0] == name_of(path)}

    assert recorded == {sha256(path.read_bytes()).hexdigest()}, (
        f"{name_of(path)} was changed by hand: change docs/vendor/vendor.py and run it"
    )


def test_the_table_of_third_parties_names_what_is_here_and_its_licence() -> None:
    assert {row[0] for row in ROWS} == {name_of(path) for path in VENDORED}
    assert {row[3] for row in ROWS} <= FREE
    assert not [row for row in ROWS if re.search("utrecht/design-tokens|rijkshuisstijl", row[1])]


@pytest.mark.parametrize("path", CSS, ids=name_of)
def test_a_style_sheet_fetches_nothing(path: Path) -> None:
    css = text_of(path)

    assert "@import" not in css
    assert not re.findall(r"url\((?!['\"]?data:)", css)
    assert not re.findall(r"https?:(?!//www\.w3\.org/2000/svg)", css)


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=name_of)
def test_a_script_names_no_other_site(path: Path) -> None:
    assert not re.findall(r"https?://(?!www\.w3\.org)", text_of(path))


def test_every_class_of_the_components_that_a_template_uses_is_there() -> None:
    css = text_of(CSS[1])
    used = {
        name
        for path in (ROOT / "api" / "templates").rglob("*.html")
        for name in re.findall(r"\b(?:nl|utrecht|denhaag)-[\w-]*\w\b", text_of(path))
    }
    missing = sorted(name for name in used if not re.search(rf"\.{name}(?![\w-])", css))

    assert missing == [], "add them to KEEP in docs/vendor/vendor.py and run it"


def test_every_token_that_we_use_has_a_value() -> None:
    own = text_of(CSS[2])
    given = set(re.findall(r"(--[\w-]+):", text_of(CSS[0]) + own))
    used = set(re.findall(r"var\((--[\w-]+)\)", own))

    assert sorted(used - given) == [], "run docs/vendor/vendor.py: it keeps the tokens in use"


def test_what_one_page_loads_stays_small() -> None:
    sizes = {path.name: len(path.read_bytes()) for path in [*CSS, *STATIC.rglob("*.js")]}

    assert sum(sizes.values()) <= 150_000, sizes
