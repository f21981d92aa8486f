"""The words and the status of everything that can go wrong, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem; ``says`` may name fields of the error in braces."""

    status: int
    title: Text
    says: Text


def _kind(status: int, title: tuple[str, str], nl: str, en: str) -> Kind:
    return Kind(status, Text(nl=title[0], en=title[1]), Text(nl=nl, en=en))


_FAULT = ("Er ging iets mis", "Something went wrong")
_FAULT_SAYS = (
    "Er is niets opgeslagen. Noem bij een melding het kenmerk van dit verzoek.",
    "Nothing was saved. Name the id of this request when you report it.",
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "malformed": _kind(
            400,
            ("Ongeldig verzoek", "Invalid request"),
            "Het verzoek kan niet worden gelezen. Er is niets opgeslagen.",
            "The request cannot be read. Nothing was saved.",
        ),
        "invalid_input": _kind(
            400,
            ("Ongeldige invoer", "Invalid input"),
            "Er ontbreekt iets op het formulier of het klopt niet. Er is niets opgeslagen.",
            "Something on the form is missing or not right. Nothing was saved.",
        ),
        "term_out_of_scope": _kind(
            400,
            ("Termijn past niet", "Term does not fit"),
            "Deze termijn valt buiten wat zijn regels toelaten. Er is niets opgeslagen.",
            "This term lies outside what its rules cover. Nothing was saved.",
        ),
        "unknown_transition": _kind(
            400,
            ("Onbekende stap", "Unknown step"),
            "Deze werkwijze kent die stap niet.",
            "This workflow has no such step.",
        ),
        "works_on_cases": _kind(
            409,
            ("Werkt aan zaken", "Works on cases"),
            "Wie aan zaken werkt of aan een tafel zit, krijgt geen rol buiten de zaken. Er is "
            "niets gewijzigd.",
            "Whoever works on cases or sits at a table gets no role beside the cases. Nothing was "
            "changed.",
        ),
        "unknown_workflow": _kind(
            400,
            ("Onbekende werkwijze", "Unknown workflow"),
            "Deze werkwijze bestaat niet.",
            "There is no such workflow.",
        ),
        "unknown_region": _kind(
            400,
            ("Onbekende regio", "Unknown region"),
            "Deze regio of gemeente bestaat niet.",
            "There is no such region or municipality.",
        ),
        "sign_in_needed": _kind(
            401,
            ("Niet ingelogd", "Not signed in"),
            "Log in en probeer het opnieuw.",
            "Sign in and try again.",
        ),
        "forged": _kind(
            403,
            ("Niet vanaf onze pagina", "Not from our page"),
            "Dit formulier kwam niet van een pagina van deze sessie. Open de pagina opnieuw; "
            "er is niets opgeslagen.",
            "This form did not come from a page of this session. Open the page again; nothing "
            "was saved.",
        ),
        "step_up_needed": _kind(
            403,
            ("Bevestig eerst dat u het bent", "Confirm first that it is you"),
            "Hiervoor is uw tweede factor nodig, niet ouder dan 5 minuten. Bevestig dat u het bent "
            "en verstuur dit dan opnieuw; er is niets opgeslagen.",
            "This needs your second factor, not older than 5 minutes. Confirm that it is you and "
            "send this again then; nothing was saved.",
        ),
        "not_found": _kind(
            404,
            ("Niet gevonden", "Not found"),
            "Dit bestaat niet, of het is niet voor u.",
            "This does not exist, or is not yours.",
        ),
        "wrong_method": _kind(
            405,
            ("Dat kan hier niet", "Not possible here"),
            "Deze methode kan hier niet; de kop Allow noemt welke wel kunnen.",
            "This method is not possible here; the header Allow names those that are.",
        ),
        "refused": _kind(
            409,
            ("Dit mag nog niet", "Not allowed yet"),
            "Er ontbreekt nog iets. Er is niets opgeslagen.",
            "Something is still missing. Nothing was saved.",
        ),
        "key_reused": _kind(
            409,
            ("Sleutel al gebruikt", "Key already used"),
            "Deze Idempotency-Key hoort bij een ander verzoek. Stuur dit onder een eigen "
            "sleutel; er is niets opgeslagen.",
            "This Idempotency-Key belongs to another request. Send this one under a key of its "
            "own; nothing was saved.",
        ),
        "stale_case": _kind(
            412,
            ("Intussen gewijzigd", "Changed meanwhile"),
            "De zaak is gewijzigd nadat u hem opende (u zag versie {seen}, het is nu "
            "{current}). Lees wat erbij kwam; er is niets opgeslagen.",
            "The case changed after you opened it (you saw version {seen}, it is now at "
            "{current}). Read what came in; nothing was saved.",
        ),
        "stale_meeting": _kind(
            412,
            ("Intussen gewijzigd", "Changed meanwhile"),
            "Dit is gewijzigd nadat u het opende (u zag versie {seen}, het is nu {current}). "
            "Lees het opnieuw; er is niets opgeslagen.",
            "This changed after you opened it (you saw version {seen}, it is now at {current}). "
            "Read it again; nothing was saved.",
        ),
        "other_version": _kind(
            412,
            ("Versie van een andere zaak", "Version of another case"),
            "If-Match noemt een andere zaak dan het adres. Er is niets opgeslagen.",
            "If-Match names another case than the address. Nothing was saved.",
        ),
        "too_large": _kind(
            413,
            ("Te groot", "Too large"),
            "Een verzoek mag hooguit 256 kB groot zijn. Er is niets opgeslagen.",
            "A request may be 256 kB at most. Nothing was saved.",
        ),
        "wrong_type": _kind(
            415,
            ("Verkeerd soort inhoud", "Wrong type of content"),
            "Stuur JSON als application/json, of een formulier als "
            "application/x-www-form-urlencoded. Er is niets opgeslagen.",
            "Send JSON as application/json, or a form as application/x-www-form-urlencoded. "
            "Nothing was saved.",
        ),
        "version_missing": _kind(
            428,
            ("Versie ontbreekt", "Version missing"),
            "Noem in If-Match de versie die u zag: de ETag van de zaak. Er is niets opgeslagen.",
            "Name in If-Match the version that you saw: the ETag of the case. Nothing was saved.",
        ),
        "too_many": _kind(
            429,
            ("Te vaak", "Too often"),
            "Dit is te vaak gevraagd. Probeer het over {retry_after_s} seconden opnieuw.",
            "This was asked too often. Try again in {retry_after_s} seconds.",
        ),
        "configuration": _kind(500, _FAULT, *_FAULT_SAYS),
        "definition": _kind(500, _FAULT, *_FAULT_SAYS),
        "published_differently": _kind(500, _FAULT, *_FAULT_SAYS),
        "unexpected": _kind(500, _FAULT, *_FAULT_SAYS),
        "log_unwritable": _kind(
            503,
            ("Het logboek schrijft niet", "The log cannot be written"),
            "Er kan nu niet worden bewaard wie er kijkt. Daarom ziet u niets en is er niets "
            "opgeslagen. Waarschuw de beheerder.",
            "It cannot be kept now who looks. So you see nothing, and nothing was saved. Tell "
            "whoever looks after the program.",
        ),
        "busy": _kind(
            503,
            ("Druk", "Busy"),
            "Het is even te druk. Probeer het opnieuw; er is niets opgeslagen.",
            "It is too busy just now. Try again; nothing was saved.",
        ),
    }
)

STATUS: Mapping[str, int] = MappingProxyType({code: kind.status for code, kind in KINDS.items()})
"""The one place that gives a code its HTTP status."""

OF_STATUS: Mapping[int, str] = MappingProxyType(
    {
        400: "malformed",
        401: "sign_in_needed",
        403: "forged",
        404: "not_found",
        405: "wrong_method",
        413: "too_large",
        415: "wrong_type",
    }
)
"""What the framework's own refusals are called here."""
