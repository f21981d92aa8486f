"""What the parts of a definition and what is said of them are called. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal, TypeAlias

from engine.definition import Invariant, Workflow, canonical
from engine.proof.words import invariant_in_words
from engine.text import Text

Section: TypeAlias = Literal[
    "workflow",
    "opens",
    "phases",
    "states",
    "facts",
    "transitions",
    "acts",
    "rules",
    "deadlines",
    "records",
    "roles",
    "invariants",
    "words",
]

NOUNS: Mapping[Section, Text] = {
    "workflow": Text(nl="Werkwijze", en="Workflow"),
    "opens": Text(nl="Openen", en="Opening"),
    "phases": Text(nl="Fase", en="Phase"),
    "states": Text(nl="Status", en="State"),
    "facts": Text(nl="Feit", en="Fact"),
    "transitions": Text(nl="Stap", en="Step"),
    "acts": Text(nl="Handeling", en="Act"),
    "rules": Text(nl="Regel", en="Rule"),
    "deadlines": Text(nl="Termijn", en="Term"),
    "records": Text(nl="Stuk", en="Record"),
    "roles": Text(nl="Rol", en="Role"),
    "invariants": Text(nl="Belofte", en="Promise"),
    "words": Text(nl="Woord", en="Word"),
}
"""What a part of each section is called, in the order in which they are compared."""

WHOLE = ("title", "about", "source")
"""What is said of a workflow as a whole."""

ATTRIBUTES: Mapping[str, Text] = {
    "title": Text(nl="naam", en="name"),
    "about": Text(nl="gaat over", en="is about"),
    "from_": Text(nl="vanuit", en="from"),
    "to": Text(nl="naar", en="to"),
    "by": Text(nl="door wie", en="by whom"),
    "act": Text(nl="handeling", en="act"),
    "input": Text(nl="vragen", en="questions"),
    "sets": Text(nl="legt vast", en="sets"),
    "requires": Text(nl="voorwaarden", en="conditions"),
    "severity": Text(nl="hoe zwaar", en="how binding"),
    "asks": Text(nl="wat gevraagd wordt", en="what is asked"),
    "says": Text(nl="tekst van de weigering", en="text of the refusal"),
    "fix": Text(nl="herstel", en="fix"),
    "deviation": Text(nl="afwijken", en="deviating"),
    "always_binds": Text(nl="geldt altijd", en="always binds"),
    "asks_for_body": Text(nl="vraagt een instantie", en="asks for a body"),
    "within": Text(nl="binnen", en="within"),
    "before": Text(nl="vooraf", en="ahead"),
    "moments": Text(nl="momenten", en="moments"),
    "repeats": Text(nl="herhaling", en="repetition"),
    "window": Text(nl="venster", en="window"),
    "owner": Text(nl="eigenaar", en="owner"),
    "reminders": Text(nl="herinneringen", en="reminders"),
    "starts": Text(nl="begin", en="start"),
    "when": Text(nl="alleen als", en="only when"),
    "met_by": Text(nl="afgerond door", en="met by"),
    "during": Text(nl="geldt in", en="holds in"),
    "extend": Text(nl="verlengen", en="extending"),
    "suspend": Text(nl="opschorten", en="suspending"),
    "on_day_off": Text(nl="op een vrije dag", en="on a day off"),
    "review": Text(nl="is een gesprek", en="is a talk"),
    "kind": Text(nl="soort", en="kind"),
    "main": Text(nl="hoofdstap", en="main step"),
    "then": Text(nl="gevolgen", en="consequences"),
    "reopens": Text(nl="heropent", en="reopens"),
    "when_vacant": Text(nl="vanzelf zonder", en="by itself without"),
    "source": Text(nl="bron", en="source"),
    "phase": Text(nl="fase", en="phase"),
    "initial": Text(nl="begin", en="start"),
    "final": Text(nl="einde", en="end"),
    "draft": Text(nl="concept", en="draft"),
    "statuses": Text(nl="statussen", en="statuses"),
    "moves": Text(nl="volgorde van statussen", en="order of statuses"),
    "written_by": Text(nl="geschreven door", en="written by"),
    "dated_by": Text(nl="telt vanaf", en="counts from"),
    "class_": Text(nl="vertrouwelijkheid", en="confidentiality"),
    "fields": Text(nl="velden", en="fields"),
    "values": Text(nl="waarden", en="values"),
    "on": Text(nl="hangt aan", en="hangs on"),
    "found_as": Text(nl="ook vastgelegd als", en="recorded as well as"),
    "one_open": Text(nl="één tegelijk", en="one at a time"),
    "scope": Text(nl="geldt voor", en="holds for"),
    "one": Text(nl="één tegelijk", en="one at a time"),
    "access": Text(nl="inzage", en="access"),
    "family": Text(nl="van het gezin", en="of the family"),
    "for_family": Text(nl="voor het gezin", en="for the family"),
    "own_authority": Text(nl="gaat over het eigen gezag", en="is about the own authority"),
    "said_by": Text(nl="woorden van", en="words of"),
    "tells": Text(nl="kan verraden", en="can give away"),
    "qualification": Text(nl="bevoegdheid", en="qualification"),
}
"""What an attribute is called; one that is not here goes by its key."""


def title_of(section: Section, key: str, workflow: Workflow) -> Text:
    """What a part is called; a rule goes by what it asks, a fact and a word by their key."""
    if section in ("workflow", "opens"):
        return workflow.title
    if section in ("facts", "words"):
        return Text(nl=key, en=key)
    if section == "rules":
        return workflow.rules[key].asks
    if section == "invariants":
        return invariant_in_words(workflow, promises(workflow)[key])
    whole = workflow.catalogue if section in ("acts", "records", "roles") else workflow
    title: Text = getattr(whole, section)[key].title
    return title


def promises(workflow: Workflow) -> Mapping[str, Invariant]:
    """The invariants, each by a key of its own: another one is one that goes, and a new one."""
    return {
        hashlib.sha256(canonical(each.model_dump(mode="json")).encode()).hexdigest()[:12]: each
        for each in workflow.invariants
    }
