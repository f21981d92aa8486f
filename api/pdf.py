"""Letters and reports on paper: one page of HTML, which a browser prints and WeasyPrint makes PDF.

WeasyPrint is an extra and needs Pango from the system: where either is absent, nobody gets a PDF
and everybody can print.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NoReturn

from starlette.responses import Response

from api.speech import speech_in
from api.static_files import FOLDER
from api.templating import templates_in
from api.views.letters import PaperView
from engine.reason import Reason
from engine.service.letter_page import Paper
from engine.text import Text

PDF = "application/pdf"
FILE = "brief.pdf"
"""What the file is called: nothing of whom it is about."""

PDF_OFF = Reason(
    key="pdf",
    met=False,
    asks=Text(nl="Gebruik Afdrukken", en="Use Print"),
    says=Text(
        nl="PDF maken staat uit op deze server; gebruik Afdrukken. Wie de server beheert zet het "
        "aan met: pip install 'regietafel[pdf]', en Pango van het systeem.",
        en="Making PDF is switched off on this server; use Print. Whoever runs the server switches "
        "it on with: pip install 'regietafel[pdf]', and Pango from the system.",
    ),
)


def paper_html(paper: Paper, *, for_pdf: bool = False, title: Text | None = None) -> str:
    """The paper as a page of its own, in its own language; for a PDF it refers to no file.

    ``title`` is what the file says of itself, where it is no letter or report.
    """
    template = templates_in(speech_in(paper.language)).get_template("letters/paper.html")
    return template.render(view=PaperView(paper, for_pdf=for_pdf))


def pdf_of(paper: Paper, *, title: Text | None = None) -> bytes | None:
    """The paper as tagged PDF; None where this server cannot make any."""
    try:
        maker = import_module("weasyprint")
    except (ImportError, OSError):  # OSError: the package is there, and Pango is not
        return None
    page = maker.HTML(string=paper_html(paper, for_pdf=True, title=title), url_fetcher=_nothing)
    css = maker.CSS(string=_css())
    made: bytes = page.write_pdf(stylesheets=[css], pdf_variant="pdf/ua-1")
    return made


def pdf_answer(made: bytes) -> Response:
    """A file to keep or to print."""
    headers = {"Content-Disposition": f'inline; filename="{FILE}"'}
    return Response(made, media_type=PDF, headers=headers)


@cache
def _css() -> str:
    return (FOLDER / "letter.css").read_text(encoding="utf-8")


def _nothing(url: str, *_: object, **__: object) -> NoReturn:
    """Fetch nothing: what a letter says cannot make this server ask elsewhere."""
    raise ValueError("A letter refers to nothing outside itself.")
