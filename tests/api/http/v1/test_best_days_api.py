"""The planner over HTTP: the day on which one talk meets most of what a family is owed."""

from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, bare
from tests.service.builders import Desk
from tests.service.roads import a_placement


def test_it_names_the_day_and_what_a_talk_then_counts_for(desk: Desk, program: As) -> None:
    cases = {case.id: case for case in (a_placement(desk, "placed"), a_placement(desk, "placed"))}

    (best, *_) = program("bram").get(f"/families/{desk.family}/best-days").json()["items"]

    assert best["date"] <= best["until"]
    assert {each["case_id"] for each in best["meets"]} == set(cases)
    for each in best["meets"]:
        rows = {row.public_id: row for row in cases[each["case_id"]].owed.values()}
        row = rows[each["deadline_id"]]
        assert row.review
        assert each["case_number"] == cases[each["case_id"]].head.number
        assert best["date"] >= (row.window_opens or row.starts_on).isoformat()
        assert best["until"] <= row.late_after.isoformat()


def test_of_a_family_of_others_nothing_is_told(desk: Desk, program: As) -> None:
    foreign, missing = (
        program("gijs").get(f"/families/{each}/best-days") for each in (desk.family, NOWHERE)
    )

    assert foreign.status_code == 404
    assert bare(foreign) == bare(missing)
