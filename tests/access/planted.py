"""Routes with a hole each, which only the tests of the oracles have."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.app import create_app
from api.auth.posted import Form
from api.auth.who import Reader
from api.calls import Call, Calling
from api.policy import policy, require_policies
from api.requests import IdempotencyKey, PublicId
from api.site import Site, site_of
from engine.errors import NotFound
from engine.service.case_file import case_file
from engine.service.command import looking
from engine.store import cases, records
from engine.store.tables.cases import RECORD, RECORD_TEXT
from engine.store.tables.people import FAMILY, PERSON
from engine.store.unit_of_work import reading, unit_of_work

router = APIRouter(prefix="/api/v1/planted", tags=["planted"])
CASE = "/cases/{case_id}"


def holed(site: Site) -> FastAPI:
    """Make the application with every hole."""
    app = create_app(site)
    app.include_router(router)
    app.include_router(_pages)
    require_policies(app)
    return app


def _texts(call: Call, *where: Any) -> list[Any]:
    asked = select(RECORD_TEXT.c.fields).join(RECORD, RECORD.c.id == RECORD_TEXT.c.record_id)
    with reading(call.office.store) as connection:
        return list(connection.execute(asked.where(*where)).scalars())


@router.get(CASE + "/unseen")
@policy("read_case", finds="case")
def without_visibility(call: Calling, case_id: PublicId) -> list[Any]:
    """Reads the case for the operator: whoever asks."""
    with reading(call.office.store) as connection:
        head = cases.case_for_operator(connection, case_id)
    return _texts(call, RECORD.c.case_id == head.id)


@router.get(CASE + "/bare/{record_id}")
@policy("read_record", finds="case")
def by_bare_id(call: Calling, case_id: PublicId, record_id: PublicId) -> list[Any]:
    """Sees to the case, and then reads a record of any other."""
    case_file(call.viewer, call.office, case_id)
    return _texts(call, RECORD.c.public_id == record_id)


@router.get(CASE + "/unstripped")
@policy("read_records", finds="case")
def without_classes(call: Calling, case_id: PublicId) -> list[Any]:
    """Takes no field out."""
    with looking(call.viewer, call.office, case_id, "read_records") as work:
        heads = records.records_of(work.connection, work.case)
        return [records.read_text(work.connection, head) for head in heads]


@router.get(CASE + "/forbidden")
@policy("read_case", finds="case")
def with_another_status(call: Calling, case_id: PublicId) -> Response:
    """Says that there is such a case, and that it is not yours."""
    with reading(call.office.store) as connection:
        cases.case_for_operator(connection, case_id)
    try:
        case_file(call.viewer, call.office, case_id)
    except NotFound:
        return JSONResponse({"title": "Forbidden"}, 403)
    return JSONResponse({})


@router.get(CASE + "/headed")
@policy("read_case", finds="case")
def in_a_header(call: Calling, case_id: PublicId) -> Response:
    """Tells the name of the family beside an empty answer."""
    with reading(call.office.store) as connection:
        head = cases.case_for_operator(connection, case_id)
        named = select(FAMILY.c.name).where(FAMILY.c.id == head.family_id)
        name = connection.execute(named).scalar_one()
    return Response(status_code=204, headers={"X-Family": name})


@router.get(CASE + "/silent")
@policy("read_case", finds="case")
def without_a_row(call: Calling, case_id: PublicId) -> dict[str, str]:
    """Looks where the viewer may, and logs nothing."""
    with reading(call.office.store) as connection:
        head = cases.get_case(connection, call.viewer, case_id, on=call.office.today())
    return {"state": head.state}


@router.delete(CASE + "/records/{record_id}")
@policy("move_record", finds="case")
def touching(
    call: Calling, case_id: PublicId, record_id: PublicId, key: IdempotencyKey
) -> dict[str, str]:
    """Sees to the case, and changes a record of any other; the answer tells nothing."""
    case_file(call.viewer, call.office, case_id)
    with unit_of_work(call.office.store) as connection:
        mine = update(RECORD).where(RECORD.c.public_id == record_id)
        connection.execute(mine.values(status="superseded"))
    return {}


@router.get(CASE + "/falling/{record_id}")
@policy("read_record", finds="case")
def falling(call: Calling, case_id: PublicId, record_id: PublicId) -> dict[str, str]:
    """Falls over a record that is not there."""
    case_file(call.viewer, call.office, case_id)
    return {"text": str(_texts(call, RECORD.c.public_id == record_id)[0])}


@router.get("/shares/{parts}")
@policy("read_share", finds="viewer")
def dividing(call: Calling, parts: Annotated[int, Path(ge=0, le=3)]) -> dict[str, int]:
    """Falls over one of the answers that it takes."""
    return {"share": 12 // (parts - 2)}


_pages = APIRouter()


@_pages.post("/planted" + CASE + "/go")
@policy("go", finds="case")
def redirecting(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Leads to an address with the name of a child."""
    with reading(site_of(request).office.store) as connection:
        named = select(PERSON.c.name).where(PERSON.c.public_id == form.text("child"))
        name = connection.execute(named).scalar()
    return RedirectResponse(f"/cases/{case_id}?about={name}", 303)
