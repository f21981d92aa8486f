"""Who looks after how long files are kept: two archivists, and a file that must stay longer."""

from __future__ import annotations

from collections.abc import Sequence

from api.caseload.cast import ARCHIVISTS, Cast
from engine.service.account_roles import appoint
from engine.service.at_table import Changed
from engine.service.legal_holds import ask_lift, set_hold
from engine.service.office import Office
from engine.service.retention_orders import AskLift, SetHold

_WHY = "Er loopt een klacht over deze zaak. Bewaren tot die is afgehandeld."
_WHY_NOT = "De klacht is afgehandeld."


def appoint_archivists(office: Office, cast: Cast, regions: Sequence[str]) -> None:
    """Let them look after every region."""
    for key in ARCHIVISTS:
        appoint(office, cast.people[key], "archivist", *regions)


def hold_some(office: Office, cast: Cast, closed: Sequence[str]) -> None:
    """Put a legal hold on two closed files; of the second somebody asked that it ends."""
    first = cast.people[ARCHIVISTS[0]]
    for nth, case in enumerate(closed[:2]):
        held = set_hold(first, office, SetHold(case=case, reason=_WHY))
        if nth and isinstance(held, Changed) and held.made:
            ask_lift(first, office, AskLift(case=case, hold=held.made, reason=_WHY_NOT))
