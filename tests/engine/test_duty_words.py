"""A term in words: when it starts, how long it is, what meets it."""

import pytest

from engine.duty_words import (
    during_words,
    kind_words,
    length_words,
    met_words,
    repeats_words,
    starts_words,
)
from tests.engine.builders import a_deadline, a_workflow

WORKFLOW = a_workflow("""\
transitions:
  plan:
    title: {nl: Plannen, en: Plan}
    from: [placed]
    to: placed
    by: [regisseur]
    input: {day: {type: date, title: {nl: Dag, en: Day}}}
catalogue:
  records:
    order:
      title: {nl: Beschikking, en: Order}
      about: youth
      statuses:
        valid: {initial: true, settled: true, title: {nl: Geldig, en: Valid}}
      written_by: [regisseur]
      fields: {ends_on: {type: date, title: {nl: Einde, en: Ends}}}
      source: law
  acts: {placement: {kind: decision, title: {nl: Plaatsing, en: Placement}, source: law}}
  roles: {regisseur: {title: {nl: regisseur, en: regisseur}, access: regisseur}}
""")


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        (
            "{entering: [placed, checked]}",
            ("bij: Geplaatst, Tegenspraak gehouden", "on: Placed, Checked"),
        ),
        ("{act: [placement]}", ("na: Plaatsing", "after: Placement")),
        ("{record: {type: order, status: [valid]}}", ("Beschikking: Geldig", "Order: Valid")),
        ("{record_date: {type: order, field: ends_on}}", ("Beschikking: Einde", "Order: Ends")),
        ("{input_date: {transition: plan, field: day}}", ("Plannen: Dag", "Plan: Day")),
        ("{age: {birthday: 18}}", ("18e verjaardag", "birthday 18")),
        (
            "{age: {before_birthday: 16, by: {months: 3}}}",
            ("3 maanden vóór de 16e verjaardag", "3 months before birthday 16"),
        ),
        ("{meeting: true}", ("de dag van de zitting", "the day of the meeting")),
        (
            "{nothing_open: true}",
            ("zodra er niets anders openstaat", "as soon as nothing else is open"),
        ),
    ],
)  # fmt: skip
def test_what_sets_it_going(starts: str, says: tuple[str, str]) -> None:
    words = starts_words(a_deadline(f"starts: {starts}").starts, WORKFLOW)

    assert (words.nl, words.en) == says


@pytest.mark.parametrize(
    ("met_by", "says"),
    [
        ("{entering: [returned]}", "Terug thuis"),
        ("{act: [placement]}", "Plaatsing"),
        ("{record: {type: order, status: [valid]}}", "Beschikking: Geldig"),
        ("{any_of: [{entering: [returned]}, {act: [placement]}]}", "Terug thuis of Plaatsing"),
    ],
)
def test_what_meets_it(met_by: str, says: str) -> None:
    assert met_words(a_deadline(f"met_by: {met_by}").met_by, WORKFLOW).nl == says


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", ("binnen 6 weken", "within 6 weeks")),
        ("kind: countback\nbefore: {weeks: 8}", ("8 weken vooraf", "8 weeks ahead")),
        ("moments: [{days: 1}, {days: 3}]", ("1 dag, 3 dagen", "1 day, 3 days")),
    ],
)
def test_how_long_it_is(line: str, says: tuple[str, str]) -> None:
    words = length_words(a_deadline(line))

    assert (words.nl, words.en) == says


def test_what_kind_it_is_and_how_often_it_comes() -> None:
    once, often = a_deadline(), a_deadline("repeats: {every: {months: 3}}")

    assert kind_words(once).nl == "vast"
    assert repeats_words(once) is None
    again = repeats_words(often)
    assert again
    assert (again.nl, again.en) == ("daarna elke 3 maanden", "then every 3 months")


@pytest.mark.parametrize(
    ("during", "says"),
    [("", "Geplaatst"), ("during: [checked]", "Tegenspraak gehouden"),
     ("during: open", "zolang de zaak loopt")],
)  # fmt: skip
def test_where_it_holds(during: str, says: str) -> None:
    assert during_words(a_deadline(during), WORKFLOW).nl == says
