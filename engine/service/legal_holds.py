"""The legal hold on a file: set and asked to end by one, ended by another."""

from __future__ import annotations

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table
from engine.service.command import refuse
from engine.service.office import Office
from engine.service.retention import leads
from engine.service.retention_orders import AskLift, LiftHold, OfFile, SetHold
from engine.store import legal_holds
from engine.store import retention as kept
from engine.store.legal_holds import HoldSeen
from engine.store.retention import FileSeen
from engine.text import Text

_WHY = Text(nl="Vul in waarom.", en="Fill in why.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")


def set_hold(viewer: Viewer, office: Office, order: SetHold) -> TableOutcome:
    """Keep a file whatever its term says; the archivist and the regisseur may.

    Raises:
        NotFound: there is none, or the viewer neither is its archivist nor works on it.
        InvalidInput: no reason, or too long a one.
    """
    return at_table(viewer, office, order, _set)


def ask_lift(viewer: Viewer, office: Office, order: AskLift) -> TableOutcome:
    """Ask that a hold ends; it holds until somebody else lifts it. Raises as ``set_hold``."""
    return at_table(viewer, office, order, _ask)


def lift_hold(viewer: Viewer, office: Office, order: LiftHold) -> TableOutcome:
    """End a hold of which another asked that. Raises ``NotFound`` as ``set_hold``."""
    return at_table(viewer, office, order, _lift)


def _set(work: TableWork, order: SetHold) -> Changed:
    file = _to_hold(work, order)
    reason = _said(order.reason)
    made = legal_holds.add_hold(
        work.connection, file.id, reason=reason, by=work.viewer.person, now=work.now
    )
    return Changed(file.public_id, 1, state="held", made=made)


def _ask(work: TableWork, order: AskLift) -> Changed:
    file = _to_hold(work, order)
    hold = _hold(work, file, order.hold)
    why = _said(order.reason)
    refuse("ask_lift", _standing(hold), _not_asked(met=hold.asker_id is None))
    by = work.viewer.person
    done = legal_holds.ask_lift(work.connection, hold.id, why=why, by=by, now=work.now)
    refuse("ask_lift", _not_asked(met=done))
    return Changed(file.public_id, 1, state="lift_asked", made=hold.public_id)


def _lift(work: TableWork, order: LiftHold) -> Changed:
    file = _to_hold(work, order)
    hold = _hold(work, file, order.hold)
    by = work.viewer.person
    refuse(
        "lift_hold",
        _standing(hold),
        _asked(met=hold.asker_id is not None),
        _another(met=hold.asker_id != by),
    )
    done = legal_holds.lift(work.connection, hold.id, by=by, now=work.now)
    refuse("lift_hold", _another(met=done))
    return Changed(file.public_id, 1, state="lifted", made=hold.public_id)


def _to_hold(work: TableWork, order: OfFile) -> FileSeen:
    """The file, for who may set or lift a hold on it."""
    file, archivist = kept.file_of(work.connection, work.viewer, order.case, on=work.today)
    if file.destruction is not None:
        raise NotFound("case")
    refuse("legal_hold", _for_leaders(met=archivist or leads(work, order.case)))
    return file


def _hold(work: TableWork, file: FileSeen, public_id: str) -> HoldSeen:
    for each in legal_holds.holds_on(work.connection, file.id):
        if each.public_id == public_id:
            return each
    raise NotFound("hold")


def _said(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(InputProblem("reason", "missing", _WHY))
    if len(reason) > LONGEST["long_text"]:
        raise InvalidInput(InputProblem("reason", "malformed", _TOO_LONG))
    return reason.strip()


def _for_leaders(*, met: bool) -> Reason:
    return Reason(
        key="leads_or_archives",
        met=met,
        asks=Text(
            nl="Vraag het de regisseur of de archivaris", en="Ask the regisseur or the archivist"
        ),
        says=Text(
            nl="Alleen de regisseur en de archivaris gaan over de bewaarplicht.",
            en="Only the regisseur and the archivist decide on a legal hold.",
        ),
        source="SAFETY control 20",
    )


def _standing(hold: HoldSeen) -> Reason:
    return Reason(
        key="held",
        met=hold.lifted_at is None,
        asks=Text(nl="Kijk welke bewaarplicht nog geldt", en="Look which hold still stands"),
        says=Text(nl="Deze bewaarplicht is al opgeheven.", en="This hold was lifted already."),
        source="DEFAULT",
    )


def _not_asked(*, met: bool) -> Reason:
    return Reason(
        key="not_asked",
        met=met,
        asks=Text(nl="Laat een ander het opheffen", en="Let somebody else lift it"),
        says=Text(
            nl="Er is al gevraagd om deze bewaarplicht op te heffen.",
            en="That this hold ends was asked already.",
        ),
        source="DEFAULT",
    )


def _asked(*, met: bool) -> Reason:
    return Reason(
        key="asked",
        met=met,
        asks=Text(nl="Vraag eerst om opheffen", en="Ask first that it ends"),
        says=Text(
            nl="Niemand vroeg nog om deze bewaarplicht op te heffen.",
            en="Nobody asked yet that this hold ends.",
        ),
        source="SAFETY control 20",
    )


def _another(*, met: bool) -> Reason:
    return Reason(
        key="four_eyes",
        met=met,
        asks=Text(nl="Laat een ander het opheffen", en="Let somebody else lift it"),
        says=Text(
            nl="U vroeg dit zelf. Een ander heft de bewaarplicht op.",
            en="You asked this yourself. Somebody else lifts the hold.",
        ),
        source="SAFETY control 20",
    )
