"""``toutdoux init``: an association set up from a file, without questions."""

from gettext import gettext
from pathlib import Path

import click

from toutdoux.cli.installation import clock, installation
from toutdoux.cli.language import Command, gettext_noop


@click.command(
    cls=Command,
    help=gettext_noop(
        "Set an association up from a TOML file, without questions: all of it, or nothing. Prints an invitation for every founder "
        "who has no password."
    ),
)
@click.option(
    "--settings",
    required=True,
    metavar="FILE.toml",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=gettext_noop("The file; its format is in docs/install.md."),
)
def init(settings: Path) -> None:
    """Set an association up."""
    with installation(migrated=True):
        from toutdoux.cli.links import association_link, invitation_link
        from toutdoux.operations.setting_up import read_settings, set_up

        found = set_up(settings=read_settings(path=settings), now=clock())
        click.echo(gettext("The association is ready: %(url)s") % {"url": association_link(slug=found.slug)})
        if found.invited:
            click.echo(gettext("Invitations, each for one person and for 30 days:"))
        for person in found.invited:
            address = f" <{person.email}>" if person.email else ""
            click.echo(f"  {person.name}{address}  {invitation_link(token=person.token)}")
