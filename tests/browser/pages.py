"""Every page that people see, and who looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.letter_words import letter_words
from engine.service import step_up
from engine.service.at_table import Changed
from engine.service.batch_orders import AskBatch
from engine.service.batches import ask_batch
from engine.service.command import Outcome, looking
from engine.service.data_copies import copy_in, request_in
from engine.service.data_requests import ask_data, give_copy, judge_copy
from engine.service.deviations import ask_deviation
from engine.service.emergency import LetIn, ask_emergency
from engine.service.emergency_orders import AskEmergency
from engine.service.enforcement import ask_enforcement
from engine.service.enforcement_orders import AskEnforcement
from engine.service.file.families import families
from engine.service.file.members import members_of
from engine.service.file.records import records
from engine.service.invitations import invitations
from engine.service.letter_orders import MakeLetter, make_letter
from engine.service.letters import letters
from engine.service.log_reviews import log_review, my_open_reviews
from engine.service.meeting_lists import my_meetings, my_tables
from engine.service.meeting_page import meeting
from engine.service.my_cases import my_cases
from engine.service.my_work import my_work
from engine.service.opening import open_case
from engine.service.orders import AskDeviation, OpenCase, WriteRecord
from engine.service.records import write_record
from engine.service.registering import Member, NewFamily, register_family
from engine.service.repeats import Done
from engine.service.rights_orders import AskData, GiveCopy, ItemJudged, JudgeCopy
from engine.service.sessions import sign_in
from engine.span import Span
from engine.store import cases
from engine.store.meetings import AHEAD
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork, add_work
from tests.browser.old_files import old_files
from tests.browser.place import Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its address with {names} for ids, and who looks; nobody when ``by`` is None.

    ``press`` is the button of its form that is pressed first: what then comes back is shown.
    """

    name: str
    at: str
    by: str | None = "bram"
    press: str | None = None


