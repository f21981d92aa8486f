"""The commands on the calendar of the whole country: days that a royal decree equates."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import SettingsFile, wrong_usage

_calendar = typer.Typer(no_args_is_help=True, help="Days off in the whole country.")

_DAY = Annotated[str, typer.Argument(metavar="DAY", help="As 2029-05-11.")]
_REASON = Annotated[str, typer.Option(help="Why.")]
_BY = Annotated[str, typer.Option(help="The login of whoever answers for it.")]
_ISSUER = Annotated[str, typer.Option(help="Who gave that login.")]
_DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only say what would move.")]


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.add_typer(_calendar, name="calendar")


@_calendar.command("add")
def calendar_add(  # noqa: PLR0913, PLR0917 - one for each option of the command
    day: _DAY,
    reason: _REASON,
    by: _BY,
    source: Annotated[str, typer.Option(help="The decree.")],
    name_nl: Annotated[str, typer.Option(help="What the day is called, in Dutch.")],
    name_en: Annotated[str, typer.Option(help="The same in English.")],
    issuer: _ISSUER = "demo",
    dry_run: _DRY_RUN = False,
    settings: SettingsFile = None,
) -> None:
    """Equate a day in the whole country, and move every open date that it touches."""
    from api.calendar_command import added, changed

    try:
        days = added(day, name_nl, name_en, source)
        told = changed(settings, (issuer, by), reason, add=(days,), dry_run=dry_run)
    except ValueError as error:
        wrong_usage(str(error))
    typer.echo(told)


@_calendar.command("remove")
def calendar_remove(
    day: _DAY,
    reason: _REASON,
    by: _BY,
    issuer: _ISSUER = "demo",
    dry_run: _DRY_RUN = False,
    settings: SettingsFile = None,
) -> None:
    """Let an equated day count again in the whole country."""
    from api.calendar_command import changed, removed

    try:
        days = removed(day)
        told = changed(settings, (issuer, by), reason, remove=(days,), dry_run=dry_run)
    except ValueError as error:
        wrong_usage(str(error))
    typer.echo(told)
