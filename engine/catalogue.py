"""What workflows share: the acts, the roles and the types of record."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field as Setting
from pydantic import model_validator

from engine.fields import CLASSES, Field, FieldClass
from engine.guards import Guard
from engine.names import Name
from engine.reader import Norm
from engine.text import Part, Text


class Act(Part):
    """The legal or professional meaning of a transition.

    A *decision* is bound by the rules that hang on it. A *fact* happened anyway: no rule
    stops its recording; the rules of the decisions that name it in ``found_as`` are noted.
    """

    kind: Literal["decision", "fact"]
    title: Text
    source: str
    found_as: tuple[Name, ...] = ()


class Role(Part):
    """In which part somebody takes part, and where: one case, one family or a region."""

    title: Text
    scope: Literal["case", "family", "region"] = "case"
    one: bool = False
    access: Name
    """The row of the access table that says what this role may see and touch."""

    family: bool = False
    """A role of the youth, a parent or their network, never of a professional."""

    qualification: Name | None = None
    """What a professional must be qualified as, dated, to count as ``qualified``."""


class FourEyes(Part):
    """A second professional, another person than the author, in one of these roles."""

    by: tuple[Name, ...]


class Status(Part):
    """One status of a record."""

    title: Text | None = None
    initial: bool = False
    waiting: bool = False
    settled: bool = False
    four_eyes: FourEyes | None = None
    requires: tuple[Guard, ...] = ()
    """What must hold of the record's child, or the case, for a record to come here."""

    input: dict[Name, Field] = Setting(default_factory=dict)


class RecordType(Part):
    """A typed document: what it holds, which statuses it has, who writes it."""

    title: Text
    about: Literal["youth", "family", "case"]
    class_: FieldClass = Setting(default="confidential", alias="class")
    statuses: dict[Name, Status]
    moves: dict[Name, tuple[Name, ...]] = Setting(default_factory=dict)
    written_by: tuple[Name, ...]
    dated_by: str = "settled"
    one_for: Name | None = None
    """The field that names whom it is about, where each person has one: a newer one takes the
    place of what was about the same person, and of nobody else's."""

    for_family: Norm = "never"
    """Whether it is for the family: at once when it is settled, when a professional publishes it,
    or not at all."""

    own_authority: bool = False
    """It is about the parents' own authority: of a youth of 16 or 17 they read it all the same."""

    fields: dict[Name, Field] = Setting(default_factory=dict)
    sets: dict[Name, str] = Setting(default_factory=dict)
    source: str

    @model_validator(mode="after")
    def _no_field_is_laxer(self) -> Self:
        lowest = CLASSES.index(self.class_)
        laxer = [key for key, field in self.fields.items() if field.is_laxer_than(lowest)]
        if laxer:
            raise ValueError(f"a field is never laxer than its record ({self.class_}): {laxer[0]}")
        return self

    def class_of(self, field: str) -> FieldClass:
        """The class of a field: its own, which is stricter, or that of the record."""
        return self.fields[field].class_ or self.class_

    @property
    def initial(self) -> str:
        """The status in which a record of this type begins."""
        return next(key for key, status in self.statuses.items() if status.initial)

    @property
    def settled(self) -> tuple[str, ...]:
        """The statuses after which the record is no longer edited."""
        return tuple(key for key, status in self.statuses.items() if status.settled)


class Purpose(Part):
    """What consent is asked to, in words that a family reads."""

    title: Text
    source: str


class Catalogue(Part):
    """The shared parts by name; a workflow version carries those that it uses."""

    purposes: dict[Name, Purpose] = Setting(default_factory=dict)
    acts: dict[Name, Act] = Setting(default_factory=dict)
    roles: dict[Name, Role] = Setting(default_factory=dict)
    records: dict[Name, RecordType] = Setting(default_factory=dict)

    def record_title(self, key: str) -> Text:
        """The title of a record type."""
        return self.records[key].title

    def role_titles(self, keys: tuple[str, ...]) -> Text:
        """The titles of roles as one list in words: "regisseur of CJG-werker"."""
        titles = [self.roles[key].title for key in keys]
        return Text(
            nl=_or("of", [title.nl for title in titles]),
            en=_or("or", [title.en for title in titles]),
        )


def _or(word: str, items: list[str]) -> str:
    return f" {word} ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)
