"""A view becomes a page: the templates, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache, partial
from typing import Protocol
from urllib.parse import urlencode

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.page import flash_cookie, page_for
from api.reasons import told
from api.speech import Speech, speech_in
from api.static_files import static_url
from engine.fields import LONGEST, Field
from engine.service.invitation_plans import INVITATION
from engine.service.involved import Involved
from engine.service.sessions import SignedIn
from engine.sources import source_words
from engine.text import Text

TEMPLATES = PackageLoader("api", "templates")


KIN = {
    "youth": Text(nl="jeugdige", en="youth"),
    "parent": Text(nl="ouder", en="parent"),
    "relative": Text(nl="familie of netwerk", en="family or network"),
}
"""What somebody of a family is of it."""


class Person(Protocol):
    """Somebody to choose from a list."""

    @property
    def id(self) -> str:
        """What the form sends."""

    @property
    def name(self) -> str:
        """What is shown."""

    @property
    def organisation(self) -> str | None:
        """For whom they work."""


class Sitting(Protocol):
    """A meeting to choose from a list."""

    @property
    def id(self) -> str:
        """What the form sends."""

    @property
    def on_date(self) -> date:
        """Its day."""

    @property
    def starts(self) -> time | None:
        """When it begins."""

    @property
    def table_title(self) -> str:
        """Of which table."""


def environment(speech: Speech, loader: BaseLoader = TEMPLATES) -> Environment:
    """The templates in one language; what a template does not get is an error."""
    made = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined] # the extension adds it
        speech.gettext,
        speech.ngettext,
        newstyle=True,
        pgettext=speech.pgettext,
        npgettext=speech.npgettext,
    )
    made.globals.update(speech=speech, static_url=static_url, mend_href=mend_href, LONGEST=LONGEST)
    made.filters.update(
        worded=partial(worded, speech),
        named=named,
        offered=partial(offered, speech),
        told=told,
        sittings=partial(sittings, speech),
        source_words=partial(source_words, language=speech.language),
    )
    return made


def worded(speech: Speech, values: Mapping[str, Text]) -> list[tuple[str, str]]:
    """The values of a choice with their words."""
    return [(value, speech.say(text)) for value, text in values.items()]


def sittings(speech: Speech, meetings: Iterable[Sitting]) -> list[tuple[str, str]]:
    """Meetings to choose from: the day, the hour and the table."""
    return [
        (
            each.id,
            ", ".join(filter(None, [speech.day(each.on_date), _hour(each), each.table_title])),
        )
        for each in meetings
    ]


def _hour(meeting: Sitting) -> str:
    return meeting.starts.strftime("%H:%M") if meeting.starts else ""


def named(people: Iterable[Person]) -> list[tuple[str, str]]:
    """People to choose from: their id, their name, and for whom they work."""
    return [
        (each.id, f"{each.name} – {each.organisation}" if each.organisation else each.name)
        for each in people
    ]


def offered(speech: Speech, people: Iterable[Person], field: Field) -> list[tuple[str, str]]:
    """Those of the people whom a question is about: of the case, or any professional."""
    here = field.among == "case"
    asked = [each for each in people if isinstance(each, Involved) == here]
    return [(id_, words) for each in asked for id_, words in _placed(speech, each)]


def _placed(speech: Speech, person: Person) -> list[tuple[str, str]]:
    """Somebody of a family with what they are of it; two may have one name."""
    kin = KIN.get(person.kind) if isinstance(person, Involved) else None
    return [(person.id, f"{person.name} – {speech.say(kin)}")] if kin else named([person])


def mend_href(case: str, kind: str, key: str, child: str | None = None) -> str:
    """The page of ``case`` that mends a reason, by what its ``Fix`` names.

    >>> mend_href("c1", "record", "explanatory_analysis", child="k2")
    '/cases/c1/records/new?type=explanatory_analysis&child=k2'
    """
    if (kind, key) == ("record", INVITATION):
        return f"/cases/{case}/invitations"  # where everybody who is asked stands together
    about = {"child": child} if child else {}
    path, asked = {
        "record": ("records/new", {"type": key} | about),
        "participant": ("participants/new", {"role": key} | about),
        "assign": (f"assign/{key}", {}),
        "consent": ("consents/new", {"to": key} | about),
        "transition": (f"steps/{key}", {}),
    }[kind]
    return f"/cases/{case}/{path}" + (f"?{urlencode(asked)}" if asked else "")


@cache
def templates_in(speech: Speech) -> Environment:
    """The templates in this language; compiled once."""
    return environment(speech)


def render(
    request: Request, name: str, view: object, status: int = 200, *, me: SignedIn | None = None
) -> HTMLResponse:
    """Answer with a page.

    A template sees ``view``; ``page``, all that is around it; ``me``, whoever is signed in; and
    ``speech``. What was to be said once has been said with this answer.

    Args:
        name: the template, from ``api/templates``; its block ``title`` names the page.
        view: a frozen dataclass of what the page shows.
        status: 400, 409 and 412 begin the title with "Fout:".
    """
    page = page_for(request, me, wrong=status in {400, 409, 412})
    html = templates_in(speech_in(page.language)).get_template(name)
    response = HTMLResponse(html.render(view=view, page=page, me=me), status)
    if page.flash:
        response.delete_cookie(**flash_cookie(request))
    return response
