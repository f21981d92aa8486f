"""Run tests in copies of the product, one after another; a program of its own, of no package.

``python narrow.py < jobs``, where each line of ``jobs`` names a ``root``, its ``tests`` and
which ``only``; for each a line comes back that says how many passed, which failed and with
what. ``real`` is where the product stands and ``changed`` the module that a copy has another text
of. What is the same in every copy is imported and read once; each job is then a process of its
own, so nothing of a copy is ever met in another.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:] = [
    each for each in sys.path if Path(each or ".").resolve() not in {HERE, *HERE.parents}
]

import pytest  # noqa: E402 - after the product is out of the way


class Heard:
    """What came of each test."""

    def __init__(self) -> None:
        self.passed, self.failed = 0, dict[str, str]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count it, or keep the last line of what went wrong."""
        if report.failed:
            told = str(getattr(report.longrepr, "reprcrash", "") or report.longrepr)
            self.failed[report.nodeid] = f"{report.when}: {told[-300:]}"
        self.passed += report.passed and report.when == "call"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that could not even be read."""
        if report.failed:
            self.failed[report.nodeid] = f"collect: {str(report.longrepr)[-300:]}"


def known() -> None:
    """Import what every copy needs and none has of its own."""
    import fastapi.testclient  # noqa: F401, PLC0415
    import hypothesis  # noqa: F401, PLC0415
    import jinja2  # noqa: F401, PLC0415
    import psycopg  # noqa: F401, PLC0415
    import sqlalchemy.dialects.postgresql  # noqa: PLC0415
    import sqlalchemy.dialects.sqlite  # noqa: F401, PLC0415
    import yaml  # noqa: F401, PLC0415


def alike(real: str) -> None:
    """Read the definitions of the product, as every copy has them too."""
    sys.path.insert(0, real)
    for name in ALIKE:
        importlib.import_module(name)
    sys.modules["tests.shipped"].the_library()
    sys.path.remove(real)


ALIKE = ("tests.shipped", "engine.store.tables")
_OURS = frozenset({"api", "engine", "notifications", "tests"})


def _in_its_copy(job: dict[str, Any]) -> None:
    """Let all that is imported from now on be that of the copy.

    Where what it changes was imported already, nothing is left of what was.
    """
    ours = [name for name in sys.modules if name.partition(".")[0] in _OURS]
    if job["changed"] in ours:
        from sqlmodel import SQLModel  # noqa: PLC0415

        SQLModel._sa_registry.dispose()  # each table is told to it once
        SQLModel.metadata.clear()
        for name in ours:
            del sys.modules[name]
    for name in ours:
        if name in sys.modules and hasattr(sys.modules[name], "__path__"):
            sys.modules[name].__path__ = [str(Path(job["root"], *name.split(".")))]


def run(job: dict[str, Any]) -> dict[str, Any]:
    """The tests of one job, in its copy; the first that fails is the last."""
    _in_its_copy(job)
    os.chdir(job["root"])
    sys.path.insert(0, job["root"])
    heard = Heard()
    said = ["-q", "-x", "-p", "no:cacheprovider", "-k", job["only"], *job["tests"]]
    code = pytest.main(said, plugins=[heard])
    return {"code": int(code), "passed": heard.passed, "failed": heard.failed}


def main() -> None:
    """Do every job in a process of its own."""
    known()
    answers = os.dup(1)
    os.dup2(2, 1)  # what pytest says goes to stderr
    jobs = [json.loads(line) for line in sys.stdin.read().splitlines()]
    alike(jobs[0]["real"])
    for job in jobs:
        if os.fork() == 0:
            os.write(answers, (json.dumps(run(job)) + "\n").encode())
            sys.exit()  # and not at once: a run leaves nothing behind
        os.wait()


if __name__ == "__main__":
    main()
