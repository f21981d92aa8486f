"""The commands on backups: make one, put one back, and let its mail go again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_options import AsJson, SettingsFile, print_json, wrong_usage

_mail = typer.Typer(no_args_is_help=True, help="Mail that waits after a restore.")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.command()(backup)
    app.command()(restore)
    app.add_typer(_mail, name="mail")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A name that is not taken.")],
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Copy the database to FILE while others work with it, and look the copy through."""
    from api.backup_command import backup_data, backup_words, make
    from engine.settings import Settings

    made = make(Settings.read(settings), file)
    if as_json:
        print_json(backup_data(made))
    else:
        typer.echo(backup_words(made))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` made.")],
    sha256: Annotated[str | None, typer.Option(help="As `backup` told it.")] = None,
    despite: Annotated[
        str | None, typer.Option(help="Why it is restored although it has faults.")
    ] = None,
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Put a backup in the place of a database that is not there; its mail waits."""
    from api.backup_command import put_back, restored_data, restored_words
    from engine.settings import Settings

    if despite is not None and not despite.strip():
        wrong_usage("--despite: say why a backup with faults is restored.")
    done = put_back(Settings.read(settings), file, sha256=sha256, despite=despite)
    if as_json:
        print_json(restored_data(done))
    else:
        typer.echo(restored_words(done))


@_mail.callback()
def mail() -> None:
    """Let it stay a group of commands, however few there are."""


@_mail.command("hold")
def mail_hold(
    reason: Annotated[str, typer.Option(help="What was put back, and how.")],
    by: Annotated[str, typer.Option(help="Who put it back.")],
    settings: SettingsFile = None,
) -> None:
    """Let no mail go out: this database was put back by other means than `regietafel restore`."""
    from api.backup_command import hold_mail
    from engine.settings import Settings

    if not (reason.strip() and by.strip()):
        wrong_usage("--reason and --by: say what was put back, and who did.")
    typer.echo(hold_mail(Settings.read(settings), by=by.strip(), why=reason.strip()))


@_mail.command("compare")
def mail_compare(as_json: AsJson = False, settings: SettingsFile = None) -> None:
    """Put what waits beside the journal of what was sent; nothing leaves."""
    from api.backup_command import compared_data, compared_words, look_at_mail
    from engine.settings import Settings

    found, missing = look_at_mail(Settings.read(settings))
    if as_json:
        print_json(compared_data(found, missing))
    else:
        typer.echo(compared_words(found, missing))


@_mail.command("release")
def mail_release(
    reason: Annotated[str, typer.Option(help="What was compared, and what was seen.")],
    by: Annotated[str, typer.Option(help="Who compared it.")],
    without_journal: Annotated[
        bool, typer.Option("--without-journal", help="There is none: mail may leave twice.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Let mail go out again; what stands in the journal is marked as sent."""
    from api.backup_command import let_go
    from engine.settings import Settings

    if not (reason.strip() and by.strip()):
        wrong_usage("--reason and --by: say what was compared, and who did.")
    said = let_go(
        Settings.read(settings),
        by=by.strip(),
        why=reason.strip(),
        without_journal=without_journal,
    )
    typer.echo(said)
