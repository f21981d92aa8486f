"""What people read of a reason that is composed of others."""

from api.reasons import told
from engine.reason import Fix, Reason
from engine.text import Text

ANALYSIS, ORDER = Fix(record="explanatory_analysis"), Fix(record="court_order")


def reason(key: str, met: bool | None = False, **more: object) -> Reason:
    """Make a reason that asks and says its key."""
    words = Text(nl=key, en=key)
    return Reason(key, met, words, words, **more)  # type: ignore[arg-type] # leaves of Reason


def test_parts_that_the_whole_mends_are_not_told_again() -> None:
    deep = reason("deep", parts=(reason("none", fix=ANALYSIS, child="k1"), reason("in", None)))
    whole = reason("whole", fix=ANALYSIS, parts=(reason("none", fix=ANALYSIS, child="k1"), deep))

    assert told(whole).parts == ()
    assert told(whole).mend is not None
    assert told(whole).mend.child == "k1"  # type: ignore[union-attr] # asserted above


def test_parts_about_several_children_are_told_each() -> None:
    parts = tuple(reason("none", fix=ANALYSIS, child=child) for child in ("k1", "k2"))

    assert told(reason("whole", fix=ANALYSIS, parts=parts)) == (parts, None)


def test_parts_with_ways_of_their_own_are_told_once() -> None:
    order = reason("order", fix=ORDER)
    whole = reason("either", parts=(order, reason("both", parts=(order, reason("ok", True)))))

    assert told(whole) == ((order,), None)


def test_where_no_part_is_mended_the_whole_is() -> None:
    part, whole = reason("part"), reason("whole", parts=(reason("part"),))

    assert told(whole) == ((part,), whole)


def test_a_plain_reason_mends_itself_while_it_is_not_met() -> None:
    unmet = reason("plain", fix=ORDER)

    assert told(unmet) == ((), unmet)
    assert told(reason("plain", True, fix=ORDER)).mend is None
    assert told(reason("plain", None)).mend is None


def test_of_what_must_not_hold_no_part_is_named_as_what_is_wrong() -> None:
    held, due = reason("contact_day_1"), reason("contact_week_4", met=True)

    assert told(reason("follow_up_settled", parts=(held, due), excludes=True)).parts == ()
    assert told(reason("follow_up_settled", parts=(held, due))).parts == (held,)
