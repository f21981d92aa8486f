"""Every page, in the order in which addresses are tried."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages import (
    about,
    assignments,
    case,
    cases,
    consents,
    contacts,
    dates,
    deadlines,
    deviations,
    families,
    here,
    home,
    keys,
    language,
    mailbox,
    opening,
    participants,
    record_moves,
    records,
    rules,
    sign_in,
    steps,
    timeline,
    workflows,
)

ROUTERS: tuple[APIRouter, ...] = (
    about.router,
    sign_in.router,
    keys.router,
    language.router,
    here.router,
    home.router,
    opening.router,  # before the case itself: /cases/new is no case
    cases.router,
    case.router,
    steps.router,
    timeline.router,
    records.router,
    record_moves.router,
    participants.router,
    assignments.router,
    consents.router,
    deviations.router,
    contacts.router,
    deadlines.router,
    dates.router,
    families.router,
    mailbox.router,
    rules.router,  # before the workflows: /workflows/rules is none
    workflows.router,
)
