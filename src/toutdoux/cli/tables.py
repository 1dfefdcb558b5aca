"""``toutdoux import`` and ``export``: old tables into the register, and the register as a table."""

from gettext import gettext, ngettext
from typing import TYPE_CHECKING, BinaryIO

import click

from toutdoux.cli.assemblies import import_assembly
from toutdoux.cli.installation import clock, hand_out, installation, the_association
from toutdoux.cli.language import Command, Group, gettext_noop
from toutdoux.cli.member_tables import export_members, members
from toutdoux.cli.periods import import_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toutdoux.associations.queries import AssociationRow
    from toutdoux.decisions.commands.importing import Imported
    from toutdoux.decisions.logic.tables import HistoricalRow
    from toutdoux.rules.rulebook import Kind

_kind = click.option(
    "--kind",
    required=True,
    type=click.Choice(["extraordinary", "ordinary"], case_sensitive=False),
    help=gettext_noop("The kind of the actions."),
)
_period = click.option("--period", required=True, metavar="CODE", help=gettext_noop("The period they belong to (P20)."))
_association = click.option(
    "--association", metavar="SLUG", help=gettext_noop("Which association, if there are several.")
)


@click.group("import", cls=Group, help=gettext_noop("Bring in what was decided before."))
def import_() -> None:
    """Bring something in."""


@import_.command(
    cls=Command,
    help=gettext_noop(
        "Enter the rows of an old table in the register, all of them or none: kept as printed, creating no member, vote or effect. "
        "Rows already there change nothing; rows that differ are refused with the difference. Figures that do not allow their label "
        "are told, and kept. FILE.csv may be - for the standard input."
    ),
)
@click.argument("table", metavar="FILE.csv", type=click.File("rb"))
@_period
@_kind
@_association
@click.option("--dry-run", is_flag=True, help=gettext_noop("Say what would be done, and write nothing."))
def actions(table: BinaryIO, period: str, kind: str, association: str | None, dry_run: bool) -> None:
    """Import a table of actions."""
    with installation():
        from toutdoux.decisions.commands.importing import import_rows, preview_import
        from toutdoux.decisions.logic.tables import MAX_BYTES, read_table
        from toutdoux.rules.rulebook import Kind

        row = the_association(association)
        rows = read_table(data=table.read(MAX_BYTES + 1), kind=Kind(kind.lower()))
        if dry_run:
            found = preview_import(association_id=row.id, period=period, kind=Kind(kind.lower()), rows=rows)
        else:
            found = import_rows(
                association_id=row.id, actor_id=None, period=period, kind=Kind(kind.lower()), rows=rows, now=clock()
            )
        _tell(found, period=period, dry_run=dry_run)
        _tell_inconsistencies(row, rows, kind=Kind(kind.lower()))


@click.group("export", cls=Group, help=gettext_noop("Take out what was decided."))
def export() -> None:
    """Take something out."""


@export.command(
    "actions",
    cls=Command,
    help=gettext_noop(
        "Write the actions of a period as a table: imported rows as they came in, the others in the same columns."
    ),
)
@_period
@_kind
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@_association
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True),
    default="-",
    metavar="FILE",
    help=gettext_noop("Where to (default: here)."),
)
def export_actions(period: str, kind: str, form: str, association: str | None, output: BinaryIO) -> None:
    """Export the actions of a period."""
    with installation():
        from toutdoux.decisions.logic.tables import write_csv, write_json
        from toutdoux.decisions.queries.exporting import exported_rows
        from toutdoux.rules.rulebook import Kind

        row = the_association(association)
        rows = exported_rows(association_id=row.id, period=period, kind=Kind(kind.lower()), now=clock())
        hand_out(output, write_json(rows=rows) if form == "json" else write_csv(rows=rows))


import_.add_command(members)
import_.add_command(import_assembly)
import_.add_command(import_period)
export.add_command(export_members)


def _tell(found: "Imported", *, period: str, dry_run: bool) -> None:
    added, known = len(found.added), len(found.known)
    if dry_run:
        words = ngettext("%(number)s row would be added", "%(number)s rows would be added", added)
    else:
        words = ngettext("%(number)s row added", "%(number)s rows added", added)
    already = ngettext("%(number)s was there already", "%(number)s were there already", known)
    click.echo(f"{words % {'number': added}}, {already % {'number': known}}.")
    if found.new_period:
        opened = gettext("Period %(period)s would be opened.") if dry_run else gettext("Period %(period)s is opened.")
        click.echo(opened % {"period": period})


def _tell_inconsistencies(association: "AssociationRow", rows: "Sequence[HistoricalRow]", *, kind: "Kind") -> None:
    """Say which labels their own figures do not allow under the association's rulebook; nothing is altered."""
    from toutdoux.associations.queries import current_rulebook
    from toutdoux.decisions.logic.tables import figures_of
    from toutdoux.rules.historical import judge
    from toutdoux.wording.checks import why

    rulebook = current_rulebook(association_id=association.id).rulebook
    today = clock().astimezone(association.zone).date()
    told = []
    for row in rows:
        figures = figures_of(row=row, kind=kind)
        judgement = judge(figures=figures, rulebook=rulebook, at=today)
        if not judgement.consistent:
            told.append(f"  #{row.number}  {why(figures=figures, judgement=judgement, recorded=row.status_text)}")
    if told:
        click.echo(
            ngettext(
                "One label does not follow from its figures; it is kept as printed:",
                "%(number)s labels do not follow from their figures; they are kept as printed:",
                len(told),
            )
            % {"number": len(told)}
        )
    for line in told:
        click.echo(line)
