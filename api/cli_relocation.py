"""The commands that move the whole database to another, and take that back."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from api.cli_options import AsJson, SettingsFile, print_error, print_json, wrong_usage

_From = Annotated[
    str | None, typer.Option("--from", help="sqlite:///FILE; else that of the settings.")
]

_PASSWORD = re.compile(r"://[^@/]*:[^@]+@|password=")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.command("move-to-postgres")(move_to_postgres)
    app.command("take-move-back")(take_move_back)


def move_to_postgres(
    old: _From = None,
    new: Annotated[
        str | None,
        typer.Option("--to", help="postgresql+psycopg://USER@HOST/NAME; else of the settings."),
    ] = None,
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Copy the cases from SQLite to an empty PostgreSQL database, and compare every row."""
    from api.relocation_command import POSTGRES, move, moved_data, moved_words
    from engine.settings import Settings

    chosen = Settings.read(settings)
    target = new or chosen.database_url
    if not target.startswith(POSTGRES):
        wrong_usage(f"Name the new database, {POSTGRES}USER@HOST/NAME: in --to or the settings.")
    if new and _PASSWORD.search(new):
        wrong_usage(
            "Everybody on this machine can read what stands on a command line. Keep the password "
            "in the settings file, or in a file of PostgreSQL's own (PGPASSFILE)."
        )
    done = move(chosen, _old(old, chosen.database_url), target, _progress)
    if as_json:
        print_json(moved_data(done))
    else:
        typer.echo(moved_words(done))


def take_move_back(
    by: Annotated[str, typer.Option(help="Who decided it.")],
    reason: Annotated[str, typer.Option(help="Why the old database counts again.")],
    old: _From = None,
    settings: SettingsFile = None,
) -> None:
    """Let the SQLite database from before the move be used again; what came after is not in it."""
    from api.relocation_command import go_back
    from engine.settings import Settings

    if not (reason.strip() and by.strip()):
        wrong_usage("--reason and --by: say why the old database counts again, and who decided.")
    chosen = Settings.read(settings)
    url = _old(old, chosen.database_url)
    typer.echo(go_back(chosen, url, by=by.strip(), why=reason.strip()))


def _old(given: str | None, of_settings: str) -> str:
    from api.relocation_command import SQLITE

    url = given or of_settings
    if not url.startswith(SQLITE):
        wrong_usage(f"Name the old database, {SQLITE}FILE: in --from or the settings.")
    return url


def _progress(table: str, done: int, of: int) -> None:
    print_error(f"{done + 1}/{of} {table}")
