"""What keeping and destroying files is called: why a file stays, and what lies in which table."""

from __future__ import annotations

from collections.abc import Mapping

from engine.retention import Stop
from engine.text import Text

STOPS: Mapping[Stop, Text] = {
    "hold": Text(
        nl="Er ligt een bewaarplicht op dit dossier.", en="There is a legal hold on this file."
    ),
    "open": Text(nl="De zaak is nog open.", en="The case is still open."),
    "no_class": Text(
        nl="De bewaartabel noemt dit soort zaak niet.",
        en="The table of retention does not name this kind of case.",
    ),
    "no_term": Text(
        nl="De bewaartabel heeft hiervoor nog geen termijn.",
        en="The table of retention has no term for this yet.",
    ),
    "birth_unknown": Text(
        nl="Van een kind is de geboortedatum niet bekend.",
        en="Of a child the date of birth is not known.",
    ),
}
"""Why a file is kept for ever, as it stands."""

WHYS: Mapping[str, Text] = {
    "kept": Text(
        nl="Overgeslagen: dit dossier mocht niet meer weg.",
        en="Skipped: this file was to be kept after all.",
    ),
    "changed": Text(
        nl="Overgeslagen: het dossier was veranderd sinds het voorstel.",
        en="Skipped: the file had changed since the proposal.",
    ),
    "gone": Text(
        nl="Overgeslagen: dit was al eerder vernietigd.",
        en="Skipped: this was destroyed before.",
    ),
    "file_left": Text(
        nl="Overgeslagen: dit gezin heeft nog een ander dossier.",
        en="Skipped: this family has another file left.",
    ),
}
"""Why something of a confirmed proposal was not destroyed."""


def _words(pairs: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    return {key: Text(nl=nl, en=en) for key, (nl, en) in pairs.items()}


TABLES: Mapping[str, Text] = _words(
    {
        "account": ("Accounts van gezinsleden", "Accounts of the family"),
        "agenda_item": ("Agendapunten", "Agenda items"),
        "agreement": ("Afspraken", "Agreements"),
        "agreement_reader": ("Lezers van afspraken", "Readers of agreements"),
        "agreement_text": ("Teksten van afspraken", "Texts of agreements"),
        "attendance": ("Aanwezigheid", "Attendance"),
        "authority": ("Gezag", "Authority"),
        "batch": ("Redenen bij reeksen", "Reasons of batches"),
        "batch_item": ("Termijnen in reeksen", "Deadlines in batches"),
        "case_child": ("Kinderen bij de zaak", "Children of the case"),
        "case_event_detail": ("Teksten van gebeurtenissen", "Texts of events"),
        "case_link": ("Verbanden met andere zaken", "Links with other cases"),
        "cases": ("Gemeente bij de zaak", "Municipality of the case"),
        "consent": ("Toestemmingen", "Consents"),
        "contact": ("Gesprekken", "Talks"),
        "contact_duty": ("Gesprekken bij termijnen", "Talks for deadlines"),
        "contact_person": ("Personen bij gesprekken", "Persons of talks"),
        "data_request": ("Verzoeken van gezinsleden", "Requests of the family"),
        "data_request_about": ("Waarover kopieën gingen", "What copies were about"),
        "data_request_item": ("Onderdelen van verzoeken", "Parts of requests"),
        "data_request_text": ("Teksten van verzoeken", "Texts of requests"),
        "publication": ("Wat het gezin mocht lezen", "What the family could read"),
        "record_correction": ("Verbeteringen van stukken", "Corrections of records"),
        "statement": ("Eigen verklaringen van het gezin", "Own statements of the family"),
        "deadline": ("Termijnen", "Deadlines"),
        "deviation": ("Afwijkingen", "Deviations"),
        "emergency_grant": ("Redenen van noodtoegang", "Reasons of emergency access"),
        "fact": ("Kenmerken van de zaak", "Facts of the case"),
        "family": ("Naam van het gezin", "Name of the family"),
        "given_copy": ("Kopieën die hier ook over gaan", "Copies that tell of this too"),
        "hook_call": ("Berichten aan andere systemen", "Calls to other systems"),
        "legal_hold": ("Opgeheven bewaarplichten", "Lifted legal holds"),
        "log_signal": ("Oordelen over inzage", "Judgements of looks"),
        "notice": ("Berichten", "Notices"),
        "participation": ("Wie betrokken was", "Who took part"),
        "person": ("Namen en geboortedata", "Names and dates of birth"),
        "record": ("Stukken", "Records"),
        "record_status": ("Statussen van stukken", "Statuses of records"),
        "record_text": ("Teksten van stukken", "Texts of records"),
        "registration": ("Wie het gezin registreerde", "Who registered the family"),
        "reminder": ("Herinneringen", "Reminders"),
        "work": ("Werk", "Work"),
    }
)
"""What is destroyed in each table, as people call it."""

STAYS: tuple[Text, ...] = (
    Text(
        nl="Het nummer, de soort en de data van de zaak.",
        en="The number, the kind and the dates of the case.",
    ),
    Text(
        nl="De reeks gebeurtenissen zonder tekst en zonder namen, zodat de keten klopt.",
        en="The chain of events without text and names, so that the chain is whole.",
    ),
    Text(
        nl="Wie er keek, met kenmerken die naar niemand van het gezin meer leiden.",
        en="Who looked, with ids that lead to nobody of the family any more.",
    ),
    Text(nl="Deze verklaring.", en="This certificate."),
)
"""What is left of a file."""


def table_title(table: str) -> Text:
    """What a table is called; by its own name where there is no other."""
    return TABLES.get(table, Text(nl=table, en=table))
