"""``toutdoux council``: the councils that old tables print, against dated facts. Needs no database."""

import sys
import tomllib
from gettext import gettext, ngettext
from typing import BinaryIO, NoReturn

import click
from django.utils import translation

from toutdoux.cli.check import AGREE, DIFFER, UNREADABLE, complain, configure_language
from toutdoux.cli.language import Command, gettext_noop, spoken
from toutdoux.decisions.logic.tables import MAX_BYTES, read_table
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.dated_facts import FactsFault, Printed, compare, read_facts
from toutdoux.rules.rulebook import Kind


@click.command(
    cls=Command,
    help=gettext_noop(
        "Compute the size of the council on the day of each action of an old table, from a file of dated facts (who "
        "joined, could vote, was away, left), and compare it with what the table prints: each gap is told once, as "
        "arrivals or departures that the facts lack. Needs no database. Exit status: 0 when all agree, 1 when some do "
        "not, 2 when something cannot be read."
    ),
)
@click.argument("facts", metavar="FACTS.toml", type=click.File("rb"))
@click.argument("table", metavar="FILE.csv", type=click.File("rb"))
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["extraordinary", "ordinary"], case_sensitive=False),
    help=gettext_noop("The kind of the actions."),
)
def council(facts: BinaryIO, table: BinaryIO, kind: str) -> NoReturn:
    """Compare printed councils with dated facts."""
    configure_language()
    with translation.override(spoken()):
        try:
            people = read_facts(_parsed(facts.read(MAX_BYTES)))
            rows = read_table(data=table.read(MAX_BYTES + 1), kind=Kind(kind.lower()))
        except Refused as refused:
            complain(refused.refusals)
            sys.exit(UNREADABLE)
    found = compare(
        facts=people,
        printed=[Printed(number=row.number, day=row.opened_on, council=row.council) for row in rows],
    )
    for one in found:
        if not one.missing:
            continue
        lacking = abs(one.missing)
        if one.missing > 0:
            words = ngettext("%(number)s arrival is missing", "%(number)s arrivals are missing", lacking)
        else:
            words = ngettext("%(number)s departure is missing", "%(number)s departures are missing", lacking)
        place = {
            "action": one.printed.number,
            "day": one.printed.day,
            "printed": one.printed.council,
            "since": one.since,
            "what": words % {"number": lacking},
        }
        if one.since is None:
            click.echo(gettext("#%(action)s, council of %(printed)s: %(what)s by %(day)s.") % place)
        else:
            click.echo(gettext("#%(action)s, council of %(printed)s: %(what)s between %(since)s and %(day)s.") % place)
    differing = sum(1 for one in found if one.missing)
    agreeing = len(found) - differing
    click.echo(
        ngettext("%(number)s council follows from the facts", "%(number)s councils follow from the facts", agreeing)
        % {"number": agreeing}
        + ", "
        + ngettext("%(number)s does not.", "%(number)s do not.", differing) % {"number": differing}
    )
    sys.exit(DIFFER if differing else AGREE)


def _parsed(data: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode())
    except ValueError as error:
        raise Refused([Refusal(code=FactsFault.NOT_TOML, data={"why": str(error)})]) from error
