"""The regisseur of the story lets the parents read the plan for the placement.

It may tell where the child lives, so they read it only once somebody looked; the child reads it
from the day it is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from api.caseload.cast import Cast
from api.caseload.story import LEAD
from engine.service.case_file import case_file
from engine.service.family_view import family_view
from engine.service.office import Office
from engine.service.publication_orders import Publish
from engine.service.publications import publish

SHARED = timedelta(days=4)
"""So long before the demo begins the plan is settled, and shared."""

PLAN = "placement_plan"


@dataclass(slots=True)
class Publishing:
    """What is shared in the case of the story, once."""

    office: Office
    cast: Cast
    until: date
    _is_done: bool = False

    def goes_on(self, case: str) -> None:
        """Share the plan in this case, if it is time."""
        if self._is_done or self.until - self.office.today() > SHARED:
            return
        self._is_done = True
        lead = self.cast.people[LEAD]
        title = self.office.library.catalogue.record_title(PLAN)
        _, view = family_view(lead, self.office, case)
        for reader in view.readers:
            for item in reader.items:
                if item.title == title and item.why == "on_request":
                    seen = case_file(lead, self.office, case).version
                    order = Publish(
                        case=case,
                        item=item.id,
                        person=reader.id,
                        seen_version=seen,
                        names_seen=True,
                    )
                    publish(lead, self.office, order)
