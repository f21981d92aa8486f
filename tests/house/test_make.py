"""The Makefile is the front door: it has these targets, and says what each is for."""

import re
import shutil
import subprocess

import pytest

from tests.house.source import ROOT, text_of

TARGETS = ["bench", "check", "demo", "demo-reset", "help", "lock", "screenshots", "soak", "test"]
MAKEFILE = text_of(ROOT / "Makefile")


def test_the_makefile_has_exactly_these_targets() -> None:
    declared = re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, re.MULTILINE)
    phony = re.findall(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)

    assert sorted(declared) == TARGETS
    assert sorted(" ".join(phony).split()) == TARGETS, "a file of that name would stop the target"


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_has_a_line_of_help(target: str) -> None:
    assert re.search(rf"^{target}:[^#\n]*## \S", MAKEFILE, re.MULTILINE), f"say what {target} does"


def test_make_help_lists_every_target() -> None:
    make = shutil.which("make")
    assert make, "make is not on this machine, and it is how everything here starts"

    answer = subprocess.run(
        [make, "--no-print-directory", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert sorted(line.split(" - ")[0] for line in answer.stdout.splitlines()) == TARGETS
