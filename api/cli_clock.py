"""The command on the clock: somebody looked, and it is right."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import FALLS_SHORT, SettingsFile, print_error, wrong_usage

_clock = typer.Typer(no_args_is_help=True, help="The clock of this machine.")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.add_typer(_clock, name="clock")


@_clock.callback()
def clock() -> None:
    """Let it stay a group of commands, however few there are."""


@_clock.command("confirm")
def clock_confirm(
    reason: Annotated[str, typer.Option(help="Why the clock is right as it is.")],
    by: Annotated[str, typer.Option(help="Who looked.")],
    settings: SettingsFile = None,
) -> None:
    """Say that the clock is right, after a jump held everything that goes out."""
    from contextlib import closing

    from api.demo_clock import clock_to_look
    from api.wiring import office_to_publish
    from engine.service.clock_guard import confirm_clock
    from engine.settings import Settings

    if not (reason.strip() and by.strip()):
        wrong_usage("--reason and --by: say why the clock is right, and who looked.")
    chosen = Settings.read(settings)
    office = office_to_publish(chosen, clock_to_look(chosen))
    with closing(office.store):
        done = confirm_clock(office, by=by.strip(), why=reason.strip())
    if not done:
        print_error("The clock did not jump, so nothing is held; nothing was changed.")
        raise typer.Exit(FALLS_SHORT)
    typer.echo("The clock is right. What was held goes out at the next sweep.")
