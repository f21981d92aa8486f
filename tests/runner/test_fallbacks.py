"""The fallback address of a region comes from its file, and mail leaves to our domains only."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.wiring import require_our_fallbacks
from engine.errors import ConfigurationError
from engine.library import Library
from engine.loader import load
from engine.region import Fallback
from engine.service.fallbacks import keep_fallbacks
from engine.settings import Settings
from engine.store import ladders
from engine.store.unit_of_work import reading
from tests.office import DEFINITIONS, World, the_library

ADDRESS = "wacht@voorbeeldstad.test"


def with_fallback(library: Library, email: str | None) -> Library:
    """The same definitions with this address, or none, for the region."""
    file = library.regions["default"]
    fallback = Fallback(email=email) if email else None
    regions = {"default": file.model_copy(update={"fallback": fallback})}
    return replace(library, regions=regions)


def kept(world: World, email: str | None) -> str | None:
    """Start with this address in the file; what mail finds then."""
    office = replace(world.office, library=with_fallback(world.office.library, email))
    keep_fallbacks(office)
    with reading(office.store) as connection:
        found = ladders.fallback_of(connection, "default")
    return found.email if found else None


def test_the_database_follows_the_file(world: World) -> None:
    other = "piket@voorbeeldstad.test"

    assert kept(world, None) is None
    assert kept(world, ADDRESS) == ADDRESS
    assert kept(world, ADDRESS) == ADDRESS
    assert kept(world, other) == other
    assert kept(world, None) is None


def test_it_is_no_part_of_the_version_of_a_workflow(tmp_path: Path) -> None:
    said = {
        **DEFINITIONS,
        "regions/default.yaml": f"region: default\nfallback: {{email: {ADDRESS}}}",
    }
    for name, text in said.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    changed = load(tmp_path)

    assert changed.regions["default"].fallback == Fallback(email=ADDRESS)
    assert {key: each.hash for key, each in changed.workflows.items()} == {
        key: each.hash for key, each in the_library().workflows.items()
    }


def test_mail_does_not_leave_to_a_domain_that_is_not_ours() -> None:
    domains = {"mail_domains": ("voorbeeldstad.test",)}
    quiet = Settings.read().model_copy(update={**domains, "smtp_url": None})
    sends = quiet.model_copy(update={"smtp_url": "smtp://127.0.0.1"})
    elsewhere = with_fallback(the_library(), "wacht@elders.test")

    require_our_fallbacks(quiet, elsewhere)
    require_our_fallbacks(sends, with_fallback(the_library(), ADDRESS))
    with pytest.raises(ConfigurationError, match="fallback address of default"):
        require_our_fallbacks(sends, elsewhere)
