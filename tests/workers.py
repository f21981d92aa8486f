"""Which tests go to the same worker: those of a file, and those that share what is dear to make."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it ships none

SHARING = {
    "access": "the shelf of cases",
    "browser": "the small caseload",
    "caseload": "the small caseload",
    "docs": "the small caseload",
}
"""Folders whose tests share something across files."""


class BySharing(LoadScopeScheduling):  # type: ignore[misc]  # the same
    """Deals files out in their order, the dear ones first, so that the workers end together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = PurePosixPath(file).parts[1]
        return SHARING.get(folder, file)
