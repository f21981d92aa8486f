"""The letter that asks one person to come to the table: what it says, and nothing of others. Pure.

``Asked`` has no place for another member of the family, their time or who comes with them, so
nothing of them can come into a letter.

Source: SEED 001 (req 3, 8, 14); DOMAIN 2.1 "Inviting safely", 4.3; PAGES 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from engine.explanation import day_words
from engine.letter import Line, Paragraph
from engine.letter_words import Voice
from engine.text import Language, Text

To: TypeAlias = Voice | Literal["professional"]
"""A professional reads nothing of what is told to a family about itself."""


@dataclass(frozen=True, slots=True)
class Sits:
    """A professional who will be there, in which role, and what that role is called."""

    name: str
    role: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that the letter is made of; ``at`` and ``place`` only where they are for this person.

    ``children`` are those over whom the receiver has authority; a youth is asked about itself.
    ``by_phone``: this person may be called.
    """

    voice: To
    receiver: str
    children: tuple[str, ...]
    on: date | None
    at: str
    place: str
    sits: tuple[Sits, ...]
    by_phone: bool
    lines: tuple[Line, ...] = ()


def compose(asked: Asked) -> tuple[Paragraph, ...]:
    """The letter, in both languages."""
    return tuple(_Composing(asked).letter())


@dataclass(frozen=True, slots=True)
class _Composing:
    """One letter in the making."""

    asked: Asked

    def letter(self) -> Iterator[Paragraph]:
        yield self._head("title")
        yield self._text("greeting", self.asked.receiver)
        yield self._about()
        yield self._head("when_head")
        yield from self._when()
        if self.asked.voice == "professional":
            yield self._text("absent")
            yield from self._who()
        else:
            yield from self._for_family()

    def _for_family(self) -> Iterator[Paragraph]:
        yield self._head("free_head")
        yield self._text("free")
        yield self._text("not_there_call" if self.asked.by_phone else "not_there_safe")
        yield self._text("beforehand")
        yield from self._who()
        yield from self._rest()

    def _who(self) -> Iterator[Paragraph]:
        if self.asked.sits:
            yield self._head("who_head")
            yield from (self._item(_does(each, self.asked.voice)) for each in self.asked.sits)

    def _about(self) -> Paragraph:
        names = self.asked.children
        if self.asked.voice != "parent" or not names:
            return self._text("about")
        nl, en = _listed(names, "en"), _listed(names, "and")
        words = self._words("about_children")
        return Paragraph("text", Text(nl=words.nl.format(nl), en=words.en.format(en)))

    def _when(self) -> Iterator[Paragraph]:
        on, at = self.asked.on, self.asked.at
        if on is None:
            yield self._item(self._words("day_later"))
        else:
            yield self._item(_day(on))
        yield self._item(
            Text(nl=f"om {at} uur", en=f"at {at}") if at else self._words("time_later")
        )
        place = self.asked.place
        yield self._item(Text(nl=place, en=place) if place else self._words("place_later"))

    def _rest(self) -> Iterator[Paragraph]:
        yield self._head("bring_head")
        for each in ("bring", "advocate", "interpreter"):
            yield self._text(each)
        yield self._head("outcome_head")
        for each in ("outcome_goes_on", "outcome_more", "outcome_investigation"):
            yield self._item(self._words(each))
        yield self._head("read_head")
        yield self._text("read")
        if self.asked.lines:
            yield self._head("call_head")
            for line in self.asked.lines:
                yield self._item(_numbered(line))

    def _words(self, name: str) -> Text:
        if self.asked.voice == "professional" and name in _TO_COLLEAGUES:
            return _TO_COLLEAGUES[name]
        parent, youth = _SENTENCES[name]
        return youth if self.asked.voice == "youth" else parent

    def _head(self, name: str) -> Paragraph:
        return Paragraph("heading", self._words(name))

    def _text(self, name: str, *given: str) -> Paragraph:
        words = self._words(name)
        return Paragraph("text", Text(nl=words.nl.format(*given), en=words.en.format(*given)))

    @staticmethod
    def _item(words: Text) -> Paragraph:
        return Paragraph("item", words)


def _day(on: date) -> Text:
    """A day with its whole name, for who reads little."""
    nl, en = (day_words(on, language).partition(" ")[2] for language in get_args(Language))
    name = _WEEKDAYS[on.weekday()]
    return Text(nl=f"{name.nl} {nl}", en=f"{name.en} {en}")


def _listed(names: tuple[str, ...], last: str) -> str:
    """Names as a sentence has them."""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _numbered(line: Line) -> Text:
    return Text(nl=f"{line.title.nl}: {line.number}", en=f"{line.title.en}: {line.number}")


