"""The commands on versions: what differs, whom it touches, moving running cases, a drawing."""

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

_VERSION = "A hash or its first eight digits, WORKFLOW/REGION, or WORKFLOW/REGION@published."

_regions = typer.Typer(no_args_is_help=True, help="Regions side by side.")
_cases = typer.Typer(no_args_is_help=True, help="Running cases, for whoever runs the program.")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.command()(diff)
    app.command()(diagram)
    _regions.command("diff")(regions_diff)
    _cases.command("move")(cases_move)
    app.add_typer(_regions, name="regions")
    app.add_typer(_cases, name="cases")


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_VERSION)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Say what differs between two versions, and what that does to the cases that run."""
    from api.demo_clock import clock_to_look
    from api.versions_commands import diff_data, diff_lines, diff_of
    from engine.settings import Settings

    language, chosen = language_of(lang), Settings.read(settings)
    try:
        found = diff_of(chosen, clock_to_look(chosen), old, new)
    except ValueError as error:
        wrong_usage(str(error))
    if as_json:
        print_json(diff_data(found))
    else:
        typer.echo("\n".join(diff_lines(found, language)))


def regions_diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A region.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Say what two regions have differently: in every workflow, and of their own."""
    from api.versions_commands import regions_data, regions_diff, regions_lines
    from api.wiring import library_from
    from engine.library import UnknownRegion
    from engine.settings import Settings

    language = language_of(lang)
    try:
        found = regions_diff(library_from(Settings.read(settings)), a, b)
    except UnknownRegion as error:
        wrong_usage(str(error))
    if as_json:
        print_json(regions_data(found))
    else:
        typer.echo("\n".join(regions_lines(found, language)))


def cases_move(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", exists=True, dir_okay=False)],
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; else it is only shown.")] = False,
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Let running cases follow another version; without --apply nothing is written."""
    from api.demo_clock import clock_to_look
    from api.versions_commands import move, move_data, move_lines, totals
    from api.wiring import office_from
    from engine.settings import Settings

    language, chosen = language_of(lang), Settings.read(settings)
    office = office_from(chosen, clock_to_look(chosen))
    made = []
    for each in move(office, plan.read_text(encoding="utf-8"), plan.name, apply=apply):
        made.append(each)
        for line in [] if as_json else move_lines(each, language):
            typer.echo(line)
    if as_json:
        print_json([move_data(each) for each in made])
    else:
        typer.echo(totals(made, language))
    if any(each.outcome == "refused" for each in made):
        raise typer.Exit(FALLS_SHORT)


def diagram(
    workflow: Annotated[str, typer.Argument(metavar="WORKFLOW", help="Which workflow.")],
    region: Annotated[str | None, typer.Option(help="As this region has it.")] = None,
    lang: Lang = "nl",
    svg: Annotated[Path | None, typer.Option(help="A file to write the drawing to.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Show a workflow as text that Mermaid draws, or write the drawing of its page to a file."""
    from api.versions_commands import svg_of
    from api.wiring import library_from
    from engine.diagram import mermaid
    from engine.library import UnknownRegion, UnknownWorkflow
    from engine.settings import Settings

    language, chosen = language_of(lang), Settings.read(settings)
    try:
        found = library_from(chosen).of(workflow, region or chosen.region)
    except (UnknownWorkflow, UnknownRegion) as error:
        wrong_usage(str(error))
    if svg is None:
        typer.echo(mermaid(found, language), nl=False)
    else:
        svg.write_text(svg_of(found, language), encoding="utf-8")
        typer.echo(str(svg))
