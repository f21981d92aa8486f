"""Letters on the pages, on paper and as PDF: each shows one child and one receiver."""

import io
import re
import sys
from html import unescape

import pytest
from httpx2 import Response
from pypdf import PdfReader

from api.letter_words import letter_words
from api.pdf import PDF_OFF
from engine.clock import ManualClock
from engine.service import orders
from engine.service.letter_orders import MakeLetter, make_letter
from engine.service.letters import letters
from engine.service.repeats import Done
from engine.store.store import Store
from tests.api.pages.browsing import form_to, forms, post, words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at
from tests.service.builders import Desk
from tests.service.letter_stories import Story, a_letter_story

READS = {
    ("noor", "Elske"): {"noorreasons", "agreedbram", "agreedelske", "agreedgijs", "agreedwords"},
    ("noor", "Karim"): {"noorreasons", "agreedbram", "agreedelske"},
    ("daan", "Elske"): {"daanreasons", "agreedgijs", "agreedwords"},
    ("daan", "Joost"): {"daanreasons", "agreeddaan"},
    ("daan", "daan"): {"daanreasons", "agreeddaan", "agreedwords"},
    ("mila", "Elske"): {"milareasons", "agreedkarim", "agreedgijs", "agreedwords"},
    ("mila", "Karim"): {"milareasons", "agreedkarim"},
}
"""All that each letter may show of what anybody wrote; and it shows all of it."""

NAMES = {"noor", "daan", "mila", "Elske", "Karim", "Joost", "Tante", "lars", "rik", "sita"}
A4, PAGE = (595, 842), "\f"


@pytest.fixture
def story(store: Store, clock: ManualClock) -> Story:
    """Lend the case with everything recorded and no letter made."""
    return a_letter_story(store, clock)


@pytest.fixture
def desk(story: Story) -> Desk:
    """Lend its desk, to the site as well."""
    return story.case.desk


def made(story: Story, browse: Browse) -> dict[tuple[str, str], str]:
    """Make every letter that is owed, by the one button; where each is."""
    browser, where = browse("sita"), at(story.case, "letters")
    answer = post(browser, where, form_to(browser.get(where).text, where))
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    rows = letters(story.viewer("sita"), story.office, story.case.id).rows
    return {(row.child.name, row.name): f"{where}/{row.record}" for row in rows if row.record}


def one(story: Story, child: str, receiver: str) -> str:
    """Make one letter; where it is."""
    order = MakeLetter(case=story.case.id, child=story.who(child), receiver=story.who(receiver))
    done = make_letter(story.viewer("sita"), story.office, letter_words(), order)
    assert isinstance(done, Done)
    return at(story.case, f"letters/{done.made}")


def pdf_text(answer: Response) -> str:
    """Give the words of a PDF of one page or more, each A4."""
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {A4}
    return PAGE.join(page.extract_text() for page in pages)


def shown(html: str) -> str:
    """Give the part of the page that is printed: the letter itself."""
    found = re.search(r'<div class="rt-letter".*?</div>', html, re.DOTALL)
    assert found
    return words(found.group())


def test_page_print_and_pdf_show_what_the_receiver_may_read_and_nothing_else(
    story: Story, browse: Browse
) -> None:
    browser = browse("sita")
    found = made(story, browse)
    assert found.keys() == READS.keys()
    for (child, receiver), where in found.items():
        papers = (
            shown(browser.get(where).text),
            words(browser.get(f"{where}/print").text),
            pdf_text(browser.get(f"{where}/brief.pdf")),
        )
        assert PAGE not in papers[2]  # an ordinary letter is one page
        for paper in papers:
            assert set(re.findall(r"CANARY(\w+)", paper)) == READS[child, receiver]
            assert set(re.findall(r"\w+", paper)) & NAMES == {child, receiver}
            assert "uiterlijk vr 20 maart 2026" in paper


