"""Ways to break help, the table, the crisis and what follows them; see ``mutations``."""

from __future__ import annotations

from typing import Any

from tests.proof.mutations import (
    Mutation,
    asking,
    both,
    due,
    part,
    requiring,
    softer,
    without,
)

_CHOSEN = {"input": {"everybody_chosen": ["yes"]}}
_LETTER = {"input": {"everybody_has_letter": ["yes"]}}
_OUTCOME = {"record": {"type": "table_outcome", "status": ["closed"]}}
_AGREED = {"agreements": {"in": ["met", "ended", "handed_over"]}}
_AT_TABLE = ({"present": "chair"}, {"present": "secretary"})
_RESULT = {"record": {"type": "measure_result", "status": ["ended", "extended"]}}
_PLAN = {"record": {"type": "future_plan", "status": ["agreed"]}}
_STILL_THERE = {"input": {"fallback": ["still_there", "somebody_else"]}}
_OWED = ("open", "suspended")


def _settled(*contacts: str) -> dict[str, Any]:
    """Say that none of these contacts is still owed."""
    owed = [{"deadline": {"key": f"contact_{key}", "state": _OWED}} for key in contacts]
    return {"key": "follow_up_settled", "none_of": owed}


HELP = (
    Mutation(
        "assigned_help",
        "the second part is released of a grant for six months",
        requiring("release_second_part"),
        "nooit 'Deel na maand 6 vrijgeven' zonder",
        shows="Deel na maand 6 vrijgeven",
    ),
    Mutation(
        "assigned_help",
        "the provider releases the second part",
        part("transitions", "release_second_part", by=("regisseur", "provider")),
        "nooit 'Deel na maand 6 vrijgeven' door een ander",
        shows="Jeugdhulpaanbieder: Deel na maand 6 vrijgeven",
    ),
    Mutation(
        "assigned_help",
        "an extension needs no analysis",
        without("rules", "analysis_for_help_extension"),
        "nooit 'Hulp verlengen' zonder: Een verklarende analyse",
        shows="Verlengen",
    ),
    Mutation(
        "assigned_help",
        "the analysis for an extension may be set aside",
        softer("analysis_for_help_extension"),
        "nooit 'Hulp verlengen' zonder: Een verklarende analyse",
        region="oldebroek",
        shows="met een bevestigde afwijking",
    ),
    Mutation(
        "assigned_help",
        "help begins without consent",
        part("rules", "consent_to_help", on=("grant_assigned_help", "extend_help")),
        "nooit 'Hulp laten beginnen' zonder: Leg de toestemming vast",
        shows="niet iedereen stemt in",
    ),
    Mutation(
        "assigned_help",
        "after an urgent grant the question is not owed",
        without("deadlines", "question_afterwards"),
        "Leg vast: Vraagverheldering",
        shows="spoed",
    ),
)

TABLE = (
    Mutation(
        "beschermingstafel",
        "a case that returns is decided without a meeting",
        part("transitions", "return_to_table", act="table_decision", to="decided"),
        "'Uitkomst van de tafel vastleggen' zonder: Zorg dat erbij is",
        shows="Uitnodiging en veilig contact",
    ),
    Mutation(
        "beschermingstafel",
        "the table decides without an outcome",
        requiring("decide", *_AT_TABLE, {"assigned": "regisseur"}),
        "'Uitkomst van de tafel vastleggen' zonder: Leg vast",
        shows="Uitkomst",
    ),
    Mutation(
        "beschermingstafel",
        "the table decides while nobody holds the regie",
        requiring("decide", *_AT_TABLE, _OUTCOME),
        "'Uitkomst van de tafel vastleggen' zonder: Wijs aan: Regisseur",
    ),
    Mutation(
        "beschermingstafel",
        "the agreements go without a letter",
        requiring("hand_over_agreements", _LETTER),
        "nooit 'Afspraken meegeven aan het gezin' zonder",
    ),
    Mutation(
        "beschermingstafel",
        "a case is closed while the part of a child is open",
        requiring("close", _AGREED),
        "nooit 'Zaak van de tafel sluiten' zonder: Leg vast",
    ),
    Mutation(
        "beschermingstafel",
        "a case is closed with agreements that are open",
        requiring("close", _OUTCOME),
        "nooit 'Zaak van de tafel sluiten' zonder: Rond de afspraken af",
    ),
    Mutation(
        "beschermingstafel",
        "nobody looked whether an invitation is safe",
        requiring("schedule", _CHOSEN),
        "nooit 'Bespreking plannen' zonder",
    ),
)

