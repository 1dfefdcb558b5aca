"""The messages about what is entrusted to people: an election to prepare, an access to look at again, a convention to renew."""

from dataclasses import dataclass

from django.utils.translation import gettext

from toutdoux.accesses.queries import AccessRow
from toutdoux.mandates.queries import KindPage
from toutdoux.procedures.queries.renewals import ToRenew
from toutdoux.wording import dates
from toutdoux.wording.mandates import election_reminder, mandate_name
from toutdoux.wording.messages.letters import Frame
from toutdoux.wording.messages.pieces import Link, Piece, Text, Written
from toutdoux.wording.messages.words import why_sentence


@dataclass(frozen=True, kw_only=True)
class EntrustedUrls:
    """Where such a message leads; those it does not need are empty."""

    elected: str
    mandates: str
    answer: str
    accesses: str
    convention: str


def election_letter(*, page: KindPage, frame: Frame, urls: EntrustedUrls) -> Written:
    """Remind someone of an election: a mandate ends, or nobody holds it."""
    name = mandate_name(page.kind.code, page.kind.name)
    data = {"association": _line(frame.association), "mandate": _line(name)}
    if page.vacant:
        subject = gettext("%(association)s: nobody is %(mandate)s") % data
    else:
        subject = gettext("%(association)s: an election to prepare, %(mandate)s") % data
    pieces: tuple[Piece, ...] = (
        Text(words=election_reminder(page, now=frame.now)),
        Text(words=gettext("Whoever is elected is entered in one step, with the first and the last day.")),
        Link(words=gettext("Enter who is elected"), url=urls.elected, main=True),
        Link(words=gettext("The mandates, with what each hands over"), url=urls.mandates),
        *_end("election", frame),
    )
    return Written(subject=_short(subject), pieces=pieces)


def review_letter(*, row: AccessRow, frame: Frame, urls: EntrustedUrls) -> Written:
    """Ask the holder of an access whether it is still needed."""
    data = {
        "association": _line(frame.association),
        "resource": _line(row.resource.name),
        "since": dates.day_words(row.facts.starts_at.astimezone(frame.zone).date()),
        "purpose": _line(row.purpose),
    }
    pieces: tuple[Piece, ...] = (
        Text(words=gettext("You may enter %(resource)s since %(since)s, for: %(purpose)s") % data),
        Text(
            words=gettext(
                "Do you still need it? An access that nobody needs is a door left open; one press gives it back, and an "
                "action grants it again."
            )
        ),
        Link(words=gettext("Answer: I still need it, or I no longer do"), url=urls.answer, main=True),
        Link(words=gettext("All my accesses"), url=urls.accesses),
        *_end("review", frame),
    )
    subject = gettext("%(association)s: do you still need %(resource)s?") % data
    return Written(subject=_short(subject), pieces=pieces)


def renewal_letter(*, row: ToRenew, frame: Frame, urls: EntrustedUrls) -> Written:
    """Remind someone of a convention that is to be renewed, or said to be over."""
    data = {"association": _line(frame.association), "name": _line(row.name)}
    said = gettext("The convention with %(name)s is to be renewed, or said to be over.") % data
    if row.ends_on is not None:
        said += " " + gettext("It runs until %(day)s.") % {"day": dates.day_words(row.ends_on)}
    pieces: tuple[Piece, ...] = (
        Text(words=said),
        Text(
            words=gettext(
                "Another day to think of it, or where it stands, is written on its page; then nothing recalls it."
            )
        ),
        Link(words=gettext("Open the page of this partner"), url=urls.convention, main=True),
        *_end("renewal", frame),
    )
    subject = gettext("%(association)s: a convention to renew, %(name)s") % data
    return Written(subject=_short(subject), pieces=pieces)


def _end(about: str, frame: Frame) -> tuple[Piece, ...]:
    return (
        Text(words=why_sentence(about)),
        Link(words=gettext("Choose what is sent, how and when"), url=frame.preferences_url),
    )


def _short(subject: str) -> str:
    """Keep a subject to a length that programs show."""
    return subject if len(subject) <= 150 else subject[:149].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(text.split())
