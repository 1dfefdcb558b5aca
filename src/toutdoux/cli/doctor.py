"""``toutdoux doctor``: what is wrong with the installation, and how to mend it."""

import sys
from collections.abc import Callable
from gettext import gettext, ngettext
from typing import TYPE_CHECKING

import click

from toutdoux.cli.installation import clock, installation
from toutdoux.cli.language import Command, gettext_noop

if TYPE_CHECKING:
    from toutdoux.operations.doctor import Finding, Remark

SIGNS = {"fine": "✓", "note": "·", "wrong": "✗"}


@click.command(
    cls=Command,
    help=gettext_noop(
        "Say what is wrong with the installation, and how to mend it; nothing is changed. Exit status: 0 when nothing is wrong, 1 "
        "otherwise."
    ),
)
def doctor() -> None:
    """Examine the installation."""
    with installation():
        from toutdoux.operations.doctor import Gravity, examine

        remarks = examine(now=clock())
        for remark in remarks:
            click.echo(f"{SIGNS[remark.gravity]} {sentence(remark)}")
        wrong = sum(remark.gravity is Gravity.WRONG for remark in remarks)
    click.echo()
    if wrong:
        click.echo(ngettext("%(number)s thing to mend.", "%(number)s things to mend.", wrong) % {"number": wrong})
    else:
        click.echo(gettext("Nothing is wrong."))
    sys.exit(1 if wrong else 0)


def sentence(remark: "Remark") -> str:
    """Say one finding in the language spoken."""
    words = {**_house(), **_data(), **_chats()}[remark.finding]
    return words() % dict(remark.data)


def _house() -> "dict[Finding, Callable[[], str]]":
    from toutdoux.operations.doctor import Finding

    return {
        Finding.FOLDER_FINE: lambda: gettext("The data folder can be written to: %(folder)s"),
        Finding.FOLDER_UNWRITABLE: lambda: gettext(
            "The data folder %(folder)s cannot be written to (%(why)s): give it to the user that runs Toutdoux, or set "
            "TOUTDOUX_DATA to another."
        ),
        Finding.FOLDER_OPEN: lambda: gettext(
            "Other users of this machine can look into the data folder: chmod 700 %(folder)s closes it."
        ),
        Finding.SPACE_FINE: lambda: gettext("%(megabytes)s MB are free on its disk."),
        Finding.SPACE_LITTLE: lambda: gettext(
            "Only %(megabytes)s MB are free on the disk of the data folder: make room soon."
        ),
        Finding.SPACE_NONE: lambda: gettext(
            "Only %(megabytes)s MB are free on the disk of the data folder: make room before votes can no longer be kept."
        ),
        Finding.KEY_FINE: lambda: gettext("Only its owner can read the signing key."),
        Finding.KEY_FROM_ENVIRONMENT: lambda: gettext("The signing key comes from TOUTDOUX_SECRET_KEY."),
        Finding.KEY_READABLE: lambda: gettext("Others can read the signing key: chmod 600 %(file)s closes it."),
        Finding.ADDRESS_FINE: lambda: gettext("People reach it at %(url)s"),
        Finding.ADDRESS_LOCAL: lambda: gettext(
            "Its address is %(url)s: for this machine alone. Set TOUTDOUX_URL to the address that people will use."
        ),
        Finding.ADDRESS_CLEAR: lambda: gettext(
            "Its address is %(url)s: passwords and votes travel in clear. Put a reverse proxy with https in front, and set "
            "TOUTDOUX_URL to its https:// address."
        ),
        Finding.DEBUG_ON: lambda: gettext("TOUTDOUX_DEBUG is on at %(url)s: strangers would see the inside. Unset it."),
        Finding.MAIL_FINE: lambda: gettext("Mail leaves by %(host)s, port %(port)s, from %(sender)s."),
        Finding.MAIL_NONE: lambda: gettext(
            "No mail is sent: links are copied by hand. Set EMAIL_URL to have them mailed."
        ),
        Finding.MAILBOX_FINE: lambda: gettext("Answers are read in %(folder)s on %(host)s, port %(port)s."),
        Finding.MAILBOX_LOGIN: lambda: gettext(
            "The mailbox on %(host)s does not let %(user)s in: correct the user or the password in TOUTDOUX_IMAP_URL. A "
            "character such as @ or / in them is written %%40, %%2F."
        ),
        Finding.MAILBOX_FOLDER: lambda: gettext(
            "The mailbox on %(host)s has no folder %(folder)s: correct the end of TOUTDOUX_IMAP_URL."
        ),
        Finding.MAILBOX_SILENT: lambda: gettext(
            "The mailbox on %(host)s, port %(port)s, cannot be read (%(why)s): is that its address in TOUTDOUX_IMAP_URL, and "
            "does it speak TLS as that says? Answers to mails wait there meanwhile."
        ),
        Finding.CATALOGUES_FINE: lambda: gettext("It speaks French and English."),
        Finding.CATALOGUES_MISSING: lambda: gettext(
            "Translations were not compiled (%(files)s): install the package again, or run make catalogues."
        ),
    }


def _data() -> "dict[Finding, Callable[[], str]]":
    from toutdoux.operations.doctor import Finding

    return {
        Finding.DATABASE_FINE: lambda: gettext(
            "The database is up to date, and safe settings are in force (%(vendor)s)."
        ),
        Finding.DATABASE_UNREACHABLE: lambda: gettext(
            "The database does not answer (%(why)s): is it running, and is DATABASE_URL right?"
        ),
        Finding.DATABASE_EMPTY: lambda: gettext("The database is empty: toutdoux serve creates what it needs."),
        Finding.MIGRATIONS_MISSING: lambda: gettext(
            "The database is older than this version (%(number)s steps): stop Toutdoux, make a copy, start it again."
        ),
        Finding.PRAGMA_WRONG: lambda: gettext(
            "The database runs with %(name)s = %(value)s: a power cut could lose votes. It must be %(needed)s."
        ),
        Finding.DAMAGED: lambda: gettext("The database file is damaged (%(why)s): stop Toutdoux and restore a copy."),
        Finding.CLOCK_FINE: lambda: gettext("The clock is not behind what was recorded."),
        Finding.CLOCK_BEHIND: lambda: gettext(
            "The clock is %(seconds)s seconds behind the last entry of the ledger: nothing is decided until it is right."
        ),
        Finding.NO_ASSOCIATION: lambda: gettext(
            "There is no association yet: open the address above, or see toutdoux init."
        ),
        Finding.WORKER_FINE: lambda: gettext("The worker is at work."),
        Finding.WORKER_SILENT: lambda: gettext("No worker is at work: toutdoux serve, or toutdoux worker, starts one."),
        Finding.WORKER_NEEDED: lambda: gettext(
            "Deadlines are over in %(number)s associations and nobody applied them: start toutdoux serve, or toutdoux worker."
        ),
    }


def _chats() -> "dict[Finding, Callable[[], str]]":
    from toutdoux.operations.doctor import Finding

    return {
        Finding.CHAT_FINE: lambda: gettext("%(association)s: %(chat)s answers, and its bot may do all it needs."),
        Finding.CHAT_SHORT: lambda: gettext(
            "%(association)s: %(chat)s answers; its bot does without these rights: %(lacking)s."
        ),
        Finding.CHAT_TROUBLE: lambda: gettext("%(association)s: nothing can be posted on %(chat)s. %(why)s"),
        Finding.CHAT_UNREADABLE: lambda: gettext(
            "%(association)s: the token of its chat cannot be read, because the signing key has changed. Connect the chat "
            "again on the page of settings."
        ),
    }
