"""The caseload of a demo moves to PostgreSQL, and everybody finds there what they had."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial

from engine.service.audit import verify
from engine.service.case_file import case_file
from engine.service.office import Office
from engine.service.relocation import Move, move_database
from engine.store.unit_of_work import reading
from tests.caseload.conftest import made
from tests.service.relocating import durable, in_silence
from tests.store.databases import fresh_store

__all__ = ["durable"]


def test_a_caseload_moves_and_the_same_cases_open_there(office: Office, durable: None) -> None:
    cora = made().caseload.people["cora"]
    cases = [case.id for case in made().caseload.cases][:3]

    with fresh_store("sqlite") as old, fresh_store("postgresql") as new:
        shutil.copyfile(str(office.store.engine.url.database), str(old.engine.url.database))
        before = [case_file(cora, replace(office, store=old), case) for case in cases]
        done = move_database(Move(old, new), office.clock, in_silence)

        assert [case_file(cora, replace(office, store=new), case) for case in cases] == before
        assert verify(partial(reading, new)).faults == ()

    assert {each.table: each.rows for each in done.tables}["cases"] == len(made().caseload.cases)
