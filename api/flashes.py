"""What a page says once, after something was done: the answer to a form leads to another page.

Only the key travels, in a cookie that lives a minute; so nothing personal can be in it, and a
cookie made by hand can do no more than say one of these.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.text import Text

FLASHES: Mapping[str, Text] = {
    "saved": Text(nl="Bewaard.", en="Saved."),
    "keys_on": Text(nl="Losse toetsen staan aan.", en="Single keys are on."),
    "keys_off": Text(nl="Losse toetsen staan uit.", en="Single keys are off."),
    "step_done": Text(nl="Klaar. De stap is gezet.", en="Done. The step has been made."),
    "log_review_closed": Text(nl="De controle is gesloten.", en="The review is closed."),
    "signal_judged": Text(nl="Uw oordeel is vastgelegd.", en="Your judgement is recorded."),
    "stepped_up": Text(
        nl="Bevestigd. Dat telt 5 minuten, voor één handeling.",
        en="Confirmed. That counts for 5 minutes, for one act.",
    ),
    "let_in": Text(nl="U hebt nu noodtoegang.", en="You have emergency access now."),
    "emergency_judged": Text(nl="Uw oordeel is vastgelegd.", en="Your judgement is recorded."),
    "destruction_proposed": Text(
        nl="Voorgesteld. Dit zou er vernietigd worden; een andere archivaris bevestigt het.",
        en="Proposed. This is what would be destroyed; another archivist confirms it.",
    ),
    "destruction_confirmed": Text(
        nl="Bevestigd. De dossiers worden nu een voor een vernietigd.",
        en="Confirmed. The files are now destroyed one by one.",
    ),
    "destruction_withdrawn": Text(
        nl="Het voorstel is ingetrokken. Er is niets vernietigd.",
        en="The proposal is withdrawn. Nothing was destroyed.",
    ),
    "hold_set": Text(nl="De bewaarplicht is vastgelegd.", en="The legal hold is set."),
    "lift_asked": Text(
        nl="Gevraagd. De bewaarplicht geldt tot een ander haar opheft.",
        en="Asked. The hold stands until somebody else lifts it.",
    ),
    "hold_lifted": Text(nl="De bewaarplicht is opgeheven.", en="The legal hold is lifted."),
    "recorded": Text(nl="Vastgelegd.", en="Recorded."),
    "settled": Text(nl="Afgerond.", en="Settled."),
    "crisis_reported": Text(nl="De crisis is gemeld.", en="The crisis is reported."),
    "night_entered": Text(
        nl="Bewaard, met de tijden waarop het gebeurde.",
        en="Saved, with the times at which it happened.",
    ),
    "case_opened": Text(nl="De zaak is geopend.", en="The case is open."),
    "family_registered": Text(nl="Het gezin is geregistreerd.", en="The family is registered."),
    "involved": Text(
        nl="Betrokken. Deze persoon ziet de zaak nu ook.",
        en="Involved. This person now sees the case too.",
    ),
    "left": Text(nl="Deze persoon is niet meer betrokken.", en="This person no longer takes part."),
    "assigned": Text(nl="Toegewezen.", en="Assigned."),
    "consent_recorded": Text(nl="De toestemming is vastgelegd.", en="The consent is recorded."),
    "authority_recorded": Text(nl="Het gezag is vastgelegd.", en="The authority is recorded."),
    "contact_recorded": Text(nl="Het contact is vastgelegd.", en="The contact is recorded."),
    "deviation_asked": Text(
        nl="De afwijking wacht nu op een tweede professional.",
        en="The deviation now waits for a second professional.",
    ),
    "deviation_decided": Text(nl="Uw oordeel is vastgelegd.", en="Your judgement is recorded."),
    "rule_asked": Text(
        nl="Gevraagd. Het geldt pas als een tweede persoon het bevestigt.",
        en="Asked. It holds only when a second person confirms it.",
    ),
    "rule_decided": Text(nl="Uw besluit is vastgelegd.", en="Your decision is recorded."),
    "feed_revoked": Text(nl="Het adres werkt niet meer.", en="The address works no more."),
    "calendar_changed": Text(
        nl="De kalender is gewijzigd. De open termijnen schuiven mee.",
        en="The calendar is changed. The open deadlines move with it.",
    ),
    "extended": Text(nl="De termijn is verlengd.", en="The deadline is extended."),
    "suspended": Text(nl="De termijn staat stil.", en="The deadline stands still."),
    "resumed": Text(nl="De termijn loopt weer.", en="The deadline runs again."),
    "batch_stopped": Text(
        nl="De reeks is gestopt. Wat al gedaan was blijft staan.",
        en="The batch is stopped. What was done stays.",
    ),
    "view_saved": Text(nl="De weergave is bewaard.", en="The view is saved."),
    "view_renamed": Text(nl="De weergave heeft een andere naam.", en="The view is renamed."),
    "view_dropped": Text(nl="De weergave is verwijderd.", en="The view is deleted."),
    "absence_reported": Text(nl="De afwezigheid is gemeld.", en="The absence is reported."),
    "absence_changed": Text(nl="De afwezigheid is gewijzigd.", en="The absence is changed."),
    "absence_ended": Text(nl="De afwezigheid is voorbij.", en="The absence is over."),
    "table_made": Text(
        nl="De tafel is gemaakt. Zet er nu de voorzitter en de secretaris aan.",
        en="The table is made. Now seat its chair and its secretary.",
    ),
    "member_added": Text(
        nl="Deze persoon zit nu aan tafel.", en="This person now sits at the table."
    ),
    "member_ended": Text(nl="Het einde is vastgelegd.", en="The end is recorded."),
    "rhythm_changed": Text(
        nl="Het ritme is gewijzigd. Hieronder staat welke bijeenkomsten er zijn.",
        en="The rhythm is changed. Below stands which meetings there are.",
    ),
    "meeting_planned": Text(nl="De bijeenkomst is gepland.", en="The meeting is planned."),
    "weeks_planned": Text(
        nl="Gepland. Hieronder staat per dag wat er is.",
        en="Planned. Below stands what there is on each day.",
    ),
    "meeting_moved": Text(
        nl="Gedaan. De bijeenkomst staat er nu zo voor.",
        en="Done. The meeting now stands like this.",
    ),
    "agenda_ordered": Text(nl="De agenda is bewaard.", en="The agenda is saved."),
    "carried_over": Text(
        nl="De zaak staat op de andere agenda.", en="The case is on the other agenda."
    ),
    "letters_made": Text(
        nl="Gemaakt als concept. Lees de brief na en geef hem mee.",
        en="Made as a draft. Read the letter through and give it.",
    ),
    "letter_given": Text(nl="Vastgelegd hoe de brief is gegeven.", en="Recorded how it was given."),
    "letter_put_away": Text(nl="De brief is weggelegd.", en="The letter is put away."),
    "letter_withdrawn": Text(
        nl="De brief is ingetrokken. Er mist nu weer een brief.",
        en="The letter is withdrawn. A letter is missing again now.",
    ),
    "meeting_mode_on": Text(
        nl="De vergaderstand staat aan, tot de bijeenkomst eindigt.",
        en="Meeting mode is on, until the meeting ends.",
    ),
    "locked": Text(
        nl="Vergrendeld. Meld u aan om verder te gaan waar u was.",
        en="Locked. Sign in to go on where you were.",
    ),
    "work_done": Text(nl="Gedaan.", en="Done."),
    "all_read": Text(nl="Alles is als gelezen gemerkt.", en="Everything is marked as read."),
    "test_asked": Text(
        nl="De proefmail is onderweg. Kijk zo of hij er is.",
        en="The test mail is on its way. Look in a moment whether it is there.",
    ),
    "sent_again": Text(nl="De mail gaat opnieuw weg.", en="The mail is sent again."),
    "signed_out": Text(nl="U bent uitgelogd.", en="You are signed out."),
    "session_over": Text(
        nl="U bent uitgelogd omdat u een tijd niets deed. Log opnieuw in.",
        en="You were signed out because you did nothing for a while. Sign in again.",
    ),
    "already_done": Text(
        nl="Dit was al gebeurd; er is niets dubbel vastgelegd.",
        en="This was already done; nothing was recorded twice.",
    ),
}
