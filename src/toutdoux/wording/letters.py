"""The letters we send, in full sentences: a subject and a plain text each."""

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter ready to be sent."""

    subject: str
    text: str


def sign_in_letter(*, url: str) -> Letter:
    """Write the letter with the link that signs in."""
    return Letter(
        subject=gettext("Your link to sign in to Toutdoux"),
        text=gettext(
            "Hello,\n\nHere is the link you asked for:\n\n%(url)s\n\nIt opens a page with a button, works once, and for "
            "half an hour. If you did not ask for it, there is nothing to do: nobody can use it but you."
        )
        % {"url": url},
    )


def address_letter(*, url: str) -> Letter:
    """Write the letter with the link that proves an address to be its reader's. It opens nothing."""
    return Letter(
        subject=gettext("Is this address yours?"),
        text=gettext(
            "Hello,\n\nSomeone gave this address for an account on Toutdoux. If it was you, open this link in the browser "
            "where you are signed in, and confirm:\n\n%(url)s\n\nUntil then, nothing mailed here opens the account. If it "
            "was not you, the same page takes your address away from that account; or do nothing."
        )
        % {"url": url},
    )


def invitation_letter(*, association: str, name: str, invited_by: str, url: str) -> Letter:
    """Write the letter that invites a member to the pages of their association."""
    data = {"association": _line(association), "name": _line(name), "invited_by": _line(invited_by), "url": url}
    return Letter(
        subject=gettext("%(association)s: your invitation") % data,
        text=gettext(
            "Hello %(name)s,\n\n%(invited_by)s invites you to the pages where %(association)s decides together:\n\n"
            "%(url)s\n\nThe link is for you alone, works once, and for thirty days."
        )
        % data,
    )


def _line(text: str) -> str:
    """Keep a name on one line: a subject with a line break in it is no subject."""
    return " ".join(text.split())
