"""Why something about the rights of a family cannot be done: each as a reason with its source."""

from __future__ import annotations

from collections.abc import Collection

from engine.reason import Reason
from engine.store.data_requests import RequestSeen
from engine.text import Text

ENDED = frozenset({"given", "corrected", "refused", "withdrawn"})
_WITHOUT_COPY = ("refused", "withdrawn")


def answered_so(kind: str) -> tuple[str, ...]:
    """How a request of this kind may end without a copy."""
    return ("corrected", "refused", "withdrawn") if kind == "correction" else _WITHOUT_COPY


def may_ask(says: Text | None) -> Reason:
    """Whether this person may ask for the data of that one."""
    return Reason(
        key="may_ask",
        met=says is None,
        asks=Text(nl="Laat vragen wie dat mag", en="Let those ask who may"),
        says=says or Text(nl="Deze persoon mag dit vragen.", en="This person may ask this."),
        source="LAW Jeugdwet 7.3.10; SAFETY 5.5",
    )


def none_open(before: Collection[RequestSeen], kind: str | None) -> Reason:
    """Whether the same is not asked already; of corrections there may be several."""
    return Reason(
        key="asked_already",
        met=kind == "correction" or all(each.state in ENDED for each in before),
        asks=Text(nl="Handel eerst het lopende verzoek af", en="First answer the open request"),
        says=Text(
            nl="Voor deze persoon loopt al zo'n verzoek.",
            en="Such a request of this person is open already.",
        ),
        source="DEFAULT",
    )


def still_open(seen: RequestSeen, kind: str | None = None) -> Reason:
    """Whether it is a request of this kind that was not answered yet."""
    return Reason(
        key="open",
        met=seen.state not in ENDED and kind in (None, seen.kind),
        asks=Text(nl="Kijk welk verzoek nog loopt", en="Look which request is still open"),
        says=Text(
            nl="Dit verzoek is al beantwoord, of het vraagt geen kopie.",
            en="This request was answered already, or it asks for no copy.",
        ),
        source="DEFAULT",
    )


def all_decided(left: int) -> Reason:
    """Whether everything in the file was decided."""
    return Reason(
        key="decided",
        met=not left,
        asks=Text(nl="Beslis over elk onderdeel", en="Decide of every thing"),
        says=Text(
            nl=f"Over {left} onderdelen is nog niet beslist.",
            en=f"Things not decided yet: {left}.",
        ),
        source="LAW AVG 15",
    )


def sees_all(*, met: bool) -> Reason:
    """Whether all that the copy is about is open to whoever judges, confirms or gives it."""
    return Reason(
        key="sees_all",
        met=met,
        asks=Text(
            nl="Vraag het een collega die alles mag inzien waar de kopie over gaat",
            en="Ask a colleague who may see all that the copy is about",
        ),
        says=Text(
            nl="De kopie gaat ook over een kind of een zaak die u niet mag inzien. Een collega "
            "die alles mag inzien, beoordeelt en geeft de kopie.",
            en="The copy is also about a child or a case that you may not see. A colleague who "
            "may see all of it judges and gives the copy.",
        ),
        source="LAW AVG 15; SAFETY 5.3",
    )


def as_seen(*, met: bool) -> Reason:
    """Whether the copy still is as it was seen."""
    return Reason(
        key="as_seen",
        met=met,
        asks=Text(nl="Lees de kopie opnieuw", en="Read the copy again"),
        says=Text(
            nl="Er is iets veranderd sinds u de kopie las. Lees opnieuw wat erin komt.",
            en="Something changed since you read the copy. Read again what goes into it.",
        ),
        source="DEFAULT",
    )


def by_another(*, met: bool) -> Reason:
    """Whether it is not one of those who left something out that confirms."""
    return Reason(
        key="four_eyes",
        met=met,
        asks=Text(nl="Laat een collega bevestigen", en="Let a colleague confirm"),
        says=Text(
            nl="U liet zelf iets weg. Een andere professional bevestigt het.",
            en="You left something out yourself. Another professional confirms it.",
        ),
        source="LAW Jeugdwet 7.3.2(3)",
    )


def is_confirmed(*, met: bool) -> Reason:
    """Whether a second professional confirmed what is withheld."""
    return Reason(
        key="confirmed",
        met=met,
        asks=Text(nl="Laat een collega bevestigen", en="Let a colleague confirm"),
        says=Text(
            nl="Er blijft iets weg. Een tweede professional moet dat eerst bevestigen.",
            en="Something is left out. A second professional must confirm that first.",
        ),
        source="LAW Jeugdwet 7.3.2(3)",
    )
