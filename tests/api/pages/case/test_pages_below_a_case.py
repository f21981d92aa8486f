"""What holds for every page below a case: words, labels, names, and who gets in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from engine.service import orders
from tests.api.pages.browsing import post, without_id
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, csrf_of, hidden_in
from tests.api.pages.pseudo import inline_code, unwrapped_text
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement

NAMES = {"sam", "els", "tom", "jansen"}

PAGES = [
    "records/new",
    "records/new?type=explanatory_analysis",
    "records/new?type=placement_authorisation",
    "records/{draft}",
    "records/{settled}",
    "records/{draft}/moves/confirmed",
    "records/{shared}/moves/confirmed",
    "participants/new",
    "participants/new?role=protection_worker",
    "participants/new?role=parent_with_authority",
    "participants/new?role=regisseur",
    "participants/{els}/parent_with_authority/leave",
    "participants/{anna}/cjg_worker/leave",
    "assign/regisseur",
    "assign/cjg_worker",
    "consents/new",
    "authority/new",
    "deviations/new?rule=alternatives_weighed&transition=decide_to_place",
    "deviations/new?rule=perspective_and_plan&transition=decide_to_place",
    "deviations/new?rule=explanatory_analysis&transition=decide_to_place",
    "deviations/{deviation}",
    "contacts/new",
    "deadlines/{preparation}",
    "deadlines/{preparation}/extend",
    "deadlines/{preparation}/suspend",
    "deadlines/{turning_18}",
    "deadlines/{turning_18}/extend",
]

FORMS = [
    "records/new",
    "records/{draft}",
    "records/{draft}/moves/confirmed",
    "participants/new",
    "participants/{anna}/cjg_worker/leave",
    "assign/regisseur",
    "consents/new",
    "authority/new",
    "deviations/new",
    "deviations/{deviation}",
    "contacts/new",
    "deadlines/{preparation}/extend",
    "deadlines/{preparation}/suspend",
    "deadlines/{preparation}/resume",
]


@dataclass(frozen=True)
class Place:
    """A placement with something of every sort in its file."""

    case: CaseAtDesk
    ids: Mapping[str, str]

    def paths(self, rests: list[str] = PAGES) -> Iterator[str]:
        """Give the addresses."""
        return (at(self.case, rest.format(**self.ids)) for rest in rests)


@pytest.fixture
def place(desk: Desk) -> Place:
    """Lend it, counter-checked; with a draft, a settled record, a deviation."""
    case = a_placement(desk, "counter_checked")
    analysis = case.write("explanatory_analysis", by="anna")
    case.move(analysis, "shared_with_family", by="anna")
    els = {"person": desk.els, "role": "parent_with_authority", "ground": "moeder"}
    case.done("bram", orders.Join, **els)
    duties = {row.key: row.public_id for row in case.duties}
    return Place(
        case,
        {
            "draft": case.write("alternatives_weighed"),
            "shared": analysis,
            "settled": case.settled("family_group_conference", "declined"),
            "els": desk.els,
            "anna": desk.who("anna"),
            "deviation": case.asks("perspective_and_plan", "decide_to_place"),
            **duties,
        },
    )


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("who", ["bram", "dora", "cora"])
def test_every_word_can_be_translated(place: Place, browse: Browse, who: str) -> None:
    browser = browse(who)

    for path in place.paths():
        html = browser.get(path).text
        assert unwrapped_text(html) == [], path
        assert list(inline_code(html)) == [], path


@pytest.mark.usefixtures("brackets")
def test_every_word_of_a_form_that_comes_back_can_be_translated(
    place: Place, browse: Browse
) -> None:
    for who in ("bram", "anna"):
        browser = browse(who)
        for path in place.paths(FORMS):
            csrf = csrf_of(browser.get("/help").text)
            sent = {"csrf": csrf, "nonce": f"{who}{path}"[:90], "version": "1", "f.why": "?"}
            html = post(browser, path, {**sent, "type": "look", "role": "buddy"}).text
            assert unwrapped_text(html) == [], path


@pytest.mark.parametrize("who", ["bram", "dora", "cora"])
def test_each_has_one_heading_a_title_without_a_name_and_a_label_for_every_field(
    place: Place, browse: Browse, who: str
) -> None:
    browser = browse(who)
    seen = 0

    for path in place.paths():
        answer = browser.get(path)
        if answer.status_code == 404:
            continue
        html = answer.text
        seen += 1
        ids = re.findall(r' id="([^"]+)"', html)
        title = re.findall(r"<title>(.*?)</title>", html)[0]
        assert html.count("<h1") == 1, path
        assert len(ids) == len(set(ids)), path
        assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids), path
        assert place.case.head.number in title, path
        assert not NAMES & set(re.findall(r"\w+", title.lower())), path
    assert seen > len(PAGES) // 2


def test_each_speaks_both_languages(place: Place, browse: Browse) -> None:
    dutch, english = browse("bram", "nl"), browse("bram", "en")

    for path in place.paths():
        nl, en = dutch.get(path), english.get(path)
        assert nl.status_code == en.status_code, path
        assert 'lang="nl"' in nl.text, path
        assert "Terug naar" in nl.text, path
        assert "Back to the" in en.text, path


def test_whoever_has_no_part_in_the_case_sees_what_is_not_there(
    place: Place, desk: Desk, browse: Browse
) -> None:
    gijs, nowhere = browse("gijs"), "0" * 32

    for path in place.paths():
        foreign = gijs.get(path)
        missing = gijs.get(path.replace(place.case.id, nowhere))
        assert foreign.status_code == missing.status_code == 404, path
        assert without_id(foreign).replace(place.case.id, nowhere) == without_id(missing), path


def test_a_form_of_whoever_has_no_part_changes_nothing(
    place: Place, desk: Desk, browse: Browse
) -> None:
    gijs, before = browse("gijs"), place.case.head.version
    csrf = csrf_of(gijs.get("/help").text)
    form = {"csrf": csrf, "version": str(before), "type": "look", "role": "buddy", "f.why": "x"}
    filled = {"person": desk.els, "f.ground": "x", "f.answer": "given", "f.source": "x"}
    more = {"f.held_on": "2026-03-02", "f.words": "x", "amount": "1", "unit": "days"}
    rest = {"f.reason": "x", "f.until": "2026-03-09", "child": desk.sam, "parent": desk.els}

    for number, path in enumerate(place.paths(FORMS)):
        sent = {**form, **filled, **more, **rest, "to": "placement", "nonce": f"n{number}"}
        answer = post(gijs, path, sent)
        assert answer.status_code == 404, path
    assert place.case.head.version == before


def test_a_form_without_its_token_is_refused(place: Place, browse: Browse) -> None:
    browser = browse()

    for path in place.paths(FORMS):
        assert post(browser, path, {"csrf": "made up", "nonce": "n"}).status_code == 403, path


def test_a_thing_of_another_case_of_mine_is_not_there(
    place: Place, desk: Desk, browse: Browse
) -> None:
    other, browser = another_family(desk).opens(), browse()

    for rest in ("records/{draft}", "deviations/{deviation}", "deadlines/{preparation}"):
        path = at(other, rest.format(**place.ids))
        assert browser.get(path).status_code == 404, path


def test_a_form_holds_the_version_only_where_it_changes_what_exists(
    place: Place, browse: Browse
) -> None:
    browser = browse()

    for rest in ("consents/new", "authority/new", "contacts/new", "records/new?type=look"):
        assert "version" not in hidden_in(browser, at(place.case, rest)), rest
    for rest in ("records/{draft}", "assign/regisseur", "participants/{anna}/cjg_worker/leave"):
        hidden = hidden_in(browser, at(place.case, rest.format(**place.ids)))
        assert hidden["version"] == str(place.case.head.version), rest
