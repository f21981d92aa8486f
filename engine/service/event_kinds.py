"""Every kind of event that the engine writes, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from engine.text import Text

EventKind: TypeAlias = Literal[
    "opened",
    "advanced",
    "record_written",
    "record_edited",
    "record_moved",
    "joined",
    "left",
    "assigned",
    "authority_set",
    "consent_answered",
    "deviation_asked",
    "deviation_confirmed",
    "deviation_refused",
    "deviation_rejected",
    "deviation_lapsed",
    "contact_held",
    "deadline_extended",
    "suspended",
    "resumed",
    "carried_over",
    "attendance_marked",
    "agreed",
    "agreement_owned",
    "agreement_settled",
    "agreement_heard",
    "dispatched",
    "item_published",
    "withholding_asked",
    "withholding_decided",
    "youth_spoke",
    "objection_decided",
    "moved_version",
    "calendar_changed",
    "data_asked",
    "data_judged",
    "data_confirmed",
    "data_answered",
    "record_corrected",
    "statement_made",
]

TITLES: Mapping[EventKind, Text] = {
    "opened": Text(nl="Zaak geopend", en="Case opened"),
    "advanced": Text(nl="Stap gemaakt", en="Step made"),
    "record_written": Text(nl="Stuk begonnen", en="Record begun"),
    "record_edited": Text(nl="Stuk bewerkt", en="Record edited"),
    "record_moved": Text(nl="Stuk verder gebracht", en="Record moved on"),
    "joined": Text(nl="Betrokkene erbij", en="Participant joined"),
    "left": Text(nl="Betrokkene gestopt", en="Participant left"),
    "assigned": Text(nl="Rol overgedragen", en="Role handed over"),
    "authority_set": Text(nl="Gezag vastgelegd", en="Authority recorded"),
    "consent_answered": Text(
        nl="Antwoord over toestemming vastgelegd", en="Answer on consent recorded"
    ),
    "deviation_asked": Text(nl="Afwijking gevraagd", en="Deviation asked for"),
    "deviation_confirmed": Text(nl="Afwijking bevestigd", en="Deviation confirmed"),
    "deviation_refused": Text(nl="Afwijking geweigerd", en="Deviation refused"),
    "deviation_rejected": Text(nl="Afwijking achteraf afgekeurd", en="Deviation rejected later"),
    "deviation_lapsed": Text(nl="Afwijking vervallen", en="Deviation lapsed"),
    "contact_held": Text(nl="Gesprek gehouden", en="Talk held"),
    "deadline_extended": Text(nl="Termijn verlengd", en="Deadline extended"),
    "suspended": Text(nl="Termijn opgeschort", en="Deadline suspended"),
    "resumed": Text(nl="Termijn loopt weer", en="Deadline runs again"),
    "carried_over": Text(nl="Naar een andere bijeenkomst", en="Moved to another meeting"),
    "attendance_marked": Text(nl="Vastgelegd wie erbij is", en="Recorded who is there"),
    "agreed": Text(nl="Afspraak gemaakt", en="Agreement made"),
    "agreement_owned": Text(nl="Afspraak aan iemand gegeven", en="Agreement given to somebody"),
    "agreement_settled": Text(nl="Afspraak afgerond", en="Agreement settled"),
    "agreement_heard": Text(
        nl="Wat het gezin zegt over een afspraak", en="What the family says of an agreement"
    ),
    "dispatched": Text(nl="Verzonden of afgegeven", en="Sent or handed over"),
    "item_published": Text(nl="Aan het gezin laten lezen", en="Let the family read"),
    "withholding_asked": Text(
        nl="Voor het gezin achtergehouden, tweede professional gevraagd",
        en="Withheld from the family, second professional asked",
    ),
    "withholding_decided": Text(
        nl="Beslist over wat is achtergehouden", en="Decided on what was withheld"
    ),
    "youth_spoke": Text(
        nl="De jeugdige zei wie mag meelezen", en="The youth said who may read along"
    ),
    "objection_decided": Text(
        nl="Beslist over het bezwaar van de jeugdige", en="Decided on the youth's objection"
    ),
    "calendar_changed": Text(nl="Kalender gewijzigd", en="Calendar changed"),
    "data_asked": Text(nl="Verzoek over eigen gegevens", en="Request about own data"),
    "data_judged": Text(nl="Kopie van gegevens beoordeeld", en="Copy of data judged"),
    "data_confirmed": Text(nl="Weglaten uit de kopie bevestigd", en="Leaving out confirmed"),
    "data_answered": Text(nl="Verzoek over gegevens beantwoord", en="Request about data answered"),
    "record_corrected": Text(nl="Verbetering van een stuk begonnen", en="Correction begun"),
    "statement_made": Text(nl="Eigen woorden toegevoegd", en="Own words added"),
    "moved_version": Text(nl="Zaak volgt een andere versie", en="Case follows another version"),
}
