"""What became of a reminder and its messages, in words: the one place that knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.catalogue import Role
from engine.service.ledger import PAST
from engine.store.lost_notices import NO_PART
from engine.store.mail_holds import LEFT_BEFORE
from engine.store.tables.clock import NoticeState, ReminderState
from engine.text import Text

STATES: Mapping[ReminderState, Text] = {
    "planned": Text(nl="Gepland", en="Planned"),
    "fired": Text(nl="Bericht gemaakt", en="Message made"),
    "suppressed": Text(nl="Niet verstuurd", en="Not sent"),
    "superseded": Text(nl="Vervallen", en="Dropped"),
}
_NOTICE_STATES: Mapping[NoticeState, Text] = {
    "open": Text(nl="Wacht op verzending", en="Waits to be sent"),
    "sending": Text(nl="Wordt verstuurd", en="Is being sent"),
    "sent": Text(nl="Verstuurd", en="Sent"),
    "failed": Text(nl="Niet aangekomen", en="Not delivered"),
    "uncertain": Text(nl="Onzeker of het aankwam", en="Unsure whether it arrived"),
    "in_app": Text(nl="Alleen hier te lezen", en="To be read here only"),
    "superseded": Text(nl="Niet meer nodig", en="No longer needed"),
}
_CHANNELS: Mapping[str, Text] = {
    "email": Text(nl="e-mail", en="e-mail"),
    "app": Text(nl="hier in Regietafel", en="here in Regietafel"),
}
_STOOD_STILL = Text(nl="De termijn stond stil.", en="The deadline stood still.")
_WHY: Mapping[str, Text] = {
    PAST: Text(nl="Dit moment was al voorbij bij het vastleggen.", en="It was past on recording."),
    "suspended": _STOOD_STILL,
    "due date moved": Text(nl="De datum is veranderd.", en="The date was moved."),
    "a later message about the meeting tells it": Text(
        nl="Een later bericht over de bijeenkomst zegt het.",
        en="A later message about the meeting says it.",
    ),
    "the meeting is not theirs any more": Text(
        nl="De bijeenkomst vervalt, of geldt niet meer voor deze persoon.",
        en="The meeting is called off, or is not for this person any more.",
    ),
    NO_PART: Text(
        nl="Deze persoon doet in de zaak niet meer mee.",
        en="This person has no part in the case any more.",
    ),
    "the same person hears of it in another role": Text(
        nl="Dezelfde persoon kreeg dit al in een andere rol.",
        en="The same person heard of it in another role.",
    ),
    "moved to another version": Text(
        nl="De zaak volgt nu een andere versie van de regels.",
        en="The case follows another version of the rules now.",
    ),
    LEFT_BEFORE: Text(
        nl="Het was al verstuurd voordat het systeem uit een reservekopie werd teruggezet.",
        en="It had been sent before the system was restored from a backup.",
    ),
    "calendar changed": Text(nl="De kalender is veranderd.", en="The calendar was changed."),
    "deadline met": Text(nl="Het was al gedaan.", en="It was done already."),
    "deadline void": Text(nl="De termijn geldt niet meer.", en="The deadline no longer holds."),
    "deadline suspended": _STOOD_STILL,
    "nobody to tell": Text(
        nl="Er was niemand om het aan te melden.", en="Nobody was there to tell."
    ),
    "a later one of this deadline is due too": Text(
        nl="Een latere herinnering ging in plaats hiervan.", en="A later one went out instead."
    ),
}
_DEPUTY = Text(
    nl="Niemand had deze rol; de coördinator kreeg bericht.",
    en="Nobody held this role; the coordinator was told.",
)
_HINDERED: Mapping[str, Text] = {
    "nobody": Text(nl="niemand", en="nobody"),
    "away": Text(nl="afwezig", en="away"),
    "left": Text(nl="werkt hier niet meer", en="works here no more"),
    "no_address": Text(nl="geen adres", en="no address"),
    "told": Text(nl="kreeg bericht", en="was told"),
}
_RUNGS: Mapping[str, Text] = {
    "deputy": Text(nl="vervanger", en="deputy"),
    "fallback": Text(nl="het vaste adres van de regio", en="the fallback address of the region"),
}
_SERVER: tuple[tuple[str, Text], ...] = (
    ("no address", Text(nl="Er is geen e-mailadres bekend.", en="No e-mail address is known.")),
    (
        "the program stopped",
        Text(
            nl="Het programma stopte tijdens het versturen.",
            en="The program stopped while it was being sent.",
        ),
    ),
    (
        "The mail server took nothing",
        Text(nl="De mailserver nam niets aan", en="The mail server took nothing"),
    ),
    (
        "The mail server refuses our sender",
        Text(nl="De mailserver weigert onze afzender", en="The mail server refuses our sender"),
    ),
    (
        "The mail server refuses the recipient",
        Text(nl="De mailserver weigert dit adres", en="The mail server refuses this address"),
    ),
    (
        "The mail server refuses the message",
        Text(nl="De mailserver weigert het bericht", en="The mail server refuses the message"),
    ),
    (
        "The mail server had the message but gave no answer",
        Text(
            nl="De mailserver had het bericht, maar gaf geen antwoord",
            en="The mail server had the message but gave no answer",
        ),
    ),
    (
        "The mail server gave an answer that is none",
        Text(
            nl="De mailserver gaf een antwoord dat niet te lezen is",
            en="The mail server gave an answer that cannot be read",
        ),
    ),
    (
        "The address of the recipient is no mail address",
        Text(nl="Dit is geen e-mailadres.", en="This is no e-mail address."),
    ),
)
"""How what a channel says begins; the rest is the server's own: codes, kept as they are."""


