"""``toutdoux verify``: everything recomputed from scratch, and the first difference named."""

import sys
from gettext import gettext, ngettext
from typing import TYPE_CHECKING

import click

from toutdoux.cli.installation import clock, installation
from toutdoux.cli.language import Command, gettext_noop

if TYPE_CHECKING:
    from toutdoux.decisions.logic.replay import Replayed


@click.command(
    cls=Command,
    help=gettext_noop(
        "Recompute the chain of the ledger and every decision from scratch, and name the first difference. Exit status: 0 when "
        "everything agrees, 1 when something does not."
    ),
)
@click.option("--association", metavar="SLUG", help=gettext_noop("Only this one (default: all)."))
def verify(association: str | None) -> None:
    """Verify one association, or all."""
    with installation():
        from toutdoux.associations.queries import access_association, associations
        from toutdoux.operations.verify import verify as recompute
        from toutdoux.wording.verification import difference_sentence, flaw_sentence

        sound = True
        rows = [access_association(slug=association)] if association else associations()
        if not rows:
            click.echo(gettext("There is no association here yet: nothing to verify."))
        for row in rows:
            found = recompute(association_id=row.id, now=clock())
            sound = sound and found.sound
            if found.flaw is not None:
                click.echo(f"{row.name}: {flaw_sentence(found.flaw)}")
            elif found.difference is not None:
                click.echo(f"{row.name}: {difference_sentence(found.difference)}")
            elif found.replayed is not None:
                votes = found.recounted.votes if found.recounted else 0
                click.echo(f"{row.name}: {_agreement(found.replayed, votes=votes)}")
                click.echo("  " + gettext("Head of the ledger: %(digest)s") % {"digest": found.head.digest})
    sys.exit(0 if sound else 1)


def _agreement(replayed: "Replayed", *, votes: int) -> str:
    """Say how much was recomputed; old rows apart, since nothing about them was decided here."""
    parts = [
        ngettext("%(number)s entry", "%(number)s entries", replayed.entries) % {"number": replayed.entries},
        ngettext("%(number)s action", "%(number)s actions", replayed.actions) % {"number": replayed.actions},
        ngettext("%(number)s ballot", "%(number)s ballots", replayed.ballots) % {"number": replayed.ballots},
        ngettext("%(number)s decision", "%(number)s decisions", replayed.decisions) % {"number": replayed.decisions},
    ]
    if votes:
        parts.append(
            ngettext("%(number)s vote of an assembly", "%(number)s votes of assemblies", votes) % {"number": votes}
        )
    sentence = gettext("everything agrees (%(parts)s).") % {"parts": ", ".join(parts)}
    if not replayed.historical:
        return sentence
    old = ngettext(
        "%(number)s historical record, as printed.", "%(number)s historical records, as printed.", replayed.historical
    )
    return f"{sentence} {old % {'number': replayed.historical}}"
