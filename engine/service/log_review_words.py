"""What stands out in the log, in words and with its numbers."""

from __future__ import annotations

from collections.abc import Mapping

from engine.store.log_reviews import SignalSeen
from engine.store.tables.review import Judgement, SignalKind
from engine.text import Text

KINDS: Mapping[SignalKind, Text] = {
    "kept_out": Text(
        nl="Wilde kijken in een zaak die voor deze persoon dicht is",
        en="Wanted to look at a case that is closed to this person",
    ),
    "after_end": Text(nl="Keek nadat de rol was beëindigd", en="Looked after the part had ended"),
    "no_part": Text(
        nl="Keek of wilde kijken zonder rol in de zaak",
        en="Looked or wanted to without a part in the case",
    ),
    "surname": Text(nl="Heeft dezelfde achternaam als het gezin", en="Shares the family's surname"),
    "tries": Text(nl="Werd vaak geweigerd", en="Was turned away often"),
    "many": Text(nl="Opende veel meer zaken dan anders", en="Opened far more cases than usual"),
    "by_region": Text(
        nl="Keek vanuit een rol in de regio, zonder rol in de zaak",
        en="Looked from a role in the region, without a part in the case",
    ),
}
JUDGEMENTS: Mapping[Judgement, Text] = {
    "open": Text(nl="Nog te beoordelen", en="Still to be judged"),
    "explained": Text(nl="Verklaard", en="Explained"),
    "follow_up": Text(nl="Wordt opgevolgd", en="Followed up"),
}
_LOOKS = Text(
    nl="{looks} keer, waarvan {turned_away} keer geweigerd",
    en="{looks} times, of which {turned_away} refused",
)
_NUMBERS: Mapping[SignalKind, Text] = {
    "kept_out": _LOOKS,
    "after_end": _LOOKS,
    "no_part": _LOOKS,
    "surname": _LOOKS,
    "tries": Text(
        nl="{turned_away} keer: {denied} keer geen toegang, {refused} keer door een regel",
        en="{turned_away} times: {denied} without access, {refused} by a rule",
    ),
    "many": Text(
        nl="{cases} zaken op één dag; gewoonlijk {usual}",
        en="{cases} cases in one day; usually {usual}",
    ),
    "by_region": Text(nl="{looks} keer; aantal zaken: {cases}", en="{looks} times; cases: {cases}"),
}


def numbers_of(seen: SignalSeen) -> Text:
    """Why it stands out: its numbers in words."""
    words = _NUMBERS[seen.kind]
    return Text(nl=words.nl.format(**seen.numbers), en=words.en.format(**seen.numbers))
