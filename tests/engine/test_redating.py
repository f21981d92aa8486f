"""What another version makes of running deadlines: moved, void or begun, from their own start."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.calendar import AMSTERDAM
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.due import due_at
from engine.duties import DeadlineRule
from engine.redating import Entry, Redating, Running, Standing, redating
from engine.span import Span
from tests.engine.builders import (
    RECKONER,
    a_case,
    a_deadline,
    a_happening,
    a_record,
    a_workflow,
    with_deadlines,
)

START = date(2026, 3, 2)
RECORD = "met_by: {record: {type: analysis, status: [confirmed]}}"
IDLE = a_deadline("starts: {nothing_open: true}\nwithin: {weeks: 4}\nduring: open")


def running(rule: DeadlineRule | None = None, **more: Any) -> Running:
    """A deadline that began on the start, by this rule."""
    rule = rule or a_deadline()
    span = more.pop("span", rule.spans[0] if rule.spans else Span(days=0))
    start = more.pop("start", START)
    found = RECKONER.due(rule, span, start)
    own: dict[str, Any] = {
        "id": 1, "key": "evaluation", "child": None, "rule": rule, "started_seq": 3,
        "starts_on": START, "start": start, "span": span, "first_due": found.on,
        "due_on": found.on, "due_at": due_at(found),
    }  # fmt: skip
    return Running(**{**own, **more})


def entry(seq: int, on: date = START, **more: Any) -> Entry:
    """Something that made deadlines begin."""
    return Entry(seq, a_happening(on=on, **more))


def becomes(
    old: Workflow,
    new: Workflow,
    *runs: Running,
    state: str = "placed",
    entries: tuple[Entry, ...] = (),
    started: dict[str, int] | None = None,
    **case: Any,
) -> Redating:
    """Ask what becomes of the deadlines of a case in this state."""
    known = {each.key: each.started_seq for each in runs} if started is None else started
    standing = Standing(
        case=a_case(state, **case), running=runs, entries=entries, last_started=known
    )
    return redating(old, new, standing, RECKONER)


def of_one(run: Running, rule: DeadlineRule, **more: Any) -> Redating:
    """Ask what becomes of one deadline whose rule changed."""
    return becomes(
        with_deadlines(evaluation=run.rule), with_deadlines(evaluation=rule), run, **more
    )


def days(found: Redating) -> list[date]:
    """List the days to which deadlines go on."""
    return [each.due.on for each in found.changed]


def test_a_deadline_goes_on_from_its_own_start() -> None:
    (changed,) = of_one(running(), a_deadline("within: {weeks: 4}")).changed

    assert (changed.start, changed.due.on, changed.moves) == (START, date(2026, 3, 30), True)
    assert (changed.span, changed.first_due) == (Span(weeks=4), date(2026, 3, 30))


@pytest.mark.parametrize("line", ["title: {nl: Anders, en: Other}", "source: ours", RECORD])
def test_words_leave_a_deadline_as_it_is(line: str) -> None:
    assert of_one(running(), a_deadline(line)) == Redating()


def test_another_owner_keeps_the_date() -> None:
    (changed,) = of_one(running(), a_deadline("owner: cjg_worker")).changed

    assert (changed.moves, changed.due.on) == (False, running().due_on)


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        pytest.param(None, "placed", id="the new version does not know it"),
        pytest.param(a_deadline("during: [checked]"), "placed", id="nor in this state"),
        pytest.param(a_deadline("during: open"), "returned", id="nothing is owed at an end"),
    ],
)
def test_what_is_not_owed_there_is_void(rule: DeadlineRule | None, state: str) -> None:
    run = running()
    new = with_deadlines(evaluation=rule) if rule else with_deadlines()

    found = becomes(with_deadlines(evaluation=run.rule), new, run, state=state)

    assert (found.void, found.changed, found.next_date) == ((run,), (), False)


def test_days_that_it_stood_still_are_kept() -> None:
    run = running(suspended_days=7, stood_days=7, suspended=True)

    (changed,) = of_one(run, a_deadline("within: {weeks: 4}")).changed

    assert (changed.due.on, changed.suspended_days) == (date(2026, 4, 2), 7)  # not on Easter Monday


def test_a_term_that_cannot_stand_still_takes_no_days_along() -> None:
    rule = a_deadline("kind: countback\nbefore: {weeks: 1}")

    (changed,) = of_one(running(suspended_days=7, stood_days=7), rule).changed

    assert (changed.due.on, changed.suspended_days) == (date(2026, 2, 23), 0)


class TestExtended:
    """What somebody granted is not taken back."""

    def extended(self, by: Span) -> Running:
        """A deadline of six weeks that was extended."""
        first = running()
        granted = RECKONER.due(first.rule, by, first.due_on)
        return replace(
            first, start=first.due_on, span=by, due_on=granted.on, due_at=due_at(granted)
        )

    def test_a_shorter_rule_leaves_the_later_date(self) -> None:
        run = self.extended(Span(weeks=2))

        (changed,) = of_one(run, a_deadline("within: {weeks: 4}")).changed

        assert (changed.due.on, changed.moves) == (run.due_on, False)
        assert (changed.start, changed.first_due) == (run.start, date(2026, 3, 30))

    def test_a_longer_rule_counts_from_the_start(self) -> None:
        (changed,) = of_one(self.extended(Span(weeks=1)), a_deadline("within: {weeks: 12}")).changed

        assert (changed.start, changed.due.on) == (START, date(2026, 5, 22))  # the 25th is Whit

    def test_another_kind_of_term_counts_from_the_start(self) -> None:
        rule = a_deadline("kind: working_days\nwithin: {working_days: 5}")

        (changed,) = of_one(self.extended(Span(weeks=2)), rule).changed

        assert (changed.start, changed.due.on) == (START, date(2026, 3, 9))


class TestSeries:
    """Moments, and what comes back."""

    THREE = a_deadline("moments: [{days: 1}, {days: 3}, {weeks: 1}]")

    def test_each_of_a_series_takes_its_own_place(self) -> None:
        rule = a_deadline("moments: [{days: 2}, {days: 4}]")
        runs = [
            running(self.THREE, id=place, place=place, span=self.THREE.spans[place])
            for place in range(3)
        ]
        old, new = with_deadlines(evaluation=self.THREE), with_deadlines(evaluation=rule)

        found = becomes(old, new, *runs)

        assert days(found) == [date(2026, 3, 4), date(2026, 3, 6)]
        assert found.void == (runs[2],)

    def test_a_longer_series_gets_its_last_moments(self) -> None:
        two = a_deadline("moments: [{days: 1}, {days: 3}]")
        run = running(two, place=1, span=two.spans[1])

        found = of_one(run, self.THREE)

        assert [new.due.on for new in found.begins] == [date(2026, 3, 9)]
        assert days(found) == [run.due_on]

    def test_what_comes_back_goes_by_its_own_span(self) -> None:
        old = a_deadline("repeats: {every: {weeks: 4}}")
        run = running(old, repeated=True, span=Span(weeks=4))

        assert days(of_one(run, a_deadline("repeats: {every: {weeks: 2}}"))) == [date(2026, 3, 16)]
        assert of_one(run, a_deadline()).void == (run,)
        many = a_deadline("moments: [{days: 1}, {days: 3}]\nrepeats: {every: {weeks: 4}}")
        assert of_one(run, many).begins == ()


class TestHours:
    """A moment where there was a day, and the other way round."""

    def test_a_day_becomes_the_moment_at_which_it_begins(self) -> None:
        rule = a_deadline("kind: hours\nwithin: {hours: 48}\nreminders: []")

        (changed,) = of_one(running(), rule).changed

        assert changed.start == datetime(2026, 3, 1, 23, tzinfo=UTC)
        assert changed.due.at == datetime(2026, 3, 3, 23, tzinfo=UTC)

    def test_a_moment_becomes_its_day(self) -> None:
        hours = a_deadline("kind: hours\nwithin: {hours: 48}\nreminders: []")
        run = running(hours, start=datetime(2026, 3, 2, 9, tzinfo=AMSTERDAM))

        (changed,) = of_one(run, a_deadline("within: {weeks: 4}")).changed
        (later,) = of_one(
            run, a_deadline("kind: hours\nwithin: {hours: 72}\nreminders: []")
        ).changed

        assert changed.start == START
        assert later.start == run.start


class TestBegun:
    """What the new version would have begun."""

    ENTRIES = (
        entry(1, entered="considered", opened=True),
        entry(3, date(2026, 3, 4), entered="placed", transition="place", act="placement"),
    )

    def begun(self, rule: DeadlineRule, old: DeadlineRule | None = None, **more: Any) -> list[date]:
        """List when what the new version adds is due."""
        before = with_deadlines(check=old) if old else with_deadlines()
        case = {"records": {}, "entries": self.ENTRIES, **more}
        found = becomes(before, with_deadlines(check=rule), **case)
        return [new.due.on for new in found.begins]

    @pytest.mark.parametrize(
        ("starts", "due"),
        [
            pytest.param("{entering: [placed]}", date(2026, 3, 11), id="the present state"),
            pytest.param("{act: [placement]}", date(2026, 3, 11), id="the act that led there"),
            pytest.param("{entering: [considered]}", date(2026, 3, 9), id="the opening"),
            pytest.param("{entering: [considered, placed]}", date(2026, 3, 9), id="both: first"),
        ],
    )
    def test_it_counts_from_what_starts_it(self, starts: str, due: date) -> None:
        rule = a_deadline(f"starts: {starts}\nwithin: {{weeks: 1}}\nduring: open")

        assert self.begun(rule) == [due]

    def test_one_that_did_not_live_in_between_counts_from_the_last(self) -> None:
        rule = a_deadline("starts: {entering: [considered, placed]}\nwithin: {weeks: 1}")

        assert self.begun(rule) == [date(2026, 3, 11)]

    @pytest.mark.parametrize(
        "rule",
        [
            pytest.param("starts: {entering: [checked]}", id="nothing started it"),
            pytest.param("during: [checked]", id="it is not owed in this state"),
            pytest.param("when: {participant: {role: cjg_worker}}", id="its guard does not hold"),
        ],
    )
    def test_nothing_begins_without_a_cause(self, rule: str) -> None:
        assert self.begun(a_deadline(rule)) == []

    def test_it_begins_where_its_guard_holds(self) -> None:
        assert self.begun(a_deadline("when: {participant: {role: scientist}}")) != []

    def test_what_the_old_version_started_the_same_is_left_to_it(self) -> None:
        assert self.begun(a_deadline("within: {weeks: 4}"), a_deadline()) == []

    def test_what_began_since_does_not_begin_again(self) -> None:
        assert self.begun(a_deadline(), a_deadline("during: open"), started={"check": 3}) == []
        assert self.begun(a_deadline(), a_deadline("during: open"), started={"check": 2}) != []

    def test_what_runs_does_not_begin_twice(self) -> None:
        run = running(a_deadline("during: open"))

        assert of_one(run, a_deadline(), entries=self.ENTRIES).begins == ()

    @pytest.mark.parametrize(
        ("met_by", "case"),
        [
            pytest.param(
                "{record: {type: analysis, status: [confirmed]}}",
                {"records": a_record(on=date(2026, 3, 5))}, id="a record",
            ),
            pytest.param("{act: [placement]}", {"acted": {"placement": date(2026, 3, 5)}},
                         id="an act"),
            pytest.param("{entering: [checked]}", {"entered": {"checked": date(2026, 3, 5)}},
                         id="a state"),
            pytest.param("{any_of: [{act: [placement]}, {entering: [checked]}]}",
                         {"entered": {"checked": date(2026, 3, 5)}}, id="one of two"),
        ],
    )  # fmt: skip
    def test_what_was_met_since_is_not_owed(self, met_by: str, case: dict[str, Any]) -> None:
        rule = a_deadline(f"met_by: {met_by}\nduring: open")

        assert self.begun(rule, **case) == []
        assert self.begun(rule) != []

    def test_what_was_met_before_is_owed_again(self) -> None:
        assert self.begun(a_deadline(RECORD), records=a_record(on=date(2026, 3, 3))) != []
        assert self.begun(a_deadline(RECORD), records=a_record("conference")) != []


class TestNextDate:
    """No open case is without one."""

    def test_one_that_owes_nothing_gets_the_deadline_for_that(self) -> None:
        run = running()

        found = becomes(with_deadlines(evaluation=run.rule), with_deadlines(next_look=IDLE), run)

        assert ([new.key for new in found.begins], found.next_date) == (["next_look"], True)

    def test_one_that_has_it_keeps_it(self) -> None:
        run = running(IDLE, key="next_look")
        new = with_deadlines(next_look=a_deadline(
            "starts: {nothing_open: true}\nwithin: {weeks: 2}\nduring: open"
        ))  # fmt: skip

        found = becomes(with_deadlines(next_look=IDLE), new, run)

        assert (days(found), found.void, found.begins) == ([date(2026, 3, 16)], (), ())

    def test_it_goes_beside_another(self) -> None:
        run, other = running(IDLE, key="next_look"), running(id=2)
        shorter = a_deadline("starts: {nothing_open: true}\nwithin: {weeks: 2}\nduring: open")
        old = with_deadlines(next_look=IDLE, evaluation=other.rule)
        new = with_deadlines(next_look=shorter, evaluation=other.rule)

        found = becomes(old, new, run, other)

        assert (found.void, found.changed, found.next_date) == ((run,), (), True)


class TestMade:
    """Deadlines that no definition starts."""

    def test_a_repair_goes_by_the_new_rule(self) -> None:
        old = a_workflow()
        terms = old.rules["conference"].deviation
        assert terms
        shorter = terms.model_copy(
            update={"repair": terms.repair.model_copy(update={"within": Span(weeks=2)})}
        )
        rule = old.rules["conference"].model_copy(update={"deviation": shorter})
        new = old.model_copy(update={"rules": {**old.rules, "conference": rule}})
        run = running(duty_rule(old, "repair.conference"), key="repair.conference")

        assert days(becomes(old, new, run)) == [date(2026, 3, 16)]

    @pytest.mark.parametrize("gone", [True, False])
    def test_it_goes_with_its_rule_or_with_the_way_to_set_it_aside(self, gone: bool) -> None:
        old = a_workflow()
        strict = old.rules["conference"].model_copy(update={"deviation": None, "severity": "block"})
        rules = {key: rule for key, rule in old.rules.items() if key != "conference"}
        new = old.model_copy(update={"rules": rules if gone else {**rules, "conference": strict}})
        run = running(duty_rule(old, "repair.conference"), key="repair.conference")

        assert becomes(old, new, run).void == (run,)
        assert duty_rule(new, "repair.conference").title.en == (
            "Deadline of an earlier version (repair.conference)"
        )

    def test_what_was_agreed_stands_outside_any_version(self) -> None:
        old = a_workflow()
        run = running(duty_rule(old, "agreement.x"), key="agreement.x", span=Span(days=9))

        assert becomes(old, with_deadlines(), run) == Redating()

    def test_what_ended_under_an_earlier_version_can_still_be_told(self) -> None:
        assert duty_rule(a_workflow(), "first_talk").title.nl == (
            "Termijn uit een eerdere versie (first talk)"
        )
