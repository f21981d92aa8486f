"""The fixed words of a notice, in the language of whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateNotFound, select_autoescape

from engine.ports import Message

_TEXTS = Environment(
    loader=PackageLoader("notifications", "texts"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(enabled_extensions=["html.j2"]),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


class NoWords(ValueError):
    """The message asks for a text that is not there, or brings more than a text may hold."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice in words: the subject, and the body twice."""

    subject: str
    text: str
    html: str


def render(message: Message, site: str, base_url: str) -> Rendered:
    """Put ``message`` into words.

    A text knows the name of the site, where to log in, a count, and whether a calendar file goes
    along; nothing else. So no name, case number or subject matter can come into a mail, whoever
    sends it.

    Args:
        message: its ``values`` hold nothing, or a ``count`` of at least 1.
        site: what the recipients know us by.
        base_url: the page where they log in.

    Raises:
        NoWords: there is no such text in that language, or the values hold anything else.
    """
    values = {
        "site": site,
        "base_url": base_url,
        "count": _count(message),
        "for_calendar": bool(message.entries),
    }
    name = f"{message.template}.{message.language}"
    try:
        letter = _TEXTS.get_template(f"{name}.txt.j2").render(values)
        html = _TEXTS.get_template(f"{name}.html.j2").render(values)
    except TemplateNotFound as error:
        raise NoWords(f"There is no text {error.name} in notifications/texts.") from error
    subject, _, text = letter.partition("\n\n")
    return Rendered(subject, text, html)


def _count(message: Message) -> int:
    """How many things wait; one, unless the message says otherwise."""
    more = sorted(set(message.values) - {"count"})
    if more:
        raise NoWords(f"A text may hold a count and nothing else; the message brings {more}.")
    count = message.values.get("count", 1)
    if type(count) is not int or count < 1:  # not isinstance: True is no count
        raise NoWords("The count of a message is a whole number of at least 1.")
    return count
