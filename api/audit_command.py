"""What ``regietafel audit verify`` does and says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from pydantic import JsonValue

from api.key import keys_in
from engine.service.audit import Report, verify
from engine.service.audit_anchors import Kept, Lost
from engine.service.audit_rows import Fault, Part, Wrong
from engine.settings import Settings
from engine.store import schema
from engine.store.store import open_store, require_reachable
from engine.store.unit_of_work import reading
from engine.text import Language, Text
from notifications.anchor_folder import anchors_in

_COUNTS = Text(
    nl="Gebeurtenissen: {events}. Zegels: {seals}, over {sealed} regels; nog niet verzegeld: "
    "{unsealed}.",
    en="Events: {events}. Seals: {seals}, over {sealed} rows; not yet sealed: {unsealed}.",
)
_DESTROYED = Text(
    nl="Vernietigd met een verklaring: {destroyed} dossiers. Gebeurtenissen zonder tekst: "
    "{wordless}; daarvan zonder verklaring: {unexplained}.",
    en="Destroyed with a certificate: {destroyed} files. Events without words: {wordless}; of "
    "these without a certificate: {unexplained}.",
)
_NEVER = Text(
    nl="Nooit verankerd: wie de hele database herschrijft, wordt niet gevonden.",
    en="Never anchored: whoever rewrites the whole database is not found.",
)
_LAST = Text(
    nl="Ankers: {anchors}; het laatste is {number}, {hash}.",
    en="Anchors: {anchors}; the last is {number}, {hash}.",
)
_OUTSIDE = Text(
    nl="Vergeleken met {files} ankers buiten de database.",
    en="Compared with {files} anchors outside the database.",
)
_INSIDE = Text(
    nl="Niet vergeleken met ankers buiten de database: noem de map met --anchors.",
    en="Not compared with anchors outside the database: name their folder with --anchors.",
)
_UNSIGNED = Text(
    nl="Handtekeningen zijn niet bekeken: REGIETAFEL_ANCHOR_KEY_FILE noemt geen sleutel.",
    en="Signatures were not looked at: REGIETAFEL_ANCHOR_KEY_FILE names no key.",
)
_FITS = Text(nl="Alles klopt.", en="Everything fits.")
_FAULT = Text(
    nl="{part}: de eerste regel die niet klopt is {table} {row}: {what}.",
    en="{part}: the first row that does not fit is {table} {row}: {what}.",
)
_LOST = Text(
    nl="Verloren door het terugzetten van {at}: wat na {since} is vastgelegd. Daarover gaan "
    "{anchors} ankers buiten de database.",
    en="Lost by the restore of {at}: what was recorded from {since} on. {anchors} anchors outside "
    "the database are about that.",
)
_THE_START = Text(nl="het begin", en="the beginning")
_SIGN = Text(
    nl="Een gat na het terugzetten telt pas als het is ondertekend: zet de sleutel terug en voer "
    "`regietafel audit sign-gap` uit. Heeft niemand iets teruggezet? Dan is dit een vervalsing.",
    en="A gap after a restore counts only when it is signed: put the key back and run `regietafel "
    "audit sign-gap`. Did nobody restore anything? Then this is a forgery.",
)
_PARTS: Mapping[Part, Text] = {
    "restores": Text(nl="Terugzetten", en="Restores"),
    "events": Text(nl="Gebeurtenissen", en="Events"),
    "seals": Text(nl="Zegels", en="Seals"),
    "anchors": Text(nl="Ankers", en="Anchors"),
}
_WRONG: Mapping[Wrong, Text] = {
    "changed": Text(nl="veranderd", en="changed"),
    "gone": Text(nl="verdwenen", en="gone"),
    "added": Text(nl="tussengevoegd", en="slipped in"),
    "unreadable": Text(nl="niet te lezen", en="cannot be read"),
    "unsigned": Text(nl="niet met onze sleutel ondertekend", en="not signed with our key"),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found; whether anybody looked outside, and at the signatures."""

    found: Report
    outside: bool
    signed: bool


def verified(settings: Settings, folder: Path | None) -> Verified:
    """Verify the database of these settings, against the anchors in a folder if there are any.

    Raises:
        ConfigurationError: the tables are not those of this program, or the key cannot be read.
    """
    where, key = folder or settings.anchor_folder, settings.anchor_key_file
    keys = [] if key is None else keys_in(key, "ANCHOR_KEY_FILE")
    with closing(open_store(settings.database_url)) as store:
        require_reachable(store)
        schema.require_current(store)
        kept = None if where is None else _kept_in(where)
        found = verify(partial(reading, store), kept, keys)
    return Verified(found, outside=where is not None, signed=bool(keys))


def as_data(report: Verified) -> dict[str, JsonValue]:
    """The same for a program."""
    found = report.found
    last = found.last_anchor
    return {
        "fits": not found.faults,
        "events": found.events,
        "seals": found.seals,
        "sealed": found.sealed,
        "not_yet_sealed": found.unsealed,
        "anchors": found.anchors,
        "last_anchor": None if last is None else {"number": last.number, "hash": last.hash},
        "compared_outside": found.files if report.outside else None,
        "signatures": report.signed,
        "destroyed": {
            "files": found.destroyed,
            "events_without_words": found.wordless,
            "without_certificate": found.unexplained,
        },
        "lost": [
            {
                "by_restore_of": each.gap.restored_at.isoformat(),
                "since": None if each.gap.since is None else each.gap.since.isoformat(),
                "anchors": each.anchors,
            }
            for each in found.lost
        ],
        "faults": [asdict(fault) for fault in found.faults],
    }


def in_words(report: Verified, language: Language) -> list[str]:
    """The same for a person: what was looked at, and what does not fit."""
    found = report.found
    counts = {name: getattr(found, name) for name in ("events", "seals", "sealed", "unsealed")}
    lines = [_COUNTS.in_(language).format(**counts), *_on_anchors(report, language)]
    lines += [_lost(each, language) for each in found.lost]
    if found.wordless:
        lines.append(_DESTROYED.in_(language).format(**_destroyed(found)))
    if not found.faults:
        return [*lines, _FITS.in_(language)]
    lines += [_fault(fault, language) for fault in found.faults]
    is_gap = any(fault.part == "restores" for fault in found.faults)
    return [*lines, _SIGN.in_(language)] if is_gap else lines


def _on_anchors(report: Verified, language: Language) -> Iterator[str]:
    found, last = report.found, report.found.last_anchor
    if last is None and not found.files:
        yield _NEVER.in_(language)
    if last is not None:
        yield _LAST.in_(language).format(anchors=found.anchors, number=last.number, hash=last.hash)
        if not report.signed:
            yield _UNSIGNED.in_(language)
        if not report.outside:
            yield _INSIDE.in_(language)
    if report.outside:
        yield _OUTSIDE.in_(language).format(files=found.files)


def _destroyed(found: Report) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("destroyed", "wordless", "unexplained")}


def _lost(lost: Lost, language: Language) -> str:
    gap = lost.gap
    return _LOST.in_(language).format(
        at=gap.restored_at.isoformat(timespec="minutes"),
        since=gap.since.isoformat(timespec="minutes") if gap.since else _THE_START.in_(language),
        anchors=lost.anchors,
    )


def _fault(fault: Fault, language: Language) -> str:
    return _FAULT.in_(language).format(
        part=_PARTS[fault.part].in_(language),
        table=fault.table,
        row=fault.row,
        what=_WRONG[fault.what].in_(language),
    )


def _kept_in(folder: Path) -> Iterator[Kept]:
    return (Kept(name, file) for name, file in anchors_in(folder))
