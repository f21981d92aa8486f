"""The fallback address of each region, as the definitions say it, kept where mail finds it.

It is a person without a login, so that the outbox, the digest and the back-off need no second
way; the region file stays the only place where it is set.
"""

from __future__ import annotations

from engine.service.office import Office
from engine.store import ladders, people
from engine.store.people import NewPerson
from engine.store.unit_of_work import unit_of_work


def keep_fallbacks(office: Office) -> None:
    """Let the database have what the definitions say now; nothing is written when it does."""
    library = office.library
    wanted = {
        region: file.fallback.email for region, file in library.regions.items() if file.fallback
    }
    with unit_of_work(office.store) as connection:
        kept = {each.region: each for each in ladders.fallbacks(connection)}
        for region in kept.keys() - wanted.keys():
            ladders.drop_fallback(connection, region)
        for region, email in sorted(wanted.items()):
            if region in kept and kept[region].email != email:
                ladders.readdress(connection, kept[region].person_id, email)
            elif region not in kept:
                name = library.region_title(region).nl
                new = NewPerson(name=name, kind="professional", email=email)
                person = people.add_person(connection, new, now=office.clock.now())
                ladders.keep_fallback(connection, region, person.id)
