"""``toutdoux action``, ``vote`` and ``open``: the command line is a door like the others, with the same rules and words.

It has no sign-in: whoever may run it on the data folder acts for the person named with ``--as``. Ballots cast here are
marked as such.
"""

from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

import click

from toutdoux.cli.installation import clock, installation, the_association, the_member
from toutdoux.cli.language import Command, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime

    from toutdoux.associations.queries import AssociationRow
    from toutdoux.decisions.queries import ActionPage, ActionRow
    from toutdoux.kernel.people import Actor

DOOR = "cli"
#: What is typed, in either language → the choice.
CHOICES = {
    "for": "for",
    "pour": "for",
    "against": "against",
    "contre": "against",
    "blank": "blank",
    "blanc": "blank",
}

_association = click.option(
    "--association", metavar="SLUG", help=gettext_noop("Which association, if there are several.")
)
_as = click.option("--as", "who", required=True, metavar="NAME|ADDRESS", help=gettext_noop("In whose name."))


@click.command(
    cls=Command,
    help=gettext_noop("Show an action: where it stands, why, and what would change it. Reference: E12, P20-O3, E4-C1."),
)
@click.argument("reference")
@_association
def action(reference: str, association: str | None) -> None:
    """Show an action."""
    with installation():
        _show(the_association(association), reference, now=clock())


@click.command(
    cls=Command,
    help=gettext_noop("Vote on an action, as it stands now: for, against or blank (pour, contre, blanc)."),
)
@click.argument("reference")
@click.argument("choice", type=click.Choice(list(CHOICES), case_sensitive=False))
@_as
@click.option("--reason", default="", metavar="TEXT", help=gettext_noop("Why; against with a reason is an objection."))
@_association
def vote(reference: str, choice: str, who: str, reason: str, association: str | None) -> None:
    """Cast a ballot."""
    with installation():
        from django.utils import timezone

        from toutdoux.decisions.commands import cast_ballot
        from toutdoux.decisions.queries import ActionPage, action_page
        from toutdoux.decisions.queries.doors import access_action

        now = clock()
        row = the_association(association)
        with timezone.override(row.zone):
            member = the_member(row, who, now=now)
            page = action_page(actor=member.actor, reference=reference, now=now)
            key = access_action(actor=member.actor, reference=reference, now=now)
            cast_ballot(
                actor=member.actor,
                action_id=key.id,
                version=page.version.number if isinstance(page, ActionPage) else 0,
                choice=CHOICES[choice.lower()],
                reason=reason,
                idempotency_key=uuid4().hex,
                door=DOOR,
                now=now,
            )
            _show(row, reference, now=clock())


@click.command(
    "open",
    cls=Command,
    help=gettext_noop("Publish an action: an ordinary one is announced, an extraordinary one opens to votes."),
)
@click.option("--kind", required=True, type=click.Choice(["ordinary", "extraordinary"], case_sensitive=False))
@click.option("--title", required=True, metavar="TEXT")
@click.option(
    "--text",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help=gettext_noop("Its text, in Markdown; - reads it from here."),
)
@click.option("--period", metavar="CODE", help=gettext_noop("The period it belongs to (default: the current one)."))
@_as
@_association
def open_(kind: str, title: str, text: TextIO | None, period: str | None, who: str, association: str | None) -> None:
    """Publish an action."""
    with installation():
        from django.utils import timezone

        from toutdoux.decisions.commands import publish_action, save_draft
        from toutdoux.decisions.logic.drafts import ActionDraft

        now = clock()
        row = the_association(association)
        with timezone.override(row.zone):
            actor = the_member(row, who, now=now).actor
            words = text.read() if text else ""
            draft = ActionDraft(kind=kind.lower(), title=title, text=words, period=period)
            draft_id = save_draft(actor=actor, draft=draft, now=now)
            reference = publish_action(actor=actor, draft_id=draft_id, now=now)
            _show(row, str(reference), now=now)


def _show(association: "AssociationRow", reference: str, *, now: "datetime") -> None:
    """Print an action: title, council bar, sentences, ballots."""
    from django.utils import timezone

    from toutdoux.cli.bar import bar_of, printed_bar
    from toutdoux.decisions.queries import ActionPage
    from toutdoux.drawing.council_bar import council_bar_text
    from toutdoux.members.queries import members
    from toutdoux.wording.words import kind_word

    # What is shown is what every member may read, so whoever comes first in the register reads.
    reader = members(association_id=association.id, at=now)[0].actor
    with timezone.override(association.zone):
        page = _page(reader, reference, now=now)
        row = page.row if isinstance(page, ActionPage) else page
        click.echo(f"{row.reference}  {row.title}")
        click.echo(f"{kind_word(row.kind)} · {row.lead_names}")
        click.echo()
        if not isinstance(page, ActionPage):
            click.echo(council_bar_text(printed_bar(row)))
            return
        click.echo(council_bar_text(bar_of(row, zone=association.zone, now=now)))
        _tell_outcome(association, row, now=now)
        _tell_ballots(page)


def _page(reader: "Actor", reference: str, *, now: "datetime") -> "ActionPage | ActionRow":
    from toutdoux.decisions.queries import action_page

    return action_page(actor=reader, reference=reference, now=now)


def _tell_outcome(association: "AssociationRow", row: "ActionRow", *, now: "datetime") -> None:
    from toutdoux.wording.outcomes import change_sentences, outcome_sentence

    if row.outcome is None or row.rulebook is None:
        return
    click.echo()
    click.echo(outcome_sentence(row.outcome, row.rulebook, association.zone, kind=row.kind, now=now))
    for sentence in change_sentences(row.outcome, row.rulebook, association.zone, kind=row.kind, now=now):
        click.echo(f"· {sentence}")


def _tell_ballots(page: "ActionPage") -> None:
    from toutdoux.drawing.council_bar import SEAT_CHARACTERS, Seat
    from toutdoux.wording.words import choice_word

    if not page.counting:
        return
    click.echo()
    for ballot in page.counting:
        reason = f" — {' '.join(ballot.reason.split())}" if ballot.reason else ""
        click.echo(f"{SEAT_CHARACTERS[Seat(ballot.choice)]} {choice_word(ballot.choice)}  {ballot.name}{reason}")