CRISIS = (
    Mutation(
        "crisis",
        "a crisis with a placement ends without follow-up",
        part("transitions", "record_placement", act="close_crisis", to="closed"),
        "nooit 'Crisis sluiten' door een ander",
    ),
    Mutation(
        "crisis",
        "a crisis is closed while contacts are owed",
        requiring("close"),
        "nooit 'Crisis sluiten' zonder",
    ),
    Mutation(
        "crisis",
        "the contact after six months is forgotten",
        requiring(
            "close",
            _settled("day_1", "day_3", "week_1", "week_2", "week_4", "week_8", "month_3"),
        ),
        "nooit 'Crisis sluiten' zonder",
    ),
    Mutation(
        "crisis",
        "a refusal is not weighed by a second professional",
        requiring("end_refused"),
        "omdat het gezin de hulp niet wil' zonder",
    ),
)

AT_EIGHTEEN = (
    Mutation(
        "transition_18",
        "a youth is handed over to somebody who did not accept",
        requiring("hand_over"),
        "nooit 'Warm overdragen' zonder",
    ),
    Mutation(
        "transition_18",
        "a plan needs no consent",
        requiring("agree_plan", _PLAN),
        "nooit 'Toekomstplan vaststellen' zonder: Leg de toestemming vast",
        shows="niet iedereen stemt in",
    ),
    Mutation(
        "transition_18",
        "extended help is granted at 24",
        requiring("grant_extended_help"),
        "nooit 'Verlengde jeugdhulp toekennen' zonder",
        shows="23 jaar",
    ),
    Mutation(
        "transition_18",
        "aftercare ends while a contact is owed",
        requiring("close", _STILL_THERE),
        "nooit '18-/18+ sluiten' zonder: Elk nazorgcontact",
    ),
)

REGIE = (
    Mutation(
        "regie",
        "the coordinator appoints a regisseur, too",
        part("transitions", "appoint", by=("team_lead", "coordinator")),
        "nooit 'Regie aanvaarden' door een ander",
        shows="Coördinator",
    ),
    Mutation(
        "regie",
        "people say that the regisseur is gone",
        part("transitions", "start_interim", by=("system", "coordinator"), when_vacant=None),
        "nooit 'De regisseur is weggevallen' door een ander",
        shows="Coördinator",
    ),
    Mutation(
        "regie",
        "the parents did not agree that the regie returns",
        requiring("return_from_interim"),
        "nooit 'Regie teruggeven aan de ouders' zonder",
    ),
    Mutation(
        "regie",
        "nobody looks at an active regie",
        without("deadlines", "next_look"),
        "loopt een termijn met een eigenaar",
    ),
)

COUNCIL = (
    Mutation(
        "council_investigation",
        "every state between request and end is skipped",
        both(requiring("close"), part("transitions", "close", from_=("vto_due",))),
        "nooit 'Raadsonderzoek sluiten' zonder: Wijs aan",
    ),
    Mutation(
        "council_investigation",
        "a request is withdrawn by one person alone",
        requiring("withdraw"),
        "nooit 'Verzoek tot onderzoek intrekken' zonder",
    ),
    Mutation(
        "council_investigation",
        "the council sends its own request",
        part("transitions", "record_vto_sent", by=("requester", "council_adviser")),
        "nooit 'Verzoek tot onderzoek versturen' door een ander",
        shows="RvdK-adviseur",
    ),
    Mutation(
        "supervision_order_review",
        "a measure ends and nobody accepted the handover",
        requiring("close", _RESULT),
        "sluiten' zonder: Leg vast: Hoe de maatregel afliep /",
    ),
    Mutation(
        "supervision_order_review",
        "a review is closed before it is known how the measure ended",
        part("transitions", "withdraw", act="close_order_review", to="closed"),
        "sluiten' zonder: Leg vast: Hoe de maatregel afliep /",
    ),
    Mutation(
        "supervision_order_review",
        "the review ends without an outcome",
        requiring("decide", {"assigned": "fixed_contact"}),
        "einde OTS' zonder: Leg vast: Uitkomst van de toets",
    ),
    Mutation(
        "supervision_order_review",
        "no way leads on from a decision",
        both(
            without("transitions", "hand_over_agreements"),
            *(
                part("transitions", step, from_=("announced",))
                for step in ("transfer_out", "end_deceased", "end_abroad", "end_of_age")
            ),
        ),
        "een einde te bereiken",
    ),
)

CHAIN_MUTATIONS = (*HELP, *TABLE, *CRISIS, *AT_EIGHTEEN, *REGIE, *COUNCIL)

UNMEANT = (
    Mutation(
        "assigned_help",
        "nobody can meet the term for the letter",
        due("letter", met_by={"act": ["close_assigned_help"]}),
        "unmeetable letter",
    ),
    Mutation(
        "council_investigation",
        "no case ever waits for the council",
        without("transitions", "record_waiting"),
        "unreachable council_waiting",
    ),
    Mutation(
        "placement",
        "what a second professional may say contradicts what is asked",
        asking(
            "second_professional",
            {"all_of": [{"age": {"under": {"years": 1}}}, {"age": {"at_least": {"years": 2}}}]},
        ),
        "unreachable decided_to_place",
    ),
)
"""What breaks no invariant, and is found beside them."""
