"""Saved views: a filter of deadlines under a name, for whoever saved it only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput
from engine.library import Library
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.date_filter import DeadlineFilter, read_filter
from engine.service.listing import listing
from engine.service.office import Office
from engine.service.table_orders import TableOrder
from engine.store import Connection
from engine.store import saved_views as store
from engine.store.saved_views import ViewSeen
from engine.text import Text

MOST_VIEWS = 30
LONGEST_NAME = 60

_NO_NAME = Text(nl="Geef de weergave een naam.", en="Give the view a name.")
_TOO_LONG = Text(
    nl=f"Maak de naam korter: hooguit {LONGEST_NAME} tekens.",
    en=f"Make the name shorter: {LONGEST_NAME} characters at most.",
)
_TAKEN = Text(
    nl="U heeft al een weergave met deze naam. Kies een andere naam.",
    en="You have a view of this name already. Choose another name.",
)
_TOO_MANY = Text(
    nl=f"U heeft al {MOST_VIEWS} weergaven. Verwijder er eerst een.",
    en=f"You have {MOST_VIEWS} views already. Delete one first.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveView(TableOrder):
    """Keep a filter under a name."""

    name: str
    asked: DeadlineFilter

    @property
    def about(self) -> str:
        """The filter; its name is somebody's own words."""
        return self.asked.query


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView(TableOrder):
    """Give a view another name, and another filter if one is given."""

    view: str
    name: str
    asked: DeadlineFilter | None = None

    @property
    def about(self) -> str:
        """The view."""
        return self.view


@dataclass(frozen=True, slots=True, kw_only=True)
class DropView(TableOrder):
    """Take a view away."""

    view: str

    @property
    def about(self) -> str:
        """The view."""
        return self.view


def my_views(viewer: Viewer, office: Office) -> tuple[ViewSeen, ...]:
    """The viewer's own views, by name."""
    with listing(viewer, office, "list_saved_views") as work:
        return store.saved_views(work.connection, viewer)


def one_view(viewer: Viewer, office: Office, public_id: str) -> ViewSeen:
    """One of them; the look is logged, and so is one at what is not theirs.

    Raises:
        NotFound: the viewer has none of this id.
    """
    with looking_at(viewer, office, public_id, "read_saved_view") as work:
        return _mine(work.connection, viewer, public_id)


def filter_of(view: ViewSeen, library: Library) -> DeadlineFilter:
    """What the view asks for.

    Raises:
        InvalidInput: it asks for what the definitions do not know any more.
    """
    return read_filter(dict(parse_qsl(view.query)), library)


def save_view(viewer: Viewer, office: Office, order: SaveView) -> TableOutcome:
    """Keep a filter under a name; a name is theirs once, and thirty views are the most.

    Raises:
        InvalidInput: no name, one too long or taken, or too many views.
    """
    return at_table(viewer, office, order, _save)


def change_view(viewer: Viewer, office: Office, order: ChangeView) -> TableOutcome:
    """Give one of the viewer's own views another name or filter.

    Raises:
        NotFound: the viewer has none of this id.
        InvalidInput: no name, or one too long or taken.
    """
    return at_table(viewer, office, order, _change)


def drop_view(viewer: Viewer, office: Office, order: DropView) -> TableOutcome:
    """Take one of the viewer's own views away.

    Raises:
        NotFound: the viewer has none of this id.
    """
    return at_table(viewer, office, order, _drop)


def _save(work: TableWork, order: SaveView) -> Changed:
    views, name = store.saved_views(work.connection, work.viewer), order.name.strip()
    problems = list(_wrong(name, {view.name for view in views}))
    if len(views) >= MOST_VIEWS:
        problems.append(InputProblem("name", "malformed", _TOO_MANY))
    if problems:
        raise InvalidInput(*problems)
    made = store.add_view(
        work.connection, work.viewer, name=name, query=order.asked.query, now=work.now
    )
    return Changed(made, 1, made=made)


def _change(work: TableWork, order: ChangeView) -> Changed:
    view, name = _mine(work.connection, work.viewer, order.view), order.name.strip()
    views = store.saved_views(work.connection, work.viewer)
    taken = {each.name for each in views if each.public_id != order.view}
    if problems := tuple(_wrong(name, taken)):
        raise InvalidInput(*problems)
    query = view.query if order.asked is None else order.asked.query
    store.change_view(work.connection, work.viewer, order.view, name=name, query=query)
    return Changed(order.view, 1)


def _drop(work: TableWork, order: DropView) -> Changed:
    if not store.drop_view(work.connection, work.viewer, order.view):
        raise NotFound("saved view")
    return Changed(order.view, 1)


def _mine(connection: Connection, viewer: Viewer, public_id: str) -> ViewSeen:
    for view in store.saved_views(connection, viewer):
        if view.public_id == public_id:
            return view
    raise NotFound("saved view")


def _wrong(name: str, taken: set[str]) -> Iterator[InputProblem]:
    """What is wrong with a name."""
    if not name:
        yield InputProblem("name", "missing", _NO_NAME)
    elif len(name) > LONGEST_NAME:
        yield InputProblem("name", "malformed", _TOO_LONG)
    elif name in taken:
        yield InputProblem("name", "malformed", _TAKEN)
