"""A crisis of Saturday night, entered afterwards in one form, with the times at which it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from api.seals import Seals
from api.site import Site
from engine.access import Viewer
from engine.clock import ManualClock
from engine.settings import Settings
from engine.store.events import EventSeen
from tests.browser.hands import Hands
from tests.browser.place import Place
from tests.browser.serving import Serving
from tests.browser.watching import Browsers
from tests.service.builders import CaseAtDesk, Desk
from tests.service.nights import a_crisis, a_crisis_desk, at_night
from tests.store.databases import fresh_store

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
SATURDAY = "2026-02-28"
NIGHT = {
    "start_triage": ("21:55", at_night(21, 55)),
    "route": ("22:05", at_night(22, 5)),
    "start_intervention": ("22:30", at_night(22, 30)),
}
"""What happened, at which time of the clock, and which moment that was."""


@dataclass(frozen=True, kw_only=True)
class Night(Place):
    """A site of a crisis desk."""

    desk: Desk

    def viewer(self, person: str) -> Viewer:
        """One of those who work there."""
        return self.desk.viewers[person]


@pytest.fixture
def night(serving: Serving) -> Iterator[Night]:
    """Serve a desk on the Monday after."""
    with fresh_store("sqlite") as store:
        clock = ManualClock(MONDAY)
        desk = a_crisis_desk(store, clock)
        settings = Settings.model_validate(
            {"demo": True, "base_url": serving.url, "database_url": str(store.engine.url)}
        )
        site = Site(desk.office, settings, Seals([bytes(range(32))]))
        night = Night(serving.url, site, clock, desk=desk)
        serving.app = night.app
        yield night


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_night_is_entered_in_one_form(night: Night, pool: Browsers, javascript: bool) -> None:
    with pool.at(night):
        case = a_crisis(night.desk)
        cas = Hands(pool("cas", javascript=javascript), "nl")
        cas.page.goto("/crisis")
        cas.page.locator(f"main a[href='/crisis/{case.id}']").first.click()

        fills_in(cas)
        cas.press(cas.words("Save what happened"))

        expect(cas.page.get_by_text("Cas, 22.15 uur")).to_be_visible()
        made = {event.transition: event.occurred_at for event in steps(case)}
        assert made == {name: moment for name, (_, moment) in NIGHT.items()}


def fills_in(cas: Hands) -> None:
    """Fill in the night, each with its own time."""
    field = cas.page.locator
    for name, (time, _) in NIGHT.items():
        field(f"[name='{name}-day']").fill(SATURDAY)
        field(f"[name='{name}-time']").fill(time)
    for name, value in {
        "start_triage-urgency": "acute",
        "start_triage-violence": "yes",
        "start_triage-psychiatric_signs": "yes",
        "route-lead_service": "jo",
    }.items():
        field(f"[name='f.{name}'][value={value}]").check()
    field("[name='f.route-route']").select_option("joint")
    field("[name='f.route-reason']").fill("Geweld en psychiatrische tekenen.")
    field("[name='f.start_intervention-acknowledged']").fill("Cas, 22.15 uur")


def steps(case: CaseAtDesk) -> list[EventSeen]:
    """The steps that were made since it was reported."""
    return [each for each in case.events[1:] if each.transition]
