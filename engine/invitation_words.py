"""The sentences of an invitation: to a parent, to a youth, and to a professional. Pure.

Source: SEED 001 (req 3, 8, 14); DOMAIN 4.3; PAGES 4.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.text import Text


def _both(nl: str, en: str) -> tuple[Text, Text]:
    """One wording for parents and youths."""
    return Text(nl=nl, en=en), Text(nl=nl, en=en)


WEEKDAYS = (
    Text(nl="maandag", en="Monday"),
    Text(nl="dinsdag", en="Tuesday"),
    Text(nl="woensdag", en="Wednesday"),
    Text(nl="donderdag", en="Thursday"),
    Text(nl="vrijdag", en="Friday"),
    Text(nl="zaterdag", en="Saturday"),
    Text(nl="zondag", en="Sunday"),
)

DOES: Mapping[str, tuple[Text, Text]] = {
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

SENTENCES: Mapping[str, tuple[Text, Text]] = {
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

TO_COLLEAGUES: Mapping[str, Text] = {
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
