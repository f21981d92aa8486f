"""The commands on hooks: which addresses hear of events, for whoever runs the program."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_options import FALLS_SHORT, AsJson, SettingsFile, print_error, print_json

_HOOK = Annotated[str, typer.Argument(metavar="HOOK", help="Its id, as `hooks list` shows it.")]

_hooks = typer.Typer(no_args_is_help=True, help="Addresses of other systems that hear of events.")


def register(app: typer.Typer) -> None:
    """Let the command line know these commands."""
    app.add_typer(_hooks, name="hooks")


@_hooks.command("list")
def hooks_list(as_json: AsJson = False, settings: SettingsFile = None) -> None:
    """List every address, with what it hears of and whether it is called."""
    from api.hooks_command import office_at, rows, words
    from engine.settings import Settings

    with office_at(Settings.read(settings)) as office:
        found = rows(office)
    if as_json:
        print_json([each.as_data() for each in found])
    else:
        typer.echo("\n".join(map(words, found)) or "No address hears of events.")


@_hooks.command("add")
def hooks_add(
    url: Annotated[str, typer.Argument(metavar="URL", help="An https address.")],
    kinds: Annotated[
        str, typer.Option(help="The kinds of events, with commas between them; else all.")
    ] = "",
    as_json: AsJson = False,
    settings: SettingsFile = None,
) -> None:
    """Let an address hear of events from now on; its secret is shown once."""
    from api.hooks_command import add, office_at
    from engine.settings import Settings

    chosen = Settings.read(settings)
    with office_at(chosen) as office:
        made, secret = add(office, chosen, url, kinds)
    if as_json:
        print_json({**made.as_data(), "secret": secret})
    else:
        typer.echo(f"{made.id} hears of events from now on.\n{secret}")


@_hooks.command("disable")
def hooks_disable(hook: _HOOK, settings: SettingsFile = None) -> None:
    """Call this address no more; what waits is sent when it is enabled again."""
    from api.hooks_command import office_at
    from engine.service.hooks import disable_hook
    from engine.settings import Settings

    with office_at(Settings.read(settings)) as office:
        disable_hook(office, hook)
    typer.echo(f"{hook} is not called any more.")


@_hooks.command("enable")
def hooks_enable(hook: _HOOK, settings: SettingsFile = None) -> None:
    """Call this address again, first with what waited."""
    from api.hooks_command import office_at
    from engine.service.hooks import enable_hook
    from engine.settings import Settings

    with office_at(Settings.read(settings)) as office:
        enable_hook(office, hook)
    typer.echo(f"{hook} is called again.")


@_hooks.command("rotate")
def hooks_rotate(
    hook: _HOOK,
    done: Annotated[
        bool, typer.Option("--done", help="The receiver has the new secret: end the old one.")
    ] = False,
    settings: SettingsFile = None,
) -> None:
    """Sign with a new secret, shown once, and with the old one beside it until --done."""
    from api.hooks_command import office_at
    from engine.service.hooks import end_rotation, rotate_hook
    from engine.settings import Settings

    with office_at(Settings.read(settings)) as office:
        if done:
            end_rotation(office, hook)
            typer.echo(f"{hook} is signed for with the newest secret alone.")
        else:
            typer.echo(rotate_hook(office, hook))


@_hooks.command("test")
def hooks_test(hook: _HOOK, settings: SettingsFile = None) -> None:
    """Tell the address of an event that did not happen, now, and say what it answered."""
    from api.hooks_command import office_at, outcome
    from api.wiring import hook_sender_from
    from engine.ports import Sent
    from engine.service.hooks import try_hook
    from engine.settings import Settings

    chosen = Settings.read(settings)
    with office_at(chosen) as office:
        answer = try_hook(office, hook_sender_from(chosen), hook)
    if not isinstance(answer, Sent):
        print_error(outcome(answer))
        raise typer.Exit(FALLS_SHORT)
    typer.echo(outcome(answer))
