"""Packages: what an outside party gets about one case, as one document for their own secure mail.

A lawyer gets what the client may read: the client's own letters and invitation, nothing else.

Source: ADR 15; DOMAIN 4.2 (papers of table), 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.access import Viewer
from engine.errors import NotFound
from engine.explanation import day_words
from engine.letter import Block, blocks_in
from engine.reason import Reason
from engine.service.command import CaseInHand, looking
from engine.service.file.dispatches import PARTIES, DispatchRow, Party, dispatches_of
from engine.service.file.members import FamilyMember, members_of
from engine.service.file.participants import roles_known
from engine.service.invitation_letter import invitation_paper_of
from engine.service.invitations import invitations_in
from engine.service.letter_file import OUTCOME, LetterFile, letter_file
from engine.service.letter_reach import LETTER
from engine.service.letter_withdrawn import withdrawn_in
from engine.service.letters import letters_to
from engine.service.my_cases import child_rows
from engine.service.office import Office
from engine.service.package_papers import ROLES, Lacking, papers_for, parts_for
from engine.service.roles_asked import records_here
from engine.service.sharing import not_stopped
from engine.store import families
from engine.text import Text

_NOTHING = Reason(
    key="package",
    met=False,
    asks=Text(nl="Leg eerst de stukken vast", en="First settle the papers"),
    says=Text(nl="Er is nog niets voor deze partij.", en="There is nothing for this party yet."),
)


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package that can be made: for a party, or for the lawyer of one of the family."""

    party: Party
    client: FamilyMember | None
    last: DispatchRow | None


@dataclass(frozen=True, slots=True)
class PackagesPage:
    """Every package of a case and what left before; no rows for whoever reads titles only.

    ``makes``: this kind of case comes to a table. ``refused`` says who makes packages.
    """

    rows: tuple[PackageRow, ...]
    dispatches: tuple[DispatchRow, ...]
    members: tuple[FamilyMember, ...]
    makes: bool
    refused: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What one party gets, in Dutch; no blocks where it is refused or nothing is there yet."""

    party: Party
    client: FamilyMember | None
    case: str
    number: str
    title: Text
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    lacking: tuple[Lacking, ...]
    refused: Reason | None

    @property
    def document(self) -> tuple[Block, ...]:
        """All that stands on paper."""
        return (Block("heading", (self.title.nl,)), *self.front, *self.blocks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to give."""
        return not self.blocks

    @property
    def nothing(self) -> Reason | None:
        """Why nothing can be given, where there is nothing."""
        return None if self.blocks else _NOTHING


