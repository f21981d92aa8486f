"""The sentences of letters that come with the product, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from engine.letter_words import LetterWords, words_from

_FILE = "table_letter.yaml"


@cache
def letter_words() -> LetterWords:
    """Read them; a mistake in the file stops whoever asks first."""
    text = (files("workflows") / "letters" / _FILE).read_text(encoding="utf-8")
    return words_from(text, f"letters/{_FILE}")
