"""Outside the demo the program does not start while something could leak, or could be lost.

Source: SAFETY 8. The others refuse where they live: see docs/running.md.
"""

import base64
import secrets
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api import refusals as refusing
from api.app import create_app
from api.disks import network_disk, read_by_all
from api.key import new_key
from api.refusals import in_words, refusals
from api.seals import Seals
from api.serve import opened
from api.site import Site
from api.wiring import upgrade_tables
from engine.clock import SystemClock
from engine.errors import ConfigurationError
from engine.service.office import Office
from engine.settings import Settings, rows
from engine.store import durability
from engine.text import Text
from tests.api.http.conftest import a_demo
from tests.house.source import ROOT
from tests.office import DEFINITIONS, the_library
from tests.store.databases import fresh_store, migrated_url, sqlite_template


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of this machine change an answer."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def good(tmp_path: Path) -> dict[str, object]:
    """Lend settings with which real cases may begin, but for what is published."""
    for name, words in DEFINITIONS.items():
        file = tmp_path / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    key = tmp_path / "regietafel.key"
    key.touch(mode=0o600)
    key.write_bytes(base64.b64encode(secrets.token_bytes(32)))
    return {
        "database_url": f"sqlite:///{tmp_path}/cases.sqlite",
        "workflows": tmp_path / "definitions",
        "base_url": "https://regietafel.voorbeeldstad.test",
        "key_file": key,
        "smtp_url": "smtps://mail.voorbeeldstad.test",
        "mail_from": "regietafel@voorbeeldstad.test",
        "mail_domains": "voorbeeldstad.test",
        "sent_journal": tmp_path / "sent.journal",
    }


@pytest.fixture
def settings(good: dict[str, object]) -> Settings:
    """Lend them read, and a database with tables."""
    settings = Settings.model_validate(good)
    file = file_of(settings)
    file.touch(mode=0o600)
    shutil.copyfile(sqlite_template(), file)
    return settings


def said(found: tuple[Text, ...]) -> tuple[list[str], list[str]]:
    """In both languages."""
    return [each.nl for each in found], [each.en for each in found]


def file_of(settings: Settings) -> Path:
    """The file of the database."""
    found = refusing.database_file(settings)
    assert found is not None
    return found


def test_with_everything_in_order_nothing_stands_in_the_way(settings: Settings) -> None:
    assert refusals(settings) == ()


def test_a_new_database_is_for_us_alone(good: dict[str, object]) -> None:
    settings = Settings.model_validate(good)

    upgrade_tables(settings)

    assert not read_by_all(file_of(settings))


@pytest.mark.parametrize(
    ("change", "nl", "en"),
    [
        pytest.param(
            {"base_url": "http://regietafel.voorbeeldstad.test"},
            "BASE_URL begint niet met https",
            "BASE_URL does not begin with https",
            id="an address without https",
        ),
        pytest.param(
            {"base_url": "http://127.0.0.1:8000"},
            "BASE_URL begint niet met https",
            "BASE_URL does not begin with https",
            id="this machine alone, but no demo",
        ),
        pytest.param(
            {"smtp_url": None}, "SMTP_URL is leeg", "SMTP_URL is empty", id="no mail server"
        ),
        pytest.param(
            {"sent_journal": None},
            "SENT_JOURNAL is leeg",
            "SENT_JOURNAL is empty",
            id="no journal of what was sent",
        ),
        pytest.param(
            {"sent_journal": Path("/no/such/disk/sent.journal")},
            "kan niet worden geschreven",
            "cannot be written",
            id="a journal that cannot be written",
        ),
        pytest.param(
            {"key_file": Path("/no/such/regietafel.key")},
            "sleutelbestand kan niet worden gebruikt",
            "is not there",
            id="no key",
        ),
    ],
)
def test_a_setting_that_could_leak_or_lose_is_refused(
    settings: Settings, change: dict[str, object], nl: str, en: str
) -> None:
    dutch, english = said(refusals(settings.model_copy(update=change)))

    assert len(dutch) == len(english) == 1
    assert nl in dutch[0]
    assert en in english[0]


