"""What work asks, in words; and where it can be mended."""

from __future__ import annotations

from collections.abc import Mapping

from engine.calendar import AMSTERDAM
from engine.explanation import day_words
from engine.service.my_work import WorkShown
from engine.service.office import local_day
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
    "no_safe_contact": Text(
        nl="Zoek een veilige weg: iemand van deze zaak kan nog niet worden uitgenodigd.",
        en="Find a safe way: somebody of this case cannot be invited yet.",
    ),
    "tell_family": Text(
        nl="Vertel het gezin: hun uitnodiging klopt niet meer.",
        en="Tell the family: their invitation is not right any more.",
    ),
    "to_complete": Text(
        nl="Maak de bijeenkomst af: er kan nog iets ontbreken.",
        en="Complete the meeting: something may still be missing.",
    ),
    "log_review": Text(
        nl="Controleer wie er keek: een maand van het logboek wacht.",
        en="Review who looked: a month of the log waits.",
    ),
    "destruction": Text(
        nl="Bevestig een voorstel om dossiers te vernietigen, of trek het in.",
        en="Confirm a proposal to destroy files, or withdraw it.",
    ),
}
_REVIEWS: Mapping[str, Text] = {
    "late": Text(
        nl="De controle van wie er keek is te laat. Vraag de privacyfunctionaris ernaar.",
        en="The review of who looked is late. Ask the privacy officer about it.",
    ),
    "nobody": Text(
        nl="Niemand controleert wie er keek. Vraag de beheerder om een privacyfunctionaris.",
        en="Nobody reviews who looked. Ask the administrator for a privacy officer.",
    ),
    "anchors_late": Text(
        nl="Het bewijs van wie er keek gaat al uren niet naar buiten. Vraag de beheerder ernaar.",
        en="The proof of who looked has not left for hours. Ask the operator about it.",
    ),
    "emergency": Text(
        nl="Controleer een noodtoegang: iemand kreeg een uur toegang tot een dossier.",
        en="Review an emergency access: somebody was let in on a file for an hour.",
    ),
    "emergency_late": Text(
        nl="De controle van een noodtoegang is te laat. Vraag de privacyfunctionaris ernaar.",
        en="The review of an emergency access is late. Ask the privacy officer about it.",
    ),
    "emergency_nobody": Text(
        nl="Niemand controleert een noodtoegang. Vraag de beheerder om een privacyfunctionaris.",
        en="Nobody reviews an emergency access. Ask the administrator for a privacy officer.",
    ),
}

_SKIPPED = Text(
    nl="Kijk wat niet is vernietigd, en doe zo nodig een nieuw voorstel.",
    en="Look what was not destroyed, and make a new proposal if that is needed.",
)
_REVIEWED_AT: Mapping[str, str] = {
    "due": "/log-reviews",
    "emergency": "/emergency-reviews",
    "second": "/retention/destructions",
    "skipped": "/retention/destructions",
}


def what_to_do(row: WorkShown) -> Text:
    """One sentence, with until when where that is known."""
    says = _WHAT[row.kind]
    if row.kind == "log_review":
        says = _REVIEWS.get(row.why, says)
    if row.why == "skipped":
        says = _SKIPPED
    if row.until is None:
        return says
    nl, en = (day_words(local_day(row.until), language) for language in ("nl", "en"))
    at = f"{row.until.astimezone(AMSTERDAM):%H.%M}"
    return Text(nl=f"{says.nl} Uiterlijk {nl}, {at} uur.", en=f"{says.en} By {en}, {at}.")


def mended_at(row: WorkShown) -> str | None:
    """The page on which it is mended: where the role is given, or the case; None for neither."""
    if row.kind in ("log_review", "destruction"):
        return f"{_REVIEWED_AT[row.why]}/{row.about}" if row.why in _REVIEWED_AT else None
    if row.meeting is not None:
        return f"/meetings/{row.meeting}"
    if row.case is None:
        return None
    if row.kind in ("no_safe_contact", "tell_family"):
        return f"/cases/{row.case}/invitations"
    if row.kind in ("left", "no_owner") and row.about:
        place = f"assign/{row.about}" if row.one else "participants/new"
        return f"/cases/{row.case}/{place}"
    return f"/cases/{row.case}#participants"
