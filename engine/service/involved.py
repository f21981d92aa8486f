"""The persons of a case whom its records may name: its family, and whoever takes part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.fields import Field, InputProblem
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand
from engine.service.my_cases import reads_names
from engine.store import participation
from engine.store.tables.people import PersonKind
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody of the family, or a professional who takes part today."""

    id: str
    name: str
    kind: PersonKind
    organisation: str | None = None


def involved_in(work: CaseInHand) -> tuple[Involved, ...]:
    """Whom a record of the case may name, each once, the family first.

    Of the family those who belong to the child parts that are open to the viewer.

    A professional who is kept out of the case is not named.
    Whoever reads titles only is told no name of the family.
    """
    named = reads_names(work.parts)
    return tuple(each for each in _everybody(work) if named or each.kind == "professional")


def people_to_name(work: CaseInHand, *forms: Mapping[str, Field]) -> tuple[Involved, ...]:
    """Whom to choose from, where one of the forms asks for somebody of the case."""
    asked = any(field.among == "case" for form in forms for field in form.values())
    return involved_in(work) if asked else ()


def is_involved(work: CaseInHand, person: str) -> bool:
    """Whether somebody is of the family, or takes part and is not kept out."""
    return any(each.id == person for each in _found(work))


def strangers(
    work: CaseInHand, form: Mapping[str, Field], answers: Mapping[str, object]
) -> tuple[InputProblem, ...]:
    """The answers that name somebody who is neither of the family nor takes part."""
    named = [key for key, field in form.items() if field.among == "case" and key in answers]
    known = {each.id for each in _everybody(work)} if named else set()
    wrong = [key for key in named if answers[key] not in known]
    return tuple(InputProblem(key, "malformed", _choose(form[key].title)) for key in wrong)


def _choose(title: Text) -> Text:
    return Text(
        nl=f"{title.nl}: kies iemand van het gezin, of iemand die meedoet in deze zaak.",
        en=f"{title.en}: choose somebody of the family, or somebody who takes part in this case.",
    )


def _everybody(work: CaseInHand) -> tuple[Involved, ...]:
    return tuple({each.id: each for each in _found(work)}.values())


def _found(work: CaseInHand) -> Iterator[Involved]:
    for member in members_seen(work):
        yield Involved(member.public_id, member.name, member.kind)
    opened = work.opened
    here = participation.participants_of(work.connection, work.case, now=work.now, on=work.today)
    kept_out = participation.kept_out_of(work.connection, work.case, now=work.now, on=work.today)
    for each in here:
        known = each.kind == "professional" and each.person not in kept_out
        if known and opened.shows(each.child_id):
            yield Involved(each.person, each.name, each.kind, each.organisation)
