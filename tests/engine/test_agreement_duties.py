"""The deadline of an agreement is on the very day that was agreed, and is known by its key."""

from datetime import date, time

from engine.agreement_duties import agreement_duty, agreement_key, agreement_rule
from engine.calendar import Calendar
from engine.deviation_duties import duty_rule
from engine.duty_plan import Reckoner
from tests.service.rooms import at_tables


def test_the_day_that_was_agreed_is_not_moved_for_a_day_off() -> None:
    reckoner = Reckoner(Calendar(), time(7))

    duty = agreement_duty(
        reckoner, "a1", made_on=date(2026, 3, 2), due_on=date(2026, 3, 21), owner="worker"
    )

    assert (duty.key, duty.due.on, duty.rule.owner) == ("agreement.a1", date(2026, 3, 21), "worker")
    assert [(each.step, each.audience) for each in duty.reminders] == [
        ("before_1_weeks", "owner"),
        ("after_1_working_days", "owner"),
        ("after_1_working_days", "coordinator"),
    ]


def test_every_reader_of_deadlines_knows_what_it_is_called() -> None:
    workflow = at_tables().of("talk", "default")

    assert duty_rule(workflow, agreement_key("a1")) == agreement_rule()
    assert agreement_rule().title.en == "Keep the agreement"