@pytest.mark.parametrize(
    ("text", "en"),
    [
        pytest.param(b"Z2VoZWlt", "too short", id="short"),
        pytest.param(base64.b64encode(b"a" * 32), "anybody could guess", id="one sign"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"geheim!", "not base64", id="a word"),
    ],
)
def test_a_key_that_is_no_secret_is_refused(settings: Settings, text: bytes, en: str) -> None:
    settings.key_file.write_bytes(text)

    [found] = refusals(settings)

    assert en in found.en


@pytest.mark.parametrize("shared", ["the file", "its content", "an older key"])
def test_a_key_for_the_anchors_that_signs_everything_else_too_is_refused(
    settings: Settings, tmp_path: Path, shared: str
) -> None:
    anchors = tmp_path / "anchors.key"
    if shared == "the file":
        anchors.symlink_to(settings.key_file)
    else:
        anchors.touch(mode=0o600)
        newer = f"{new_key()}\n" if shared == "an older key" else ""
        anchors.write_text(f"{settings.key_file.read_text('ascii')}\n{newer}", encoding="ascii")

    [found] = refusals(settings.model_copy(update={"anchor_key_file": anchors}))

    assert "ANCHOR_KEY_FILE en REGIETAFEL_KEY_FILE bevatten dezelfde sleutel" in found.nl
    assert "hold the same key" in found.en


def test_a_key_of_its_own_for_the_anchors_stands_in_nobodys_way(
    settings: Settings, tmp_path: Path
) -> None:
    anchors = tmp_path / "anchors.key"
    anchors.touch(mode=0o600)
    anchors.write_text(new_key(), encoding="ascii")
    own = settings.model_copy(update={"anchor_key_file": anchors})
    away = settings.model_copy(update={"anchor_key_file": tmp_path / "away.key"})

    assert refusals(own) == ()
    assert refusals(away) == ()  # whoever reads it says that it is not there


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o666])
@pytest.mark.parametrize("which", ["key", "anchors", "database", "settings"])
def test_what_everybody_on_the_machine_may_read_or_change_is_refused(
    settings: Settings, tmp_path: Path, which: str, mode: int
) -> None:
    own = tmp_path / "regietafel.env"
    own.touch(mode=0o600)
    anchors = tmp_path / "anchors.key"
    anchors.touch(mode=0o600)
    settings = settings.model_copy(update={"anchor_key_file": anchors})
    files = {"key": settings.key_file, "anchors": anchors, "settings": own}
    file = {**files, "database": file_of(settings)}[which]
    file.chmod(mode)

    [found] = refusals(settings, own)

    assert f"chmod o-rwx {file}" in found.nl
    assert f"chmod o-rwx {file}" in found.en


def test_a_group_may_read_what_it_was_handed(settings: Settings) -> None:
    settings.key_file.chmod(0o640)

    assert refusals(settings) == ()


LOCAL = "21 1 8:1 / / rw - ext4 /dev/sda1 rw"


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        pytest.param([LOCAL], None, id="a disk of this machine"),
        pytest.param([LOCAL, "22 21 0:4 / /srv rw - nfs4 nas:/x rw"], "nfs4", id="nfs"),
        pytest.param([LOCAL, "22 21 0:4 / /srv rw shared:1 - cifs //nas/x rw"], "cifs", id="cifs"),
        pytest.param(
            [LOCAL, "22 21 0:4 / /srv rw - nfs nas:/x rw", "23 22 8:2 / /srv/data rw - xfs /d rw"],
            None,
            id="a disk of this machine inside a network disk",
        ),
        pytest.param(
            [LOCAL, "22 21 8:2 / /srv/data rw - xfs /d rw", "23 22 0:4 / /srv/data rw - 9p x rw"],
            "9p",
            id="a network disk over another one",
        ),
        pytest.param(
            [LOCAL, r"22 21 0:4 / /srv/my\040data rw - nfs nas:/x rw"], None, id="another place"
        ),
        pytest.param(["nothing that can be read"], None, id="a machine that does not tell"),
    ],
)
def test_a_network_disk_is_known_by_the_deepest_mount(mounts: list[str], kind: str | None) -> None:
    assert network_disk(Path("/srv/data/cases.sqlite"), "\n".join(mounts)) == kind


