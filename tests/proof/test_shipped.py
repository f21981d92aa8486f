"""What we ship keeps what it promises: in the region that has everything, and in one other."""

import pytest

from engine.proof.prove import prove
from engine.proof.report import Proved
from tests.shipped import the_library


@pytest.mark.parametrize("region", ["default", "oldebroek"])
@pytest.mark.parametrize("workflow", sorted({name for name, _ in the_library().workflows}))
def test_every_invariant_is_proved(workflow: str, region: str) -> None:
    report = prove(the_library().of(workflow, region))

    assert [verdict for _, verdict in report.checked if not isinstance(verdict, Proved)] == []
    assert report.holds
