"""A copy of the product without one of its guards, and what the suite says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.access.guards import ROOT, Place

_ITS_OWN = "__pycache__"
_PROGRAM = Path(__file__).with_name("narrow.py")
_NOT_IN_IT = frozenset({".git", ".venv", ".demo", "build"})


@dataclass(frozen=True, slots=True)
class Job:
    """Tests to be run in a copy, and the place that is gone there; None: the product as it is."""

    tests: Sequence[str]
    place: Place | None = None
    only: str = "not postgres"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it: how many passed before the first that failed, and what it said."""

    code: int
    passed: int
    failed: dict[str, str]

    @property
    def is_red(self) -> bool:
        """Whether a test failed; not what it needs, and not that none was found."""
        return self.code == 1 and any(each.startswith("call: ") for each in self.failed.values())


def ran(jobs: Sequence[Job]) -> list[Ran]:
    """Run each job in a copy of its own."""
    with tempfile.TemporaryDirectory(prefix="without-") as folder:
        roots = [_copied(Path(folder, str(nth)), job.place) for nth, job in enumerate(jobs)]
        lines = [
            json.dumps({**_said(job), "root": str(root), "real": str(ROOT)})
            for root, job in zip(roots, jobs, strict=True)
        ]
        clean = {key: each for key, each in os.environ.items() if not key.startswith("PYTEST_")}
        clean["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # each costs time, and none is needed
        done = subprocess.run(
            [sys.executable, str(_PROGRAM)],
            input="\n".join(lines),
            capture_output=True,
            text=True,
            check=False,
            env=clean,
            cwd=folder,
        )
    answers = [Ran(**json.loads(line)) for line in done.stdout.splitlines()]
    assert len(answers) == len(jobs), done.stderr[-2000:]
    return answers


def _said(job: Job) -> Mapping[str, Any]:
    changed = job.place.path.removesuffix(".py").replace("/", ".") if job.place else ""
    return {"tests": [*job.tests], "only": job.only, "changed": changed}


def _copied(root: Path, place: Place | None) -> Path:
    """A copy: the folders above the file are made anew, everything else is linked to."""
    _linked(ROOT, root, place.path.split("/") if place else [])
    if place is not None:
        file = root / place.path
        text = place.removed(file.read_bytes())
        file.unlink()
        file.write_bytes(text)
    return root


def _linked(there: Path, here: Path, way: Sequence[str]) -> None:
    """Link to all that is in a folder, but make anew what is on the way."""
    here.mkdir()
    for each in there.iterdir():
        if way[1:] and each.name == way[0]:
            _linked(each, here / each.name, way[1:])
        elif each.name == _ITS_OWN:
            _compiled(each, here / _ITS_OWN, Path(way[0]).stem if way else "")
        elif each.name not in _NOT_IN_IT:
            (here / each.name).symlink_to(each)


def _compiled(there: Path, here: Path, changed: str) -> None:
    """What Python compiled of a folder, but not of the file that is changed.

    The folder is a new one: what is compiled of the copy never comes into that of the product.
    """
    here.mkdir()
    for each in there.iterdir():
        if each.name.partition(".")[0] != changed:
            (here / each.name).symlink_to(each)
