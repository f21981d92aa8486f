"""Why the program does not start, outside the demo: each with what to do, in both languages.

What is not here refuses where it lives: definitions with mistakes, routes without a policy, a
second process on one database. Source: SAFETY 8.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from api.disks import network_disk, read_by_all
from api.key import seals_from
from engine.errors import ConfigurationError
from engine.settings import PREFIX, Settings
from engine.store import durability
from engine.store.store import open_store, require_reachable
from engine.text import Text

OLDEST_TZDATA = (2026, 6)
"""The rules of the clock that the calendar was proved with; pyproject.toml asks for the same."""


def refusals(settings: Settings, file: Path | None = None) -> tuple[Text, ...]:
    """Everything in the settings and around them for which real cases must wait.

    Args:
        file: where the settings were read from, if that was a file.
    """
    checks: tuple[Callable[[], Iterator[Text]], ...] = (
        lambda: _address(settings),
        lambda: _mail(settings),
        lambda: _key(settings),
        lambda: _anchor_key(settings),
        lambda: _files(settings, file),
        lambda: _disk(settings),
        lambda: _zones(_tzdata()),
        lambda: _database(settings),
    )
    return tuple(each for check in checks for each in check())


def in_words(found: tuple[Text, ...], more: tuple[str, ...] = ()) -> str:
    """All of them in one sentence for a terminal; ``more`` are those that refuse elsewhere."""
    lines = [f"start: {len(found) + len(more)} problem(s)"]
    lines += [line for each in found for line in (f"- {each.nl}", f"  {each.en}")]
    return "\n".join([*lines, *(f"- {each}" for each in more)])


def _address(settings: Settings) -> Iterator[Text]:
    if not settings.base_url.startswith("https://"):
        yield Text(
            nl=(
                f"{PREFIX}BASE_URL begint niet met https://. Anderen op het netwerk kunnen dan "
                "meelezen. Zet er het adres met https in, en laat de webserver ervoor de "
                "versleuteling doen."
            ),
            en=(
                f"{PREFIX}BASE_URL does not begin with https://. Others on the network could read "
                "along. Set it to the address with https, and let the web server in front of it "
                "do the encryption."
            ),
        )


def _mail(settings: Settings) -> Iterator[Text]:
    if settings.smtp_url is None:
        yield Text(
            nl=(
                f"{PREFIX}SMTP_URL is leeg. Herinneringen komen dan bij niemand aan. Vul de "
                "mailserver in."
            ),
            en=f"{PREFIX}SMTP_URL is empty. Reminders would reach nobody. Set the mail server.",
        )
    journal = settings.sent_journal
    if journal is None:
        yield Text(
            nl=(
                f"{PREFIX}SENT_JOURNAL is leeg. Na een herstel weet dan niemand welke mail al weg "
                "was. Geef een bestand op een andere schijf dan de database."
            ),
            en=(
                f"{PREFIX}SENT_JOURNAL is empty. After a restore nobody would know which mail had "
                "left. Give a file on another disk than the database."
            ),
        )
    elif not os.access(journal if journal.exists() else journal.parent, os.W_OK):
        yield Text(
            nl=(
                f"In {journal} ({PREFIX}SENT_JOURNAL) kan niet worden geschreven, en zonder dat "
                "gaat er geen mail weg. Maak de map, of geef dit programma schrijfrecht."
            ),
            en=(
                f"{journal} ({PREFIX}SENT_JOURNAL) cannot be written, and without it no mail "
                "leaves. Make the folder, or let this program write there."
            ),
        )


def _key(settings: Settings) -> Iterator[Text]:
    try:
        seals_from(settings)
    except ConfigurationError as error:
        yield Text(
            nl=f"Het sleutelbestand kan niet worden gebruikt; de volgende regel zegt waarom. "
            f"Maak een nieuwe sleutel: head -c 32 /dev/urandom | base64 > {settings.key_file}",
            en=str(error),
        )


def _anchor_key(settings: Settings) -> Iterator[Text]:
    """Whoever could sign in with it could else sign what proves the trails as well."""
    anchor_key = settings.anchor_key_file
    if anchor_key is None or not _share_a_key(settings.key_file, anchor_key):
        return
    yield Text(
        nl=(
            f"{PREFIX}ANCHOR_KEY_FILE en {PREFIX}KEY_FILE bevatten dezelfde sleutel. Wie de ene "
            "heeft kan dan ook het bewijs van het logboek namaken. Maak een eigen sleutel voor de "
            f"ankers: head -c 32 /dev/urandom | base64 > {anchor_key}"
        ),
        en=(
            f"{PREFIX}ANCHOR_KEY_FILE and {PREFIX}KEY_FILE hold the same key. Whoever has the one "
            "could then forge the proof of the log as well. Make a key of its own for the "
            f"anchors: head -c 32 /dev/urandom | base64 > {anchor_key}"
        ),
    )


def _share_a_key(one: Path, other: Path) -> bool:
    """Whether any key stands in both; a file that cannot be read is told elsewhere."""
    try:
        keys, others = (set(file.read_text(encoding="ascii").split()) for file in (one, other))
    except (OSError, UnicodeDecodeError):
        return False
    return bool(keys & others)


def _files(settings: Settings, file: Path | None) -> Iterator[Text]:
    """Others on this machine must not read what is secret."""
    database = database_file(settings)
    for each in filter(None, (settings.key_file, settings.anchor_key_file, database, file)):
        if read_by_all(each):
            yield Text(
                nl=(
                    f"Iedereen op deze machine kan {each} lezen of veranderen. Neem dat recht weg: "
                    f"chmod o-rwx {each}"
                ),
                en=(
                    f"Everybody on this machine can read or change {each}. Take that right away: "
                    f"chmod o-rwx {each}"
                ),
            )


def _disk(settings: Settings) -> Iterator[Text]:
    database = database_file(settings)
    kind = None if database is None else network_disk(database)
    if kind is not None:
        yield Text(
            nl=(
                f"De database {database} staat op een netwerkschijf ({kind}). Daar kan SQLite "
                "gegevens verliezen. Zet het bestand op een schijf van deze machine, of gebruik "
                "PostgreSQL."
            ),
            en=(
                f"The database {database} is on a network disk ({kind}). SQLite can lose data "
                "there. Put the file on a disk of this machine, or use PostgreSQL."
            ),
        )


def _zones(found: tuple[int, ...] | None) -> Iterator[Text]:
    if found is None or found < OLDEST_TZDATA:
        oldest = ".".join(map(str, OLDEST_TZDATA))
        yield Text(
            nl=(
                f"Het pakket tzdata ontbreekt of is ouder dan {oldest}. Termijnen zouden dan op "
                "een verkeerd uur kunnen ingaan. Installeer de pakketten opnieuw."
            ),
            en=(
                f"The package tzdata is missing or older than {oldest}. Deadlines could begin at "
                "a wrong hour. Install the packages again."
            ),
        )


def _database(settings: Settings) -> Iterator[Text]:
    """What PostgreSQL must keep, and what our role must not be able to do."""
    if database_file(settings) is not None:
        return
    store = open_store(settings.database_url)
    try:
        require_reachable(store)
        off, strong = durability.switched_off(store), durability.is_too_strong(store)
    except ConfigurationError:
        return  # opening it says so
    finally:
        store.close()
    if off:
        yield Text(
            nl=(
                f"In PostgreSQL staat uit: {', '.join(off)}. Bij stroomuitval kan dan wat bewaard "
                "leek verdwijnen. Zet ze aan in postgresql.conf, voor deze database en deze rol."
            ),
            en=(
                f"Off in PostgreSQL: {', '.join(off)}. A power cut could take what seemed kept. "
                "Switch them on in postgresql.conf, for this database and this role."
            ),
        )
    if strong:
        yield Text(
            nl=(
                "De rol waarmee het programma in PostgreSQL werkt mag alles (SUPERUSER of "
                "BYPASSRLS), ook het logboek veranderen. Maak een gewone rol en gebruik die."
            ),
            en=(
                "The role by which the program works in PostgreSQL may do anything (SUPERUSER or "
                "BYPASSRLS), change the log too. Make an ordinary role and use that."
            ),
        )


def database_file(settings: Settings) -> Path | None:
    """The file of the database; None for PostgreSQL."""
    name = settings.database_url.removeprefix("sqlite:///")
    return None if name == settings.database_url else Path(name)


def _tzdata() -> tuple[int, ...] | None:
    try:
        return tuple(int(part) for part in version("tzdata").split(".")[:2])
    except (PackageNotFoundError, ValueError):
        return None
