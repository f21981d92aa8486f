"""Axe looks at a page; what it finds is told in lines that one can act on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

_LOOK = """async (tags) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  const found = await axe.run(document, options);
  const told = (rule) => (node) =>
    [`${rule.id}: ${rule.help}`, `at ${node.target}`, node.html, node.failureSummary].join("\\n");
  return found.violations.flatMap((rule) => rule.nodes.map(told(rule)));
}"""


def violations(page: Page) -> list[str]:
    """What keeps somebody out: the rule, where it is broken, and how it can be mended."""
    # Not as a script of the page: the content policy would refuse it.
    page.evaluate(_source())
    found: list[str] = page.evaluate(_LOOK, TAGS)
    return found


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")
