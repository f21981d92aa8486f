"""Who is asked to come, over HTTP."""

import pytest

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program
from tests.service.builders import CaseAtDesk, Desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a case of the table that Bram brought in, with Els invited."""
    desk.qualify("bram", "requester")
    case = desk.opens(workflow="beschermingstafel", role="requester")
    said = {"person": desk.els, "safe_contact": "phone", "own_time": "10.45"}
    case.settled("invitation_plan", "invited", **said, not_together_with=desk.tom)
    return case


def test_each_person_stands_there_with_what_was_chosen(bram: Program, case: CaseAtDesk) -> None:
    found = bram.get(f"/cases/{case.id}/invitations").json()

    els, tom, *_ = found["items"]
    assert (els["name"], els["status"], els["own_time"]) == ("els", "invited", "10.45")
    assert (els["not_together_with"], els["has_letter"], els["lacks"]) == (["tom"], True, None)
    assert (tom["name"], tom["status"]) == ("tom", None)
    assert tom["lacks"] == {"nl": "Nog niets gekozen", "en": "Nothing chosen yet"}
    assert found["meeting_id"] is None
    assert "how" not in els


def test_who_reads_titles_only_sees_nobody_and_a_stranger_no_case(
    program: As, case: CaseAtDesk
) -> None:
    where = f"/cases/{case.id}/invitations"

    assert program("cora").get(where).json()["items"] == []
    assert program("dora").get(where).status_code == 404
