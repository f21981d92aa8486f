"""A proof in the words of the definition: invariants, and paths as numbered steps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from engine.definition import AfterAlways, Invariant, NeverWithout, Workflow
from engine.guards import Guard
from engine.proof.children import parts_of
from engine.proof.cuts import Cut
from engine.proof.dimension import BLANK, At, Value, Values
from engine.proof.forms import GIVEN
from engine.proof.papers import SinceDimension
from engine.proof.people import ANYBODY, WHO, AgeDimension
from engine.proof.records import RecordDimension
from engine.proof.search import Changed, Made, Path
from engine.proof.space import Space, guards_of
from engine.proof.steps import conditions_of, set_aside
from engine.text import Text

_ALWAYS = {
    "can_reach": Text(
        nl="uit elke open toestand is een einde te bereiken",
        en="from every open state an end can be reached",
    ),
    "open_state_has": Text(
        nl="in elke open toestand loopt een termijn met een eigenaar",
        en="in every open state a deadline with an owner runs",
    ),
}


def invariant_in_words(workflow: Workflow, invariant: Invariant) -> Text:
    """What it promises, in one sentence."""
    if isinstance(invariant, NeverWithout):
        return _never(workflow, invariant)
    if isinstance(invariant, AfterAlways):
        return _after(workflow, invariant)
    return next(words for key, words in _ALWAYS.items() if key in invariant.always)


def _after(workflow: Workflow, invariant: AfterAlways) -> Text:
    asks, act = _asks(workflow, invariant.always), _act(workflow, invariant.after["act"])
    nl, en = invariant.within.words("nl"), invariant.within.words("en")
    return Text(
        nl=f"na '{act.nl}' altijd binnen {nl}, of een ander hoort het: {asks.nl}",
        en=f"after '{act.en}' always within {en}, or somebody else hears of it: {asks.en}",
    )


def _never(workflow: Workflow, invariant: NeverWithout) -> Text:
    act = _act(workflow, invariant.never["act"])
    if isinstance(invariant.without, dict):
        roles = workflow.catalogue.role_titles(
            tuple(role for named in invariant.without.values() for role in named)
        )
        return Text(
            nl=f"nooit '{act.nl}' door een ander dan {roles.nl}",
            en=f"never '{act.en}' by anybody but {roles.en}",
        )
    asks = _asks(workflow, invariant.without)
    return Text(nl=f"nooit '{act.nl}' zonder: {asks.nl}", en=f"never '{act.en}' without: {asks.en}")


def path_in_words(workflow: Workflow, path: Path) -> tuple[Text, ...]:
    """What happens on a path, one sentence for each move."""
    return tuple(_Telling(workflow).lines(path))


def dimension_in_words(workflow: Workflow, key: str) -> Text:
    """What a dimension is about: "stuk: Verklarende analyse"."""
    kind, _, name = key.partition(".")
    known: Mapping[str, Callable[[], Text]] = {
        "record": lambda: workflow.catalogue.record_title(name),
        "role": lambda: workflow.catalogue.role_titles((name,)),
        "present": lambda: workflow.catalogue.role_titles((name,)),
        "deadline": lambda: workflow.deadlines[name].title,
        "input": lambda: _field(workflow, name),
        "children": lambda: _of_children(workflow, key),
    }
    title = known[kind]() if kind in known else Text(nl=name, en=name)
    word = _KINDS[kind]
    return Text(nl=f"{word.nl}: {title.nl}", en=f"{word.en}: {title.en}") if name else word


_KINDS = {
    "record": Text(nl="stuk", en="record"),
    "role": Text(nl="betrokken", en="takes part"),
    "present": Text(nl="aanwezig", en="present"),
    "deadline": Text(nl="termijn", en="deadline"),
    "input": Text(nl="antwoord", en="answer"),
    "children": Text(nl="de kinderen samen", en="the children together"),
    "age": Text(nl="leeftijd", en="age"),
    "fact": Text(nl="gegeven", en="fact"),
    "since": Text(nl="tijd sinds", en="time since"),
    "eyes": Text(nl="tweede persoon", en="second person"),
    "consent": Text(nl="toestemming", en="consent"),
    "linked": Text(nl="gekoppelde zaak", en="linked case"),
    "agreements": Text(nl="afspraken", en="agreements"),
    "period": Text(nl="duur", en="length"),
}


def _field(workflow: Workflow, name: str) -> Text:
    asked = (step.input[name] for step in workflow.transitions.values() if name in step.input)
    return next((field.title for field in asked), Text(nl=name, en=name))


def _of_children(workflow: Workflow, key: str) -> Text:
    parts = chain.from_iterable(parts_of(guard, workflow) for guard in guards_of(workflow))
    return next(_asks(workflow, part) for part, own in parts if own == key)


def _act(workflow: Workflow, key: str) -> Text:
    return workflow.catalogue.acts[key].title


def _asks(workflow: Workflow, guard: Guard) -> Text:
    return guard.check(BLANK, workflow.catalogue).asks


class _Telling:
    """Tells paths of one definition."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow, self._space = workflow, Space.of(workflow)

    def lines(self, path: Path) -> Iterator[Text]:
        """The opening, and each move."""
        title = self._workflow.title
        age = self._age(path.begins.get("age"))
        yield Text(
            nl=f"Er wordt een zaak '{title.nl}' geopend{age.nl}.",
            en=f"A case '{title.en}' is opened{age.en}.",
        )
        for move in path.moves:
            yield self._made(move) if isinstance(move, Made) else self._changed(move)

    def _age(self, value: Value) -> Text:
        dimension = self._space.dimensions.get("age")
        if not isinstance(dimension, AgeDimension) or not isinstance(value, int):
            return Text(nl="", en="")
        years = dimension.years(value)
        return Text(nl=f" voor een jeugdige van {years} jaar", en=f" for a youth of {years}")

    def _changed(self, move: Changed) -> Text:
        dimension = self._space.dimensions[move.key]
        if isinstance(dimension, RecordDimension) and isinstance(move.after, At):
            return self._record(dimension, move.before, move.after)
        if isinstance(dimension, SinceDimension) and isinstance(move.after, int):
            name = self._happening(dimension)
            return _passes(dimension.cuts[move.after - 1], name)
        if isinstance(dimension, AgeDimension) and isinstance(move.after, int):
            years = dimension.years(move.after)
            return Text(nl=f"De jeugdige wordt {years} jaar.", en=f"The youth turns {years}.")
        return Text(
            nl=f"Het gegeven '{dimension.name}' wordt '{move.after}'.",
            en=f"The fact '{dimension.name}' becomes '{move.after}'.",
        )

    def _record(self, dimension: RecordDimension, before: Value, after: At) -> Text:
        title = dimension.kind.title
        if isinstance(before, At) and before.status == after.status:
            if after.band > before.band:
                return _passes(dimension.cuts[after.band - 1], title)
            if after.band == before.band:
                return Text(
                    nl=f"Het stuk '{title.nl}' is van eerder.",
                    en=f"The record '{title.en}' is from before.",
                )
        status = dimension.kind.statuses[after.status].title or Text(
            nl=after.status, en=after.status
        )
        return Text(
            nl=f"Het stuk '{title.nl}' komt op '{status.nl}'.",
            en=f"The record '{title.en}' comes to '{status.en}'.",
        )

    def _happening(self, dimension: SinceDimension) -> Text:
        if dimension.since.act:
            return self._workflow.catalogue.acts[dimension.since.act].title
        return self._workflow.states[dimension.since.name].title

    def _made(self, made: Made) -> Text:
        step = self._workflow.transitions[made.step]
        more = tuple(self._with(made))
        who = Text(nl="", en="")
        if made.values.get(WHO) == ANYBODY:
            who = Text(nl="Vanuit een andere zaak: ", en="From another case: ")
        elif WHO in made.values:
            role = self._workflow.catalogue.role_titles((str(made.values[WHO]),))
            who = Text(nl=f"{role.nl}: ", en=f"{role.en}: ")
        return Text(
            nl=f"{who.nl}{step.title.nl}{_listed([text.nl for text in more])}.",
            en=f"{who.en}{step.title.en}{_listed([text.en for text in more])}.",
        )

    def _with(self, made: Made) -> Iterator[Text]:
        """What matters of the form, and what is set aside."""
        step = self._workflow.transitions[made.step]
        for key, value in sorted(made.values.items()):
            field = step.input.get(key.removeprefix("input."))
            if field and key.startswith("input.") and value not in (None, GIVEN):
                chosen = field.values.get(str(value)) or _YES_NO[str(value)]
                yield Text(nl=f"{field.title.nl}: {chosen.nl}", en=f"{field.title.en}: {chosen.en}")
        yield from _consents(made.values)
        for key in set_aside(self._space, conditions_of(self._workflow, made.step), made.values):
            asks = self._workflow.rules[key].asks
            yield Text(
                nl=f"met een bevestigde afwijking van '{asks.nl}'",
                en=f"with a confirmed deviation from '{asks.en}'",
            )


_YES_NO = {"yes": Text(nl="ja", en="yes"), "no": Text(nl="nee", en="no")}


def _consents(values: Values) -> Iterator[Text]:
    for key, value in sorted(values.items()):
        if key.startswith("consent."):
            yield (
                Text(nl="met alle toestemming", en="with every consent")
                if value
                else Text(nl="niet iedereen stemt in", en="not everybody consents")
            )


def _passes(cut: Cut, since: Text) -> Text:
    return Text(
        nl=f"Er gaat tijd voorbij: meer dan {cut.span.words('nl')} sinds '{since.nl}'.",
        en=f"Time passes: more than {cut.span.words('en')} since '{since.en}'.",
    )


def _listed(words: list[str]) -> str:
    return f" ({'; '.join(words)})" if words else ""
