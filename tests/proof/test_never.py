"""Never an act without something: proved, broken by the shortest path, or not known."""

from dataclasses import replace

import pytest

from engine.proof.budget import Budget, LimitReached
from engine.proof.prove import How, Played
from engine.proof.report import Broken, NotProved, Proved
from tests.proof.small import a_definition, asking, broken_by, moves, never, verdict

AGREED = "{record: {type: report, status: [agreed]}}"
RULE = """\
rules:
  report_first:
    on: [decision]
    severity: SEVERITY
    requires: GUARD
    asks: {nl: Spreek het verslag af, en: Agree the report}
    says: {nl: Er is geen afgesproken verslag., en: There is no agreed report.}
    deviation:
      confirmed_by: [expert]
      lapses_after: {days: 14}
      repair:
        within: {weeks: 1}
        met_by: {record: {type: report, status: [agreed]}}
        owner: leader
    source: test
"""


def with_rule(severity: str, guard: str = AGREED, *, more: str = never(AGREED)) -> str:
    """Say that a decision needs this."""
    return RULE.replace("SEVERITY", severity).replace("GUARD", guard) + more


@pytest.mark.parametrize(
    ("guard", "without"),
    [
        pytest.param(AGREED, AGREED, id="the same"),
        pytest.param(
            "{record: {type: report, status: [agreed], no_older_than: {weeks: 6}}}",
            AGREED,
            id="more than is asked",
        ),
        pytest.param("{assigned: leader}", "{participant: {role: leader}}", id="another kind"),
        pytest.param("{age: {at_least: {years: 16}}}", "{age: {at_least: {years: 12}}}", id="age"),
        pytest.param("{input: {place: [home]}}", "{none_of: [{input: {place: [away]}}]}", id="not"),
        pytest.param(
            "{elapsed: {since: {entering: weighed}, at_least: {weeks: 2}}}",
            "{elapsed: {since: {entering: weighed}, at_least: {days: 1}}}",
            id="time",
        ),
        pytest.param(
            "{period: {from: input.begins, until: input.ends, at_most: {months: 6}}}",
            "{period: {from: input.begins, until: input.ends, at_most: {months: 12}}}",
            id="how long",
        ),
        pytest.param(
            "{record: {type: report, for: {child: input.note}}}",
            "{record: {type: report}}",
            id="for",
        ),
    ],
)
def test_what_the_step_asks_is_proved(guard: str, without: str) -> None:
    found = verdict(asking(guard, more=never(without)))

    assert isinstance(found, Proved)
    assert found.searched > 0


@pytest.mark.parametrize(
    ("guard", "without", "path"),
    [
        pytest.param("{assigned: leader}", AGREED, ["weigh", "decide"], id="nothing asks it"),
        pytest.param(
            "{record: {type: report, status: [agreed, refused]}}",
            AGREED,
            ["weigh", "record.report", "decide"],
            id="another status will do",
        ),
        pytest.param(
            AGREED,
            "{record: {type: report, status: [agreed], no_older_than: {weeks: 6}}}",
            ["weigh", "record.report", "record.report", "decide"],
            id="it grows old",
        ),
        pytest.param(
            "{fact: {safety: [safe, unsafe]}}",
            "{fact: {safety: [safe]}}",
            ["weigh", "decide"],
            id="a fact that a step set",
        ),
        pytest.param(
            "{elapsed: {since: {entering: weighed}, at_least: {days: 1}}}",
            "{elapsed: {since: {entering: weighed}, at_least: {weeks: 2}}}",
            ["weigh", "since.entering.weighed", "decide"],
            id="too soon",
        ),
        pytest.param("{assigned: leader}", "{consent: {to: help}}", ["weigh", "decide"], id="no"),
        pytest.param(
            "{assigned: leader}",
            "{input: {elsewhere: [x]}}",
            ["weigh", "decide"],
            id="an answer that this form does not ask",
        ),
    ],
)
def test_the_shortest_way_around_it_is_found(guard: str, without: str, path: list[str]) -> None:
    workflow = asking(guard, more=never(without))

    assert broken_by(workflow) == path
    assert isinstance(verdict(workflow), Broken)


