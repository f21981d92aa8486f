"""The command line. Exit code 0: all is well; 1: something falls short; 2: wrong usage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api import (
    cli_audit,
    cli_backup,
    cli_calendar,
    cli_clock,
    cli_hooks,
    cli_relocation,
    cli_versions,
)
from api.cli_options import (
    FALLS_SHORT,
    AsJson,
    Lang,
    SettingsFile,
    language_of,
    print_error,
    print_json,
    wrong_usage,
)
from engine.errors import RegietafelError


class _Answering(TyperGroup):
    """Commands whose refusals are sentences, not tracebacks."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what our own errors say goes to stderr."""
        try:
            return super().invoke(ctx)
        except RegietafelError as error:
            print_error(str(error))
            raise typer.Exit(FALLS_SHORT) from error


app = typer.Typer(
    cls=_Answering,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a traceback with values in it would show what is in a file
    help="Regietafel: a case-workflow engine that refuses what the rules forbid, and says why.",
)


@app.command()
def term(
    start: Annotated[str, typer.Argument(metavar="START", help="A date; for countback the event.")],
    spec: Annotated[str, typer.Argument(metavar="SPEC", help='How long: "5 working_days".')],
    kind: Annotated[str, typer.Option(help="How it is counted.")] = "hard",
    region: Annotated[str, typer.Option(help="Whose closing days count.")] = "default",
    law: Annotated[bool, typer.Option("--law", help="An act sets this term.")] = False,
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Compute when a term is due, and say how. For kind hours START is a moment."""
    from api.term_command import term_answer
    from api.wiring import library_from
    from engine.errors import TermOutOfScope
    from engine.library import UnknownRegion
    from engine.settings import Settings

    library = library_from(Settings.read(settings))
    if region not in library.calendars:
        wrong_usage(str(UnknownRegion(region, library.calendars)))
    try:
        answer = term_answer(start, spec, kind, library.calendars[region], law=law)
    except (ValueError, TermOutOfScope) as error:
        wrong_usage(str(error))
    if as_json:
        print_json(answer)
    else:
        typer.echo(f"{answer['due']}\n{answer['explanation']['nl']}\n{answer['explanation']['en']}")


@app.command()
def scenarios(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", exists=True, help="Files or folders."),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(help="A database of its own to play on, which keeps all; else fresh files."),
    ] = None,
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Play acceptance scenarios; of each the first difference is shown with file and line."""
    from api.scenarios.run import Result, inside, run_all, shipped
    from api.wiring import definitions_folder, library_from
    from engine.settings import Settings

    chosen = Settings.read(settings)
    if database_url == chosen.database_url:
        wrong_usage(
            "That is the database of the cases themselves; give scenarios one of their own."
        )
    files = inside(paths) if paths else shipped(definitions_folder(chosen))

    def show(result: Result) -> None:
        for line in [] if as_json else result.lines():
            typer.echo(line)

    report = run_all(files, library_from(chosen), store_url=database_url, watch=show)
    if as_json:
        print_json([result.as_data() for result in report.results])
    else:
        typer.echo(f"{len(report.results)} scenario(s), {len(report.failed)} differ(s)")
    if report.failed:
        raise typer.Exit(FALLS_SHORT)


@app.command()
def check(
    workflow: Annotated[
        str | None, typer.Argument(metavar="[WORKFLOW]", help="Only this workflow.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="Only this region.")] = None,
    all_facts: Annotated[
        bool, typer.Option("--all-facts", help="Search everything, where that is small enough.")
    ] = False,
    workflows: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="A folder of definitions.")
    ] = None,
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Prove what every definition promises, or show the shortest way to break it."""
    from api.check_command import as_data, chosen, in_words, no_crisis_line
    from api.check_command import check as check_all
    from api.check_shadows import shadows_found
    from api.wiring import definitions_folder
    from engine.loader import UnknownRegion, UnknownWorkflow, load
    from engine.settings import Settings

    language = language_of(lang)
    config = Settings.read(settings)
    library = load(workflows or definitions_folder(config))
    try:
        asked = chosen(library, workflow, region)
    except (UnknownRegion, UnknownWorkflow) as error:
        wrong_usage(str(error))
    found = shadows_found(config, library.regions)
    checked = check_all(asked, library, all_facts=all_facts, shadows=found.unbound(asked))
    if as_json:
        print_json(as_data(checked))
    else:
        typer.echo("\n".join([*in_words(checked, language), *found.in_words(asked, language)]))
    found.warn(language, print_error)
    no_crisis_line([] if workflow else asked, library, language, print_error)
    if not all(each.report.holds for each in checked):
        raise typer.Exit(FALLS_SHORT)


@app.command()
def publish(
    reason: Annotated[str, typer.Option(help="Why a label is used again.")] = "",
    second: Annotated[str, typer.Option(help="The second person who agrees.")] = "",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Prove and publish every definition in every region; a label used before asks --reason
    and --second."""
    from api.check_command import proofs_of
    from api.wiring import not_published, office_to_publish, publish_all
    from engine.clock import SystemClock
    from engine.settings import Settings
    from engine.store.versions import Ground

    if bool(reason.strip()) != bool(second.strip()):
        wrong_usage("--reason and --second go together: why, and who agreed.")
    office = office_to_publish(Settings.read(settings), SystemClock())
    ground = Ground(reason=reason, second=second) if reason.strip() else None
    published = publish_all(office, ground, proofs_of(not_published(office), office.library))
    if as_json:
        print_json(
            [
                {
                    "workflow": one.workflow,
                    "region": one.region,
                    "version": one.label,
                    "hash": one.hash,
                }
                for one in published
            ]
        )
        return
    for one in published:
        typer.echo(f"{one.workflow} {one.region} version {one.label} {one.hash[:12]}")


@app.command()
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Which kind of file.")
    ] = None,
    write_all: Annotated[bool, typer.Option("--all", help="Write all of them to --out.")] = False,
    out: Annotated[Path | None, typer.Option(help="The folder to write to.")] = None,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Bring the tables of the database up to date.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Show the JSON Schema of a kind of definition file, or write all; or make the tables."""
    from api.schema_command import FORMS, schema_of, write_schemas

    if upgrade:
        from api.wiring import upgrade_tables
        from engine.settings import Settings

        upgrade_tables(Settings.read(settings))
        typer.echo("The tables are up to date.")
    elif write_all:
        if out is None:
            wrong_usage("Say where to write them: --all --out FOLDER")
        for file in write_schemas(out):
            typer.echo(str(file))
    elif name is None:
        typer.echo("\n".join(FORMS))
    else:
        try:
            typer.echo(schema_of(name))
        except ValueError as error:
            wrong_usage(str(error))


@app.command()
def settings(as_json: AsJson = False) -> None:
    """List every setting with its default and what it is for."""
    from engine.settings import rows

    if as_json:
        print_json(
            [dict(zip(("name", "default", "description"), row, strict=True)) for row in rows()]
        )
        return
    for name, default, description in rows():
        typer.echo(f"{name}={default}\n    {description}")


@app.command()
def explain(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its number or its public id.")],
    transition: Annotated[str, typer.Argument(metavar="TRANSITION", help="The step.")],
    subject: Annotated[
        str | None,
        typer.Option("--as", help="The login of whoever would make it; else whoever may."),
    ] = None,
    issuer: Annotated[str, typer.Option(help="Who gave that login.")] = "demo",
    lang: Lang = "nl",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Say every reason of a step, met or not, with its source and what mends it."""
    from api.demo_clock import clock_to_look
    from api.explain_command import as_data, decision_on, in_words
    from api.wiring import office_from
    from engine.settings import Settings

    language = language_of(lang)
    chosen = Settings.read(settings)
    office = office_from(chosen, clock_to_look(chosen))
    login = None if subject is None else (issuer, subject)
    asked = decision_on(office, case, transition, login=login)
    if as_json:
        print_json(as_data(case, asked.decision))
        return
    for line in in_words(asked, office.library.catalogue, language):
        typer.echo(line)


@app.command()
def serve(settings: SettingsFile = None) -> None:
    """Serve the pages and the JSON, and keep the clock at work, until told to stop."""
    from api.serve import serve as keep_serving
    from engine.settings import Settings

    keep_serving(Settings.read(settings), typer.echo, settings)


@app.command()
def demo(
    lang: Lang = "nl",
    cases: Annotated[int, typer.Option(min=1, hidden=True)] = 120,
    settings: SettingsFile = None,
) -> None:
    """Make an invented caseload in .demo, unless it is there, and serve it."""
    from api.demo import demo as keep_serving
    from engine.settings import Settings

    keep_serving(Settings.read(settings), language_of(lang), typer.echo, cases=cases)


@app.command()
def story(lang: Lang = "nl", settings: SettingsFile = None) -> None:
    """Play two stories on the real engine, and leave their database to ask questions of."""
    from api.story import play
    from engine.settings import Settings

    play(Settings.read(settings), language_of(lang), typer.echo)


@app.command()
def bench() -> None:
    """Measure, as ratios within one run."""
    from api.bench import main as measure

    measure()


cli_calendar.register(app)
cli_versions.register(app)
cli_clock.register(app)
cli_hooks.register(app)
cli_audit.register(app)
cli_backup.register(app)
cli_relocation.register(app)


def main() -> None:
    """Run the command line; what ``regietafel`` starts."""
    app()


if __name__ == "__main__":
    main()
