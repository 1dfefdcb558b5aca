"""From the command line into the installation: settings, database, the association that is meant; and refusals out."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from gettext import gettext
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click

from toutdoux.cli.language import spoken

if TYPE_CHECKING:
    from toutdoux.associations.queries import AssociationRow
    from toutdoux.kernel.refusal import Refusal
    from toutdoux.members.queries import MemberRow

#: Beyond this, reasons are counted and no longer listed.
MOST_SHOWN = 100


@contextmanager
def installation(*, migrated: bool = False, quiet: bool = True) -> Iterator[None]:
    """Set the installation up and run what is inside; whatever is refused becomes sentences and exit status 1.

    ``migrated`` first creates the database or brings it up to date. ``quiet`` keeps log lines below warnings away.
    Django is imported here, so that help and usage errors need not wait for it.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toutdoux.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError
    from django.utils import translation

    from toutdoux.kernel.refusal import Refused

    try:
        django.setup()
    except ImproperlyConfigured as error:
        fail(str(error))
    _calm_log(quiet=quiet)
    with translation.override(spoken()):
        try:
            if migrated:
                from toutdoux.operations.serving import migrate

                migrate()
            yield
        except Refused as refused:
            complain(refused.refusals)
        except DatabaseError as error:
            why = " ".join(str(error).split())
            fail(gettext("The database does not answer as it should (%(why)s): see toutdoux doctor.") % {"why": why})
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))


def hand_out(output: BinaryIO, content: bytes) -> None:
    """Write the whole, now: what a full disk refuses at the end of the command would be nobody's to say."""
    try:
        output.write(content)
        output.flush()
    except OSError:
        # Once closed, it is not written again as the command ends.
        with suppress(OSError):
            output.close()
        raise


def complain(refusals: Iterable["Refusal"]) -> NoReturn:
    """Say every reason on the standard error, one line each, and end with status 1."""
    from toutdoux.wording.refusals import sentence

    reasons = list(refusals)
    for refusal in reasons[:MOST_SHOWN]:
        click.echo(sentence(refusal), err=True)
    if len(reasons) > MOST_SHOWN:
        click.echo(gettext("… and %(count)s more.") % {"count": len(reasons) - MOST_SHOWN}, err=True)
    sys.exit(1)


def fail(sentence: str) -> NoReturn:
    """Say why on the standard error, and end with status 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def the_association(slug: str | None) -> "AssociationRow":
    """Return the association meant: the one named, or the only one there is."""
    from toutdoux.associations.queries import access_association, associations

    if slug:
        return access_association(slug=slug)
    found = associations()
    if not found:
        fail(gettext("There is no association here yet: see toutdoux init, or toutdoux demo."))
    if len(found) > 1:
        slugs = ", ".join(row.slug for row in found)
        fail(
            gettext("There are several associations here: say which with --association (%(slugs)s).") % {"slugs": slugs}
        )
    return found[0]


def the_member(association: "AssociationRow", who: str, *, now: datetime) -> "MemberRow":
    """Return the one member whom ``who`` names: an address, or a name as it is in the register, whatever the case."""
    from toutdoux.members.queries import members

    wanted = " ".join(who.split()).casefold()
    rows = [row for row in members(association_id=association.id, at=now) if row.left_at is None]
    found = [row for row in rows if row.email.casefold() == wanted] or [
        row for row in rows if row.name.casefold() == wanted
    ]
    if not found:
        fail(
            gettext("Nobody in the register of %(association)s is “%(who)s”.")
            % {"association": association.name, "who": who}
        )
    if len(found) > 1:
        fail(gettext("Several members are called “%(who)s”: give the address of the one you mean.") % {"who": who})
    return found[0]


def clock() -> datetime:
    """Return this instant."""
    return datetime.now(tz=UTC)


def _calm_log(*, quiet: bool) -> None:
    import logging

    if quiet:
        logging.getLogger().setLevel(logging.WARNING)
