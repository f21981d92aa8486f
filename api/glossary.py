"""The words of the work, for whoever meets them for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from engine.text import Text


@dataclass(frozen=True, slots=True)
class Term:
    """A Dutch word or letters of the field, and what they mean."""

    word: str
    means: Text


def _term(word: str, nl: str, en: str) -> Term:
    return Term(word, Text(nl=nl, en=en))


TERMS: tuple[Term, ...] = (
    _term(
        "Afwijking",
        "Een regel opzijzetten voor één stap: met een reden, en met een tweede professional.",
        "Deviation: a rule is set aside for one step, with a reason and a second professional.",
    ),
    _term(
        "CJG",
        "Centrum voor Jeugd en Gezin: het lokale team dat hulp geeft en regelt.",
        "Centre for Youth and Family: the local team that gives and arranges help.",
    ),
    _term(
        "Gezag",
        "Het recht en de plicht van ouders of voogd om over een kind te beslissen.",
        "Authority: the right and the duty of parents or a guardian to decide about a child.",
    ),
    _term(
        "GI",
        "Gecertificeerde instelling: voert uit wat de kinderrechter oplegt.",
        "Certified institution: carries out what the juvenile court imposes.",
    ),
    _term(
        "Jeugdbeschermingstafel",
        "Overleg waar gezin en professionals bespreken of onderzoek door de Raad nodig is.",
        "Youth protection table: where the family and professionals discuss whether the Council "
        "must investigate.",
    ),
    _term(
        "Norm",
        "Een termijn die wij zelf hebben afgesproken; niet van de wet.",
        "A term that we agreed among ourselves; not one of the law.",
    ),
    _term(
        "OTS",
        "Ondertoezichtstelling: de rechter laat een GI toezicht houden en helpen.",
        "Supervision order: the court lets a certified institution supervise and help.",
    ),
    _term(
        "Regisseur",
        "Wie voor een gezin het overzicht houdt en zorgt dat de stappen worden gezet.",
        "Whoever keeps the overview for a family and sees to it that the steps are made.",
    ),
    _term(
        "RvdK",
        "Raad voor de Kinderbescherming: onderzoekt, en kan de rechter om een maatregel vragen.",
        "Child Protection Council: investigates, and may ask the court for a measure.",
    ),
    _term(
        "Termijn",
        "De dag waarop iets klaar moet zijn. Er staat altijd bij hoe die dag is berekend.",
        "Deadline: the day on which something must be done, always with how it was computed.",
    ),
    _term(
        "Uithuisplaatsing",
        "Een kind woont voor een tijd niet thuis; met of zonder besluit van de rechter.",
        "Out-of-home placement: a child lives elsewhere for a time, with or without a ruling.",
    ),
    _term(
        "Veilig Thuis",
        "Meldpunt voor huiselijk geweld en kindermishandeling.",
        "Where domestic violence and child abuse are reported.",
    ),
    _term(
        "Verder Thuis",
        "Begeleiding waarmee een jongere uit een instelling weer in een gezin gaat wonen.",
        "Coaching with which a youth goes from an institution to live in a family again.",
    ),
    _term(
        "Verklarende analyse",
        "Een samenhangend beeld van wat er speelt en hoe dat komt, samen met het gezin gemaakt.",
        "Explanatory analysis: a coherent picture of what is going on and why, made with the "
        "family.",
    ),
    _term(
        "VTO",
        "Verzoek tot onderzoek: de vraag aan de RvdK om onderzoek te doen.",
        "Request for investigation: the question to the Council to investigate.",
    ),
)
"""In the order of the alphabet."""
