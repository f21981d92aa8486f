"""One guard of each sort, and the test that goes red without it; ``docs/guards.md`` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.access.guards import ROOT, Place, places

PAGE = ROOT / "docs" / "guards.md"
_STORE, _SERVICE = "engine/store", "engine/service"
_DATES = "part_visible(DEADLINE.c.child_id)"
_LOOK = 'access_log.log(connection, viewer, work.logged(_entry(now, action, "done", record)))'
_ENDED = "or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > _TODAY)"
_OF_ITS_CASE = 'RECORD.c.case_id == bindparam("wanted_case")'


@dataclass(frozen=True, slots=True)
class Guard:
    """One sort of guard: a place of it, and the one test that is to catch that it is gone."""

    sort: str
    path: str
    within: str
    text: str
    test: str

    @property
    def file(self) -> str:
        """The file of its test."""
        return self.test.partition("::")[0]


DOZEN: Sequence[Guard] = (
    Guard(
        "the tag of a route",
        "api/routes/records.py",
        "list_records",
        '@policy("read_records", finds="case")',
        "tests/api/http/test_policy.py::test_the_application_tags_all_it_serves",
    ),
    Guard(
        "a list",
        f"{_STORE}/case_lists.py",
        "_LIST",
        "VISIBLE",
        "tests/service/test_my_cases.py::test_nobody_sees_a_case_in_which_they_take_no_part",
    ),
    Guard(
        "a search",
        f"{_STORE}/involvement.py",
        "_INVOLVED",
        "~KEPT_OUT",
        "tests/service/test_involvement.py"
        "::test_who_is_kept_out_is_not_named_and_who_left_is_not_either",
    ),
    Guard(
        "an export",
        f"{_STORE}/date_lists.py",
        "_LISTED",
        "VISIBLE",
        "tests/api/pages/test_board_pages.py::test_whoever_sees_nothing_takes_an_empty_file",
    ),
    Guard(
        "an id within a case",
        f"{_STORE}/records.py",
        "_ONE",
        _OF_ITS_CASE,
        "tests/store/test_records.py::test_a_record_is_found_through_its_case_only",
    ),
    Guard(
        "the class of a field",
        f"{_SERVICE}/stripping.py",
        "_stripped",
        "class_of(name) not in shown",
        "tests/service/test_stripping.py::test_a_record_keeps_what_the_class_allows",
    ),
    Guard(
        "a mail",
        "notifications/wording.py",
        "_count",
        "if more:",
        "tests/notifications/test_wording.py"
        "::test_a_value_that_no_text_may_hold_is_named_but_not_shown",
    ),
    Guard(
        "a calendar",
        f"{_STORE}/feeds.py",
        "_FIND",
        ", FEED.c.revoked_at.is_(None), ACCOUNT.c.active)",
        "tests/service/test_feeds.py::test_an_address_that_is_known_no_more_opens_nothing",
    ),
    Guard(
        "a job of the tick",
        f"{_SERVICE}/recipients.py",
        "recipients",
        ".about(deadline.child_id)",
        "tests/service/test_lists_of_one_child.py"
        "::test_no_reminder_of_it_is_for_who_works_for_another_child",
    ),
    Guard(
        "the part of a child",
        f"{_STORE}/date_counts.py",
        "_counted",
        _DATES,
        "tests/service/test_lists_of_one_child.py::test_no_heading_counts_it",
    ),
    Guard(
        "the row of the log",
        f"{_SERVICE}/command.py",
        "looking",
        _LOOK,
        "tests/service/file/test_looks.py::test_a_look_is_one_row_of_the_log",
    ),
    Guard(
        "a paper",
        f"{_SERVICE}/file/looked_by_family.py",
        "paper_for",
        "must_lead(work)",
        "tests/service/file/test_looked_by_family.py"
        "::test_who_is_refused_the_file_or_the_paper_stands_so_in_the_log",
    ),
    Guard(
        "an exclusion",
        f"{_STORE}/visibility.py",
        "visible_to",
        "~_reached(who, _EXCLUDED)",
        "tests/store/test_visibility.py::test_an_exclusion_beats_every_part",
    ),
    Guard(
        "the days of a part",
        f"{_STORE}/visibility.py",
        "_held",
        _ENDED,
        "tests/store/test_visibility.py::test_taking_part_has_a_first_and_a_last_day",
    ),
    Guard(
        "the end of an emergency",
        f"{_STORE}/emergency.py",
        "_OPEN_NOW",
        "OPENS",
        "tests/service/test_emergency_core.py::test_it_opens_for_sixty_minutes",
    ),
    Guard(
        "what a family reads",
        f"{_SERVICE}/mine.py",
        "_Look._items",
        "file.shown(item, self.me).reads",
        "tests/service/test_publications.py::test_a_draft_is_read_by_nobody",
    ),
    Guard(
        "a destroyed file",
        f"{_STORE}/visibility.py",
        "visible_to",
        "~is_destroyed()",
        "tests/service/test_destructions.py"
        "::test_a_destroyed_file_is_not_there_but_for_its_archivist",
    ),
    Guard(
        "who may, without a database",
        "engine/access.py",
        "may",
        '"excluded" in rows',
        "tests/engine/test_access.py::test_who_takes_part_may_see_the_case",
    ),
)


def found() -> Mapping[Guard, Place]:
    """Where each of them stands now; one that is not there has a wrong name here."""
    every = {(each.path, each.within, each.text, each.nth): each for each in places()}
    return {each: every[each.path, each.within, each.text, 1] for each in DOZEN}


def page() -> str:
    """The page that shows them."""
    return "\n".join([*_HEAD, *_rows(), *_TAIL]) + "\n"


def _rows() -> Iterator[str]:
    for each in DOZEN:
        told = each.test.partition("::")[2].removeprefix("test_").replace("_", " ")
        yield f"| {each.sort} | `{each.path}`, `{each.within}` | {told} (`{each.file}`) |"


_HEAD = (
    "# Guards",
    "",
    "What keeps something from somebody, one of each sort, and the test that goes red when it is",
    "taken out. `make test` takes each out of a copy of the product and runs that one test in it;",
    "with the guard in place the same tests are green (`tests/access/test_guard_deletion.py`).",
    "",
    "| Sort | Where it stands | What goes red without it |",
    "|---|---|---|",
)
_TAIL = (
    "",
    "`make soak PART=guards` finds every guard in the source by itself (`tests/access/guards.py`),",
    "takes them out one at a time, and runs the tests of access, of the services, of the store and",
    "of the ways in until the first is red. What no test missed is listed in `docs/soak.md`.",
)
