"""What the tests of the log reviews share: an officer, a case others try, and the month's end."""

from datetime import UTC, datetime

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.account_roles import appoint
from engine.service.at_table import TableOutcome
from engine.service.case_file import case_file
from engine.service.log_review_orders import JudgeSignal
from engine.service.log_reviews import (
    ReviewRow,
    SignalRow,
    judge_signal,
    log_review,
    my_open_reviews,
)
from engine.service.tick import tick
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import professional

APRIL = datetime(2026, 4, 1, 7, tzinfo=UTC)
"""The first morning after the month of the tests, which begin on 2 March."""


@pytest.fixture
def officer(desk: Desk) -> Viewer:
    """Lend the privacy officer of the region."""
    petra = professional(desk.office, "petra")
    appoint(desk.office, petra, "privacy_officer", REGION)
    return petra


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of Bram."""
    return desk.opens()


def pries(desk: Desk, who: str, case: CaseAtDesk, times: int = 1) -> None:
    """Let somebody try a case that is not for them."""
    for _ in range(times):
        with pytest.raises(NotFound):
            case_file(desk.viewers[who], desk.office, case.id)


def april(desk: Desk) -> None:
    """Let the month end."""
    desk.clock.move_to(APRIL)
    tick(desk.office, {})


def reviewed(desk: Desk, officer: Viewer) -> tuple[ReviewRow, tuple[SignalRow, ...]]:
    """The review of March."""
    (row,) = my_open_reviews(officer, desk.office)
    return log_review(officer, desk.office, row.id)


def found(desk: Desk, officer: Viewer) -> list[tuple[str, str]]:
    """Which signals of whom, in their order."""
    april(desk)
    return [(each.kind, each.name) for each in reviewed(desk, officer)[1]]


def judges(desk: Desk, officer: Viewer, signal: str, **said: object) -> TableOutcome:
    """Let the officer judge a signal."""
    (row,) = my_open_reviews(officer, desk.office)
    order = {"judgement": "explained", "word": "gevraagd en uitgelegd", **said}
    return judge_signal(
        officer,
        desk.office,
        JudgeSignal(review=row.id, signal=signal, **order),  # type: ignore[arg-type] # by name
    )
