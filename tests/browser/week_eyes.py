"""What each reads of the families of a week: canaries and names, on pages, paper, in mail."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page
from pypdf import PdfReader

from api.pdf import PDF, PDF_OFF
from engine.service.feeds import make_feed
from engine.service.invitations import invitations
from engine.service.letters import letters
from engine.service.meeting_page import meeting as meeting_page
from engine.text import Language
from tests.browser.watching import Browsers
from tests.browser.week import HOMES, Week
from tests.browser.week_stories import Story
from tests.service.guests import Post

CANARY = re.compile(r"CANARY\w+")
HIDDEN = re.compile(r"<(head|script|style)\b.*?</\1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
FAMILY = frozenset(
    name for home in HOMES.values() for name in (*home.children, *home.parents)
)  # fmt: skip
FILES = {"brief.pdf", "pakket.pdf"}


@dataclass(frozen=True)
class Eyes:
    """Somebody who opens whatever they know the address of, in one browser."""

    week: Week
    pool: Browsers
    page: Page
    language: Language

    def open(self, by: str, at: str) -> str:
        """All of a page as somebody gets it, its markup too; nothing where it is not for them."""
        self.pool.give(self.page, by, self.language)
        answer = self.page.request.get(at)
        assert answer.status in {200, 404}, (answer.status, at)
        assert "/sign-in" not in answer.url
        return answer.text() if answer.ok else ""

    def letter(self, at: str) -> set[str]:
        """What a letter says on its page, on paper and in its file; the same in all three."""
        page, paper = self.open("vera", at), self.open("vera", f"{at}/print")
        on_page = re.search(r'<div class="rt-letter".*?</div>', page, re.DOTALL)
        assert on_page
        said = read(on_page.group())
        assert read(paper) == said == (self._pdf(f"{at}/brief.pdf") or said)
        return said

    def _pdf(self, at: str) -> set[str]:
        """The same of a file; nothing where this machine makes none and the page says so."""
        answer = self.page.request.get(at)
        if not answer.ok:
            assert PDF_OFF.says.in_(self.language) in answer.text()
            return set()
        assert answer.headers["content-type"] == PDF
        assert re.findall(r'filename="(.*?)"', answer.headers["content-disposition"])[0] in FILES
        return read(
            "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
        )

    def letters(self, story: Story) -> Iterator[tuple[str, str, set[str]]]:
        """Each letter that was made: about which child, for whom, and what it says."""
        for row in letters(self.week.viewer("vera"), self.week.office, story.case.id).rows:
            if row.record:
                at = f"/cases/{story.case.id}/letters/{row.record}"
                yield row.child.name, row.name, self.letter(at)

    def invited(self, story: Story) -> Iterator[tuple[str, set[str]]]:
        """Each letter of invitation: for whom, and what it says."""
        for row in invitations(self.week.viewer("vera"), self.week.office, story.case.id).rows:
            if row.plan and row.has_letter:
                at = f"/cases/{story.case.id}/invitations/{row.plan.record}/letter"
                yield row.name, self.letter(at)

    def pages(self, by: str, meeting: str) -> set[str]:
        """All canaries and names on the pages of the table and its cases, as somebody sees them."""
        below = ("", "/timeline", "/letters", "/invitations", "/packages")
        cases = [
            f"/cases/{each.case.id}{rest}" for each in self.week.stories.values() for rest in below
        ]
        items = meeting_page(self.week.viewer("vera"), self.week.office, meeting).items
        table = [f"/meetings/{meeting}{rest}" for rest in ("", "/print")]
        sheets = [f"/meetings/{meeting}/items/{each.id}" for each in items]
        own = ["/", "/agenda?all=1", "/deadlines", "/work"]
        return set().union(
            *(read(self.open(by, at)) for at in (*own, *table, *sheets, *cases)),
        )

    def feed(self, by: str) -> set[str]:
        """The same of the calendar that somebody subscribes to."""
        token = make_feed(self.week.viewer(by), self.week.office)
        answer = self.page.request.get(f"/agenda/{token}.ics")
        assert answer.ok
        assert "BEGIN:VEVENT" in answer.text()
        return read(answer.text())


def read(text: str) -> set[str]:
    """The canaries in a text or a page, and the names of the families."""
    plain = TAGS.sub(" ", HIDDEN.sub(" ", text))
    return {*CANARY.findall(text), *FAMILY.intersection(re.findall(r"\w+", plain))}


def mailed(post: Post) -> set[str]:
    """The same in every header, part and file name of a mail."""
    headers = [f"{name}: {value}" for name, value in post.message.items()]
    files = [part.get_filename() or "" for part in post.message.walk()]
    return read("\n".join((*headers, *files, *post.parts.values())))
