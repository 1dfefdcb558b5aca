"""``toutdoux check``: an old table against a rulebook. Needs no database, no settings, no installation."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, NoReturn

import click
from django.apps import apps
from django.conf import settings
from django.utils import translation

from toutdoux import wording
from toutdoux.cli.language import Command, gettext_noop, spoken
from toutdoux.decisions.logic.tables import MAX_BYTES, HistoricalRow, figures_of, read_table
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.historical import Judgement, judge
from toutdoux.rules.reading import rulebook_from_toml
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.rules.shipped import DEFAULT, SHIPPED, shipped
from toutdoux.wording.checks import and_more, summary, why
from toutdoux.wording.refusals import sentence
from toutdoux.wording.words import status_word

AGREE, DIFFER, UNREADABLE = 0, 1, 2
#: Beyond this, faults are counted and no longer listed: whoever saved the wrong file need not read 20,000 lines.
MOST_SHOWN = 100


@click.command(
    cls=Command,
    help=gettext_noop(
        "Compare each label of an old table with the decision its figures allow. Needs no database. Exit status: 0 when "
        "all agree, 1 when some do not, 2 when something cannot be read. FILE.csv may be - for the standard input."
    ),
)
@click.argument("table", metavar="FILE.csv", type=click.File("rb"))
@click.option(
    "--kind",
    required=True,
    type=click.Choice([Kind.EXTRAORDINARY, Kind.ORDINARY], case_sensitive=False),
    help=gettext_noop("The kind of the actions."),
)
@click.option(
    "--rulebook",
    "rules",
    default=DEFAULT,
    show_default=True,
    metavar="NAME|FILE",
    help=gettext_noop("Which rules apply: the name of a shipped rulebook, or a file."),
)
@click.option(
    "--at",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help=gettext_noop("The day at which decisions are computed (default: today)."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=gettext_noop("For people, or for programs."),
)
def check(table: BinaryIO, kind: Kind, rules: str, at: datetime | None, form: str) -> NoReturn:
    """Compare labels with figures."""
    configure_language()
    with translation.override(spoken()):
        try:
            rulebook = read_rulebook(rules)
            rows = read_table(data=table.read(MAX_BYTES + 1), kind=kind)
        except Refused as refused:
            complain(refused.refusals)
            sys.exit(UNREADABLE)
        except OSError as error:
            click.echo(f"{error.filename or table.name}: {error.strerror}", err=True)
            sys.exit(UNREADABLE)
        day = at.date() if at else datetime.now(tz=UTC).astimezone().date()
        judged = [(row, *_judged(row=row, kind=kind, rulebook=rulebook, at=day)) for row in rows]
        # JSON is UTF-8 whatever the terminal says.
        click.echo(as_json(judged).encode() if form == "json" else as_text(judged, kind=kind))
    sys.exit(AGREE if all(judgement.consistent for _, judgement, _ in judged) else DIFFER)


def configure_language() -> None:
    """Let gettext and dates work where no installation is set up: the catalogues of ``wording`` and nothing else."""
    if not settings.configured:
        settings.configure(
            USE_I18N=True,
            LANGUAGE_CODE="fr",
            LANGUAGES=[("fr", "français"), ("en", "English")],
            LOCALE_PATHS=[Path(wording.__file__).parent / "locale"],
        )
        apps.populate([])


def read_rulebook(name: str) -> Rulebook:
    """Return the shipped rulebook of that name, else the one in the file of that name.

    Raises ``Refused`` for a text that is not a rulebook, ``OSError`` for a file that cannot be read.
    """
    path = Path(name)
    if name in SHIPPED or not path.exists():
        return shipped(name)
    with path.open("rb") as stream:
        return rulebook_from_toml(stream.read(MAX_BYTES))


def complain(refusals: tuple[Refusal, ...]) -> None:
    """Write why something cannot be read on the standard error, one line each."""
    for refusal in refusals[:MOST_SHOWN]:
        click.echo(sentence(refusal), err=True)
    if len(refusals) > MOST_SHOWN:
        click.echo(and_more(count=len(refusals) - MOST_SHOWN), err=True)


def as_json(judged: list[tuple[HistoricalRow, Judgement, str]]) -> str:
    """Return the check as a JSON list of rows, for programs."""
    rows = [
        {
            "number": row.number,
            "computed": judgement.computed.value,
            "recorded": row.status_text,
            "consistent": judgement.consistent,
            "why": reason,
        }
        for row, judgement, reason in judged
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(judged: list[tuple[HistoricalRow, Judgement, str]], *, kind: Kind) -> str:
    """Return the check as one aligned line for each row, those that differ marked with ≠, and a summary."""
    lines = [
        (
            " " if judgement.consistent else "≠",
            f"#{row.number}",
            " ".join(row.status_text.split()),
            status_word(judgement.computed, kind=kind),
            reason,
        )
        for row, judgement, reason in judged
    ]
    widths = [max((len(line[column]) for line in lines), default=0) for column in range(4)]
    text = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]) for line in lines
    ]
    differing = [row.number for row, judgement, _ in judged if not judgement.consistent]
    return "\n".join([*text, *([""] if text else []), summary(kind=kind, rows=len(judged), differing=differing)])


def _judged(*, row: HistoricalRow, kind: Kind, rulebook: Rulebook, at: date) -> tuple[Judgement, str]:
    figures = figures_of(row=row, kind=kind)
    judgement = judge(figures=figures, rulebook=rulebook, at=at)
    return judgement, why(figures=figures, judgement=judgement, recorded=row.status_text)