def why_words(why: str, roles: Mapping[str, Role]) -> Text:
    """The ledger's reason in words; one that is not known here is told as it stands."""
    if why.startswith("nobody holds"):
        return _DEPUTY
    if why in _WHY:
        return _WHY[why]
    rungs = tuple(_rungs(why, roles))
    if rungs and None not in rungs:
        said = [each for each in rungs if each is not None]
        return Text(nl=_sentence(each.nl for each in said), en=_sentence(each.en for each in said))
    return Text(nl=why, en=why)


def notice_state(state: NoticeState) -> Text:
    """What became of a message."""
    return _NOTICE_STATES[state]


def notice_why(why: str) -> Text:
    """Why a message did not arrive, with what the mail server said of it."""
    if why in _WHY:
        return _WHY[why]
    for begins, words in _SERVER:
        if why.startswith(begins):
            rest = "" if words.en.endswith(".") else why.removeprefix(begins)
            return Text(nl=words.nl + rest, en=words.en + rest)
    return Text(nl=why, en=why)


def channel_words(channel: str) -> Text:
    """By which way it went."""
    return _CHANNELS.get(channel, Text(nl=channel, en=channel))


def masked(address: str | None) -> str | None:
    """An address of which only its owner knows the rest.

    >>> masked("bram@voorbeeldstad.test")
    'b…@voorbeeldstad.test'
    """
    if not address:
        return None
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else "…"


def _rungs(why: str, roles: Mapping[str, Role]) -> Iterator[Text | None]:
    """Each rung of a ladder as ``engine.ladder`` writes it down; None where it is none."""
    for each in why.split("; "):
        rung, colon, found = each.partition(": ")
        title = roles[rung].title if rung in roles else _RUNGS.get(rung)
        how = [_HINDERED.get(word) for word in found.split("+")]
        if not colon or title is None or None in how:
            yield None
            continue
        said = [word for word in how if word is not None]
        yield Text(
            nl=f"{title.nl}: {', '.join(word.nl for word in said)}",
            en=f"{title.en}: {', '.join(word.en for word in said)}",
        )


def _sentence(parts: Iterator[str]) -> str:
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."
