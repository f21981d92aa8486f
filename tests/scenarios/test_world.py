"""Who takes part in a case of a scenario, and in which of its names they are spoken of."""

import pytest

from api.scenarios.differing import rows_otherwise
from api.scenarios.mailbox import Mailbox
from engine.ports import Message, NotSent, Sent
from tests.scenarios.small import first_line, lines, played


def test_whoever_joins_later_takes_no_part_from_the_start() -> None:
    assert "scientist_first" in first_line(
        ("expect: refused, because: [scientist_first]", "expect: allowed")
    )


def test_whoever_does_not_join_later_takes_part_when_the_case_opens() -> None:
    result = played(
        ("role: scientist, joins: later", "role: scientist"),
        ("expect: refused, because: [scientist_first]", "expect: allowed"),
        ("state: considered", "state: placed"),
        ("events: 1", "events: 2"),
        ('next_date: "2026-04-13"', 'next_date: "2026-03-30"'),
    )

    assert "steps.2.expect.deadlines" in result.lines()[0]


def test_a_family_is_registered_by_whoever_opens_its_first_case() -> None:
    """Bram has no role in it from the start, and he is not the first of the file."""
    result = played(
        ("  bram: {role: regisseur}\n", ""),
        ("people:\n", "people:\n  anna: {role: scientist, joins: later}\n"),
        ("role: coordinator}", "role: coordinator}\n  bram: {role: regisseur, joins: later}"),
    )

    assert result.lines() == []


def test_whoever_has_a_role_of_the_family_has_it_before_its_first_case() -> None:
    try_first = "{open: placement, case: q, about: jansen, as: dora"
    opens = "{open: placement, case: p, about: sam, as: bram}"
    result = played((opens, lines(f"{try_first}, expect: refused, because: [role]}}", opens)[4:]))

    assert result.lines() == []


def test_whoever_is_not_in_the_family_finds_none_to_open_a_case_for() -> None:
    opens = "{open: placement, case: p, about: sam, as: bram}"
    denied = "{open: placement, case: q, about: sam, as: gijs, expect: denied}"
    result = played(
        (opens, lines(denied, opens, denied)[4:]),
        ("role: coordinator}", "role: coordinator}\n  gijs: {role: regisseur, joins: later}"),
    )

    assert result.lines() == []


def test_a_role_that_nobody_holds_is_the_coordinators() -> None:
    """Regie was given for a time, and nobody took it over."""
    opens = "{open: placement, case: p, about: sam, as: bram}"
    result = played(
        ("  bram: {role: regisseur}\n", "  bram: {role: regisseur, joins: later}\n"),
        (
            opens,
            lines(
                "{open: placement, case: p, about: sam, as: cora}",
                '{join: bram, case: p, until: "2026-04-15", as: cora}',
            )[4:],
        ),
        ("events: 1", "events: 2"),
        (
            lines("{join: dora, case: p, as: bram}", "{do: place, case: p, as: bram}"),
            lines(
                '{wait: {until: "2026-04-15 08:00"}}',
                "{expect: {case: p, deadlines: [{about: preparation, owner: cora}]}}",
            ),
        ),
        ("state: placed", "state: considered"),
    )

    assert result.lines() == []


def test_the_mailbox_keeps_what_it_accepted() -> None:
    box = Mailbox()
    message = Message("key", "bram@scenario.test", "reminder", "nl")
    box.refuse("cora@scenario.test")

    assert isinstance(box.send(message), Sent)
    assert isinstance(box.send(Message("other", "cora@scenario.test", "reminder", "nl")), NotSent)
    assert box.accepted == {"key": 1}


@pytest.mark.parametrize(
    ("expected", "found", "says"),
    [
        pytest.param([{"a": 1}, {"a": 1, "b": 2}], [{"a": 1, "b": 2}, {"a": 1, "b": 3}], None),
        pytest.param([{"a": 1}], [], "expected 1, found nothing of the kind"),
        pytest.param([{"a": 1}], [{"a": 1}, {"a": 1}], "expected nothing more, found 1"),
    ],
)
def test_rows_are_compared_by_the_keys_given(
    expected: list[dict[str, object]], found: list[dict[str, object]], says: str | None
) -> None:
    assert rows_otherwise(expected, found) == says
