"""What the pages of archivists need: a held file, and proposals though no file is old enough."""

from __future__ import annotations

from collections.abc import Mapping

from engine.service.destructions import dry_run
from engine.service.retention import files_kept
from engine.store import destructions
from engine.store import retention as kept
from engine.store.destructions import NewDestruction
from engine.store.unit_of_work import unit_of_work
from tests.browser.place import Place


def old_files(place: Place, closed: str) -> Mapping[str, str]:
    """A held file; a proposal of Hilde, as if its file were old; and one that was carried out."""
    hilde, office = place.viewer("hilde"), place.office
    now, today = office.clock.now(), office.today()
    with unit_of_work(office.store) as connection:
        file, _ = kept.file_of(connection, hilde, closed, on=today)
        run = dry_run(connection, office, [file], on=today)
        new = NewDestruction(
            region=file.region,
            by=hilde.person,
            digest=run.digest,
            table_version=office.library.retention.version,
            table_hash=office.library.retention.hash,
            backups_kept=office.library.retention.backups_kept,
            items=run.items,
        )
        made = [destructions.add_destruction(connection, new, now=now) for _ in range(2)]
        seen = destructions.get_destruction(connection, hilde, made[1], on=today)
        rens = place.viewer("rens").person
        destructions.decide(connection, seen.id, to="confirmed", by=rens, now=now)
        for item in destructions.items_of(connection, seen.id):
            destructions.end_item(connection, item.id, why="kept")
        destructions.finish(connection, seen.id, hashed=run.digest, now=now)
    held = files_kept(hilde, office).held[0].id
    return {"held": held, "proposal": made[0], "certificate": made[1]}
