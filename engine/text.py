"""A sentence in the two languages of the product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Language: TypeAlias = Literal["nl", "en"]


class Part(BaseModel):
    """Any part of a definition: immutable, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """The same words in Dutch and in English; both are always there.

    >>> Text(nl="Plaatsen", en="Place").in_("en")
    'Place'
    """

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in ``language``."""
        return self.nl if language == "nl" else self.en


def joined(texts: Iterable[Text], sign: str = ", ") -> Text:
    """The words of each, one after the other, in both languages.

    >>> joined([Text(nl="ja", en="yes"), Text(nl="nee", en="no")], " / ").nl
    'ja / nee'
    """
    found = list(texts)
    return Text(nl=sign.join(text.nl for text in found), en=sign.join(text.en for text in found))