SEND = "form[data-send] .nl-button--primary"
RULE = "/workflows/rules/explanatory_analysis?region={region}"
STEP = "/cases/{story}/steps/decide_to_place"
PAGES = (
    Shown("sign-in", "/sign-in", None),
    Shown("home", "/"),
    Shown("home-coordinator", "/", "cora"),
    Shown("home-chair", "/", "anna"),
    Shown("home-without-cases", "/", "kees"),
    Shown("cases", "/cases"),
    Shown("cases-closed", "/cases?closed=1", "cora"),
    Shown("deadlines", "/deadlines", "cora"),
    Shown("deadlines-filtered", "/deadlines?when=past_norm&look=norm", "cora"),
    Shown("deadlines-views", "/deadlines/views?look=law", "cora"),
    Shown("batch-new", "/deadlines/batches/new?act=remind&deadline={deadline}", "cora"),
    Shown("batch-new-wrong", "/deadlines/batches/new?act=extend&deadline={deadline}", "cora", SEND),
    Shown("batch", "/deadlines/batches/{batch}", "cora"),
    Shown("families", "/families"),
    Shown("family", "/families/{family}"),
    Shown("family-new", "/families/new"),
    Shown("family-new-wrong", "/families/new", press=SEND),
    Shown("case-new", "/cases/new?family={family}&workflow=placement"),
    Shown("case", "/cases/{story}"),
    Shown("case-coordinator", "/cases/{story}", "cora"),
    Shown("case-look-back", "/cases/{look_back}", "vera"),
    Shown("case-closed", "/cases/{closed}", "cora"),
    Shown("step", STEP),
    Shown("step-wrong", STEP, press="button[value=do]"),
    Shown("step-fact", "/cases/{story}/steps/place_in_emergency"),
    Shown("timeline", "/cases/{story}/timeline"),
    Shown("looked", "/cases/{story}/looked"),
    Shown("looked-not-for-you", "/cases/{story}/looked", "cora"),
    Shown("looked-on-paper", "/cases/{story}/looked/{sam}/print"),
    Shown("family-view", "/cases/{story}/family-view"),
    Shown("family-view-item", "/cases/{story}/family-view/{sam}/records/{settled}"),
    Shown(
        "family-view-item-wrong", "/cases/{story}/family-view/{sam}/records/{settled}", press=SEND
    ),
    Shown("family-view-youth", "/cases/{story}/family-view/{marit}/children/{sam}"),
    Shown("mine-youth", "/mine", "sam"),
    Shown("mine-parent", "/mine", "tom"),
    Shown("home-privacy-officer", "/", "petra"),
    Shown("log-reviews", "/log-reviews", "petra"),
    Shown("log-review", "/log-reviews/{log_review}", "petra"),
    Shown("log-signal-wrong", "/log-reviews/{log_review}/signals/{log_signal}", "petra", SEND),
    Shown("home-archivist", "/", "hilde"),
    Shown("retention-not-for-you", "/retention"),
    Shown("retained-wrong", "/retention/files/{held}", "rens", SEND),
    Shown("retained-case", "/retention/files/{story}"),
    Shown("destruction", "/retention/destructions/{proposal}", "rens"),
    Shown("destruction-mine", "/retention/destructions/{proposal}", "hilde"),
    Shown("certificate", "/retention/destructions/{certificate}", "rens"),
    Shown("certificate-on-paper", "/retention/destructions/{certificate}/print", "rens"),
    Shown("step-up", "/step-up?next=/emergency", "nienke"),
    Shown("emergency", "/emergency", "nienke"),
    Shown("emergency-wrong", "/emergency", "nienke", SEND),
    Shown("emergency-core", "/emergency/{emergency}", "nienke"),
    Shown("emergency-reviews", "/emergency-reviews", "petra"),
    Shown("emergency-review-wrong", "/emergency-reviews/{emergency}", "petra", SEND),
    Shown("record-new", "/cases/{story}/records/new?type=explanatory_analysis&child={sam}"),
    Shown("record-draft", "/cases/{story}/records/{draft}"),
    Shown("record", "/cases/{story}/records/{settled}"),
    Shown("record-move", "/cases/{story}/records/{draft}/moves/shared_with_family"),
    Shown("participant-new", "/cases/{story}/participants/new"),
    Shown("participant-leaves", "/cases/{story}/participants/{els}/cjg_worker/leave"),
    Shown("assign", "/cases/{story}/assign/regisseur"),
    Shown("consent-new", "/cases/{story}/consents/new?to=placement&child={sam}"),
    Shown("authority-new", "/cases/{story}/authority/new"),
    Shown(
        "deviation-new",
        "/cases/{story}/deviations/new?rule=alternatives_weighed&transition=decide_to_place",
    ),
    Shown("deviation", "/cases/{story}/deviations/{deviation}", "els"),
    Shown("contact-new", "/cases/{story}/contacts/new"),
    Shown("deadline", "/cases/{story}/deadlines/{deadline}"),
    Shown("reminders-case", "/cases/{story}/reminders"),
    Shown("reminders", "/reminders", "cora"),
    Shown("reminders-planned", "/reminders?which=planned", "cora"),
    Shown("health", "/health", "cora"),
    Shown("workflows", "/workflows?region=oldebroek"),
    Shown("workflow", "/workflows/crisis?region=oldebroek"),
    Shown("rules", "/workflows/rules?region={region}", "cora"),
    Shown("calendar", "/calendar?region={region}", "cora"),
    Shown("calendar-add", "/calendar/add?region={region}", "cora"),
    Shown("calendar-add-wrong", "/calendar/add?region={region}", "cora", "button[value=preview]"),
    Shown("agenda", "/agenda?all=1", "anna"),
    Shown("meeting", "/meetings/{meeting}", "anna"),
    Shown("meeting-wrong", "/meetings/{meeting}", "anna", "form:has([value=cancelled]) button"),
    Shown("meeting-on-paper", "/meetings/{meeting}/print", "joost"),
    Shown("meeting-own-copy", "/meetings/{meeting}/print?own=true", "joost"),
    Shown("meeting-change", "/meetings/{meeting}/change", "joost"),
    Shown("postponement", "/meetings/{meeting}/items/{item}/postponement", "joost"),
    Shown("sheet", "/meetings/{meeting}/items/{item}", "anna"),
    Shown(
        "sheet-wrong",
        "/meetings/{meeting}/items/{item}",
        "anna",
        "#block-step-start_meeting button[value=do]",
    ),
    Shown("tables", "/tables", "joost"),
    Shown("table", "/tables/{table}", "joost"),
    Shown("table-new", "/tables/new?region={region}", "cora"),
    Shown("table-rhythm", "/tables/{table}/rhythm", "joost"),
    Shown("table-rhythm-look", "/tables/{table}/rhythm", "joost", "button[value=preview]"),
    Shown("table-change", "/tables/{table}/change", "joost"),
    Shown("table-meeting-new", "/tables/{table}/meetings/new", "joost"),
    Shown("member-new", "/tables/{table}/members/new?role=council_adviser", "joost"),
    Shown("member-end", "/tables/{table}/members/{member}/end", "joost"),
    Shown("invitations", "/cases/{invited_case}/invitations", "joost"),
    Shown("invitation", "/cases/{invited_case}/invitations/{to_invite}", "joost"),
    Shown("invitation-wrong", "/cases/{invited_case}/invitations/{to_invite}", "joost", SEND),
    Shown("invitation-letter", "/cases/{invited_case}/invitations/{plan}/letter", "joost"),
    Shown("invitation-on-paper", "/cases/{invited_case}/invitations/{plan}/letter/print", "joost"),
    Shown("agreements", "/cases/{table_case}/agreements", "joost"),
    Shown("agreements-wrong", "/cases/{table_case}/agreements", "joost", SEND),
    Shown("packages", "/cases/{table_case}/packages", "joost"),
    Shown("packages-wrong", "/cases/{table_case}/packages", "joost", SEND),
    Shown("package", "/cases/{table_case}/packages/council", "joost"),
    Shown("package-on-paper", "/cases/{table_case}/packages/council/print", "joost"),
    Shown("rights", "/cases/{rights_case}/rights"),
    Shown("rights-wrong", "/cases/{rights_case}/rights", press="#ask .nl-button--primary"),
    Shown("data-request", "/cases/{rights_case}/rights/{data_request}"),
    Shown("data-given", "/cases/{rights_case}/rights/{data_given}"),
    Shown("data-on-paper", "/cases/{rights_case}/rights/{data_given}/print"),
    Shown("consent-to-share", "/cases/{table_case}/consents/new?to=share_council", "joost"),
    Shown("letters", "/cases/{table_case}/letters", "joost"),
    Shown("letter-preview", "/cases/{table_case}/letters/preview?plain=yes", "joost"),
    Shown("letter-home", "/cases/{table_case}/letters/{table_letter}", "joost"),
    Shown("letter-on-paper", "/cases/{table_case}/letters/{table_letter}/print", "joost"),
    Shown("crisis-desk", "/crisis", "nienke"),
    Shown("crisis-new-wrong", "/crisis/new", "nienke", SEND),
    Shown("crisis", "/crisis/{crisis}", "nienke"),
    Shown("paper-blank", "/paper/decision?region={region}"),
    Shown("rule", RULE, "cora"),
    Shown("rule-wrong", RULE, "cora", SEND),
    Shown("rule-setting", "/workflows/rules/settings/{setting}", "cora"),
    Shown("mailbox", "/mailbox?all=1"),
    Shown("letter", "/mailbox/{letter}"),
    Shown("me", "/me"),
    Shown("absence", "/me/absence", "cora"),
    Shown("absence-wrong", "/me/absence", "cora", SEND),
    Shown("work", "/work", "cora"),
    Shown("work-one", "/work-endings/{work}", "cora"),
    Shown("work-none", "/work"),
    Shown("messages", "/notices", "cora"),
    Shown("notice-settings", "/me/notices"),
    Shown("feed", "/me/calendar"),
    Shown("feed-made", "/me/calendar", press=SEND),
    Shown("accessibility", "/accessibility"),
    Shown("privacy", "/privacy"),
    Shown("changes", "/changes"),
    Shown("help", "/help"),
    Shown("not-found", "/cases/{draft}"),
)


