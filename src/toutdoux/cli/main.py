"""The ``toutdoux`` command. A subcommand is imported when it is called: looking at the help costs none of them."""

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from toutdoux.cli.language import DEFAULT, Group, gettext_noop, language_option, speak, spoken

#: Subcommand → module and name of its command, in the order of the help: first to install, then to use, then to look after.
COMMANDS = {
    "demo": "toutdoux.cli.demo:demo",
    "init": "toutdoux.cli.init:init",
    "serve": "toutdoux.cli.serve:serve",
    "web": "toutdoux.cli.serve:web",
    "worker": "toutdoux.cli.serve:worker",
    "list": "toutdoux.cli.people:list_",
    "invite": "toutdoux.cli.people:invite",
    "password": "toutdoux.cli.people:password",
    "open": "toutdoux.cli.actions:open_",
    "vote": "toutdoux.cli.actions:vote",
    "action": "toutdoux.cli.actions:action",
    "check": "toutdoux.cli.check:check",
    "council": "toutdoux.cli.councils:council",
    "import": "toutdoux.cli.tables:import_",
    "export": "toutdoux.cli.tables:export",
    "minutes": "toutdoux.cli.assemblies:minutes",
    "report": "toutdoux.cli.reports:report",
    "doctor": "toutdoux.cli.doctor:doctor",
    "verify": "toutdoux.cli.verify:verify",
}


class LazyGroup(Group):
    """A group that imports a subcommand only to run it or to tell about it."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command; French until an option says otherwise."""
        # A terminal that lacks a sign shows another in its place; no command stops over it.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        speak(DEFAULT)
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- the signature of click
        """Return the names of all subcommands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one subcommand."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"toutdoux {version('toutdoux')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    help=gettext_noop("Decide together: actions, votes and memory for horizontal associations."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=[language_option()],
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=gettext_noop("Show the version and exit."),
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run a subcommand."""
    # ``check`` has a --lang of its own, since it needs nothing of the installation.
    ctx.default_map = {"check": {"lang": spoken()}}


if __name__ == "__main__":
    main()
