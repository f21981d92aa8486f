"""Whose access ends by itself reads until when, and then the case is not there any more."""

import pytest

from tests.api.pages.browsing import words
from tests.api.pages.case.conftest import Browse
from tests.service.builders import Desk
from tests.service.roads import a_placement

LAST = "You see this case until and including Mon 30 March 2026."


@pytest.mark.parametrize(
    ("role", "by", "last", "days"),
    [
        pytest.param("chair", "bram", LAST, 28, id="a chair for four weeks"),
        pytest.param(
            "protection_worker",
            "gijs",
            "You see it today; from tomorrow on it is not in your list any more.",
            0,
            id="a worker of a partner, who closed it, that day",
        ),
    ],
)
def test_the_page_of_a_closed_case_says_until_when_it_is_seen(
    desk: Desk, browse: Browse, role: str, by: str, last: str, days: int
) -> None:
    case = a_placement(desk, "counter_checked")
    case.joins("gijs", roles={"gijs": role})
    open_page = words(browse("gijs", "en").get(f"/cases/{case.id}").text)
    case.step("end_deceased", by)

    said = words(browse("gijs", "en").get(f"/cases/{case.id}").text)
    listed = words(browse("gijs", "en").get("/cases?closed=1").text)
    desk.after(days=days + 1)

    assert "You see" not in open_page
    assert f"This case is closed. {last}" in said
    assert case.head.number in listed
    assert "You see it until and including" in listed
    assert browse("gijs").get(f"/cases/{case.id}").status_code == 404
    assert case.head.number not in words(browse("gijs").get("/cases?closed=1").text)


def test_whoever_keeps_it_reads_no_end(desk: Desk, browse: Browse) -> None:
    case = a_placement(desk, "counter_checked")
    case.step("end_deceased")
    desk.after(days=99)

    said = words(browse("bram", "en").get(f"/cases/{case.id}").text)

    assert "You see this case until" not in said