def packages(viewer: Viewer, office: Office, case: str) -> PackagesPage:
    """Which packages there are; the look is logged.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_packages") as work:
        return packages_of(work)


def package(
    viewer: Viewer, office: Office, case: str, party: str, client: str | None = None
) -> Package:
    """Make one; every making is a row of the log, with the party or whose lawyer it is.

    Raises:
        NotFound: no such case for this viewer, no such party, or nobody to be its client.
    """
    with looking(viewer, office, case, "make_package", record=client or party) as work:
        families.lock_families(work.connection, [work.case.family_id])  # nobody withdraws meanwhile
        return package_of(work, party, client)


def packages_of(work: CaseInHand) -> PackagesPage:
    """The packages of a case in hand."""
    makes, refused = OUTCOME in work.workflow.catalogue.records, _refused(work)
    sent = dispatches_of(work)
    offered = _offered(work) if makes and not refused else ()
    return PackagesPage(
        rows=tuple(PackageRow(party, who, _last(sent, party, who)) for party, who in offered),
        dispatches=sent,
        members=members_of(work),
        makes=makes,
        refused=refused,
    )


def package_of(work: CaseInHand, party: str, client: str | None = None) -> Package:
    """One package of a case in hand; raises as ``package``."""
    kind = next((each for each in PARTIES if each == party), None)
    if kind is None or (kind == "lawyer") != (client is not None):
        raise NotFound("package")
    whose = None if client is None else _client(work, client)
    refused = _refused(work) or _stopped(work, kind)
    blocks, lacking = ((), ()) if refused else _contents(work, kind, whose)
    return Package(
        party=kind,
        client=whose,
        case=work.case.public_id,
        number=work.case.number,
        title=_title(kind, whose),
        front=() if refused else tuple(_front(work, kind, whose)),
        blocks=blocks,
        lacking=lacking,
        refused=refused,
    )


def _stopped(work: CaseInHand, party: Party) -> Reason | None:
    """Why nothing is made for this party: somebody of these children refused or withdrew it."""
    opened = parts_for(work, party)
    return not_stopped(work, party, [each for each in work.children if opened.shows(each.id)])


def _contents(
    work: CaseInHand, party: Party, whose: FamilyMember | None
) -> tuple[tuple[Block, ...], tuple[Lacking, ...]]:
    if whose is not None:
        return tuple(_own_papers(work, whose.id)), tuple(_taken_back(work, whose.id))
    papers = papers_for(work, party)
    return papers.blocks, papers.lacking


def _title(party: Party, whose: FamilyMember | None) -> Text:
    if whose is not None:
        nl, en = f"Pakket voor de advocaat van {whose.name}", f"Package for {whose.name}'s lawyer"
        return Text(nl=nl, en=en)
    named = PARTIES[party]
    return Text(nl=f"Pakket: {named.nl}", en=f"Package: {named.en}")


def _front(work: CaseInHand, party: Party, whose: FamilyMember | None) -> Iterator[Block]:
    """When it was made; about whom, where it is not of one person's papers alone."""
    yield Block("text", (f"Gemaakt op {day_words(work.today, 'nl')}.",))
    if whose is None:
        opened = parts_for(work, party)
        about = [child for child in work.children if opened.shows(child.id)]
        rows = child_rows(about, on=work.today)
        named = (each.name if each.age is None else f"{each.name} ({each.age})" for each in rows)
        yield Block("text", (f"Over: {', '.join(named)}",))


def _own_papers(work: CaseInHand, client: str) -> Iterator[Block]:
    """The invitation of one person, and the letters that were given to them."""
    row = invitations_in(work).row(client)
    if row is not None and row.plan is not None and row.has_letter:
        paper = invitation_paper_of(work, row.plan.record)
        yield from () if paper.barred else paper.blocks
    file = letter_file(work)
    for child, found in file.receivers.items():
        if any(each.person == client for each in found):
            yield from _letters(file, child, client)


def _taken_back(work: CaseInHand, client: str) -> Iterator[Lacking]:
    """The letters to this person that should not have gone."""
    for each in withdrawn_in(letter_file(work)):
        if each.receiver == client:
            title = work.workflow.catalogue.records[LETTER].title
            named = Text(nl=f"{title.nl}: {each.child}", en=f"{title.en}: {each.child}")
            yield Lacking(named, each.record, withdrawn=True)


def _letters(file: LetterFile, child: str, client: str) -> Iterator[Block]:
    statuses = file.work.workflow.catalogue.records[LETTER].statuses
    for head in letters_to(file, child, client):
        if statuses[head.status].settled:
            yield from blocks_in(str(file.said(head).get("content", "")))


def _offered(work: CaseInHand) -> Iterator[tuple[Party, FamilyMember | None]]:
    """The parties whose role is known here, and the lawyer of whoever gets letters or is asked."""
    known = roles_known(work)
    yield from ((party, None) for party, role in ROLES.items() if role in known)
    asked = {row.person for row in invitations_in(work).rows}
    written = {each.person for found in letter_file(work).receivers.values() for each in found}
    yield from (("lawyer", each) for each in members_of(work) if each.id in asked | written)


def _client(work: CaseInHand, public_id: str) -> FamilyMember:
    for each in members_of(work):
        if each.id == public_id:
            return each
    raise NotFound("person")


def _last(
    sent: tuple[DispatchRow, ...], party: Party, whose: FamilyMember | None
) -> DispatchRow | None:
    """The last package that left to them, and was not wrong."""
    return next(
        (
            each
            for each in sent
            if (each.party, each.what) == (party, "package")
            and each.corrected_by is None
            and each.client_id == (whose.id if whose else None)
        ),
        None,
    )


def _refused(work: CaseInHand) -> Reason | None:
    reason = records_here(work)
    return None if reason.met else reason
