"""What several commands of the command line share: their options, and how they answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from engine.text import Language

FALLS_SHORT = 1
WRONG_USAGE = 2

AsJson = Annotated[bool, typer.Option("--json", help="Answer as a program would read it.")]
Lang = Annotated[str, typer.Option(help="nl or en.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="A file to read settings from.")
]


def print_error(words: str) -> None:
    """Say what is wrong where logs and pipes do not mix with the answer."""
    typer.echo(words, err=True)


def wrong_usage(words: str) -> NoReturn:
    """Say what was asked wrongly, and stop."""
    print_error(words)
    raise typer.Exit(WRONG_USAGE)


def language_of(written: str) -> Language:
    """The language that was asked for; another one is wrong usage."""
    if written == "nl":
        return "nl"
    if written == "en":
        return "en"
    wrong_usage(f"'{written}' is no language here; write nl or en.")


def print_json(data: object) -> None:
    """Answer a program."""
    typer.echo(json.dumps(data, ensure_ascii=False))
