"""``toutdoux report``: the reports of a period, written from what happened."""

import sys
from typing import BinaryIO

import click

from toutdoux.cli.installation import clock, hand_out, installation, the_association
from toutdoux.cli.language import Command, gettext_noop


@click.command(
    cls=Command,
    help=gettext_noop(
        "Write a report of a period, from what happened and from what people wrote: activity (members, decisions with both "
        "inventories, what was done), financial or technical. Headings that have nothing to say are left out."
    ),
)
@click.argument(
    "which", metavar="activity|financial|technical", type=click.Choice(["activity", "financial", "technical"])
)
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
def report(which: str, period: str, form: str, association: str | None, output: BinaryIO) -> None:
    """Write a report, in the language of the answer (``--lang``)."""
    with installation():
        from django.utils import translation

        from toutdoux.associations import queries
        from toutdoux.reports.periodical import period_report
        from toutdoux.reports.rendering import FORMATS
        from toutdoux.writings.logic.arranging import Which

        row = the_association(association)
        document = period_report(
            association=row,
            period=queries.period(association_id=row.id, code=period),
            which=Which(which),
            language=(translation.get_language() or "fr").split("-")[0],
            now=clock(),
            progress=_told,
        )
        _told(form.upper())
        hand_out(output, FORMATS[form](document))


def _told(what: str) -> None:
    """Say what is being written, to someone who watches; a script that keeps what is said is told nothing."""
    if sys.stderr.isatty():
        click.echo(f"… {what}", err=True)
