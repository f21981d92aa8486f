"""What can go wrong, each with a stable code for programs and a sentence for people."""

from __future__ import annotations

from typing import ClassVar


class RegietafelError(Exception):
    """Base of every refusal of ours; `api` gives each ``code`` one HTTP status."""

    code: ClassVar[str]


class TermOutOfScope(RegietafelError):
    """A term that the rules of its kind do not cover; the sentence says what to use instead."""

    code = "term_out_of_scope"


class NotFound(RegietafelError):
    """There is no such thing, or it is not for whoever asks: the answer is the same."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}, or it is not yours to see.")


class StaleCase(RegietafelError):
    """Someone else changed the case since the caller last read it."""

    code = "stale_case"

    def __init__(self, case: str, seen: int, current: int) -> None:
        self.case, self.seen, self.current = case, seen, current
        super().__init__(
            f"Case {case} changed after you opened it (you saw version {seen}, it is now at "
            f"{current}). Read what came in and try again; nothing was saved."
        )


class StaleMeeting(RegietafelError):
    """Someone else changed the meeting, the table or the calendar since the caller read it."""

    code = "stale_meeting"

    def __init__(self, what: str, seen: int, current: int) -> None:
        self.what, self.seen, self.current = what, seen, current
        super().__init__(
            f"{what} changed after you opened it (you saw version {seen}, it is now at "
            f"{current}). Read it again and try once more; nothing was saved."
        )


class KeyReused(RegietafelError):
    """The same idempotency key came with another request."""

    code = "key_reused"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The key {key} belongs to another request. Send this one under a key of its own; "
            "nothing was saved."
        )


class LogUnwritable(RegietafelError):
    """That somebody looked or acted cannot be kept, so nothing is shown and nothing is done."""

    code = "log_unwritable"

    def __init__(self) -> None:
        super().__init__(
            "It cannot be kept now who looks, so nothing is shown. Tell whoever looks after the "
            "program; nothing was saved."
        )


class Busy(RegietafelError):
    """No turn to write came within the time that a person waits."""

    code = "busy"

    def __init__(self, patience_s: float) -> None:
        super().__init__(
            f"Nobody could write for {patience_s:g} seconds. Try again; nothing was saved."
        )


class TooMany(RegietafelError):
    """It was asked too often within a short time."""

    code = "too_many"

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(
            f"That was asked too often. Try again in {retry_after_s} seconds; nothing was saved."
        )


class StepUpNeeded(RegietafelError):
    """What was asked needs a second factor that was shown within the last minutes."""

    code = "step_up_needed"

    def __init__(self) -> None:
        super().__init__(
            "Confirm first that it is you, with your second factor, and send this again then; "
            "nothing was saved."
        )


class ConfigurationError(RegietafelError):
    """The program is set up in a way that could lose or leak something; it does not start."""

    code = "configuration"


class PublishedDifferently(RegietafelError):
    """Another version of the workflow was published under the same label."""

    code = "published_differently"

    def __init__(self, workflow: str, region: str, label: str) -> None:
        super().__init__(
            f"Version {label} of {workflow} in {region} is published already and says something "
            "else. Give this one a label of its own, or publish it with a reason and a second "
            "person; nothing was saved."
        )
