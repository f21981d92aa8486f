"""Every refusal of ours says what happened, of what, and that nothing is lost."""

from __future__ import annotations

import pytest

from engine.errors import (
    Busy,
    KeyReused,
    LogUnwritable,
    NotFound,
    PublishedDifferently,
    RegietafelError,
    StaleCase,
    StaleMeeting,
    StepUpNeeded,
    TooMany,
)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        pytest.param(StaleCase("c1", 3, 5), ["c1", "version 3", "at 5"], id="stale"),
        pytest.param(
            StaleMeeting("The meeting", 3, 5), ["The meeting", "version 3", "at 5"], id="meeting"
        ),
        pytest.param(KeyReused("k1"), ["k1", "a key of its own"], id="key reused"),
        pytest.param(Busy(5.0), ["5 seconds", "Try again"], id="busy"),
        pytest.param(LogUnwritable(), ["who looks", "nothing is shown"], id="log unwritable"),
        pytest.param(TooMany(40), ["too often", "40 seconds"], id="too many"),
        pytest.param(StepUpNeeded(), ["second factor", "send this again"], id="step-up needed"),
        pytest.param(
            PublishedDifferently("placement", "oldebroek", "1"),
            ["placement", "oldebroek", "second person"],
            id="published differently",
        ),
    ],
)
def test_an_error_names_what_it_is_about_and_that_nothing_was_saved(
    error: RegietafelError, says: list[str]
) -> None:
    assert all(words in str(error) for words in [*says, "nothing was saved"])


def test_what_is_not_there_and_what_is_not_yours_read_alike() -> None:
    assert str(NotFound("case")) == "There is no such case, or it is not yours to see."


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = RegietafelError.__subclasses__()

    assert len({kind.code for kind in kinds}) == len(kinds)