def test_the_file_says_nothing_of_whom_it_is_about_and_is_not_kept(
    story: Story, browse: Browse
) -> None:
    where = one(story, "noor", "Elske")

    answer = browse("sita").get(f"{where}/brief.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="brief.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    info = PdfReader(io.BytesIO(answer.content)).metadata
    assert info
    assert info.title == "Brief"
    assert not any(name in str(dict(info)) for name in NAMES)


def test_long_words_and_long_reasons_are_all_there_on_as_many_pages_as_it_takes(
    story: Story, browse: Browse
) -> None:
    long = "Samenwerkingsovereenkomst" * 12
    many = "\n".join(f"Zin nummer {number} over wat er is gebeurd." for number in range(120))
    browser, where = browse("sita"), one(story, "mila", "Karim")
    record = where.replace("/letters/", "/records/")
    form = form_to(browser.get(record).text, record)
    typed = {"f.content": f"{long}\n\n{many}", "f.receiver": story.who("Karim")}
    assert post(browser, record, {**form, **typed}).status_code == 303

    answer = browser.get(f"{where}/brief.pdf")

    text = pdf_text(answer)
    assert re.sub(r"\s", "", text).count("Samenwerkingsovereenkomst") == 12
    assert all(f"Zin nummer {number} over" in text for number in range(120))
    assert PAGE in text


def test_without_weasyprint_the_page_says_to_print(
    story: Story, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = one(story, "noor", "Elske")
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    answer = browse("sita").get(f"{where}/brief.pdf")

    assert answer.status_code == 409
    assert "PDF maken staat uit op deze server; gebruik Afdrukken." in words(answer.text)
    for told in (PDF_OFF.says.nl, PDF_OFF.says.en):
        assert "pip install 'regietafel[pdf]'" in told
    assert PDF_OFF.says.nl in unescape(words(answer.text))
    assert f'href="{where}/print"' in answer.text


def test_the_list_says_how_each_letter_gets_there_and_offers_no_unsafe_address(
    story: Story, browse: Browse
) -> None:
    html = browse("sita").get(at(story.case, "letters")).text

    assert "CANARYElskehow" in html
    assert "CANARYKarimhow" not in html
    assert "CANARYdaanhow" not in html
    assert "7" in words(html).partition("noor (9)")[2].partition("Elske")[0]


def test_the_preview_is_a_page_and_to_htmx_the_letter_alone(story: Story, browse: Browse) -> None:
    browser = browse("sita")
    asked = f"letters/preview?child={story.who('noor')}&receiver={story.who('Karim')}"
    where = at(story.case, asked)

    page, part = browser.get(where), browser.get(where, headers={"HX-Request": "true"})

    assert "<!doctype html>" in page.text
    assert "<html" not in part.text
    assert shown(page.text) == shown(part.text)
    assert set(re.findall(r"CANARY(\w+)", part.text)) == READS["noor", "Karim"]


def test_a_preview_for_somebody_without_authority_is_not_there(
    story: Story, browse: Browse
) -> None:
    asked = f"letters/preview?child={story.who('daan')}&receiver={story.who('Karim')}"

    answer = browse("sita").get(at(story.case, asked))

    assert answer.status_code == 404


def test_one_letter_is_made_from_its_preview_in_the_words_that_were_chosen(
    story: Story, browse: Browse
) -> None:
    browser, where = browse("sita"), at(story.case, "letters")
    asked = f"{where}/preview?child={story.who('noor')}&receiver={story.who('noor')}&plain=yes"
    preview = browser.get(asked).text

    answer = post(browser, where, form_to(preview, where))

    assert answer.status_code == 303
    page = browser.get(answer.headers["location"]).text
    assert shown(page) == shown(preview)
    assert "Het hoeft niet." in shown(page)


def test_given_by_hand_it_is_settled_and_the_list_says_so(story: Story, browse: Browse) -> None:
    browser, where = browse("sita"), one(story, "noor", "Karim")
    page = browser.get(where).text
    assert "geen veilig adres vastgelegd" in words(page)

    by_hand = f"{where}/moves/handed_over"
    answer = post(browser, by_hand, {**form_to(page, by_hand), "f.by_which_contact": "x"})

    assert (answer.status_code, answer.headers["location"]) == (303, at(story.case, "letters"))
    assert "In de hand meegegeven" in words(browser.get(at(story.case, "letters")).text)
    assert not forms(browser.get(where).text.partition('id="give"')[2])


def test_sent_without_saying_how_comes_back_with_what_was_typed(
    story: Story, browse: Browse
) -> None:
    browser, where = browse("sita"), one(story, "noor", "Elske")
    by_hand = f"{where}/moves/handed_over"
    form = form_to(browser.get(where).text, by_hand)

    answer = post(browser, f"{where}/moves/sent", {**form, "late_reason": "gisteren"})

    assert answer.status_code == 400
    assert 'value="gisteren"' in answer.text
    assert "Vul in: Langs welke veilige weg, en wanneer." in words(answer.text)


def test_who_reads_titles_only_gets_no_names_and_no_letter(story: Story, browse: Browse) -> None:
    where = one(story, "noor", "Elske")
    browser = browse("cora")

    html = browser.get(at(story.case, "letters")).text

    assert not set(re.findall(r"\w+", words(html))) & NAMES
    for rest in ("", "/print", "/brief.pdf"):
        assert browser.get(f"{where}{rest}").status_code == 404


def test_a_report_is_printed_with_the_own_words_below_it(story: Story, browse: Browse) -> None:
    report = story.records_a("table_report", "vera", report="Regel een.\n\nRegel twee.")
    reaction = story.records_a("report_reaction", "vera", statement="Het was anders.")
    story.brings(reaction, "attached", "vera")

    html = browse("vera").get(at(story.case, f"letters/{report}/print")).text

    assert "Regel een." in html
    assert "Het was anders." in html


def test_the_plain_page_of_a_record_sends_no_letter_that_may_not_be_sent(
    story: Story, browse: Browse
) -> None:
    browser, where = browse("sita"), one(story, "noor", "Karim")
    record = where.replace("/letters/", "/records/")
    form = form_to(browser.get(where).text, f"{where}/moves/handed_over")

    answer = post(browser, f"{record}/moves/sent", {**form, "f.by_which_contact": "post"})

    assert answer.status_code == 409
    assert "geen veilig adres vastgelegd" in words(answer.text)
    assert "geen veilig adres vastgelegd" in words(browser.get(record).text)


def test_a_letter_that_is_not_its_receivers_any_more_is_put_away_on_its_page(
    story: Story, browse: Browse
) -> None:
    browser, where, ends = browse("sita"), one(story, "noor", "Karim"), story.office.today()
    assert '<main>\n<p class="small">' in browser.get(f"{where}/print").text  # a draft says so
    story.case.done(
        "bram", orders.SetAuthority, child=story.who("noor"), parent=story.who("Karim"),
        source="register", until_on=ends,
    )  # fmt: skip
    listed = browser.get(at(story.case, "letters")).text
    assert f'href="{where}"' in listed.partition('id="astray"')[2]
    away = f"{where}/moves/superseded"

    answer = post(browser, away, form_to(browser.get(where).text, away))

    assert (answer.status_code, answer.headers["location"]) == (303, at(story.case, "letters"))
    assert 'id="astray"' not in browser.get(at(story.case, "letters")).text
    assert "CANARY" not in browser.get(f"{where}/print").text
    assert browser.get(f"{where}/brief.pdf").status_code == 409


def test_who_gives_a_letter_that_names_others_says_that_they_looked(
    story: Story, browse: Browse
) -> None:
    story.agrees("text is van KARIM", "bram", "Joost", child="daan")
    browser, where = browse("sita"), one(story, "daan", "Joost")
    by_hand, page = f"{where}/moves/handed_over", browser.get(where).text
    form = form_to(page, by_hand)
    assert "Karim" in words(page)

    refused = post(browser, by_hand, {**form, "late_reason": "gisteren"})
    given = post(browser, by_hand, {**form, "f.names_seen": "yes"})

    assert refused.status_code == 409
    assert "bevestig dat is nagegaan" in words(refused.text)
    assert 'value="gisteren"' in refused.text
    assert given.status_code == 303


def test_a_letter_that_should_not_have_gone_is_withdrawn_on_its_page(
    story: Story, browse: Browse
) -> None:
    browser, where = browse("sita"), one(story, "noor", "Karim")
    by_hand, back = f"{where}/moves/handed_over", f"{where}/moves/withdrawn"
    assert 'id="back"' not in browser.get(where).text
    post(browser, by_hand, form_to(browser.get(where).text, by_hand))
    form = form_to(browser.get(where).text, back)

    half = post(browser, back, {**form, "f.reason": "Verkeerde vader."})
    done = post(browser, back, {**form, "f.reason": "Verkeerde vader.", "f.repaired": "Terug."})

    assert (half.status_code, done.status_code) == (400, 303)
    assert "Verkeerde vader." in half.text
    listed = words(browser.get(at(story.case, "letters")).text.partition('id="withdrawn"')[2])
    assert "Karim" in listed
    assert "Verkeerde vader." in listed
    for page in (where, f"{where}/print"):
        assert "had niet mogen gaan" in words(browser.get(page).text)
