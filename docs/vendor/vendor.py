"""Fetch what the pages borrow, cut it down to what they use, and write down where it is from.

Run by hand, with npm on the machine, when a version here or a class in the templates changes:
``.venv/bin/python docs/vendor/vendor.py``. What it writes is committed, so nobody else needs it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "api" / "static"
BROWSER = ROOT / "tests" / "browser" / "vendor"
NOTICE = ROOT / "docs" / "third-party.md"


class Source(NamedTuple):
    """One file of one package, exactly as it was published."""

    package: str
    version: str
    licence: str
    file: str
    sha256: str

    @property
    def title(self) -> str:
        """What to tell npm."""
        return f"{self.package}@{self.version}"


NLDS = "@nl-design-system-candidate"
THEME = Source(
    "@nl-design-system-unstable/voorbeeld-design-tokens",
    "7.4.1",
    "EUPL-1.2",
    "dist/theme.css",
    "bcadf878b3aad35131d6e092558c9d5c1b7a8d0c85c8765a5e0abd55e50c665f",
)
# Where two have the same component, the candidate goes first.
COMPONENTS = [
    Source(
        f"{NLDS}/button-css",
        "1.1.0",
        "EUPL-1.2",
        "dist/button.css",
        "b514401ee338891ac584e87748425df54279bdfa28cf5a0907b7fbc4dd5d1342",
    ),
    Source(
        f"{NLDS}/data-badge-css",
        "1.0.5",
        "EUPL-1.2",
        "dist/data-badge.css",
        "1a98db44935bcd9d05872945e9ff7401ee87658f5ba57a45877dc4e48e541497",
    ),
    Source(
        f"{NLDS}/heading-css",
        "1.1.3",
        "EUPL-1.2",
        "dist/heading.css",
        "54d2f5b4cd7bbc4e522c6f17b0b35fdd948988eb72e6abaef4d4c4291f86c7f4",
    ),
    Source(
        f"{NLDS}/link-css",
        "2.0.3",
        "EUPL-1.2",
        "dist/link.css",
        "a09e515c561812adb494cc3142396690a2b8fc14dbf85794db4cc41375a51453",
    ),
    Source(
        f"{NLDS}/number-badge-css",
        "1.1.5",
        "EUPL-1.2",
        "dist/number-badge.css",
        "68e33c699fc5ffa6710289df1d0a5fb8c5b4a2b78a216a88d965f8d108045859",
    ),
    Source(
        f"{NLDS}/paragraph-css",
        "2.1.3",
        "EUPL-1.2",
        "dist/paragraph.css",
        "146f262c3ddcff89c11fb872a7a1dde7ea5d5f51ecbfe76b53a2538aec6c117b",
    ),
    Source(
        f"{NLDS}/skip-link-css",
        "1.0.5",
        "EUPL-1.2",
        "dist/skip-link.css",
        "5427501bd2a8424f7fa1e0295d23a70d27877331c0f35ee4f394aaa9f0d70389",
    ),
    Source(
        "@gemeente-denhaag/process-steps",
        "0.1.1",
        "EUPL-1.2",
        "dist/index.css",
        "8edc6646e75e5900b1bfc2b6e10ba9eeb1d5d0379763761bbb394268002ea777",
    ),
    Source(
        "@utrecht/component-library-css",
        "9.0.4",
        "EUPL-1.2",
        "dist/index.css",
        "3a7ecff64aed181c8bc779bb7006380f8937b192c87687f479f1e67b78f68c3d",
    ),
]
HTMX = Source(
    "htmx.org",
    "4.0.1",
    "0BSD",
    "dist/htmx.min.js",
    "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
)
AXE = Source(
    "axe-core",
    "4.14.1",
    "MPL-2.0",
    "axe.min.js",
    "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
)
AXE_PARTS = AXE._replace(
    file="LICENSE-3RD-PARTY.txt",
    sha256="4f8563870d0fca38bbc3e00b6f670cb7fa9f380ba9f26a7f7d1184a6b18b1653",
)

PARTS = "Only what we use. Copyright of process-steps: (C) 2021 Gemeente Den Haag."

# The classes that the pages may use; a rule stays when every class in it is among these.
KEEP = re.compile(
    r"""
    nl-button(--(primary|secondary))? | nl-heading | nl-heading--level-[1-4] | nl-link
    | nl-number-badge | nl-paragraph(--lead)?
    | nl-skip-link(--visible-on-focus)?
    | denhaag-process-steps(__step(-(header|heading.*|meta.*))?)?
    | utrecht-alert(--(info|ok|warning|error))? | utrecht-button-group
    | utrecht-document | utrecht-form-field(--invalid)?
    | utrecht-form-field-(description|error-message)
    | utrecht-form-fieldset(__legend(--html-legend)?|--html-fieldset|--invalid)?
    | utrecht-form-label(--(checkbox|radio))? | utrecht-root | utrecht-select(--html-select)?
    | utrecht-status-badge(--(neutral|safe|warning|danger))? | utrecht-table(--html-table)?
    | utrecht-textarea(--html-textarea)? | utrecht-textbox(--html-input)?
    """,
    re.VERBOSE,
)


def fetched(source: Source, folder: Path) -> str:
    """Fetch the package from whichever registry npm is set to, and read the file out of it."""
    npm = shutil.which("npm") or sys.exit("npm is not on this machine; it fetches the packages")
    command = [npm, "pack", "--silent", "--pack-destination", str(folder), source.title]
    made = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed
    with tarfile.open(folder / made.stdout.strip()) as archive:
        member = archive.extractfile(f"package/{source.file}")
        content = member.read() if member else b""
    found = sha256(content).hexdigest()
    if found != source.sha256:
        sys.exit(f"{source.title} {source.file} is not what we looked at: {found}")
    return content.decode()


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each rule as what stands before its braces and what stands within; no comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    start, depth, opened = 0, 0, 0
    for mark in re.finditer(r'"[^"]*"|[{};]', css):
        if mark[0] == "{":
            depth += 1
            opened = mark.end() if depth == 1 else opened
        elif mark[0] == "}":
            depth -= 1
            if depth == 0:
                yield " ".join(css[start : opened - 1].split()), css[opened : mark.start()]
                start = mark.end()
        elif mark[0] == ";" and depth == 0:
            start = mark.end()


def is_kept(selector: str) -> bool:
    """Whether it names a class, and only classes that the pages may use."""
    names = re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)
    return bool(names) and all(map(KEEP.fullmatch, names))


def trimmed(css: str) -> str:
    """The rules for the classes that are kept, one a line."""
    lines = []
    for head, body in blocks(css):
        if head.startswith("@"):
            inner = trimmed(body)
            lines += [f"{head}{{\n{inner}\n}}"] if head.startswith("@media") and inner else []
            continue
        kept = [each.strip() for each in re.split(r",(?![^(]*\))", head) if is_kept(each)]
        said = " ".join(body.split()).rstrip("; ")
        lines += [f"{','.join(kept)}{{{said}}}"] if kept and said else []
    return "\n".join(lines)


def used_tokens(theme: str, *css: str) -> str:
    """The tokens of the theme that the rules lean on, directly or through other tokens."""
    values = {
        name: value.split("/*")[0].strip()
        for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", theme)
    }
    wanted = set(re.findall(r"var\((--[\w-]+)", "".join(css)))
    while more := {n for w in wanted for n in re.findall(r"--[\w-]+", values.get(w, ""))} - wanted:
        wanted |= more
    lines = [f"  {name}: {value};" for name, value in values.items() if name in wanted]
    return "\n".join([".voorbeeld-theme {", *lines, "}"])


def header(sources: Iterable[Source], note: str, original: str = "") -> str:
    """Where a file comes from, under which licence, and who holds the copyright."""
    lines = [f"{each.title} {each.file}, {each.licence}, sha256 {each.sha256}" for each in sources]
    holders = sorted(set(re.findall(r"Copyright \(c\) [^\n*]+", original)))
    said = "\n * ".join([note, *lines, *(each.strip() for each in holders)])
    return f"/*! Made by docs/vendor/vendor.py; do not edit.\n * {said}\n */\n"


def table(files: dict[Path, list[Source]]) -> str:
    """What we pass on that others made, for whoever checks licences, and for the test."""
    rows = [
        f"| `{path.relative_to(ROOT).as_posix()}` | {each.package} | {each.version} "
        f"| {each.licence} | `{sha256(path.read_bytes()).hexdigest()}` |"
        for path, sources in files.items()
        for each in sources
    ]
    return "\n".join([NOTICE.read_text().partition("\n| `")[0].rstrip(), *rows, ""])


def main() -> None:
    """Write the files, then the table of them."""
    own = (STATIC / "regietafel.css").read_text()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        components = "\n".join(fetched(each, folder) for each in COMPONENTS)
        theme, rules = fetched(THEME, folder), trimmed(components)
        texts = {
            STATIC / "vendor/voorbeeld.css": header([THEME], "Only the tokens that we use.")
            + used_tokens(theme, rules, own),
            STATIC / "vendor/components.css": header(COMPONENTS, PARTS, components) + rules,
            STATIC / "vendor/htmx.min.js": header([HTMX], "Unchanged.") + fetched(HTMX, folder),
            BROWSER / "axe.min.js": fetched(AXE, folder),
            BROWSER / "axe.min.js.LICENSE-3RD-PARTY.txt": fetched(AXE_PARTS, folder),
        }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.rstrip("\n") + "\n")
    sources = [[THEME], COMPONENTS, [HTMX], [AXE], [AXE_PARTS]]
    NOTICE.write_text(table(dict(zip(texts, sources, strict=True))))


if __name__ == "__main__":
    main()
