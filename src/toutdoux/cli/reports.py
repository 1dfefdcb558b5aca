"""``toutdoux report``: the report of a period, written from what happened."""

from typing import BinaryIO

import click

from toutdoux.cli.installation import clock, installation, the_association
from toutdoux.cli.language import Command, gettext_noop


@click.command(
    cls=Command,
    help=gettext_noop(
        "Write the activity report of a period: members, how decisions went, both inventories with their notes, what goes on."
    ),
)
@click.argument("which", metavar="activity", type=click.Choice(["activity"]))
@click.option("--period", required=True, metavar="CODE", help=gettext_noop("The period it is about (P20)."))
@click.option("--format", "form", type=click.Choice(["pdf", "odt", "html", "md"]), default="pdf", show_default=True)
@click.option("--association", metavar="SLUG", help=gettext_noop("Which association, if there are several."))
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True),
    default="-",
    metavar="FILE",
    help=gettext_noop("Where to (default: here)."),
)
def report(which: str, period: str, form: str, association: str | None, output: BinaryIO) -> None:  # noqa: ARG001 -- the one there is
    """Write a report, in the language of the answer (``--lang``)."""
    with installation():
        from django.utils import translation

        from toutdoux.associations import queries
        from toutdoux.reports.activity import activity_report
        from toutdoux.reports.rendering import FORMATS

        row = the_association(association)
        document = activity_report(
            association=row,
            period=queries.period(association_id=row.id, code=period),
            language=(translation.get_language() or "fr").split("-")[0],
            now=clock(),
        )
        output.write(FORMATS[form](document))