def test_a_role_that_may_act_breaks_it() -> None:
    workflow = a_definition(never("{role: [worker]}"))
    found = verdict(workflow)

    assert isinstance(found, Broken)
    assert found.failing.says.nl == "Wie dit doet is geen werker."
    assert found.failing.path.steps[-1].values["who"] == "leader"


def test_a_role_that_may_not_act_does_not() -> None:
    assert isinstance(verdict(a_definition(never("{role: [worker, leader]}"))), Proved)


def test_whoever_acts_is_there() -> None:
    only_leader = "transitions: {decide: {by: [leader]}}\n"

    assert isinstance(verdict(a_definition(only_leader + never("{assigned: leader}"))), Proved)
    assert isinstance(verdict(a_definition(never("{assigned: leader}"))), Broken)


def test_what_an_earlier_step_asked_still_holds() -> None:
    settled = "{record: {type: report}}"
    kept = asking(AGREED, step="weigh", more=never(settled))
    lost = asking(AGREED, step="weigh", more=never(AGREED))

    assert isinstance(verdict(kept), Proved)
    # Another document may be refused afterwards, and then is the current one.
    assert broken_by(lost) == ["record.report", "weigh", "record.report", "decide"]


def test_what_can_be_taken_back_may_be_gone_by_then() -> None:
    given = "{record: {type: order, status: [given]}}"

    assert broken_by(asking(given, step="weigh", more=never(given))) == [
        *("record.order", "weigh", "record.order", "decide")
    ]


def test_a_consent_may_be_withdrawn_before_the_next_step() -> None:
    earlier = asking("{consent: {to: help}}", step="weigh", more=never("{consent: {to: help}}"))

    assert broken_by(earlier) == ["weigh", "decide"]


def test_what_served_the_last_time_does_not_serve_again() -> None:
    newer = "{record: {type: report, newer_than: {act: decision}}}"
    again = "transitions: {decide: {from: [weighed, decided], requires: [REQUIRES]}}\n"
    kept = a_definition(again.replace("REQUIRES", newer) + never(newer))
    stale = a_definition(again.replace("REQUIRES", AGREED) + never(newer))

    assert isinstance(verdict(kept), Proved)
    assert isinstance(verdict(stale), Broken)


@pytest.mark.parametrize(
    ("severity", "outcome", "aside"),
    [
        pytest.param("block", Proved, False, id="block"),
        pytest.param("block_unless_deviation", Broken, True, id="with a deviation"),
        pytest.param("warn", Broken, False, id="a warning stops nothing"),
    ],
)
def test_a_rule_is_worth_its_severity(severity: str, outcome: type, aside: bool) -> None:
    found = verdict(a_definition(with_rule(severity)))

    assert isinstance(found, outcome)


def test_a_deviation_does_not_cover_what_is_not_known() -> None:
    guard = "{none_of: [{all_of: [{age: {under: {years: 12}}}, {input: {place: [away]}}]}]}"
    ages = "{age: {under: {years: 12}}}, {age: {at_least: {years: 12}}}"
    known = f"{{any_of: [{ages}, {{input: {{place: [home]}}}}]}}"
    workflow = a_definition(with_rule("block_unless_deviation", guard, more=never(known)))

    assert isinstance(verdict(workflow), Proved)


def test_a_rule_that_says_not_how_cannot_be_set_aside() -> None:
    workflow = a_definition(with_rule("block_unless_deviation"))
    rule = workflow.rules["report_first"].model_copy(update={"deviation": None})

    assert isinstance(verdict(workflow.model_copy(update={"rules": {"first": rule}})), Proved)