def furnish(place: Place) -> Mapping[str, str]:
    """Begin what the caseload lacks, and say which id stands for which {name}."""
    bram, office, file = place.viewer("bram"), place.office, place.file("bram")
    analysis = WriteRecord(
        case=file.id,
        type="explanatory_analysis",
        fields={"question": "Waardoor escaleert het thuis?"},
    )
    asked = AskDeviation(
        case=file.id,
        rule="alternatives_weighed",
        transition="decide_to_place",
        why="De afweging is mondeling gedaan; het verslag volgt morgen.",
    )
    region = families(bram, office)[0].region
    assert place.site.mailbox
    closed = my_cases(place.viewer("cora"), office, closed=True).rows[0].id
    return {
        "story": file.id,
        "look_back": place.case("look_back").id,
        "closed": closed,
        **{each: place.viewer(each).id for each in ("sam", "marit", "els")},
        "family": families(bram, office)[0].id,
        "draft": _made(write_record(bram, office, analysis)),
        "settled": next(row.id for row in records(bram, office, file.id) if row.settled),
        "deviation": _made(ask_deviation(bram, office, asked)),
        "region": region,
        "setting": _setting(place, region),
        "work": _work(place, file.id, region),
        **_deadline(place, next(seen.id for seen in file.dates if seen.state == "open")),
        "letter": place.site.mailbox.letters(limit=1)[0].id,
        "crisis": _crisis(place),
        "emergency": _emergency(place),
        **_rights(place, file.id),
        **_log_review(place),
        **old_files(place, closed),
        **_table(place),
        **_letter(place),
        **_invited(place),
    }


