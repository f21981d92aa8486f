"""The story of the demo as people click it: refused with every reason, put right, decided."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from engine.service.file.consents import ANSWERS
from engine.text import Language, Text
from tests.browser.hands import Hands
from tests.browser.place import Place
from tests.browser.watching import Browsers
from tests.service.desks import shipped

WORKFLOW = shipped().of("placement", "oldebroek")
STEP = WORKFLOW.transitions["decide_to_place"]
LEFT = ("explanatory_analysis", "alternatives_weighed", "legal_title")
ANALYSIS, ALTERNATIVES, _ = (WORKFLOW.rules[key].asks for key in LEFT)
REASONS = ":scope > .rt-reasons > .rt-reason"
FOUR_EYES = Text(nl="Dit vraagt een tweede professional", en="This takes a second professional")
ANSWER = Text(nl="Wat is het antwoord?", en="What is the answer?")
RECORDS = shipped().catalogue.records


class Worker(Hands):
    """Somebody who works on the case of the story."""

    def decides(self) -> None:
        """Fill in the step and make it."""
        for field, answer in (("place_kind", "foster_family"), ("legal_road", "consent")):
            asked = STEP.input[field]
            self.choose(self.say(asked.title), self.say(asked.values[answer]))
        self.choose(self.say(STEP.input["within_two_weeks"].title), self.words("No"))
        self.write(self.say(STEP.input["reasons"].title), "Thuis is het nu niet veilig genoeg.")
        self.press(self.say(STEP.title))

    def is_refused_with_all_that_is_left(self) -> None:
        """Read every reason at once, each with what mends it."""
        expect(self.page.get_by_role("alert").locator(REASONS)).to_have_count(len(LEFT))
        for key in LEFT:
            expect(self.reason(key)).to_be_visible()

    def reason(self, key: str) -> Locator:
        """A reason of the refusal on this page."""
        reasons = self.page.get_by_role("alert").locator(REASONS)
        return reasons.filter(has_text=self.say(WORKFLOW.rules[key].says))

    def begins_the_analysis(self) -> None:
        """Follow the link on the line of the reason, and save a draft."""
        self.follow(self.words("Record this"), within=self.reason("explanatory_analysis"))
        fields = RECORDS["explanatory_analysis"].fields
        self.write(self.say(fields["question"].title), "Waardoor escaleert het thuis?")
        self.write(self.say(fields["own_words"].title), "Ik wil rust.")
        self.press(self.words("Save as a draft"))

    def brings(self, record: str, status: str, **inputs: str) -> None:
        """Bring the record on this page to another status."""
        to = RECORDS[record].statuses[status]
        self.follow(self.words("Go to this status"), self.say(to.title))
        for field, words in inputs.items():
            self.write(self.say(to.input[field].title), words)
        self.press(self.words("Bring it to “%(status)s”", status=self.say(to.title)))

    def may_not_bring(self, record: str, status: str) -> None:
        """Read why the record on this page is not brought there by them."""
        to = RECORDS[record].statuses[status]
        line = self.page.get_by_role("listitem").filter(has_text=self.say(to.title)).first
        expect(line).to_contain_text(self.say(FOUR_EYES))
        expect(line.get_by_role("link", name=self.words("Go to this status"))).to_have_count(0)

    def records_consent_of(self, name: str) -> None:
        """Go on where the case says whose answer is missing, and record that they agree."""
        consents = self.page.locator("#consents")
        expect(consents).to_contain_text(name)
        self.follow(self.words("Record the consent"), within=consents)
        self.choose(self.words("Whose answer is it?"), name)
        self.choose(self.say(ANSWER), self.say(ANSWERS["given"]))
        self.press(self.words("Record the answer"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_story_is_told_by_clicking(
    place: Place, page_for: Browsers, language: Language, javascript: bool
) -> None:
    hands = Worker(page_for(None, language, javascript=javascript), language)
    case = place.case("story").number

    hands.comes_in("Bram Jansen")
    hands.follow(case)
    hands.follow(hands.words("See what this step asks"), hands.say(STEP.title))
    hands.decides()
    hands.is_refused_with_all_that_is_left()

    hands.begins_the_analysis()
    hands.brings("explanatory_analysis", "shared_with_family")
    hands.may_not_bring("explanatory_analysis", "confirmed")

    hands.follow(hands.words("Back to the case"))
    hands.follow(hands.words("Open"), hands.say(ALTERNATIVES))
    hands.brings("alternatives_weighed", "confirmed")
    hands.records_consent_of("Tom Roverveen")
    hands.leaves()

    hands.comes_in("Dora Vermeulen")
    hands.follow(case)
    hands.follow(hands.words("Open"), hands.say(ANALYSIS))
    hands.brings("explanatory_analysis", "confirmed", judgement="Volledig en juist.")
    hands.leaves()

    hands.comes_in("Bram Jansen")
    hands.follow(case)
    hands.follow(hands.say(STEP.title), within=hands.page.locator("#steps"))
    hands.decides()

    hands.reads(case)
    stands_at(place, hands, "decided_to_place")


def stands_at(place: Place, hands: Worker, state: str) -> None:
    """Read on the page of the case that it stands there, and what is due next."""
    case, main = place.file("bram"), hands.page.get_by_role("main")
    assert case.state == state
    assert case.next is not None
    expect(main).to_contain_text(hands.say(WORKFLOW.states[state].title))
    expect(main).to_contain_text(hands.say(case.next.title))