def test_no_rule_stops_a_fact() -> None:
    on_fact = with_rule("block", more=never(AGREED, act="event")).replace("[decision]", "[event]")

    assert broken_by(a_definition(on_fact)) == ["record_event"]


def test_an_act_that_nothing_performs_is_never_wrong() -> None:
    acts = "catalogue: {acts: {other: {kind: decision, title: {nl: x, en: x}, source: x}}}\n"

    assert isinstance(verdict(a_definition(acts + never(AGREED, act="other"))), Proved)


def test_guards_that_share_nothing_are_left_out() -> None:
    found = verdict(asking(AGREED, "{consent: {to: help}}", more=never(AGREED)))

    assert isinstance(found, Proved)
    assert found.left_out == ("consent.help", "input.safety")


def test_a_guard_that_makes_a_path_impossible_joins_the_search() -> None:
    impossible = asking(
        "{fact: {safety: [safe]}}",
        more="\n".join(
            [
                "  weigh: {requires: [{input: {safety: [unsafe]}}]}",
                never("{consent: {to: help}}"),
            ]
        ),
    )
    found = verdict(impossible)

    assert isinstance(found, Proved)
    assert "fact.safety" not in found.left_out


def test_beyond_the_limit_nothing_is_promised() -> None:
    workflow = asking(AGREED, more=never(AGREED))
    few = verdict(workflow, How(limits=lambda: Budget(3)))
    late = verdict(workflow, How(limits=lambda: Budget(is_late=lambda: True)))

    assert isinstance(few, NotProved)
    assert few.why.nl == "De grens van het zoeken is bereikt."
    assert isinstance(late, Proved)  # the clock is asked once in a thousand combinations


def test_the_clock_is_asked_now_and_then() -> None:
    budget = Budget(is_late=lambda: True)

    Budget().spend(1_000)
    budget.spend(999)
    with pytest.raises(LimitReached):
        budget.spend()


class Replays:
    """Plays the engine: refuses so often, for this reason."""

    def __init__(self, *answers: Played) -> None:
        self.answers, self.paths = list(answers), list[list[str]]()

    def __call__(self, workflow: object, path: object, without: object) -> Played:
        """Answer what was said beforehand."""
        self.paths.append(moves(path))  # type: ignore[arg-type] # the protocol says Path
        return self.answers.pop(0)


WENT = Played(went=True)


def test_a_counter_example_is_replayed() -> None:
    workflow = a_definition(never(AGREED))
    went = verdict(workflow, How(replay=Replays(WENT)))
    untold = verdict(workflow, How(replay=Replays(Played(went=False, tried=False))))

    assert isinstance(went, Broken)
    assert went.replayed is True
    assert isinstance(untold, Broken)
    assert untold.replayed is False


def test_what_stops_a_replay_joins_the_search() -> None:
    workflow = asking("{consent: {to: help}}", more=never(AGREED))
    stops = Played(went=False, step="decide", because=frozenset({"consent.help"}))
    replays = Replays(stops, WENT)
    found = verdict(workflow, How(replay=replays))

    assert isinstance(found, Broken)
    assert replays.paths == [["weigh", "decide"], ["weigh", "decide"]]
    assert "consent.help" not in found.left_out


def test_a_way_that_the_engine_does_not_go_proves_nothing() -> None:
    workflow = a_definition(never(AGREED))
    elsewhere = replace(WENT, went=False, step="nowhere")
    found = verdict(workflow, How(replay=Replays(elsewhere)))

    assert isinstance(found, NotProved)
    assert found.why.nl == "Er is een weg gevonden die de echte engine niet gaat."


def test_a_rule_in_shadow_does_not_bind_yet() -> None:
    workflow = a_definition(with_rule("block"))
    now = verdict(workflow, How(unbound=frozenset({"report_first"})))
    other = verdict(workflow, How(unbound=frozenset({"another"})))

    assert isinstance(now, Proved)
    assert now.binds is False
    assert isinstance(other, Proved)
    assert other.binds is True
