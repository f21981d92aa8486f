"""The key that everything is sealed with is secret, long, and made by us only in the demo."""

import base64
import stat
from pathlib import Path

import pytest

from api.key import new_key, seals_from
from api.seals import Seals
from engine.errors import ConfigurationError
from engine.settings import Settings


def with_key(file: Path, *, demo: bool = False) -> Settings:
    """Set up a site with this key file."""
    base = {"base_url": "http://127.0.0.1"} if demo else {"base_url": "https://regie.test"}
    return Settings.model_validate({"key_file": file, "demo": demo, **base})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file that is not there yet."""
    return tmp_path / "regietafel.key"


def test_the_demo_makes_its_key_once(file: Path) -> None:
    first = seals_from(with_key(file, demo=True))
    again = seals_from(with_key(file, demo=True))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(base64.b64decode(file.read_text())) == 32
    assert again.is_csrf("s1", first.csrf("s1"))


def test_elsewhere_a_missing_key_stops_the_start(file: Path) -> None:
    with pytest.raises(ConfigurationError, match="is not there"):
        seals_from(with_key(file))

    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param(base64.b64encode(bytes(range(31))).decode(), "too short", id="31 bytes"),
        pytest.param("secret", "not base64", id="a word"),
        pytest.param(base64.b64encode(bytes(32)).decode(), "could guess", id="zeros"),
        pytest.param(base64.b64encode(b"changeme" * 4).decode(), "could guess", id="a default"),
        pytest.param(f"{new_key()}\nc2hvcnQ=", "too short", id="one of two"),
        pytest.param("sleutel\xe9", "cannot be read", id="no ASCII"),
    ],
)
@pytest.mark.parametrize("demo", [False, True])
def test_a_weak_key_stops_the_start(file: Path, content: str, why: str, demo: bool) -> None:
    file.write_text(content, encoding="latin-1")

    with pytest.raises(ConfigurationError, match=why) as refused:
        seals_from(with_key(file, demo=demo))

    assert not content or content not in str(refused.value)


def test_a_key_is_replaced_while_the_old_one_still_holds(file: Path) -> None:
    old, new = new_key(), new_key()
    file.write_text(old)
    before = seals_from(with_key(file))
    file.write_text(f"{old}\n{new}\n")
    meanwhile = seals_from(with_key(file))
    file.write_text(new)
    after = seals_from(with_key(file))

    assert meanwhile.is_csrf("s1", before.csrf("s1"))
    assert after.is_csrf("s1", meanwhile.csrf("s1"))
    assert not after.is_csrf("s1", before.csrf("s1"))


def test_the_seals_show_no_key(file: Path) -> None:
    seals = seals_from(with_key(file, demo=True))

    assert file.read_text().strip() not in repr(seals)
    assert repr(seals) == repr(Seals([b"another" * 8]))