def _does(sits: Sits, voice: To) -> Text:
    """Who somebody is and what they do there; of an unusual role: what it is called."""
    does = _DOES.get(sits.role)
    if does is None:
        return Text(
            nl=f"{sits.name} ({sits.title.nl.lower()})", en=f"{sits.name} ({sits.title.en.lower()})"
        )
    if voice == "professional" and sits.role == "regisseur":
        words = _TO_COLLEAGUES["regisseur"]
    else:
        words = does[1] if voice == "youth" else does[0]
    return Text(nl=f"{sits.name}: {words.nl}", en=f"{sits.name}: {words.en}")


def _both(nl: str, en: str) -> tuple[Text, Text]:
    """One wording for parents and youths."""
    return Text(nl=nl, en=en), Text(nl=nl, en=en)


_WEEKDAYS = (
    Text(nl="maandag", en="Monday"),
    Text(nl="dinsdag", en="Tuesday"),
    Text(nl="woensdag", en="Wednesday"),
    Text(nl="donderdag", en="Thursday"),
    Text(nl="vrijdag", en="Friday"),
    Text(nl="zaterdag", en="Saturday"),
    Text(nl="zondag", en="Sunday"),
)

_DOES: Mapping[str, tuple[Text, Text]] = {
    "chair": _both("leidt het gesprek", "leads the talk"),
    "secretary": _both("schrijft op wat we afspreken", "writes down what we agree"),
    "council_adviser": _both(
        "werkt bij de Raad voor de Kinderbescherming. De Raad kan besluiten om onderzoek te doen",
        "works at the Child Protection Council. The Council may decide to investigate",
    ),
    "requester": _both("heeft om dit gesprek gevraagd", "asked for this talk"),
    "gi_worker": _both("werkt bij de jeugdbescherming", "works in child protection"),
    "protection_worker": _both("werkt bij de jeugdbescherming", "works in child protection"),
    "regisseur": (
        Text(nl="houdt het plan van uw gezin bij", en="keeps the plan of your family"),
        Text(nl="houdt het plan van je gezin bij", en="keeps the plan of your family"),
    ),
}
"""What those who usually sit there do."""

