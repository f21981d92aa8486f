"""Those who run a table, at a browser: the secretary who plans it, the chair who leads it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from engine.definition import Transition
from engine.service.meetings import STATES
from engine.store.tables.meetings import MeetingState
from tests.browser.hands import Hands, named
from tests.browser.week import REGION, TITLE
from tests.browser.week_stories import Story
from tests.service.desks import shipped

WORKFLOW = shipped().of("beschermingstafel", REGION)
DUE = "2026-04-07"
STEPS, RECORDS = WORKFLOW.transitions, WORKFLOW.catalogue.records


class AtTable(Hands):
    """Somebody at the pages of a table; each thing they do waits for what only it brings about."""

    def to_agenda(self) -> None:
        """Go to the next meeting by the menu."""
        self.follow(self.words("Agenda"), within=self.page.get_by_role("navigation").first)
        self.reads(TITLE)

    def opens(self, story: Story) -> None:
        """Follow the number of a case, and no other link about it."""
        self.page.get_by_role("link", name=story.case.head.number, exact=True).click()

    def brings(self, state: MeetingState) -> None:
        """Bring the meeting on; the first line says how it then stands."""
        self.mover(state).click()
        self.stands(state)

    def mover(self, state: MeetingState) -> Locator:
        """The button that brings the meeting there."""
        return self.page.locator(f"form:has(input[name=to][value={state}]) button")

    def stands(self, state: MeetingState) -> None:
        """Read how the meeting stands."""
        first = self.page.get_by_role("main").locator("h1 + p")
        expect(first).to_contain_text(self.say(STATES[state]))

    def has(self, within: Locator, words: str, about: str) -> Locator:
        """The button with these words, of which there is one for each case or child."""
        return within.get_by_role("button", name=named(words, about))

    def picks(self, within: Locator, question: str, answer: str) -> None:
        """Choose an answer where a few are shown, in one part of the page."""
        group = within.get_by_role("group", name=question)
        group.get_by_role("radio", name=answer, exact=True).check()

    def answers(self, within: Locator, step: Transition, **said: str) -> None:
        """Fill in the form of a step: its choices, yes or no, days and texts."""
        for key, answer in said.items():
            asked = step.input[key]
            title = self.say(asked.title)
            if asked.kind == "yes_no":
                self.picks(within, title, self.words(answer))
            elif asked.kind == "choice":
                self.picks(within, title, self.say(asked.values[answer]))
            else:
                within.get_by_label(title).fill(answer)


class Secretary(AtTable):
    """Who plans the meeting, invites, and gives the letters."""

    def plans(self, day: str) -> None:
        """From a table without a meeting to one with an empty agenda."""
        self.follow(self.words("To the tables"))
        self.follow(TITLE)
        self.follow(self.words("Plan a meeting"), within=self.page.locator("#meetings"))
        self.page.locator("input[type=date]").fill(day)
        self.press(self.words("Plan"))
        self.reads(TITLE)

    def chooses(self, person: str, way: str, **said: str) -> None:
        """Choose how somebody is asked to come, on the list of the invitations."""
        fields = RECORDS["invitation_plan"].fields
        self.follow(self.words("Choose"), person)
        self.page.locator("input[name='f.choice'][value=invited]").check()
        way_title = fields["safe_contact"]
        self.choose(self.say(way_title.title), self.say(way_title.values[way]))
        for key, words in said.items():
            asked = self.page.get_by_label(self.say(fields[key].title))
            if fields[key].kind == "person":
                asked.select_option(words)
            else:
                asked.fill(words)
        self.press(self.words("Save the choice"))
        self.reads(self.words("Who is asked to come"))

    def puts_on_agenda(self, story: Story, step: str) -> None:
        """Follow the link of the queue, answer what the step asks, and come back."""
        number = story.case.head.number
        self.follow(self.words("Put on the agenda"), number)
        self.choose(self.say(STEPS[step].input["everybody_chosen"].title), self.words("Yes"))
        self.press(self.say(STEPS[step].title))
        self.reads(number)
        self.to_agenda()

    def moves_up(self, story: Story) -> None:
        """Give a case the place of the one before it."""
        number = story.case.head.number
        row = self.page.locator("[data-row]").filter(has_text=number)
        before = self.page.locator("#agenda tbody tr").all_inner_texts()
        at = next(n for n, text in enumerate(before) if number in text)
        self.has(row, self.words("Up"), number).click()
        expect(self.page.locator("#agenda tbody tr").nth(at - 1)).to_contain_text(number)

    def fills_in_times(self) -> None:
        """Take over the times that are proposed."""
        self.press(self.words("Fill in the proposed times"))
        expect(self.page.locator("#agenda input[type=time]").last).not_to_have_value("")


class Chair(AtTable):
    """Who leads the talk, and records what came of it."""

    def block(self, name: str) -> Locator:
        """A block of the sheet."""
        return self.page.locator(f"#block-{name}")

    def unfold(self, name: str) -> Locator:
        """A block with nothing folded away.

        Not by clicks: the page unfolds what comes next itself, and a click would fold that again.
        """
        block = self.block(name)
        block.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        return block

    def turns_to(self, story: Story) -> None:
        """Open the sheet of a case from the agenda."""
        self.opens(story)
        self.reads(self.words("Sheet"))

    def marks(self, story: Story, **marks: str) -> None:
        """Say how these are there; of whom nothing was said yet is absent without a message."""
        block, at = self.unfold("who"), {story.who(name): how for name, how in marks.items()}
        for box in block.locator("select[name^='how.']").all():
            person = (box.get_attribute("name") or "").removeprefix("how.")
            box.select_option(at.get(person) or box.input_value() or "absent")
        block.get_by_role("button", name=self.words("Save who is there")).click()
        self.is_done("who")

    def is_done(self, name: str) -> None:
        """Read in the list of blocks that everything is said in this one."""
        entry = self.page.locator("#sheet-contents li").filter(
            has=self.page.locator(f"[href='#block-{name}']")
        )
        expect(entry).to_contain_text(self.words("done"))

    def makes(self, step: str, gone: bool = True, **said: str) -> None:
        """Make a step of the sheet; afterwards its form is no longer there."""
        block = self.unfold(f"step-{step}")
        self.answers(block, STEPS[step], **said)
        button = block.get_by_role("button", name=self.say(STEPS[step].title), exact=True)
        button.click()
        expect(button).to_have_count(0)

    def settles(
        self, story: Story, child: str, status: str, decider: str = "table", **said: str
    ) -> None:
        """Record the outcome of a child, each text a canary."""
        who, kind = story.who(child), RECORDS["table_outcome"]
        block = self.unfold(f"outcome-{who}")
        block.locator(f"input[name=status][value={status}]").check()
        for key, asked in kind.statuses[status].input.items():
            self._fills(
                block,
                f"{who}-{status}-{key}",
                said.get(key) or story.canary(child, key),
                asked.kind,
            )
        block.locator(f"input[name='f.{who}-decider'][value={decider}]").check()
        for key in ("decided_by", "reasons", "dissent", "safety"):
            block.locator(f"[name='f.{who}-{key}']").fill(story.canary(child, key))
        self.has(block, self.words("Record the outcome"), child).click()
        expect(block).to_contain_text(self.say(kind.statuses[status].title))
        expect(block.locator(".utrecht-alert--ok").first).to_be_visible()

    def _fills(self, block: Locator, name: str, words: str, kind: str) -> None:
        if kind in {"yes_no", "choice"}:
            block.locator(f"[name='f.{name}'][value={words}]").check()
        else:
            block.locator(f"[name='f.{name}']").fill(words)

    def agrees(
        self, story: Story, text: str, owner: str, *readers: str, child: str | None = None
    ) -> None:
        """Record one agreement, by whom, and for whom to read at home."""
        block, said = self.block("agreements"), story.canary(text)
        block.locator("[name=text-1]").fill(said)
        block.locator("[name=due_on-1]").fill(DUE)
        block.locator("[name=owner-1]").select_option(story.who(owner))
        if child:
            block.locator("[name=child-1]").select_option(story.who(child))
        reading = {story.who(name) for name in readers}
        for box in block.locator("[name=readers]").all():
            box.set_checked(box.get_attribute("value") in reading)
        block.get_by_role("button", name=self.words("Save the agreements")).click()
        expect(block.locator("#now-agreements")).to_contain_text(said)

    def makes_letters(self, how_many: int) -> None:
        """Make every letter that is missing, from the sheet by way of the case."""
        self.follow(self.words("Letters that go home"))
        self.page.get_by_role("main").locator("form button").first.click()
        drafts = self.page.get_by_role("link", name=self.words("Look at it and give it"))
        expect(drafts).to_have_count(how_many)

    def gives(self, person: str, child: str) -> None:
        """Give a letter by hand."""
        self.follow(self.words("Look at it and give it"), f"{person}, {child}")
        status = RECORDS["table_letter"].statuses["handed_over"]
        self.press(self.say(status.title))
        expect(self.page.get_by_role("main")).to_contain_text(self.say(status.title))
