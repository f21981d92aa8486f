"""Bring the Dutch sentences up to date with the pages: ``python -m api.locale_update``.

What is new waits with an empty translation; what is gone is gone. A test fails until none waits.
"""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.speech import DUTCH

METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def sentences() -> Catalog:
    """Every sentence that the pages and their handlers ask for."""
    catalog = Catalog(locale="nl", project="Regietafel", fuzzy=False)
    with as_file(files("api")) as folder:
        for path, line, said, notes, context in extract_from_dir(
            folder, METHODS, OPTIONS, comment_tags=["Dutch:"], strip_comment_tags=True
        ):
            catalog.add(said, None, [(path, line)], auto_comments=notes, context=context)
    return catalog


def merged(old: Catalog, new: Catalog) -> Catalog:
    """The old translations of the new sentences; a likeness is not taken for a translation."""
    old.update(new, no_fuzzy_matching=True, update_creation_date=False)
    old.obsolete.clear()
    return old


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file: in the order of the sentences, so that two writers seldom clash."""
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    return out.getvalue()


def main() -> str | None:
    """Rewrite the file; what to say when a sentence waits for its Dutch."""
    with DUTCH.open("rb") as file:
        old = read_po(file, locale="nl")
    catalog = merged(old, sentences())
    Path(str(DUTCH)).write_bytes(written(catalog))
    waiting = [str(each.id) for each in catalog if each.id and not is_translated(each.string)]
    return (
        "\n  ".join([f"{len(waiting)} sentence(s) wait for Dutch:", *waiting]) if waiting else None
    )


def is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether there are words for it, in every number."""
    return bool(string) and all([string] if isinstance(string, str) else string or ())


if __name__ == "__main__":
    sys.exit(main())
