"""What work asks, in words; and where it can be mended."""

from __future__ import annotations

from collections.abc import Mapping

from engine.service.my_work import WorkShown
from engine.store.tables.work import WorkKind
from engine.text import Text

_WHAT: Mapping[WorkKind, Text] = {
    "unreachable": Text(
        nl="Zoek een e-mailadres dat werkt: berichten komen niet aan.",
        en="Find an e-mail address that works: messages do not arrive.",
    ),
    "given_up": Text(
        nl="Bel zelf: een bericht kwam na alle pogingen niet aan.",
        en="Call yourself: a message did not arrive after all tries.",
    ),
    "uncertain": Text(
        nl="Vraag na of een bericht is aangekomen.", en="Ask whether a message arrived."
    ),
    "left": Text(
        nl="Wijs een ander aan: wie deze rol had werkt hier niet meer.",
        en="Appoint somebody else: whoever had this role works here no more.",
    ),
    "no_owner": Text(
        nl="Wijs iemand aan: niemand heeft de rol die nu iets moet doen.",
        en="Appoint somebody: nobody has the role that must do something now.",
    ),
    "hook": Text(
        nl="Kijk naar de koppeling: gebeurtenissen komen niet aan.",
        en="Look at the connection: events do not arrive.",
    ),
}


def what_to_do(row: WorkShown) -> Text:
    """One sentence."""
    return _WHAT[row.kind]


def mended_at(row: WorkShown) -> str | None:
    """The page on which it is mended: where the role is given, or the case; None for neither."""
    if row.case is None:
        return None
    if row.kind in ("left", "no_owner") and row.about:
        place = f"assign/{row.about}" if row.one else "participants/new"
        return f"/cases/{row.case}/{place}"
    return f"/cases/{row.case}#participants"