_SENTENCES: Mapping[str, tuple[Text, Text]] = {
    "title": _both("Uitnodiging voor een gesprek", "Invitation to a talk"),
    "greeting": (
        Text(nl="Beste {0},", en="Dear {0},"),
        Text(nl="Hallo {0},", en="Hello {0},"),
    ),
    "about": (
        Text(
            nl="Wij willen graag met u praten over uw gezin: wat gaat er goed, wat is er nodig, "
            "en hoe blijft het veilig?",
            en="We would like to talk with you about your family: what goes well, what is needed, "
            "and how does it stay safe?",
        ),
        Text(
            nl="Wij willen graag met jou praten over hoe het met je gaat. Wat gaat er goed? Wat "
            "moet er anders? Wat jij vindt, is belangrijk.",
            en="We would like to talk with you about how you are. What goes well? What has to "
            "change? What you think matters.",
        ),
    ),
    "about_children": _both(
        "Wij willen graag met u praten over {0}: wat gaat er goed, wat is er nodig, en hoe blijft "
        "het veilig?",
        "We would like to talk with you about {0}: what goes well, what is needed, and how does "
        "it stay safe?",
    ),
    "when_head": _both("Wanneer en waar", "When and where"),
    "day_later": (
        Text(nl="De dag hoort u nog van ons.", en="We will still tell you the day."),
        Text(nl="De dag hoor je nog van ons.", en="We will still tell you the day."),
    ),
    "time_later": (
        Text(nl="De tijd hoort u nog van ons.", en="We will still tell you the time."),
        Text(nl="De tijd hoor je nog van ons.", en="We will still tell you the time."),
    ),
    "place_later": (
        Text(nl="De plaats hoort u nog van ons.", en="We will still tell you the place."),
        Text(nl="De plaats hoor je nog van ons.", en="We will still tell you the place."),
    ),
    "free_head": (
        Text(nl="U hoeft niet te komen", en="You do not have to come"),
        Text(nl="Je hoeft niet te komen", en="You do not have to come"),
    ),
    "free": (
        Text(
            nl="U kiest zelf of u komt. Komt u niet, dan praten wij wel over uw kind.",
            en="You choose yourself whether you come. If you do not, we will talk about your "
            "child all the same.",
        ),
        Text(
            nl="Je kiest zelf of je komt. Kom je niet, dan praten wij wel over jou.",
            en="You choose yourself whether you come. If you do not, we will talk about you all "
            "the same.",
        ),
    ),
    "not_there_call": (
        Text(
            nl="Wij bellen u daarna, dezelfde dag of de volgende werkdag.",
            en="We call you after that, on the same day or the next working day.",
        ),
        Text(
            nl="Wij bellen je daarna, dezelfde dag of de volgende werkdag.",
            en="We call you after that, on the same day or the next working day.",
        ),
    ),
    "not_there_safe": (
        Text(
            nl="U hoort daarna van ons wat er is besproken, op een manier die voor u veilig is.",
            en="After that you hear from us what was said, in a way that is safe for you.",
        ),
        Text(
            nl="Je hoort daarna van ons wat er is besproken, op een manier die voor jou goed is.",
            en="After that you hear from us what was said, in a way that is good for you.",
        ),
    ),
    "beforehand": (
        Text(
            nl="U kunt ook vooraf met de voorzitter praten. Zeg het ons als u dat wilt.",
            en="You can also talk with the chair beforehand. Tell us if you want that.",
        ),
        Text(
            nl="Je kunt ook vooraf alleen met de voorzitter praten. Zeg het als je dat wilt.",
            en="You can also talk with the chair alone beforehand. Say so if you want that.",
        ),
    ),
    "who_head": _both("Wie van ons zitten er?", "Who of us will be there?"),
    "bring_head": (
        Text(nl="U mag iemand meenemen", en="You may bring somebody"),
        Text(nl="Je mag iemand meenemen", en="You may bring somebody"),
    ),
    "bring": (
        Text(
            nl="Bijvoorbeeld iemand van uw familie, een vriend of een advocaat.",
            en="For example somebody of your family, a friend or a lawyer.",
        ),
        Text(
            nl="Bijvoorbeeld een vriend, een familielid of iemand van school.",
            en="For example a friend, somebody of your family or somebody from school.",
        ),
    ),
    "advocate": (
        Text(
            nl="Er is ook gratis hulp van een vertrouwenspersoon. Die werkt niet voor ons en "
            "vertelt niets door.",
            en="There is also free help of a confidential advocate, who does not work for us and "
            "passes nothing on.",
        ),
        Text(
            nl="Je kunt ook gratis hulp krijgen van een vertrouwenspersoon. Die werkt niet voor "
            "ons en vertelt niets door.",
            en="You can also get free help of a confidential advocate, who does not work for us "
            "and passes nothing on.",
        ),
    ),
    "interpreter": (
        Text(
            nl="Wilt u een tolk? Zeg het ons. Het kost u niets.",
            en="Do you want an interpreter? Tell us. It costs you nothing.",
        ),
        Text(
            nl="Wil je een tolk? Zeg het ons. Het kost je niets.",
            en="Do you want an interpreter? Tell us. It costs you nothing.",
        ),
    ),
    "outcome_head": _both("Wat kan eruit komen?", "What may come of it?"),
    "outcome_goes_on": _both("De hulp gaat door zoals die is.", "The help goes on as it is."),
    "outcome_more": (
        Text(
            nl="Er komt meer of andere hulp. U doet vrijwillig mee.",
            en="There will be more or other help. You take part of your own free will.",
        ),
        Text(
            nl="Er komt meer of andere hulp. Meedoen is vrijwillig.",
            en="There will be more or other help. Taking part is voluntary.",
        ),
    ),
    "outcome_investigation": _both(
        "De Raad voor de Kinderbescherming doet onderzoek. Daarna kan de kinderrechter beslissen.",
        "The Child Protection Council investigates. After that the juvenile court may decide.",
    ),
    "read_head": (
        Text(nl="Wat is er over u geschreven?", en="What has been written about you?"),
        Text(nl="Wat is er over jou geschreven?", en="What has been written about you?"),
    ),
    "read": (
        Text(
            nl="U mag lezen wat er over u en uw kind is geschreven. Klopt er iets niet, dan "
            "schrijven wij dat erbij. Vraag het ons.",
            en="You may read what has been written about you and your child. If something is not "
            "right, we add that. Ask us.",
        ),
        Text(
            nl="Je mag vragen wat er over jou is geschreven. Klopt er iets niet, dan schrijven "
            "wij dat erbij.",
            en="You may ask what has been written about you. If something is not right, we add "
            "that.",
        ),
    ),
    "call_head": (
        Text(nl="Vragen, of hulp nodig?", en="Questions, or help needed?"),
        Text(nl="Vragen, of hulp nodig?", en="Questions, or do you need help?"),
    ),
}
"""Each sentence to a parent and to a youth."""

_TO_COLLEAGUES: Mapping[str, Text] = {
    "about": Text(
        nl="Wij nodigen u uit voor een gesprek over een gezin waarmee u werkt. Om wie het gaat, "
        "leest u in Regietafel.",
        en="We invite you to a talk about a family with which you work. Whom it is about, you "
        "read in Regietafel.",
    ),
    "absent": Text(
        nl="Kunt u niet komen? Zeg het ons, en wie er in uw plaats komt.",
        en="Can you not come? Tell us, and who comes in your place.",
    ),
    "who_head": Text(nl="Wie zitten er?", en="Who will be there?"),
    "regisseur": Text(nl="houdt het plan van het gezin bij", en="keeps the plan of the family"),
}
"""What a professional is told instead, with no name of the family: it is paper."""
