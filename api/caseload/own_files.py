"""The families of the story have a login, too: each sees what was published to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.caseload.families import Household
from engine.access import Viewer
from engine.service.family_accounts import open_family_account
from engine.service.office import Office


def let_families_in(office: Office, homes: Iterable[Household]) -> Mapping[str, Viewer]:
    """Give everybody of these families a login; by first name, in small letters."""
    return {
        name.split()[0].lower(): open_family_account(office, person)
        for home in homes
        for name, person in home.ids.items()
    }
