"""The crisis service was let in on two of the files, without a part in them."""

from __future__ import annotations

from datetime import date

from engine.access import Viewer
from engine.service import step_up
from engine.service.emergency import LetIn, ask_emergency
from engine.service.emergency_orders import AskEmergency
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional
from engine.service.sessions import sign_in
from engine.store import participation
from engine.store.participation import NewTaking
from engine.store.unit_of_work import unit_of_work
from tests.access.asking import Ask, slot
from tests.access.files import File, canary

_BORN = date(2012, 5, 1)
_AT, _GRANT = "/emergency/{emergency_grant_id}", f"/emergency/{slot('emergency_grant_id')}"
_SURE = "csrf=&nonce=&sure=yes"

IN_AN_EMERGENCY = (
    Ask(f"GET {_AT}", "GET", _GRANT, None, "page"),
    Ask(f"POST {_AT}", "POST", _GRANT, _SURE, "page"),
)
"""The page that a grant opens: no walk leads there but that of its holder."""


def let_in_on(*files: File) -> Viewer:
    """Let Wim in on the child of each; he works for nobody, and somebody of his service does."""
    office = files[0].office
    wim, willy = (_of_the_service(office, name) for name in ("wim", "willy"))
    with unit_of_work(office.store) as connection:
        taking = NewTaking(
            role="duty_worker",
            access="professional",
            ground="test",
            from_on=office.today(),
            family_id=files[0].head.family_id,
        )
        participation.join(connection, willy.person, taking, now=office.clock.now())
    for file in files:
        _, me = sign_in(office, wim.id, through="page")
        step_up.confirm(me.viewer, office, proves=lambda: True)
        child, why = canary(file.name, "child"), "Moeder belt: het kind is weg en reageert niet."
        order = AskEmergency(name=child, born=_BORN, category="missing_child", reason=why)
        came = ask_emergency(me.viewer, office, order)
        assert isinstance(came, LetIn), came
        (grant,) = came.grants
        file.ids |= {"emergency_grant_id": grant, "emergency_review_id": grant}
    return wim


def _of_the_service(office: Office, name: str) -> Viewer:
    new = NewProfessional(
        name=name.title(), subject=name, works_as=("crisis_worker",), organisation="Crisis"
    )
    return register_professional(office, new)
