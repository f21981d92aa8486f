"""The command on the trails: does every row still fit?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_options import (
    FALLS_SHORT,
    AsJson,
    Lang,
    SettingsFile,
    language_of,
    print_json,
    wrong_usage,
)

_audit = typer.Typer(no_args_is_help=True, help="What happened and who looked, under seal.")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.add_typer(_audit, name="audit")


@_audit.callback()
def audit() -> None:
    """Let it stay a group of commands, however few there are."""


@_audit.command("verify")
def audit_verify(
    anchors: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            help="The folder with the anchors; else that of the settings.",
        ),
    ] = None,
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Recompute every event, seal and anchor; name the first row of each that does not fit."""
    from api.audit_command import as_data, in_words, verified
    from engine.settings import Settings

    language = language_of(lang)
    report = verified(Settings.read(settings), anchors)
    if as_json:
        print_json(as_data(report))
    else:
        typer.echo("\n".join(in_words(report, language)))
    if report.found.faults:
        raise typer.Exit(FALLS_SHORT)


@_audit.command("sign-gap")
def audit_sign_gap(
    reason: Annotated[str, typer.Option(help="What was put back, and why it is right.")],
    by: Annotated[str, typer.Option(help="Who put it back.")],
    settings: SettingsFile = None,
) -> None:
    """Sign what a restore took away, if the key that signs anchors was not at hand then."""
    from api.gap_command import sign
    from engine.settings import Settings

    if not (reason.strip() and by.strip()):
        wrong_usage("--reason and --by: say what was put back, and who did.")
    typer.echo(sign(Settings.read(settings), by=by.strip(), why=reason.strip()))
