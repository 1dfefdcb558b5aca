"""The language of the command line: French, unless ``--lang en`` asks otherwise.

The standard library's gettext is enough here, costs nothing at start, and is the one click itself speaks through: its own
words (usage, errors) come from our catalogue too. What ``wording`` says follows, once Django is there.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import ngettext
from pathlib import Path
from typing import Any

import click

LANGUAGES = ("fr", "en")
DEFAULT = "fr"
_DOMAIN = "django"
_CATALOGUES = Path(__file__).parent.parent / "wording" / "locale"


def gettext_noop(message: str) -> str:
    """Mark a text to be translated when it is shown."""
    return message


def speak(language: str) -> None:
    """Speak ``language`` from now on."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(_CATALOGUES))
    gettext.textdomain(_DOMAIN)


def spoken() -> str:
    """Return the language spoken."""
    language = os.environ.get("LANGUAGE", "")
    return language if language in LANGUAGES else DEFAULT


class Command(click.Command):
    """A command whose help is told in the language asked for. Its texts are written in English, as msgids."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(language_option())

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line that the list of commands shows."""
        with told(self):
            return super().get_short_help_str(limit)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        with told(self):
            super().format_help(ctx, formatter)


class Group(click.Group):
    """A group whose help is told in the language asked for."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line that the list of commands shows."""
        with told(self):
            return super().get_short_help_str(limit)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        with told(self):
            super().format_help(ctx, formatter)


@contextmanager
def told(command: click.Command) -> Iterator[None]:
    """Within the block, the texts of ``command`` are in the language spoken."""
    written = [(param, param.help) for param in command.params if isinstance(param, click.Option) and param.help]
    about = command.help
    command.help = gettext.gettext(about) if about else None
    for option, text in written:
        option.help = gettext.gettext(text)
    try:
        yield
    finally:
        command.help = about
        for option, text in written:
            option.help = text


def language_option() -> click.Option:
    """Return the option that chooses the language, before anything else is looked at."""

    def choose(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value:
            speak(value)
        return value

    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        callback=choose,
        expose_value=False,
        is_eager=True,
        help=gettext_noop("The language to answer in (default: fr)."),
    )


#: What click itself says to people who use this command. Listed so that the catalogue has them.
CLICK_SAYS = (
    gettext_noop("Usage:"),
    gettext_noop("Options"),
    gettext_noop("Commands"),
    gettext_noop("Error: {message}"),
    gettext_noop("Aborted!"),
    gettext_noop("Show this message and exit."),
    gettext_noop("Show the version and exit."),
    gettext_noop("%(prog)s, version %(version)s"),
    gettext_noop("Try '{command} {option}' for help."),
    gettext_noop("default: {default}"),
    gettext_noop("Missing command."),
    gettext_noop("Missing argument"),
    gettext_noop("Missing option"),
    gettext_noop("Missing parameter"),
    gettext_noop("No such command {name!r}."),
    gettext_noop("No such option {name!r}."),
    gettext_noop("Invalid value: {message}"),
    gettext_noop("Invalid value for {param_hint}: {message}"),
    gettext_noop("Choose from:\n\t{choices}"),
    gettext_noop("{value!r} is not a valid {number_type}."),
    gettext_noop("{value} is not in the range {range}."),
    gettext_noop("{name} {filename!r} does not exist."),
    gettext_noop("{name} {filename!r} is a directory."),
    gettext_noop("{name} {filename!r} is not readable."),
    gettext_noop("Could not open file {filename!r}: {message}"),
    gettext_noop("Option {name!r} does not take a value."),
    gettext_noop("Repeat for confirmation"),
    gettext_noop("Error: The two entered values do not match."),
    gettext_noop("file"),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
)
