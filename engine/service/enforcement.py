"""Rules in shadow or on, per region from a day: asked by one, confirmed by another.

A setting stands outside the versions of the workflows: it is read at each decision and binds
running cases too. Consent, the legal title and four eyes on placement are never in shadow.

Source: DOMAIN 2.0 (enforcement, DEFAULT); CONTRACTS 1.9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.library import UnknownRegion
from engine.reason import Reason
from engine.rules import Rule
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table
from engine.service.command import refuse
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.service.office import Office
from engine.store import meeting_tables, rule_settings
from engine.store.rule_settings import NewSetting, SettingSeen
from engine.text import Text

SETS = frozenset({"coordinator", "team_lead"})
"""Who sets what binds in a region, two of them together (DEFAULT)."""

_WHY = Text(nl="Schrijf op waarom.", en="Write down why.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")


def ask_enforcement(viewer: Viewer, office: Office, order: AskEnforcement) -> TableOutcome:
    """Ask that a rule binds in a region from a day on, or is only shown.

    Refused for who does not coordinate there, and for a rule that always binds.

    Raises:
        UnknownRegion: there is no such region. NotFound: it has no such rule.
        InvalidInput: no reason, or a day that is past.
    """
    return at_table(viewer, office, order, _ask)


def decide_enforcement(viewer: Viewer, office: Office, order: DecideEnforcement) -> TableOutcome:
    """Confirm or refuse it, as another person than whoever asked; a refusal says why.

    Raises:
        NotFound: there is no such setting in a region of the viewer's.
        InvalidInput: it is refused without a word, or with too many.
    """
    return at_table(viewer, office, order, _decide)


def rules_of(office: Office, region: str) -> Mapping[str, Rule]:
    """The rules that some workflow of the region has, by key.

    Raises:
        UnknownRegion: there is no such region.
    """
    library = office.library
    if region not in library.regions:
        raise UnknownRegion(region, library.regions)
    found = {
        key: rule
        for (_, where), workflow in library.workflows.items()
        if where == region
        for key, rule in workflow.rules.items()
    }
    return dict(sorted(found.items()))


def roles_in(work: TableWork, region: str) -> frozenset[str]:
    """The roles that the viewer has in the whole region today."""
    return meeting_tables.region_roles(
        work.connection, work.viewer, region, now=work.now, on=work.today
    )


def may_set(roles: frozenset[str]) -> Reason:
    """Whether somebody with these roles sets what binds in the region."""
    return Reason(
        key="role",
        met=bool(roles & SETS),
        asks=Text(
            nl="Dit doen de coördinator en de teamleider van de regio",
            en="This is done by the coordinator and the team lead of the region",
        ),
        says=Text(
            nl="Dit doen de coördinator en de teamleider van de regio.",
            en="This is done by the coordinator and the team lead of the region.",
        ),
        source="DEFAULT",
    )


def may_decide(
    viewer: Viewer, roles: frozenset[str], setting: SettingSeen
) -> tuple[Reason, Reason, Reason]:
    """What deciding on it asks: the role, another person than whoever asked, not decided yet."""
    return (
        may_set(roles),
        _another(viewer, setting),
        _undecided(met=setting.state == "asked"),
    )


def _ask(work: TableWork, order: AskEnforcement) -> Changed:
    rules = rules_of(work.office, order.region)
    if order.rule not in rules:
        raise NotFound("rule")
    role = may_set(roles_in(work, order.region))
    refuse("ask_enforcement", role, _may_wait(rules[order.rule], order))
    if problems := tuple(_asked_wrongly(order, work.today)):
        raise InvalidInput(*problems)
    new = NewSetting(
        region=order.region,
        rule=order.rule,
        enforcement=order.enforcement,
        from_on=order.from_on,
        reason=order.reason.strip(),
        asked_by=work.viewer.person,
    )
    made = rule_settings.ask_setting(work.connection, new, now=work.now)
    return Changed(made, 1, state="asked", made=made)


def _decide(work: TableWork, order: DecideEnforcement) -> Changed:
    setting = rule_settings.get_setting(work.connection, order.setting)
    roles = roles_in(work, setting.region)
    if not roles:
        raise NotFound("setting")
    refuse("decide_enforcement", *may_decide(work.viewer, roles, setting))
    if problems := tuple(_decided_wrongly(order)):
        raise InvalidInput(*problems)
    to: Literal["confirmed", "refused"] = "confirmed" if order.confirmed else "refused"
    decided = rule_settings.decide_setting(
        work.connection,
        setting,
        to,
        by=work.viewer.person,
        said=order.why.strip(),
        now=work.now,
    )
    refuse("decide_enforcement", _undecided(met=decided))  # somebody else at this very moment
    return Changed(setting.public_id, 2, state=to)


def _asked_wrongly(order: AskEnforcement, today: date) -> Iterator[InputProblem]:
    if not order.reason.strip():
        yield InputProblem("reason", "missing", _WHY)
    if len(order.reason) > LONGEST["long_text"]:
        yield InputProblem("reason", "malformed", _TOO_LONG)
    if order.from_on < today:
        says = Text(nl="Deze dag is al voorbij.", en="This day is past already.")
        yield InputProblem("from_on", "malformed", says)


def _decided_wrongly(order: DecideEnforcement) -> Iterator[InputProblem]:
    if not order.confirmed and not order.why.strip():
        yield InputProblem("why", "missing", _WHY)
    if len(order.why) > LONGEST["long_text"]:
        yield InputProblem("why", "malformed", _TOO_LONG)


def _may_wait(rule: Rule, order: AskEnforcement) -> Reason:
    return Reason(
        key="always_binds",
        met=not (rule.always_binds and order.enforcement == "shadow"),
        asks=Text(nl="Laat deze regel gelden", en="Let this rule hold"),
        says=Text(
            nl="Toestemming, titel en tweede persoon bij een plaatsing gelden altijd.",
            en="Consent, title and the second person on a placement always hold.",
        ),
        source="DEFAULT",
    )


def _another(viewer: Viewer, setting: SettingSeen) -> Reason:
    return Reason(
        key="four_eyes",
        met=viewer.person != setting.asked_by,
        asks=Text(nl="Laat een ander dit bevestigen", en="Have another person confirm this"),
        says=Text(
            nl="Wie dit heeft gevraagd kan het niet zelf bevestigen.",
            en="Whoever asked this cannot confirm it themselves.",
        ),
        source="DEFAULT; SEED 000 (req 164)",
    )


def _undecided(*, met: bool) -> Reason:
    return Reason(
        key="decided",
        met=met,
        asks=Text(nl="Vraag het opnieuw", en="Ask it anew"),
        says=Text(nl="Hierover is al besloten.", en="This was decided already."),
        source="DEFAULT",
    )
