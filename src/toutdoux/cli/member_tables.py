"""``toutdoux import members`` and ``export members``: a register from elsewhere in, ours out."""

import sys
from datetime import UTC, datetime, timedelta
from gettext import gettext, ngettext
from typing import TYPE_CHECKING, BinaryIO

import click

from toutdoux.cli.installation import clock, fail, hand_out, installation, the_association
from toutdoux.cli.language import Command, gettext_noop

if TYPE_CHECKING:
    from toutdoux.members.commands import Entered

_association = click.option(
    "--association", metavar="SLUG", help=gettext_noop("Which association, if there are several.")
)


@click.command(
    "members",
    cls=Command,
    help=gettext_noop(
        "Enter the people of a table in the register of members, all of them or none. Whoever is there already is left "
        "as they are; whoever had left is entered with both days, or not at all if the table does not tell them. CSV, ODS or XLSX; FILE may be - for the standard input."
    ),
)
@click.argument("table", metavar="FILE", type=click.File("rb"))
@click.option(
    "--from",
    "origin",
    type=click.Choice(["toutdoux", "paheko", "galette"], case_sensitive=False),
    default="toutdoux",
    show_default=True,
    help=gettext_noop("Which program wrote the table."),
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=gettext_noop(
        "Which column fills a field (name, organisation, email, aliases, pronoun, title, contact, joined_on, left_on, active); "
        "given twice for a field, both columns in that order."
    ),
)
@click.option(
    "--since-joining",
    is_flag=True,
    help=gettext_noop(
        "Count the waiting period from the day each joined, and not from today: for an association that moves in."
    ),
)
@_association
@click.option("--dry-run", is_flag=True, help=gettext_noop("Say what would be done, and write nothing."))
def members(
    table: BinaryIO,
    origin: str,
    mapping: tuple[str, ...],
    since_joining: bool,
    association: str | None,
    dry_run: bool,
) -> None:
    """Import members."""
    with installation():
        from toutdoux.kernel.table_faults import MAX_BYTES
        from toutdoux.members.commands import import_members, preview_members
        from toutdoux.members.logic.table import Origin, guess, read_members
        from toutdoux.operations.spreadsheets import read_file

        row = the_association(association)
        records = read_file(data=table.read(MAX_BYTES + 1))
        chosen = guess(header=records[0].cells, origin=Origin(origin.lower())) | _mapping(mapping)
        lines = read_members(table=records, origin=Origin(origin.lower()), mapping=chosen)
        if dry_run:
            _tell(preview_members(association_id=row.id, lines=lines, now=clock()), dry_run=True)
            return
        with click.progressbar(
            length=len(lines), label=gettext("Members"), file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            done = import_members(
                association_id=row.id,
                actor_id=None,
                lines=lines,
                since_joining=since_joining,
                now=clock(),
                progress=lambda written: bar.update(written - bar.pos),
            )
        _tell(done, dry_run=False)


@click.command(
    "members",
    cls=Command,
    help=gettext_noop("Write the register of members of a day as a table, with the voting right each had."),
)
@click.option(
    "--at",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help=gettext_noop("The register as it was when that day was over (default: now)."),
)
@click.option("--format", "form", type=click.Choice(["csv", "ods", "json"]), default="csv", show_default=True)
@_association
@click.option(
    "-o",
    "--output",
    type=click.File("wb", lazy=True),
    default="-",
    metavar="FILE",
    help=gettext_noop("Where to (default: here)."),
)
def export_members(at: datetime | None, form: str, association: str | None, output: BinaryIO) -> None:
    """Export members."""
    with installation():
        from toutdoux.members.queries import exported_members
        from toutdoux.operations.spreadsheets import written_members
        from toutdoux.rules.time import start_of_day

        row = the_association(association)
        instant = clock()
        if at is not None:
            after = start_of_day(day=at.date() + timedelta(days=1), zone=row.zone)
            instant = min(instant, after - timedelta(microseconds=1))
        rows = exported_members(association_id=row.id, at=instant.astimezone(UTC))
        hand_out(output, written_members(rows=rows, form=form))


def _mapping(given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    from toutdoux.members.logic.table import FIELDS

    found: dict[str, tuple[str, ...]] = {}
    for one in given:
        field, equals, column = one.partition("=")
        if not equals or field not in FIELDS:
            fail(
                gettext("--map is written FIELD=COLUMN, with one of the fields %(fields)s.")
                % {"fields": ", ".join(FIELDS)}
            )
        found[field] = (*found.get(field, ()), column)
    return found


def _tell(found: "Entered", *, dry_run: bool) -> None:
    added, known = len(found.added), len(found.known)
    if dry_run:
        words = ngettext("%(number)s member would be entered", "%(number)s members would be entered", added)
    else:
        words = ngettext("%(number)s member entered", "%(number)s members entered", added)
    already = ngettext("%(number)s was there already", "%(number)s were there already", known)
    click.echo(f"{words % {'number': added}}, {already % {'number': known}}.")
    if found.former:
        left = ngettext(
            "%(number)s had left, without both days being told, and is not entered.",
            "%(number)s had left, without both days being told, and are not entered.",
            found.former,
        )
        click.echo(left % {"number": found.former})
