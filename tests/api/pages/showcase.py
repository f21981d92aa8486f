"""Every macro on one page, with an invented case."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, DictLoader

from api.flashes import FLASHES
from api.page import Page
from api.speech import Speech
from api.templating import TEMPLATES, environment
from engine.access import Viewer
from engine.decision import Allowed, Refused
from engine.fields import Field, InputProblem
from engine.reason import Fix, Reason
from engine.service.sessions import SignedIn
from engine.text import Text

TODAY = date(2026, 11, 23)
ME = SignedIn(Viewer(1, "p1"), "s1", "nl", "Anna de Vries", "page")
PAGE = Page(
    path="/cases",
    language="nl",
    today=TODAY,
    csrf="c5rf",
    demo_now=datetime(2026, 11, 23, 8, tzinfo=UTC),
    flash=FLASHES["recorded"],
)


@dataclass(frozen=True)
class Row:
    """Somebody, as a list shows them."""

    id: str
    name: str
    organisation: str | None = None


def reason(key: str, met: bool | None, nl: str, en: str, **more: object) -> Reason:
    """Make a reason that asks and says the same."""
    return Reason(key, met, Text(nl=nl, en=en), Text(nl=nl, en=en), **more)  # type: ignore[arg-type] # leaves of Reason


ANALYSIS = reason(
    "explanatory_analysis",
    False,
    "Er ligt geen verklarende analyse die de jeugdige zelf heeft gesproken.",
    "There is no explanatory analysis for which the youth was spoken to.",
    source="Convenant Voorbeeldstad, art. 4; Richtlijn Uithuisplaatsing",
    fix=Fix(record="explanatory_analysis"),
    severity="block_unless_deviation",
)
BOTH = reason(
    "both",
    False,
    "Een van deze twee is nodig.",
    "One of these two is needed.",
    parts=(
        reason("a", False, "De tegenspraak is gehouden.", "The counter-check is held."),
        reason("b", None, "Er is gevaar.", "There is danger."),
    ),
)
TITLES = {
    "prepare": Text(nl="Voorbereiden en onderzoeken", en="Prepare"),
    "table": Text(nl="Tafel", en="Table"),
    "carry_out": Text(nl="Uitvoeren", en="Carry out"),
    "close": Text(nl="Evalueren en sluiten", en="Evaluate and close"),
}
FORM = {
    "why": Field(type="long_text", title=Text(nl="Waarom is dit nodig?", en="Why is it needed?")),
    "where": Field(type="text", title=Text(nl="Waar?", en="Where?"), optional=True),
    "from_on": Field(type="date", title=Text(nl="Vanaf", en="From")),
    "way": Field(
        type="choice",
        title=Text(nl="Hoe?", en="How?"),
        values={
            "kin": Text(nl="Netwerkpleegzorg", en="Kinship care"),
            "home": Text(nl="Gezinshuis", en="Family home"),
        },
    ),
    "region": Field(
        type="choice",
        title=Text(nl="Welke?", en="Which?"),
        values={f"r{n}": Text(nl=f"Regio {n}", en=f"Region {n}") for n in range(8)},
        optional=True,
    ),
    "agrees": Field(type="yes_no", title=Text(nl="Is u gevraagd?", en="Were you asked?")),
    "by": Field(type="person", title=Text(nl="Wie doet dit?", en="Who does this?")),
    "says": Field(
        per_child="choice",
        title=Text(nl="Wat vindt het kind?", en="What does it say?"),
        values={"yes": Text(nl="Eens", en="Agrees"), "no": Text(nl="Oneens", en="Not")},
    ),
}
PROBLEMS = (
    InputProblem("why", "missing", Text(nl="Vul in: Waarom is dit nodig?", en="Fill in: Why?")),
    InputProblem("way", "missing", Text(nl="Vul in: Hoe?", en="Fill in: How?")),
    InputProblem("says.k2", "missing", Text(nl="Vul in: Wat vindt het kind?", en="Fill in.")),
    InputProblem("odd", "unknown", Text(nl="Onbekend veld: odd.", en="Unknown field: odd.")),
)


REFUSED = Refused("place", (ANALYSIS, BOTH))
SCHOOL = reason(
    "w", False, "De school weet nog van niets.", "The school does not know.", severity="warn"
)
INVITED = reason("m", True, "Nodig ouders en jeugdige uit", "Invite parents and youth")


def steps() -> list[SimpleNamespace]:
    """A step that is refused, one with a warning, and one that is free."""
    decisions = {
        "place": (Text(nl="Plaatsen", en="Place"), REFUSED),
        "drop": (Text(nl="Niet plaatsen", en="Do not place"), Allowed("drop", "end", (SCHOOL,))),
        "talk": (Text(nl="Naar de tafel", en="To the table"), Allowed("talk", "talked", ())),
    }
    return [
        SimpleNamespace(name=name, title=title, main=name != "drop", decision=decision)
        for name, (title, decision) in decisions.items()
    ]


def phases() -> list[SimpleNamespace]:
    """One that is done, one that is current, two to come."""
    stands = ["done", "current", "to_come", "to_come"]
    since = [date(2026, 11, 12), None, None, None]
    return [
        SimpleNamespace(key=key, title=title, status=stand, since=day)
        for (key, title), stand, day in zip(TITLES.items(), stands, since, strict=True)
    ]


def dates() -> list[SimpleNamespace]:
    """One of each look."""
    rows = [
        (18, "law", True, Text(nl="Besluit op aanvraag", en="Decision on request")),
        (20, "norm", True, Text(nl="Evaluatie plannen", en="Plan a review")),
        (26, "agreement", False, Text(nl="Afspraak 3", en="Agreement 3")),
    ]
    return [
        SimpleNamespace(due_on=date(2026, 11, day), kind=kind, late=late, title=title)
        for day, kind, late, title in rows
    ]


def view() -> SimpleNamespace:
    """An invented case with everything that a page can show."""
    return SimpleNamespace(
        id="c1",
        number="RT-2026-0147",
        children=(Row("k1", "Sam"), Row("k2", "Fien")),
        people=(Row("p1", "Bram Jansen", "CJG Voorbeeldstad"), Row("p2", "Els Prins")),
        phases=phases(),
        missing=[
            SimpleNamespace(reason=ANALYSIS, status="not_begun", record=None),
            SimpleNamespace(reason=BOTH, status="waiting", record="r1"),
            SimpleNamespace(reason=INVITED, status="done", record="r2"),
        ],
        steps=steps(),
        dates=dates(),
        refused=REFUSED,
        form=FORM,
        problems=PROBLEMS,
        values={"where": "bij oma", "agrees": True, "says": {"k1": "yes"}, "region": "r3"},
    )


def html(speech: Speech, page: Page = PAGE, me: SignedIn | None = ME) -> str:
    """Render the page in the words of ``speech``."""
    here = Path(__file__).parent / "showcase.html"
    loader = ChoiceLoader([TEMPLATES, DictLoader({"showcase.html": here.read_text()})])
    return (
        environment(speech, loader)
        .get_template("showcase.html")
        .render(view=view(), page=page, me=me)
    )
