"""``toutdoux import assembly`` and ``toutdoux minutes``: past assemblies in, their minutes out."""

from gettext import gettext
from typing import BinaryIO

import click

from toutdoux.cli.installation import clock, hand_out, installation, the_association
from toutdoux.cli.language import Command, gettext_noop

_association = click.option(
    "--association", metavar="SLUG", help=gettext_noop("Which association, if there are several.")
)


@click.command(
    "assembly",
    cls=Command,
    help=gettext_noop(
        "Bring in an assembly that was held, written as one TOML file, whole or not at all. Figures are worked out anew; "
        "what cannot have happened in the room is refused with its line. FILE.toml may be - for the standard input."
    ),
)
@click.argument("file", metavar="FILE.toml", type=click.File("rb"))
@_association
@click.option("--dry-run", is_flag=True, help=gettext_noop("Say what would be done, and write nothing."))
def import_assembly(file: BinaryIO, association: str | None, dry_run: bool) -> None:
    """Import an assembly."""
    with installation():
        from toutdoux.assemblies import commands
        from toutdoux.assemblies.logic.reading import MAX_BYTES
        from toutdoux.wording.assemblies import presence_sentence, quorum_sentence

        row = the_association(association)
        source = file.read(MAX_BYTES + 1)
        found = commands.import_assembly(
            association_id=row.id, actor_id=None, source=source, dry_run=dry_run, now=clock()
        )
        if not found.added:
            click.echo(gettext("AG%(number)s was there already: nothing changed.") % {"number": found.number})
        elif dry_run:
            click.echo(gettext("It would be AG%(number)s.") % {"number": found.number})
        else:
            click.echo(gettext("It is AG%(number)s.") % {"number": found.number})
        click.echo(presence_sentence(found.facts.presence))
        click.echo(quorum_sentence(found.facts.quorum))


@click.command(
    cls=Command,
    help=gettext_noop("Write the minutes of an assembly: AG3 as PDF to keep, ODT to finish by hand, HTML or Markdown."),
)
@click.argument("reference", metavar="AG3")
@click.option("--format", "form", type=click.Choice(["pdf", "odt", "html", "md"]), default="pdf", show_default=True)
@_association
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True),
    default="-",
    metavar="FILE",
    help=gettext_noop("Where to (default: here)."),
)
def minutes(reference: str, form: str, association: str | None, output: BinaryIO) -> None:
    """Write minutes, in the language of the answer (``--lang``)."""
    with installation():
        from django.utils import translation

        from toutdoux.assemblies.minutes.queries import access_minutes
        from toutdoux.reports.minutes import minutes as assembled
        from toutdoux.reports.rendering import FORMATS

        row = the_association(association)
        language = (translation.get_language() or "fr").split("-")[0]
        found = access_minutes(association_id=row.id, reference=reference, now=clock())
        document = assembled(association=row, found=found, language=language)
        hand_out(output, FORMATS[form](document))
