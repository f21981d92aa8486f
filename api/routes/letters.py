"""The letters of a case: whose there are, and what one says, as text or as PDF."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.calls import LISTED, Calling
from api.errors import StepRefused
from api.openapi import ROOT
from api.paging import Paged
from api.pdf import PDF, PDF_OFF, pdf_answer, pdf_of
from api.policy import policy
from api.requests import PublicId
from api.shapes.letters import LetterOut, LetterRowOut, LettersOut, WithdrawnOut
from engine.decision import Refused
from engine.service.letter_page import paper
from engine.service.letters import letters

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["letters"])

_AS_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
    409: {},
}


@router.get("/letters", responses=LISTED)
@policy("read_letters", finds="case")
def list_letters(call: Calling, case_id: PublicId, asked: Paged) -> LettersOut:
    """Whose letters (brieven) there are about which child, made or not."""
    page = letters(call.viewer, call.office, case_id)
    rows = call.part(page.rows, asked, f"letters {case_id}")
    return LettersOut(
        items=[LetterRowOut.of(row) for row in rows],
        withdrawn=[WithdrawnOut.of(each) for each in page.withdrawn],
    )


@router.get("/letters/{letter_id}", response_model=LetterOut, responses=_AS_PDF)
@policy("read_letter", finds="case")
def read_letter(
    request: Request, call: Calling, case_id: PublicId, letter_id: PublicId
) -> LetterOut | Response:
    """A letter (brief) or report (verslag); as PDF to who accepts that only."""
    found = paper(call.viewer, call.office, case_id, letter_id)
    if request.headers.get("accept", "").strip().lower() != PDF:
        return LetterOut.of(found)
    made = None if found.barred else pdf_of(found)
    if made is None:
        raise StepRefused(Refused("pdf", (found.barred or PDF_OFF,)))
    return pdf_answer(made)
