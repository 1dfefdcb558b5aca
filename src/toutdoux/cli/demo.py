"""``toutdoux demo``: an invented association to look at and play with."""

import os
from gettext import gettext

import click

from toutdoux.cli.installation import clock, installation
from toutdoux.cli.language import Command, gettext_noop
from toutdoux.cli.serve import HOST, PORT, serve_installation


@click.command(
    cls=Command,
    help=gettext_noop(
        "Load an invented association (about 25 people, two half-years of decisions) if it is not there yet, tell whom to sign in "
        "as, and serve it."
    ),
)
@click.option("--no-serve", is_flag=True, help=gettext_noop("Load it, and end."))
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help=gettext_noop("The port to listen on; 0 takes a free one."),
)
def demo(no_serve: bool, port: int) -> None:
    """Load the demo, and serve it."""
    if no_serve:
        with installation(migrated=True):
            _load()
    else:
        # The chat of the demo listens on this machine, which is not called otherwise.
        given = os.environ.get("TOUTDOUX_PRIVATE_NETWORKS", "")
        os.environ["TOUTDOUX_PRIVATE_NETWORKS"] = f"{given} 127.0.0.1".strip()
        serve_installation(host=HOST, port=port, worker=True, first=_load_with_chat)


def _load_with_chat() -> None:
    from toutdoux.operations.demo_chat import start_demo_chat

    chat = start_demo_chat(slug=_load(), now=clock())
    click.echo(gettext("An invented Mattermost, to vote from: %(address)s") % {"address": chat.url})


def _load() -> str:
    from toutdoux.operations.demo import load_demo

    found = load_demo(now=clock())
    if found.new:
        click.echo(gettext("The demo is loaded. Everything in it is invented."))
    else:
        click.echo(gettext("The demo is there already; nothing was changed."))
    click.echo(gettext("Sign in as one of these, with the password %(password)s") % {"password": found.password})
    width = max(len(address) for _, address in found.people)
    for (_, address), about in zip(found.people, _about(), strict=True):
        click.echo(f"  {address:<{width}}  {about}")
    return found.slug


def _about() -> tuple[str, str, str]:
    return (
        gettext("Inès carries actions, and has two drafts"),
        gettext("Hugo has raised an objection"),
        gettext("Maëlle has just arrived, and does not vote yet"),
    )