def test_a_database_on_a_network_disk_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "network_disk", lambda _: "nfs4")

    [found] = refusals(settings)

    assert "netwerkschijf (nfs4)" in found.nl
    assert "network disk (nfs4)" in found.en


@pytest.mark.parametrize("found", [None, (2026, 5), (2025, 9)])
def test_rules_of_the_clock_that_are_missing_or_old_are_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, found: tuple[int, ...] | None
) -> None:
    monkeypatch.setattr(refusing, "_tzdata", lambda: found)

    [refusal] = refusals(settings)

    assert "tzdata" in refusal.nl
    assert "tzdata" in refusal.en


def test_the_package_asks_for_the_same_rules_of_the_clock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = ".".join(map(str, refusing.OLDEST_TZDATA))

    assert f"tzdata>={wanted}" in project["project"]["dependencies"]


@pytest.fixture
def on_postgres(settings: Settings) -> Iterator[Settings]:
    """Lend the same on PostgreSQL: that of the tests, which keeps nothing and may do anything."""
    with migrated_url("postgresql") as url:
        yield settings.model_copy(update={"database_url": url})


def test_postgres_that_would_lose_what_it_confirmed_is_refused(on_postgres: Settings) -> None:
    durable, strong = refusals(on_postgres)

    assert "fsync, full_page_writes" in durable.nl
    assert "fsync, full_page_writes" in durable.en
    assert "SUPERUSER" in strong.nl
    assert "SUPERUSER" in strong.en


@pytest.mark.parametrize("name", durability.MUST_BE_ON)
def test_each_setting_that_keeps_a_confirmed_write_counts(name: str) -> None:
    assert durability.off_in(dict.fromkeys(durability.MUST_BE_ON, "on") | {name: "off"}) == (name,)


def test_sqlite_has_no_such_settings_or_roles() -> None:
    with fresh_store("sqlite") as store:
        assert durability.switched_off(store) == ()
        assert not durability.is_too_strong(store)


def test_a_database_that_cannot_be_reached_is_told_by_whoever_opens_it(settings: Settings) -> None:
    away = settings.model_copy(
        update={"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
    )

    assert refusals(away) == ()


def test_everything_that_stands_in_the_way_is_told_at_once_and_nothing_starts(
    settings: Settings,
) -> None:
    bad = settings.model_copy(update={"base_url": "http://regie.test", "sent_journal": None})

    with pytest.raises(ConfigurationError) as caught:
        opened(bad, SystemClock())

    first, *lines = str(caught.value).splitlines()
    assert first == "start: 3 problem(s)"
    assert [line[:2] for line in lines] == ["- ", "  ", "- ", "  ", "- "]
    assert "Not published yet: placement (default)" in lines[-1]


def test_it_does_not_start_although_it_could_be_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_store("sqlite") as store:
        monkeypatch.setattr(
            "api.serve.office_from", lambda *_: Office(store, SystemClock(), the_library())
        )
        bad = settings.model_copy(update={"smtp_url": None})

        with pytest.raises(ConfigurationError, match=r"start: 1 problem\(s\)"):
            opened(bad, SystemClock())


def test_a_demo_asks_for_none_of_it(settings: Settings) -> None:
    changed = {"demo": True, "base_url": "http://127.0.0.1", "smtp_url": None}
    demo = settings.model_copy(update=changed)

    with closing(opened(demo, SystemClock()).store):
        assert demo.smtp_url is None


def test_what_is_wrong_is_said_in_both_languages() -> None:
    words = in_words((Text(nl="Het is fout.", en="It is wrong."),), ("And this.",))

    assert words == "start: 2 problem(s)\n- Het is fout.\n  It is wrong.\n- And this."


def test_there_are_no_pages_for_whoever_builds_the_program() -> None:
    with fresh_store("sqlite") as store:
        app = create_app(
            Site(
                Office(store, SystemClock(), the_library()),
                a_demo(),
                Seals([secrets.token_bytes(32)]),
            )
        )

    assert (app.docs_url, app.redoc_url, app.debug) == (None, None, False)
