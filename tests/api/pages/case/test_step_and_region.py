"""What the region decides of a step: the meetings to choose from, and rules in shadow."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from api.speech import speech_in
from engine.clock import ManualClock
from engine.service.at_table import Changed
from engine.service.enforcement import ask_enforcement, decide_enforcement
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.store.store import Store
from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.stepping import PLACE, at, sends
from tests.api.pages.pseudo import unwrapped_text
from tests.service.builders import REGION, ROLES, CaseAtDesk, Desk
from tests.service.desks import a_desk
from tests.service.roads import GATE, a_placement
from tests.service.rooms import TUESDAY, Room, a_room

NO_MEETING = speech_in("nl").gettext(
    "No meeting is planned yet for a table that this case may come to. The secretary of the table "
    "plans one."
)


class TestAMeeting:
    """A question that is answered with a meeting of a table."""

    @pytest.fixture
    def room(self, store: Store, clock: ManualClock) -> Room:
        """Lend a table with its members, and the Jansens."""
        return a_room(store, clock)

    @pytest.fixture
    def desk(self, room: Room) -> Desk:
        """Lend its desk, to the site as well."""
        return room.desk

    @pytest.fixture
    def sita(self, browse: Browse) -> TestClient:
        """Look as the secretary of the table."""
        return browse("sita")

    def test_without_a_meeting_the_form_says_who_plans_one(
        self, room: Room, sita: TestClient
    ) -> None:
        html = sita.get(at(room.case(), "schedule")).text

        assert NO_MEETING in words(html)
        assert "De secretaris van de tafel plant er een." in words(html)
        assert options(html) == []

    def test_those_that_are_planned_are_there_to_choose_from(
        self, room: Room, sita: TestClient
    ) -> None:
        case, meeting = room.case(), room.plans()

        html = sita.get(at(case, "schedule")).text

        assert options(html) == [meeting]
        assert "di 10 maart 2026, 09:00, Tafel" in html
        assert NO_MEETING not in words(html)

    def test_the_one_that_is_chosen_is_where_the_case_goes(
        self, room: Room, sita: TestClient
    ) -> None:
        case, meeting = room.case(), room.plans()

        nothing = sends(sita, case, "schedule")
        answer = sends(sita, case, "schedule", **{"f.meeting": meeting})

        assert nothing.status_code == 400
        assert 'href="#f-meeting"' in nothing.text
        assert answer.status_code == 303
        assert case.head.state == "scheduled"
        assert [item.id for item in room.shown(meeting).items]

    def test_a_choice_stays_when_something_else_is_wrong(
        self, room: Room, sita: TestClient
    ) -> None:
        case, meeting = room.case(), room.plans()
        room.plans(on=date(2026, 3, 24))

        answer = sends(sita, case, "schedule", **{"f.meeting": meeting, "f.nonsense": "x"})

        assert answer.status_code == 400
        assert f'value="{meeting}" selected' in answer.text

    def test_a_meeting_of_nobody_is_refused(self, room: Room, sita: TestClient) -> None:
        room.plans()

        answer = sends(sita, room.case(), "schedule", **{"f.meeting": "0" * 32})

        assert answer.status_code == 400

    @pytest.mark.usefixtures("brackets")
    def test_every_word_can_be_translated(self, room: Room, sita: TestClient) -> None:
        case = room.case()
        empty = sita.get(at(case, "schedule")).text
        room.plans(on=TUESDAY)

        for html in (empty, sita.get(at(case, "schedule")).text):
            assert unwrapped_text(html) == []


class TestARuleInShadow:
    """A rule that does not bind in the region yet."""

    RULE = "explanatory_analysis"
    FROM, LATER = date(2026, 3, 2), date(2026, 4, 1)

    @pytest.fixture
    def desk(self, store: Store, clock: ManualClock) -> Desk:
        """Lend a desk with a team lead beside the coordinator."""
        return a_desk(store, clock, roles={**ROLES, "tess": "team_lead"})

    @pytest.fixture
    def case(self, desk: Desk) -> CaseAtDesk:
        """Lend a placement before its gate, with the rule in shadow."""
        case = a_placement(desk, "counter_checked")
        settle(desk, self.RULE, "shadow", self.FROM)
        return case

    def test_it_is_shown_on_the_step_with_its_source_and_does_not_count(
        self, case: CaseAtDesk, browse: Browse
    ) -> None:
        said = words(browse().get(at(case, "decide_to_place")).text)

        assert "Kan nog niet: 3 redenen" in said
        assert "Dit is hier nog niet verplicht; het wordt alleen getoond." in said

    def test_the_day_from_which_it_binds_is_said(
        self, desk: Desk, case: CaseAtDesk, browse: Browse
    ) -> None:
        settle(desk, self.RULE, "on", self.LATER)

        said = words(browse().get(at(case, "decide_to_place")).text)

        assert "Vanaf wo 1 april 2026 is dit verplicht; nu wordt het alleen getoond." in said

    def test_a_step_that_only_rules_in_shadow_would_stop_is_possible_on_the_case(
        self, desk: Desk, case: CaseAtDesk, browse: Browse
    ) -> None:
        for rule in set(GATE) - {self.RULE, "legal_title"}:
            settle(desk, rule, "shadow", self.FROM)
        case.consents("placement", "sam", "els", "tom")

        html = browse().get(f"/cases/{case.id}").text
        step = html.partition('id="step-decide_to_place"')[2].partition("</details>")[0]

        assert "Dit kan. Let op 4 dingen" in words(step)
        assert words(step).count("Dit is hier nog niet verplicht") == len(GATE) - 1
        answer = sends(browse(), case, "decide_to_place", **PLACE)
        assert (answer.status_code, case.head.state) == (303, "decided_to_place")

    def test_the_refusal_names_the_others_only(
        self, desk: Desk, case: CaseAtDesk, browse: Browse
    ) -> None:
        rules = case.workflow.rules
        answer = sends(browse(), case, "decide_to_place", **PLACE)
        alert = answer.text.partition('role="alert" tabindex="-1"')[2].partition("</div>")[0]

        assert answer.status_code == 409
        assert rules["alternatives_weighed"].says.nl in alert
        assert rules[self.RULE].says.nl not in alert

    @pytest.mark.usefixtures("brackets")
    def test_every_word_can_be_translated(self, case: CaseAtDesk, browse: Browse) -> None:
        for path in (f"/cases/{case.id}", at(case, "decide_to_place")):
            assert unwrapped_text(browse().get(path).text) == []


def options(html: str) -> list[str]:
    """The meetings that can be chosen."""
    listed = html.partition('name="f.meeting"')[2].partition("</select>")[0]
    return [each.partition('"')[0] for each in listed.split('<option value="')[2:]]


def settle(desk: Desk, rule: str, enforcement: str, from_on: date) -> None:
    """Let the coordinator ask it, and the team lead confirm it."""
    order = AskEnforcement(
        region=REGION,
        rule=rule,
        enforcement="shadow" if enforcement == "shadow" else "on",
        from_on=from_on,
        reason="Eerst meekijken.",
    )
    asked = ask_enforcement(desk.viewers["cora"], desk.office, order)
    assert isinstance(asked, Changed)
    decided = DecideEnforcement(setting=asked.id, confirmed=True)
    assert isinstance(decide_enforcement(desk.viewers["tess"], desk.office, decided), Changed)
