"""What the pages show of what a family sees of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.fields import Field
from engine.service.family_view import ChildView, Decision, FamilyView, ItemView
from engine.service.file.heading import CaseHeading
from engine.text import Text

_NAMES = Field(
    type="yes_no",
    title=Text(
        nl="Is nagegaan dat de lezer mag weten wie erin staan?",
        en="Was it checked that the reader may know whoever is named in it?",
    ),
    optional=True,
)
_WORDS: Mapping[str, Text] = {
    "publish": Text(nl="Laten lezen", en="Let them read it"),
    "withhold": Text(
        nl="Achterhouden: een tweede professional moet het bevestigen",
        en="Withhold it: a second professional must confirm",
    ),
    "confirm": Text(nl="Bevestigen: blijft achtergehouden", en="Confirm: it stays withheld"),
    "refuse": Text(nl="Niet bevestigen: wordt weer gelezen", en="Do not confirm: it is read again"),
    "allowed": Text(
        nl="De jeugdige (16 of 17) vindt goed dat deze persoon meeleest",
        en="The youth (16 or 17) agrees that this person reads along",
    ),
    "withdrawn": Text(
        nl="De jeugdige (16 of 17) wil het niet meer", en="The youth (16 or 17) no longer agrees"
    ),
    "objected": Text(nl="De jeugdige (12 tot 16) heeft bezwaar", en="The youth (12 to 15) objects"),
    "uphold": Text(
        nl="Bezwaar overnemen: deze persoon leest niet mee",
        en="Follow the objection: this person does not read along",
    ),
    "set_aside": Text(
        nl="Bezwaar niet overnemen: deze persoon leest weer mee",
        en="Do not follow the objection: this person reads along again",
    ),
}
_TITLE = Text(nl="Wat gebeurt er?", en="What happens?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyViewPage:
    """Everybody of the family, with what they read and what they do not."""

    case: CaseHeading
    page: FamilyView

    @property
    def here(self) -> str:
        """The address of this page."""
        return f"/cases/{self.case.id}/family-view"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemViewPage(AtCase):
    """One item for one person, and the form that decides about it."""

    page: ItemView

    @property
    def here(self) -> str:
        """The address of this page."""
        kind = "records" if self.page.row.kind == "record" else "agreements"
        reader, item = self.page.reader.id, self.page.row.id
        return f"/cases/{self.case.id}/family-view/{reader}/{kind}/{item}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildViewPage(AtCase):
    """One youth and one parent, and the form that records or decides."""

    page: ChildView

    @property
    def here(self) -> str:
        """The address of this page."""
        reader, child = self.page.reader.id, self.page.about.child
        return f"/cases/{self.case.id}/family-view/{reader}/children/{child}"


_ITEM = ("publish", "withhold", "confirm", "refuse")
_CHILD = ("allowed", "withdrawn", "objected", "uphold", "set_aside")


def form_of_item(page: ItemView) -> Mapping[str, Field]:
    """What the form of an item asks, by what is possible now; empty when nothing is."""
    acts = tuple(_acts(page))
    if not acts:
        return {}
    names = {"names_seen": _NAMES} if page.names and "publish" in acts else {}
    return {"act": _choice(acts), "why": _why(acts), **names}


def form_of_child(page: ChildView) -> Mapping[str, Field]:
    """What the form of a youth and a parent asks."""
    if page.refused:
        return {}
    waits = page.about.word is not None and page.about.word.waits
    acts = ("uphold", "set_aside") if waits else ("allowed", "withdrawn", "objected")
    return {"act": _choice(acts), "why": _why(acts)}


def _all(acts: tuple[str, ...]) -> Mapping[str, Field]:
    return {"act": _choice(acts), "why": _why(acts), "names_seen": _NAMES}


def _acts(page: ItemView) -> Iterator[str]:
    if page.refused or not page.row.can_be_published:
        return
    decision = page.row.decision
    if waits_for_me(decision):
        yield from ("confirm", "refuse")
    if not page.row.reads:
        yield "publish"
    if decision is None or decision.state not in {"asked", "withheld"}:
        yield "withhold"


def waits_for_me(decision: Decision | None) -> bool:
    """Whether the viewer may decide about it as the second."""
    return decision is not None and decision.waits and decision.stops is None


def _choice(acts: tuple[str, ...]) -> Field:
    return Field(type="choice", title=_TITLE, values={act: _WORDS[act] for act in acts})


def _why(acts: tuple[str, ...]) -> Field:
    return Field(
        type="long_text",
        title=Text(nl="Waarom?", en="Why?")
        if "publish" in acts or "withhold" in acts or "uphold" in acts
        else Text(nl="Wat de jeugdige erover zegt", en="What the youth says about it"),
        optional=True,
    )


EVERY_ACT_ON_ITEM, EVERY_WORD_ON_CHILD = _all(_ITEM), _all(_CHILD)
"""What may come in: a form that is sent twice comes when what it asked is not asked any more."""