def _deadline(place: Place, deadline: str) -> Mapping[str, str]:
    """A deadline that is open, and a batch about it."""
    return {"deadline": deadline, "batch": _batch(place, deadline)}


def _crisis(place: Place) -> str:
    """A crisis that was reported an hour ago, of a family that the service met then; its id."""
    nienke, office = place.viewer("nienke"), place.office
    child = Member(name="Noor", born=date(2012, 4, 5), is_child=True)
    home = register_family(
        nienke, office, NewFamily(name="Visser", region="oldebroek", members=(child,))
    )
    order = OpenCase(
        workflow="crisis",
        family=home.family,
        children=(home.members["Noor"],),
        role="crisis_worker",
        occurred_at=office.clock.now() - timedelta(hours=1),
    )
    return _made(open_case(nienke, office, order))


def _emergency(place: Place) -> str:
    """The crisis service was let in on the child of that crisis; the grant."""
    office = place.office
    _, me = sign_in(office, place.viewer("nienke").id, through="page")
    step_up.confirm(me.viewer, office, proves=lambda: True)
    why = "De tante belt: het kind is weggelopen en neemt niet op."
    order = AskEmergency(name="Noor", born=date(2012, 4, 5), category="missing_child", reason=why)
    came = ask_emergency(me.viewer, office, order)
    assert isinstance(came, LetIn)
    return came.grants[0]


def _invited(place: Place) -> Mapping[str, str]:
    """A case with somebody who is invited, and somebody for whom that is still to be chosen."""
    joost, office = place.viewer("joost"), place.office
    for case in my_cases(joost, office).rows:
        rows = invitations(joost, office, case.id).rows
        plans = [row.plan.record for row in rows if row.plan and row.has_letter]
        if plans and rows:
            return {"invited_case": case.id, "to_invite": rows[0].person, "plan": plans[0]}
    raise LookupError("nobody in the caseload is invited to a table")


