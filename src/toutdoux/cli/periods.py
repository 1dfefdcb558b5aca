"""``toutdoux import period``: a past period, whole, from one file."""

from gettext import gettext, ngettext
from typing import BinaryIO

import click

from toutdoux.cli.installation import clock, installation, the_association
from toutdoux.cli.language import Command, gettext_noop


@click.command(
    "period",
    cls=Command,
    help=gettext_noop(
        "Bring in a past period, written as one TOML file: its actions, the entries of its registers, what was written in its "
        "reports; whole or not at all. Every fault is told with its line and key. FILE.toml may be - for the standard input."
    ),
)
@click.argument("file", metavar="FILE.toml", type=click.File("rb"))
@click.option("--association", metavar="SLUG", help=gettext_noop("Which association, if there are several."))
@click.option("--dry-run", is_flag=True, help=gettext_noop("Say what would be done, and write nothing."))
def import_period(file: BinaryIO, association: str | None, dry_run: bool) -> None:
    """Import a past period."""
    with installation():
        from toutdoux.procedures.recalling import import_period as bring_in
        from toutdoux.rules.reading import MAX_BYTES

        row = the_association(association)
        found = bring_in(
            association_id=row.id, actor_id=None, source=file.read(MAX_BYTES + 1), dry_run=dry_run, now=clock()
        )
        period = found.period
        if not found.added:
            click.echo(gettext("%(period)s was brought in already: nothing changed.") % {"period": period.code})
            return
        if dry_run:
            click.echo(
                gettext("Nothing is wrong in this file. It would bring in %(period)s:") % {"period": period.code}
            )
        else:
            click.echo(gettext("%(period)s is brought in:") % {"period": period.code})
        actions = sum(len(rows) for rows in period.actions.values())
        for text, count in (
            (ngettext("%(count)s action", "%(count)s actions", actions), actions),
            (ngettext("%(count)s entry", "%(count)s entries", len(period.entries)), len(period.entries)),
            (ngettext("%(count)s text", "%(count)s texts", len(period.texts)), len(period.texts)),
        ):
            click.echo(f"  {text % {'count': count}}")
