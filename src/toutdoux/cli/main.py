"""The ``toutdoux`` command. A subcommand is imported when it is called: looking at the help costs none of them."""

import sys
from importlib import import_module
from io import TextIOWrapper

import click

#: Subcommand → module of this package; the command in it has the same name, with underscores.
COMMANDS = {
    "check": "toutdoux.cli.check",
}


class LazyGroup(click.Group):
    """A group that imports a subcommand only to run it or to tell about it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- the signature of click
        """Return the names of all subcommands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one subcommand."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """Decide together: actions, votes and memory for horizontal associations."""
    # A terminal that lacks a sign shows another in its place; no command stops over it.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
