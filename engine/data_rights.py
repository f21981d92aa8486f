"""What somebody may ask of their own data, and the term in which they get an answer. Pure.

Who asks for a child follows from its age that day: under 12 who has authority, from 12 to 15 the
youth or who has authority, from 16 the youth alone; an adult asks for nobody but themselves. The
end of what a parent may is the earliest reading of the birthday, as elsewhere.

Source: LAW AVG 12(3), 15, 16; Jeugdwet 7.3.8–7.3.10; SAFETY 5.5; DOMAIN 4.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engine.ages import birthday, earliest_birthday
from engine.duties import Allowance, LastingRule, MetBy, ReminderStep, Starts
from engine.duty_plan import NewDuty, Reckoner
from engine.reader import Word
from engine.span import Span
from engine.text import Text

Asks: TypeAlias = Literal["access", "correction"]
WithholdGround: TypeAlias = Literal["rights_of_others", "interest_of_child", "not_theirs"]

WITHHOLD_GROUNDS: Mapping[WithholdGround, Text] = {
    "rights_of_others": Text(
        nl="Rechten van een ander (AVG 15, lid 4)", en="Rights of others (GDPR 15(4))"
    ),
    "interest_of_child": Text(
        nl="Ernstig nadeel voor het kind (Jeugdwet 7.3.2, lid 3)",
        en="Serious harm to the child (Jeugdwet 7.3.2(3))",
    ),
    "not_theirs": Text(
        nl="Gaat niet over deze persoon (Jeugdwet 7.3.10)",
        en="Not about this person (Jeugdwet 7.3.10)",
    ),
}
"""Why something of the file is left out of a copy; each is told to whoever gets it."""

HOLDER = "regisseur"
PREFIX = "data_request"
_ITSELF_FROM, _ALONE_FROM = 12, 16
_OBJECTS: frozenset[Word] = frozenset({"objected", "upheld"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for the data of whom: of themselves, or as who has authority over a youth.

    ``excluded``: they are kept out of a case of the family; ``word`` is what the youth said last
    of them, or what was decided about that.
    """

    itself: bool
    is_youth: bool
    born: date | None
    has_authority: bool
    excluded: bool = False
    word: Word | None = None


def why_not(asker: Asker, on: date) -> Text | None:
    """Why this person cannot ask that day; None: they can."""
    if not asker.is_youth:
        return None if asker.itself else _OWN_ONLY
    if asker.born is None:
        return _NO_BIRTH_DATE
    if asker.itself:
        return None if birthday(asker.born, _ITSELF_FROM) <= on else _TOO_YOUNG
    if earliest_birthday(asker.born, _ALONE_FROM) <= on:
        return _YOUTH_ALONE
    return _why_not_for_youth(asker)


def _why_not_for_youth(asker: Asker) -> Text | None:
    if not asker.has_authority:
        return _NO_AUTHORITY
    if asker.excluded:
        return _EXCLUDED
    return _OBJECTED if asker.word in _OBJECTS else None


def request_key(public_id: str) -> str:
    """What the deadline of this request is called."""
    return f"{PREFIX}.{public_id}"


def request_rule() -> LastingRule:
    """One month, which the regisseur may lengthen by two with a reason; in a closed case, too.

    It is no next date of the case: who asks for a copy does not move what was planned.
    """
    return LastingRule(
        title=Text(
            nl="Antwoord op een verzoek over eigen gegevens",
            en="Answer to a request about one's own data",
        ),
        kind="statutory",
        starts=Starts(act=("data_asked",)),
        within=Span(months=1),
        during="open",
        next_date=False,
        met_by=MetBy(act=("data_answered",)),
        owner=HOLDER,
        reminders=(
            ReminderStep(before=Span(weeks=1), to=("owner",)),
            ReminderStep(before=Span(days=0), to=("owner",)),
            ReminderStep(after=Span(working_days=1), to=("owner", "coordinator")),
        ),
        extend=Allowance(by=(HOLDER,), at_most=Span(months=2)),
        source="AVG 12(3): one month, two more with a reason",
    )


def request_duty(
    reckoner: Reckoner, public_id: str, *, asked_on: date, child: str | None
) -> NewDuty:
    """The deadline of a request that was made on a day, of the child that it is about."""
    rule = request_rule()
    return reckoner.begin(request_key(public_id), rule, rule.spans[0], asked_on, child)


_OWN_ONLY = Text(
    nl="Een volwassene vraagt zelf om de eigen gegevens.",
    en="An adult asks for their own data themselves.",
)
_NO_BIRTH_DATE = Text(
    nl="De geboortedatum is niet bekend. Leg die eerst vast: de leeftijd bepaalt wie mag vragen.",
    en="The birth date is not known. Record it first: the age decides who may ask.",
)
_TOO_YOUNG = Text(
    nl="Onder de 12 jaar vraagt wie het gezag heeft, namens het kind.",
    en="Under 12 whoever has authority asks, for the child.",
)
_YOUTH_ALONE = Text(
    nl="Vanaf 16 jaar vraagt de jeugdige zelf. Een ouder kan dit niet meer vragen.",
    en="From 16 the youth asks. A parent cannot ask this any more.",
)
_NO_AUTHORITY = Text(
    nl="Deze persoon heeft vandaag geen gezag over dit kind.",
    en="This person has no authority over this child today.",
)
_EXCLUDED = Text(
    nl="Deze persoon is uitgesloten van een zaak van dit gezin.",
    en="This person is excluded from a case of this family.",
)
_OBJECTED = Text(
    nl="Het kind maakt bezwaar: deze persoon mag niet meelezen. Beslis eerst over dat bezwaar.",
    en="The child objects: this person may not read along. First decide about that objection.",
)
