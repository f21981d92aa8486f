"""A scenario reports somebody away, and says who hears then."""

from tests.scenarios.small import first_line, lines, played

SENT = "sent: [{to: bram, times: 3}, {to: cora, times: 1}]"
OPENED = "  - {open: placement, case: p, about: sam, as: bram}"


def away(**said: str) -> tuple[str, str]:
    """Let Bram be away, right after the case was opened."""
    days = {"person": "bram", "from": '"2026-03-02"', **said}
    words = ", ".join(f"{key}: {value}" for key, value in days.items())
    return OPENED, f"{OPENED}\n" + lines(f"{{absent: {{{words}}}, as: bram}}")


def test_the_deputy_hears_instead_and_then_the_holder_is_back() -> None:
    result = played(
        away(deputy="dora", until='"2026-04-13"'),
        (SENT, "sent: [{to: bram, times: 2}, {to: dora, times: 1}, {to: cora, times: 1}]"),
    )

    assert result.lines() == []


def test_the_ladder_is_what_a_reminder_is_expected_to_follow() -> None:
    days = {"2026-04-02": "dora", "2026-04-13": "dora", "2026-04-14": "dora"}
    rows = [*days.items(), ("2026-04-14", "cora")]
    told = ", ".join(
        f'{{about: preparation, to: {who}, on: "{day}", state: fired}}' for day, who in rows
    )

    result = played(
        away(deputy="dora"),
        (
            SENT,
            f"sent: [{{to: dora, times: 3}}, {{to: cora, times: 1}}]\n      reminders: [{told}]",
        ),
    )

    assert result.lines() == []


def test_an_end_before_the_beginning_is_pointed_out() -> None:
    assert "invalid" in first_line(away(until='"2026-03-01"'))


def test_somebody_that_the_file_does_not_know_is_pointed_out() -> None:
    assert "did you mean 'bram'" in first_line(away(person="brom"))
