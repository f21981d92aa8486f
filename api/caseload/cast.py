"""The people of the demo: invented, each with a login, an address and the roles they work in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.access import Viewer
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional

CJG = "CJG Voorbeeldstad"
TABLE = "Jeugdbeschermingstafel Voorbeeldstad"
GI = "Jeugdbescherming Veluwerand"
RVDK = "Raad voor de Kinderbescherming"
PROVIDER = "De Zonnehoek, hulp aan jeugd"
CRISIS = "Crisisdienst Jeugd Veluwerand"
TOWN_HALL = "Gemeente Voorbeeldstad"
ADULTS = "Sociaal Team Voorbeeldstad"

PROFESSIONALS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "bram": ("Bram Jansen", CJG, ("regisseur", "cjg_worker")),
    "els": ("Els Prins", CJG, ("regisseur", "cjg_worker", "requester")),
    "fatima": ("Fatima Amrani", CJG, ("regisseur", "cjg_worker", "fixed_contact")),
    "wouter": ("Wouter Haverkamp", CJG, ("regisseur", "cjg_worker", "requester")),
    "cora": ("Cora Postma", CJG, ("coordinator",)),
    "tess": ("Tess Wiersma", CJG, ("team_lead",)),
    "dora": ("Dora Vermeulen", CJG, ("qualified_behavioural_scientist",)),
    "hanneke": ("Hanneke Blom", CJG, ("systemic_therapist",)),
    "vera": ("Vera Smit", CJG, ("verder_thuis_coach",)),
    "joris": ("Joris Kolk", CJG, ("verder_thuis_coach", "buddy", "fixed_contact")),
    "anna": ("Anna de Vries", TABLE, ("chair",)),
    "joost": ("Joost Bakker", TABLE, ("secretary",)),
    "meryem": ("M. Yilmaz", RVDK, ("council_adviser",)),
    "pim": ("Pim Scholten", GI, ("protection_worker", "gi_worker", "requester")),
    "lotte": ("Lotte Dijkgraaf", PROVIDER, ("provider",)),
    "nienke": ("Nienke Brouwer", CRISIS, ("crisis_worker", "duty_worker")),
    "ruud": ("Ruud Terpstra", CRISIS, ("crisis_supervisor",)),
    "gerda": ("Gerda Hulst", TOWN_HALL, ("executive_clerk",)),
    "samira": ("Samira Haddad", ADULTS, ("adult_access",)),
    "petra": ("Petra Zwart", TOWN_HALL, ()),
    "kees": ("Kees Nieuwland", CJG, ("cjg_worker",)),
    "hilde": ("Hilde Dekker", TOWN_HALL, ()),
    "rens": ("Rens Molenaar", TOWN_HALL, ()),
}
"""By key: the name, the organisation, the roles."""

REGISSEURS = ("els", "fatima", "wouter", "bram", "els", "fatima", "wouter", "fatima")
"""Who gets the next family: Bram, who tells the story, one in eight."""

OFFICER = "petra"
"""Privacy officer of every region: works on no case, and reviews who looked."""

ARCHIVISTS = ("hilde", "rens")
"""Archivists of every region: work on no case, and destroy files with four eyes."""

CURIOUS = "kees"
"""Takes part nowhere, so sees nothing."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who works in the demo, by key."""

    people: Mapping[str, Viewer]

    def key_of(self, person: str) -> str:
        """Who has this public id; empty for somebody of a family."""
        return next((key for key, viewer in self.people.items() if viewer.id == person), "")

    def working_as(self, role: str, *, but: Collection[str] = ()) -> tuple[str, ...]:
        """Who may be asked for a role, but for some of them."""
        return tuple(
            key
            for key, (_, _, roles) in PROFESSIONALS.items()
            if role in roles and key not in but and key != CURIOUS
        )


def register_cast(office: Office, regions: tuple[str, ...]) -> Cast:
    """Give everybody a login of the demo; a role of a whole region is taken up in all of them."""
    known = office.library.catalogue.roles
    return Cast(
        {
            key: register_professional(
                office,
                NewProfessional(
                    name=name,
                    subject=key,
                    works_as=tuple(role for role in roles if role in known),
                    email=f"{key}@voorbeeldstad.test",
                    organisation=organisation,
                    issuer="demo",
                    regions=regions,
                ),
            )
            for key, (name, organisation, roles) in PROFESSIONALS.items()
        }
    )