def _rights(place: Place, case: str) -> Mapping[str, str]:
    """A request of somebody about their data that is open, and one that was answered."""
    bram, office = place.viewer("bram"), place.office
    with looking(bram, office, case, "read_rights") as work:
        person = next(each.id for each in members_of(work) if not each.is_child)
    order = AskData(case=case, person=person, asker=person, identity="Paspoort gezien.")
    given = _made(ask_data(bram, office, order))
    with looking(bram, office, case, "read_data_request") as work:
        things = copy_in(work, request_in(work, given)).things
    items = tuple(ItemJudged(key=each.thing.key) for each in things)
    judge_copy(bram, office, JudgeCopy(case=case, request=given, items=items))
    with looking(bram, office, case, "read_data_request") as work:
        digest = copy_in(work, request_in(work, given)).digest
    give_copy(bram, office, GiveCopy(case=case, request=given, digest=digest))
    asked = _made(ask_data(bram, office, order))
    return {"rights_case": case, "data_request": asked, "data_given": given}


def _log_review(place: Place) -> Mapping[str, str]:
    """The review of the last month that is over, and what stood out first in it."""
    petra, office = place.viewer("petra"), place.office
    for row in my_open_reviews(petra, office):
        signals = log_review(petra, office, row.id)[1]
        if signals:
            return {"log_review": row.id, "log_signal": signals[0].id}
    raise LookupError("nothing stood out in the caseload")


def _letter(place: Place) -> Mapping[str, str]:
    """A case with outcomes, and a letter about one of its children that was not given yet."""
    joost, office = place.viewer("joost"), place.office
    for case in my_cases(joost, office).rows:
        for row in letters(joost, office, case.id).rows:
            if not row.lacking:
                order = MakeLetter(case=case.id, child=row.child.id, receiver=row.receiver)
                made = _made(make_letter(joost, office, letter_words(), order))
                return {"table_case": case.id, "table_letter": made}
    raise LookupError("no case of the table has an outcome")


def _table(place: Place) -> Mapping[str, str]:
    """The next meeting that has a case on its agenda, and the table that meets."""
    joost, office = place.viewer("joost"), place.office
    ahead = (row for row in my_meetings(joost, office).rows if row.state in AHEAD)
    shown = next(found for row in ahead if (found := meeting(joost, office, row.id)).items)
    seats = next(row for row in my_tables(joost, office) if row.id == shown.row.table)
    return {
        "meeting": shown.row.id,
        "item": shown.items[0].id,
        "table": seats.id,
        "member": seats.members[-1].id,
    }


def _setting(place: Place, region: str) -> str:
    """A rule that is to be shown only, and waits for a second person; its id."""
    shadow = AskEnforcement(
        region=region,
        rule="explanatory_analysis",
        enforcement="shadow",
        from_on=place.office.today(),
        reason="De regio kijkt eerst acht weken mee.",
    )
    setting = ask_enforcement(place.viewer("tess"), place.office, shadow)
    assert isinstance(setting, Changed)
    return setting.id


def _batch(place: Place, deadline: str) -> str:
    """One act that waits for the clock at work; its id."""
    order = AskBatch(act="extend", deadlines=(deadline,), by=Span(weeks=1), reason="Zomer.")
    made = ask_batch(place.viewer("cora"), place.office, order)
    assert isinstance(made, Changed)
    return made.id


def _work(place: Place, case: str, region: str) -> str:
    """Something to do for the coordinator; its id."""
    with unit_of_work(place.office.store) as connection:
        head = cases.case_for_operator(connection, case)
        new = NewWork(kind="given_up", key=case, why="x", region=region, case_id=head.id)
        add_work(connection, new, now=place.office.clock.now())
    found = my_work(place.viewer("cora"), place.office, limit=50).rows
    return next(row.id for row in found if row.case == case)


def _made(outcome: Outcome) -> str:
    """The id of what a command made."""
    assert isinstance(outcome, Done)
    assert outcome.made
    return outcome.made
