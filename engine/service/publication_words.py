"""Why somebody of a family reads an item or does not, in words; and the reasons of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.reader import Why
from engine.reason import Reason
from engine.store.publications import PublicationSeen
from engine.store.tables.publication import PublicationState
from engine.text import Text

WHYS: Mapping[Why, Text] = {
    "published": Text(nl="Door een professional gedeeld", en="Shared by a professional"),
    "by_norm": Text(nl="Is meteen te lezen", en="Can be read at once"),
    "no_bond": Text(
        nl="Heeft geen gezag over dit kind en doet niet mee als ouder",
        en="Has no authority over this child and takes no part as a parent",
    ),
    "excluded": Text(nl="Is uitgesloten van deze zaak", en="Is excluded from this case"),
    "birth_unknown": Text(
        nl="De geboortedatum van het kind is niet bekend", en="The child's birth date is not known"
    ),
    "under_12": Text(nl="Is nog geen 12 jaar", en="Is not 12 yet"),
    "of_age": Text(nl="De jeugdige is 18 of ouder", en="The youth is 18 or older"),
    "objected": Text(
        nl="De jeugdige heeft bezwaar dat deze persoon meeleest",
        en="The youth objects to this person reading along",
    ),
    "no_consent": Text(
        nl="De jeugdige is 16 of ouder en gaf geen toestemming",
        en="The youth is 16 or older and gave no consent",
    ),
    "never": Text(nl="Dit soort stuk is niet voor het gezin", en="This kind is not for the family"),
    "not_settled": Text(nl="Is nog niet vastgesteld", en="Is not settled yet"),
    "for_another": Text(
        nl="Is voor of van iemand anders van het gezin", en="Is for or of another of the family"
    ),
    "withheld": Text(nl="Achtergehouden", en="Withheld"),
    "on_request": Text(nl="Op verzoek: nog niet gedeeld", en="On request: not shared yet"),
    "not_every_child": Text(
        nl="Gaat ook over een kind waarover deze persoon niet leest",
        en="Is also about a child about whom this person does not read",
    ),
    "names_others": Text(
        nl="Er staat iemand anders van het gezin in: kijk eerst of dat mag",
        en="It names another of the family: look first whether that may be read",
    ),
}
STATES: Mapping[PublicationState, Text] = {
    "published": Text(nl="Gedeeld", en="Shared"),
    "asked": Text(
        nl="Achtergehouden, wacht op een tweede professional",
        en="Withheld, waits for a second professional",
    ),
    "withheld": Text(
        nl="Achtergehouden, bevestigd door een tweede professional",
        en="Withheld, confirmed by a second professional",
    ),
    "refused": Text(nl="Achterhouden niet bevestigd", en="Withholding not confirmed"),
    "allowed": Text(nl="De jeugdige vindt het goed", en="The youth agrees"),
    "withdrawn": Text(nl="De jeugdige wil het niet meer", en="The youth no longer agrees"),
    "objected": Text(
        nl="De jeugdige heeft bezwaar: nog te beslissen", en="The youth objects: to be decided"
    ),
    "upheld": Text(nl="Bezwaar overgenomen", en="Objection followed"),
    "set_aside": Text(nl="Bezwaar niet overgenomen", en="Objection not followed"),
}


_ASKED_AGAIN = Text(
    nl="Opnieuw gevraagd: telt pas als een tweede professional bevestigt",
    en="Asked again: counts only once a second professional confirms",
)
_LAPSED = Text(
    nl="Niet op tijd bevestigd: weer te lezen", en="Not confirmed in time: can be read again"
)


def title_of(found: PublicationSeen, on: date) -> Text:
    """What a decision is called on this day: one that was only asked may count no more, or yet."""
    if found.state != "asked" or found.counts(on):
        return STATES[found.state]
    return _LAPSED if found.lapses_on else _ASKED_AGAIN


def can_read(why: Why, *, met: bool) -> Reason:
    """Whether a professional may let this person read it at all."""
    says = WHYS[why]
    return Reason(
        key="family_reads",
        met=met,
        asks=Text(nl="Kijk wie dit wel kan lezen", en="Look who can read this"),
        says=Text(
            nl=f"Deze persoon kan dit niet lezen: {_small(says.nl)}.",
            en=f"This person cannot read this: {_small(says.en)}.",
        ),
        source="LAW Jeugdwet 7.3.10; SAFETY 5.5",
    )


def names_looked_at(*, met: bool) -> Reason:
    """Whether somebody looked at the names of others in it."""
    return Reason(
        key="family_names",
        met=met,
        asks=Text(nl="Kijk na wie erin staat", en="Look whose names stand in it"),
        says=Text(
            nl="Er staat iemand anders van het gezin in. Bevestig dat is nagegaan dat de lezer "
            "dat mag weten, of laat het niet lezen.",
            en="It names another of the family. Confirm that it was checked that the reader may "
            "know that, or do not share it.",
        ),
        source="DOMAIN 4.3; DEFAULT",
    )


def not_waiting(*, met: bool) -> Reason:
    """Whether no second professional is waited for already."""
    return Reason(
        key="asked_already",
        met=met,
        asks=Text(nl="Laat een tweede professional beslissen", en="Let a second one decide"),
        says=Text(
            nl="Achterhouden is al gevraagd. Alleen een tweede professional kan het bevestigen; "
            "opnieuw vragen verlengt het niet.",
            en="Withholding was asked already. Only a second professional can confirm it; asking "
            "again does not make it longer.",
        ),
        source="LAW Jeugdwet 7.3.2(3)",
    )


def still_waits(*, met: bool) -> Reason:
    """Whether somebody still has to decide about it."""
    return Reason(
        key="decided",
        met=met,
        asks=Text(nl="Kijk hoe het nu staat", en="Look how it stands now"),
        says=Text(nl="Hierover is al beslist.", en="This was decided already."),
        source="DEFAULT",
    )


def of_another(*, met: bool) -> Reason:
    """Whether it is another than who asked: four eyes."""
    return Reason(
        key="second_professional",
        met=met,
        asks=Text(nl="Laat een ander beslissen", en="Let somebody else decide"),
        says=Text(
            nl="U vroeg dit zelf. Een andere professional van deze zaak beslist erover.",
            en="You asked for this yourself. Another professional of this case decides.",
        ),
        source="LAW Jeugdwet 7.3.2(3)",
    )


def at_that_age(*, met: bool) -> Reason:
    """Whether the law asks the youth this at this age."""
    return Reason(
        key="youth_age",
        met=met,
        asks=Text(nl="Kijk naar de leeftijd", en="Look at the age"),
        says=Text(
            nl="Dit kan niet op deze leeftijd. Van 12 tot 16 kan een jeugdige bezwaar maken; "
            "bij 16 en 17 geeft de jeugdige toestemming of trekt die in.",
            en="This is not possible at this age. From 12 to 15 a youth may object; at 16 and 17 "
            "the youth consents, or withdraws that.",
        ),
        source="LAW Jeugdwet 7.3.10, 7.3.11; SAFETY 5.5",
    )


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
