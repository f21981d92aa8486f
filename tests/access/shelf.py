"""All cases of the matrix, and everybody who might look at them; with who may, by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from engine.access import Viewer
from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.account_roles import appoint
from engine.service.case_file import case_file
from engine.service.family_accounts import open_family_account
from engine.service.log_review_due import BOUNDS
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    Registered,
    register_family,
    register_professional,
)
from engine.service.repeats import Done
from engine.service.tick import tick
from engine.store import participation, versions
from engine.store.participation import NewTaking
from engine.store.store import Store
from engine.store.tables.review import LOG_REVIEW, LOG_SIGNAL
from engine.store.unit_of_work import reading, unit_of_work
from tests.access.beside import add_crisis, add_table_case
from tests.access.emergencies import let_in_on
from tests.access.files import File, canary, close, fill
from tests.access.retained import add_retention, an_archivist
from tests.office import MORNING
from tests.service.desks import shipped
from tests.service.stages import STAGES, keep, put_back

HERE, ELSEWHERE = "oldebroek", "foodvalley"

STAFF: Mapping[str, tuple[str, str]] = {
    "anna": ("cjg_worker", HERE),
    "bram": ("regisseur", HERE),
    "cora": ("coordinator", HERE),
    "dora": ("qualified_behavioural_scientist", HERE),
    "fien": ("regisseur", ELSEWHERE),
    "gijs": ("protection_worker", HERE),
    "kees": ("coordinator", ELSEWHERE),
    "nora": ("regisseur", HERE),
    "rik": ("requester", HERE),
    "rosa": ("regisseur", HERE),
    "sara": ("qualified_behavioural_scientist", HERE),
}
"""Who works as what and where."""

ARCHIVISTS: Mapping[str, str] = {"arda": HERE}
"""Who destroys the files of which region."""

OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "arda": ("own", "closed", "other"),  # number and dates of every file of their region
    "wim": ("own", "closed", "other"),  # let in on the children of these, in an emergency
    "youth": ("own", "closed"),  # whom these are about
}
"""Who comes to which file in another way than by a part in it; they are nobody of ``SEES``."""

OFFICERS: Mapping[str, str] = {"petra": HERE}
"""Who reviews the log of which region, as its privacy officer; they work on no case."""

ALL, MOST, TITLES = ("open", "confidential", "shielded"), ("open", "confidential"), ("open",)

SEES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "bram": {"own": ALL, "closed": ALL},  # regisseur of a family with two cases
    "dora": {"own": MOST},  # takes part in one case
    "rosa": {"other": ALL},  # regisseur of another family
    "cora": {"own": TITLES, "closed": TITLES, "other": TITLES},  # coordinator of the region
    "kees": {"elsewhere": TITLES},  # coordinator of another region
    "gijs": {},  # takes part, and is excluded
    "anna": {},  # her part ended
    "nora": {},  # has an account and no part
    "petra": {},  # privacy officer of the region: numbers of cases, names of colleagues
    "nobody": {},  # has not signed in
}
"""Which classes of which case everybody reads. Source: SAFETY 5.3, written apart from the code."""

SITS: Mapping[str, tuple[str, ...]] = {
    "bram": ("own",),
    "cora": ("own", "other"),
    "kees": ("elsewhere",),
}
"""Who sees the table of which file: its members, and whoever takes part in the whole region."""

SETS: Mapping[str, tuple[str, ...]] = {"cora": ("own", "other"), "kees": ("elsewhere",)}
"""Who sees what was asked of a rule in the region of which file."""

AWAY: Mapping[str, tuple[str, ...]] = {
    **SETS,
    "bram": ("own",),
    "rosa": ("other",),
    "fien": ("elsewhere",),
}
"""Who sees that the regisseur of which file is away: themselves, and who leads the region."""

ASKED: Mapping[str, tuple[str, ...]] = {
    "bram": ("own",),
    "rosa": ("other",),
    "fien": ("elsewhere",),
}
"""Who asked the batch about which file: its regisseur, and nobody else sees it."""

WATCHES: Mapping[str, tuple[str, ...]] = {"petra": ("own", "closed", "other")}
"""Who sees what stood out in the log of the region of which file: its privacy officer."""

SECOND: Mapping[str, str] = {"own": "dora", "closed": "dora", "other": "sara", "elsewhere": "sara"}
"""Who works on which file beside its regisseur."""

OF_FAMILY: Mapping[str, str] = {"own": "own", "closed": "own"}
"""Cases that share a family; the others have one of their own."""


@dataclass(frozen=True)
class Shelf:
    """The office with its cases."""

    office: Office
    clock: ManualClock
    staff: Mapping[str, Viewer]
    files: Mapping[str, File]


def a_shelf(store: Store) -> Shelf:
    """Fill an empty store: by real commands the first time, then with what they made."""
    key = ("shelf", store.is_sqlite)
    if key not in STAGES:
        keep(key, store, _filled(store))
    else:
        put_back(key, store)
    return _in(store, STAGES[key].made)


def _in(store: Store, made: Shelf) -> Shelf:
    """The shelf as it stands in this store; nobody changes that of another."""
    clock = ManualClock(made.clock.now())
    office = Office(store, clock, made.office.library)
    files = {name: _anew(file, office) for name, file in made.files.items()}
    return Shelf(office, clock, made.staff, files)


def _anew(file: File, office: Office) -> File:
    beside = {of: _anew(each, office) for of, each in file.beside.items()}
    return replace(file, office=office, ids=dict(file.ids), beside=beside)


def _filled(store: Store) -> Shelf:
    """What real commands make; only an exclusion has no command yet."""
    clock = ManualClock(MORNING - timedelta(days=31))  # the month before, to be reviewed
    office = Office(store, clock, shipped())
    with unit_of_work(store) as connection:
        for (_, region), workflow in office.library.workflows.items():
            if region in {HERE, ELSEWHERE}:
                versions.publish(connection, workflow, now=clock.now())
    staff = {name: _professional(office, name) for name in STAFF}
    staff |= {name: _officer(office, name) for name in OFFICERS}
    staff |= {name: an_archivist(office, name, where) for name, where in ARCHIVISTS.items()}
    closed = _opened(office, staff, "closed", "bram")
    close(closed)
    elsewhere = _opened(office, staff, "elsewhere", "fien")
    _pry(closed, elsewhere)
    clock.move_to(MORNING - timedelta(days=28))
    tick(office, {})
    own = _opened(office, staff, "own", "bram", like=closed)
    other = _opened(office, staff, "other", "rosa")
    for file in (other, elsewhere, own):  # the last one's secretary is seated nowhere before
        fill(file, clock)
        if file is not elsewhere:
            add_table_case(file)
            add_crisis(file)
    _former_and_excluded(own, clock)
    files = {file.name: file for file in (own, other, closed, elsewhere)}
    for file in files.values():
        file.ids |= _reviewed(file)
        add_retention(file)
    staff["wim"] = let_in_on(other, own)
    staff["youth"] = open_family_account(office, own.ids["child_id"])
    return Shelf(office, clock, staff, files)


def _professional(office: Office, name: str) -> Viewer:
    role, region = STAFF[name]
    new = NewProfessional(name=name.title(), subject=name, works_as=(role,), regions=(region,))
    return register_professional(office, new)


def _officer(office: Office, name: str) -> Viewer:
    new = NewProfessional(name=name.title(), subject=name, works_as=())
    officer = register_professional(office, new)
    appoint(office, officer, "privacy_officer", OFFICERS[name])
    return officer


def _pry(*files: File) -> None:
    """Let two try cases in which they have no part, one of them often: that stands out."""
    for file in files:
        for who in ("nora", *("gijs",) * BOUNDS.tries):
            with suppress(NotFound):
                case_file(file.staff[who], file.office, file.ids["case_id"])


def _reviewed(file: File) -> dict[str, str]:
    """What stood out first in the region of a file, and the review of it."""
    wanted = (
        select(LOG_REVIEW.c.public_id, LOG_SIGNAL.c.public_id)
        .join_from(LOG_REVIEW, LOG_SIGNAL, LOG_SIGNAL.c.review_id == LOG_REVIEW.c.id)
        .where(LOG_REVIEW.c.region == file.head.region)
        .order_by(LOG_SIGNAL.c.id)
    )
    with reading(file.office.store) as connection:
        review, signal = next(iter(connection.execute(wanted)))
    return {"log_review_id": review, "signal_id": signal}


def _opened(
    office: Office,
    staff: Mapping[str, Viewer],
    name: str,
    keeper: str,
    like: File | None = None,
) -> File:
    """Open a case for a family of its own, or for that of the case that it is ``like``."""
    file = File(name, office, staff, keeper, SECOND[name])
    file.ids |= dict(like.ids) if like else _family_ids(office, staff[keeper], file)
    workflow = office.library.of("placement", STAFF[keeper][1])
    order = orders.OpenCase(
        workflow="placement",
        family=file.ids["family_id"],
        children=(file.ids["child_id"],),
        role="regisseur",
        inputs=file.filled(workflow.opens.input),
    )
    done = open_case(staff[keeper], office, order)
    assert isinstance(done, Done), done
    file.ids["case_id"], file.version = done.case, done.version
    return file


def _family_ids(office: Office, keeper: Viewer, file: File) -> dict[str, str]:
    family = family_of(file.name)
    named = {who: canary(family, who) for who in ("child", "parent")}
    members = (
        Member(name=named["child"], born=date(2012, 5, 1), is_child=True),
        Member(
            name=named["parent"],
            authority_over=(named["child"],),
            source=canary(family, "source"),
        ),
    )
    new = NewFamily(name=canary(family, "family"), region=STAFF[file.keeper][1], members=members)
    made: Registered = register_family(keeper, office, new)
    ids = {f"{who}_id": made.members[name] for who, name in named.items()}
    return {"family_id": made.family, **ids}


def _former_and_excluded(own: File, clock: ManualClock) -> None:
    """Anna and Gijs join; then her part ends, and he is never to see the case again."""
    for who in ("anna", "gijs"):
        person, role = own.staff[who], STAFF[who][0]
        own.keeps(orders.Join, person=person.id, role=role, ground=own.canary("ground"))
    clock.move_to(clock.now() + timedelta(days=2))
    own.keeps(orders.Leave, person=own.staff["anna"].id, role="cjg_worker")
    for file in (own, *own.beside.values()):
        taking = NewTaking(
            role="protection_worker",
            access="excluded",
            ground=own.canary("ground"),
            from_on=own.office.today(),
            case_id=file.head.id,
        )
        with unit_of_work(own.office.store) as connection:
            participation.join(connection, own.staff["gijs"].person, taking, now=clock.now())


def who_may(kinds: Sequence[str]) -> str:
    """Who may ask what names such ids: Bram, or whoever alone comes to them."""
    of_others = {"rule_setting_id": "cora", "log_review_id": "petra"}
    of_others |= {"emergency_review_id": "petra", "destruction_id": "arda"}
    of_others |= {"emergency_grant_id": "wim"}
    return next((who for kind, who in of_others.items() if kind in kinds), "bram")


def family_of(name: str) -> str:
    """The family of a file."""
    return OF_FAMILY.get(name, name)
