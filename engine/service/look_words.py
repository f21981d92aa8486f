"""What the access log says somebody did, in words; nobody reads a key of the program.

A look tells what was read, an event what changed, an order what was tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from engine.service.event_kinds import TITLES
from engine.text import Text

LookKind: TypeAlias = Literal["read", "changed", "taken_out", "other"]
"""How a family hears of it: read, changed, taken out of the system, or something beside."""


def _words(pairs: Mapping[str, tuple[str, str]]) -> Mapping[str, Text]:
    return {key: Text(nl=nl, en=en) for key, (nl, en) in pairs.items()}


_READ = _words(
    {
        "authority_form": ("Opende het formulier over gezag", "Opened the form on authority"),
        "assign_form": ("Opende het formulier om over te dragen", "Opened the form to hand over"),
        "consent_form": ("Opende het formulier over toestemming", "Opened the form on consent"),
        "contact_form": ("Opende het formulier voor een gesprek", "Opened the form for a talk"),
        "deviation_form": ("Opende een formulier voor een afwijking", "Opened a deviation form"),
        "join_form": ("Opende het formulier voor betrokkenen", "Opened the participants form"),
        "leave_form": ("Opende het formulier om te stoppen", "Opened the form to leave"),
        "role_form": ("Opende het formulier van een rol", "Opened the form of a role"),
        "record_form": ("Opende een formulier voor een stuk", "Opened the form of a record"),
        "list_record_types": ("Bekeek welke stukken er zijn", "Looked which records there are"),
        "list_roles": ("Bekeek welke rollen er zijn", "Looked which roles there are"),
        "read_record_type": ("Bekeek een soort stuk", "Looked at a kind of record"),
        "dates": ("Las de termijnen", "Read the deadlines"),
        "dry_run": ("Probeerde een stap uit", "Tried a step out"),
        "explain": ("Vroeg uitleg over een stap", "Asked for an explanation of a step"),
        "possible": ("Bekeek welke stappen kunnen", "Looked which steps are possible"),
        "preview_extension": ("Bekeek een verlenging vooraf", "Previewed an extension"),
        "preview_rhythm": ("Bekeek het ritme van een tafel", "Looked at the rhythm of a table"),
        "preview_batch": ("Bekeek werk aan meer termijnen vooraf", "Previewed work on deadlines"),
        "preview_calendar": ("Bekeek een kalender vooraf", "Previewed a calendar"),
        "read_absence": ("Las een afwezigheid", "Read an absence"),
        "read_agreement": ("Las een afspraak", "Read an agreement"),
        "read_agreements": ("Las de afspraken", "Read the agreements"),
        "read_authorities": ("Las wie gezag heeft", "Read who has authority"),
        "read_batch": ("Las werk aan meer termijnen", "Read work on several deadlines"),
        "read_best_days": ("Bekeek welke dagen passen", "Looked which days fit"),
        "read_calendar": ("Las de kalender", "Read the calendar"),
        "read_case": ("Las het dossier", "Read the case"),
        "read_consents": ("Las de toestemmingen", "Read the consents"),
        "read_contacts": ("Las de gesprekken", "Read the talks"),
        "read_crisis": ("Las het crisisdossier", "Read the crisis"),
        "read_deadline": ("Las een termijn", "Read a deadline"),
        "read_deadlines": ("Las de termijnen", "Read the deadlines"),
        "read_deviation": ("Las een afwijking", "Read a deviation"),
        "read_deviations": ("Las de afwijkingen", "Read the deviations"),
        "read_dispatches": ("Las wat verzonden is", "Read what was sent"),
        "read_family_view": ("Bekeek wat het gezin ziet", "Looked at what the family sees"),
        "read_mine": ("Las het eigen dossier", "Read the own file"),
        "read_emergency": (
            "Las de kern van het dossier met noodtoegang",
            "Read the core of the file by emergency access",
        ),
        "read_emergency_review": ("Las een noodtoegang", "Read an emergency access"),
        "open_shielded": (
            "Vroeg met noodtoegang ook de afgeschermde plaats",
            "Asked for the shielded place too, by emergency access",
        ),
        "read_family": ("Las het gezin", "Read the family"),
        "read_invitations": ("Las de uitnodigingen", "Read the invitations"),
        "read_letters": ("Las de brieven", "Read the letters"),
        "read_log_review": ("Las een controle van de inzage", "Read a review of the log"),
        "read_looked": ("Vroeg wie er keek", "Asked who looked"),
        "read_meeting": ("Las een bijeenkomst", "Read a meeting"),
        "read_meetings_ahead": ("Bekeek de komende bijeenkomsten", "Looked at coming meetings"),
        "read_notice_settings": ("Las de eigen berichten", "Read own message settings"),
        "read_notices": ("Las de eigen berichten", "Read own messages"),
        "read_openable": ("Bekeek welke zaken kunnen", "Looked which cases can be opened"),
        "read_package": ("Bekeek een pakket stukken", "Looked at a package of papers"),
        "read_packages": ("Las welke pakketten er zijn", "Read which packages there are"),
        "read_participants": ("Las wie betrokken is", "Read who takes part"),
        "read_proposal": ("Las het voorstel voor de agenda", "Read the proposed agenda"),
        "read_queue": ("Las wie op de tafel wacht", "Read who waits for the table"),
        "read_rights": ("Las de verzoeken over gegevens", "Read the requests about data"),
        "read_data_request": ("Las een verzoek om gegevens", "Read a request about data"),
        "read_record": ("Las een stuk", "Read a record"),
        "read_records": ("Las de lijst van stukken", "Read the list of records"),
        "read_reminders": ("Las de herinneringen", "Read the reminders"),
        "read_retained": ("Las hoe lang een dossier blijft", "Read how long a file is kept"),
        "read_retention": ("Las welke dossiers weg mogen", "Read which files may go"),
        "read_destruction": ("Las een voorstel om te vernietigen", "Read a proposal to destroy"),
        "read_rule_setting": ("Las een instelling van een regel", "Read a rule setting"),
        "read_rules": ("Las de regels", "Read the rules"),
        "read_saved_view": ("Las een bewaarde lijst", "Read a saved list"),
        "read_sheet": ("Las het blad voor de tafel", "Read the sheet for the table"),
        "read_step": ("Bekeek een stap", "Looked at a step"),
        "read_table": ("Las een tafel", "Read a table"),
        "read_timeline": ("Las de tijdlijn", "Read the timeline"),
        "read_work": ("Las een taak", "Read work to do"),
        "what_came_in": ("Las wat er nieuw was", "Read what was new"),
        "count_dates": ("Telde termijnen", "Counted deadlines"),
        "list_absences": ("Las de afwezigheden", "Read the absences"),
        "list_batches": ("Las de lijst van werk aan termijnen", "Read the work on deadlines"),
        "list_emergency_reviews": ("Las de noodtoegangen", "Read the emergency accesses"),
        "list_cases": ("Las de eigen zaken", "Read own cases"),
        "list_colleagues": ("Zocht een collega", "Looked for a colleague"),
        "list_crises": ("Las de crisissen", "Read the crises"),
        "list_destructions": ("Las wat is vernietigd", "Read what was destroyed"),
        "list_dates": ("Las de lijst van termijnen", "Read the list of deadlines"),
        "list_families": ("Las de gezinnen", "Read the families"),
        "list_log_reviews": ("Las de controles van de inzage", "Read the reviews of the log"),
        "list_meetings": ("Las de bijeenkomsten", "Read the meetings"),
        "list_notices": ("Las de eigen berichten", "Read own messages"),
        "list_reminders": ("Las de lijst van herinneringen", "Read the list of reminders"),
        "list_saved_views": ("Las de bewaarde lijsten", "Read the saved lists"),
        "list_tables": ("Las de tafels", "Read the tables"),
        "list_work": ("Las het werk dat wacht", "Read the work that waits"),
        "report_crisis_form": ("Opende het crisisformulier", "Opened the crisis form"),
        "check_involvement": ("Vroeg wie er betrokken is", "Asked who is involved"),
    }
)
_TAKEN_OUT = _words(
    {
        "export_dates": ("Haalde termijnen op als bestand", "Took deadlines out as a file"),
        "export_destruction": ("Haalde een vernietiging op", "Took out a destruction"),
        "print_certificate": ("Drukte een verklaring af", "Printed a certificate"),
        "export_looked": ("Haalde op wie er keek, als bestand", "Took out who looked, as a file"),
        "export_copy": ("Haalde een kopie van gegevens op", "Took out a copy of data"),
        "give_copy": ("Gaf een kopie van gegevens", "Gave a copy of data"),
        "make_package": ("Maakte een pakket stukken", "Made a package of papers"),
        "print_looked": ("Drukte voor het gezin af wie er keek", "Printed who looked, for family"),
        "read_invitation_letter": ("Las of drukte een uitnodiging af", "Read or printed an invite"),
        "read_letter": ("Las of drukte een brief af", "Read or printed a letter"),
        "read_feed": ("Haalde de eigen agenda op", "Fetched own calendar"),
    }
)
_TRIED = _words(
    {
        "advance": ("Maakte een stap", "Made a step"),
        "ask_data": ("Legde een verzoek om gegevens vast", "Recorded a request about data"),
        "judge_copy": ("Beoordeelde een kopie van gegevens", "Judged a copy of data"),
        "confirm_copy": ("Bevestigde wat wegblijft", "Confirmed what is left out"),
        "close_request": ("Sloot een verzoek om gegevens", "Closed a request about data"),
        "correct_record": ("Begon een verbetering van een stuk", "Began a correction"),
        "make_statement": ("Voegde eigen woorden toe", "Added somebody's own words"),
        "agree": ("Maakte een afspraak", "Made an agreement"),
        "answer": ("Legde een antwoord over toestemming vast", "Recorded an answer on consent"),
        "ask_deviation": ("Vroeg een afwijking", "Asked for a deviation"),
        "assign": ("Droeg een rol over", "Handed a role over"),
        "carry_over": ("Schoof naar een andere bijeenkomst", "Moved to another meeting"),
        "decide_deviation": ("Besliste over een afwijking", "Decided on a deviation"),
        "edit_record": ("Bewerkte een stuk", "Edited a record"),
        "extend": ("Verlengde een termijn", "Extended a deadline"),
        "hear_agreement": ("Legde vast wat het gezin zei", "Recorded what the family said"),
        "hold_contact": ("Legde een gesprek vast", "Recorded a talk"),
        "join": ("Voegde een betrokkene toe", "Added a participant"),
        "leave": ("Liet een betrokkene stoppen", "Let a participant leave"),
        "make_letter": ("Maakte een brief", "Made a letter"),
        "mark_at_item": ("Legde vast wie erbij is", "Recorded who is there"),
        "move_record": ("Bracht een stuk verder", "Moved a record on"),
        "moved_version": ("Liet de zaak een andere versie volgen", "Moved the case to a version"),
        "name_owner": ("Gaf een afspraak aan iemand", "Gave an agreement to somebody"),
        "open_case": ("Opende een zaak", "Opened a case"),
        "record_dispatch": ("Legde vast wat verzonden is", "Recorded what was sent"),
        "decide_objection": ("Besliste over een bezwaar", "Decided on an objection"),
        "decide_withholding": ("Besliste over achterhouden", "Decided on withholding"),
        "publish": ("Liet het gezin iets lezen", "Let the family read something"),
        "speak_as_youth": ("Legde vast wie mag meelezen", "Recorded who may read along"),
        "withhold": ("Hield iets achter voor het gezin", "Withheld something from the family"),
        "register_family": ("Schreef een gezin in", "Registered a family"),
        "remind_now": ("Herinnerde iemand", "Reminded somebody"),
        "resume": ("Liet een termijn weer lopen", "Let a deadline run again"),
        "schedule": ("Zette de zaak op een agenda", "Put the case on an agenda"),
        "send_again": ("Verzond een bericht opnieuw", "Sent a message again"),
        "set_authority": ("Legde gezag vast", "Recorded authority"),
        "settle_agreement": ("Rondde een afspraak af", "Settled an agreement"),
        "suspend": ("Schortte een termijn op", "Suspended a deadline"),
        "write_record": ("Begon een stuk", "Began a record"),
    }
)
_OTHER = _words(
    {
        "ask_emergency": ("Vroeg noodtoegang", "Asked for emergency access"),
        "judge_emergency": ("Beoordeelde een noodtoegang", "Judged an emergency access"),
        "step_up": ("Bevestigde wie het was", "Confirmed who it was"),
        "ask_lift": ("Vroeg een bewaarplicht op te heffen", "Asked to lift a legal hold"),
        "lift_hold": ("Hief een bewaarplicht op", "Lifted a legal hold"),
        "set_hold": ("Stelde een bewaarplicht in", "Set a legal hold"),
        "propose_destruction": ("Stelde vernietiging voor", "Proposed a destruction"),
        "confirm_destruction": ("Bevestigde een vernietiging", "Confirmed a destruction"),
        "withdraw_destruction": ("Trok een vernietiging in", "Withdrew a destruction"),
        "destroy_file": ("Vernietigde een dossier", "Destroyed a file"),
        "destroy_family": ("Vernietigde wat een gezin deelde", "Destroyed what a family shared"),
        "add_hook": ("Voegde een koppeling toe", "Added a connection"),
        "back_up": ("Maakte een reservekopie", "Made a backup"),
        "hold_mail": ("Hield de berichten vast", "Held the messages"),
        "release_mail": ("Gaf de berichten vrij", "Released the messages"),
        "sign_gap": ("Ondertekende wat ontbreekt", "Signed what is missing"),
        "restored": ("Zette een reservekopie terug", "Restored a backup"),
        "moved_away": ("Verhuisde de database", "Moved the database"),
        "moved_here": ("Nam de verhuisde database op", "Took the moved database in"),
        "move_taken_back": ("Draaide de verhuizing terug", "Took the move back"),
        "add_member": ("Voegde een tafellid toe", "Added a member of a table"),
        "appoint": ("Gaf iemand een beheerrol", "Gave somebody an account role"),
        "ask_batch": ("Vroeg werk aan meer termijnen", "Asked for work on deadlines"),
        "ask_enforcement": ("Vroeg een regel aan te zetten", "Asked to enforce a rule"),
        "change_absence": ("Wijzigde een afwezigheid", "Changed an absence"),
        "change_calendar": ("Wijzigde de kalender", "Changed the calendar"),
        "change_meeting": ("Wijzigde een bijeenkomst", "Changed a meeting"),
        "change_rhythm": ("Wijzigde het ritme van een tafel", "Changed the rhythm of a table"),
        "change_table": ("Wijzigde een tafel", "Changed a table"),
        "change_view": ("Wijzigde een bewaarde lijst", "Changed a saved list"),
        "choose_notices": ("Koos welke berichten komen", "Chose which messages come"),
        "close_log_review": ("Sloot een controle van de inzage", "Closed a review of the log"),
        "close_work": ("Rondde een taak af", "Finished work"),
        "confirm_clock": ("Bevestigde de klok", "Confirmed the clock"),
        "decide_enforcement": ("Besliste over een regel", "Decided on a rule"),
        "disable_hook": ("Zette een koppeling uit", "Switched a connection off"),
        "drop_view": ("Gooide een bewaarde lijst weg", "Dropped a saved list"),
        "enable_hook": ("Zette een koppeling aan", "Switched a connection on"),
        "end_absence": ("Beëindigde een afwezigheid", "Ended an absence"),
        "end_meeting_mode": ("Beëindigde de tafelstand", "Ended the meeting mode"),
        "end_member": ("Liet een tafellid stoppen", "Let a member of a table leave"),
        "end_rotation": ("Beëindigde een sleutelwissel", "Ended a change of keys"),
        "judge_signal": ("Beoordeelde een signaal", "Judged a signal"),
        "open_family_account": ("Gaf het gezin een login", "Gave the family a login"),
        "make_feed": ("Maakte een eigen agenda-adres", "Made an own calendar address"),
        "make_table": ("Maakte een tafel", "Made a table"),
        "mark_at_meeting": ("Legde vast wie erbij is", "Recorded who is there"),
        "move_meeting": ("Bracht een bijeenkomst verder", "Moved a meeting on"),
        "order_agenda": ("Ordende een agenda", "Ordered an agenda"),
        "plan_meeting": ("Plande een bijeenkomst", "Planned a meeting"),
        "register_professional": ("Schreef een collega in", "Registered a colleague"),
        "report_absence": ("Meldde een afwezigheid", "Reported an absence"),
        "revoke_feed": ("Trok een agenda-adres in", "Revoked a calendar address"),
        "rotate_hook": ("Wisselde een sleutel", "Changed a key"),
        "save_view": ("Bewaarde een lijst", "Saved a list"),
        "send_test_mail": ("Verzond een proefbericht", "Sent a test message"),
        "set_up_table": ("Richtte een tafel in", "Set up a table"),
        "sign_in": ("Meldde zich aan", "Signed in"),
        "sign_out": ("Meldde zich af", "Signed out"),
        "stay_at_table": ("Bleef aangemeld aan tafel", "Stayed signed in at the table"),
        "stop_batch": ("Stopte werk aan termijnen", "Stopped work on deadlines"),
        "test_hook": ("Probeerde een koppeling", "Tried a connection"),
    }
)
_BY_KIND: Mapping[LookKind, Mapping[str, Text]] = {
    "read": _READ,
    "changed": {**_TRIED, **dict(TITLES.items())},
    "taken_out": _TAKEN_OUT,
    "other": _OTHER,
}
ACTS: Mapping[str, tuple[LookKind, Text]] = {
    action: (kind, words) for kind, acts in _BY_KIND.items() for action, words in acts.items()
}
"""Every action that the log can hold, by its key; a test compares them with the program."""

_UNKNOWN: tuple[LookKind, Text] = (
    "other",
    Text(nl="Deed iets dat deze versie niet kent", en="Did something this version does not know"),
)
_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")


def act_of(action: str) -> tuple[LookKind, Text]:
    """What kind of look an action is, and its words; an order is logged by its class.

    >>> act_of("WriteRecord")[1].en, act_of("gone_by_now")[0]
    ('Began a record', 'other')
    """
    return ACTS.get(_WITHIN.sub("_", action).lower(), _UNKNOWN)
