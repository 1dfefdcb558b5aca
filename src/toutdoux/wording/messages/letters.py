"""The messages about actions. Each is a function from frozen rows to words; links and bars come ready made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.messages.pieces import Bar, Heading, Link, Piece, Quote, Text, Written
from toutdoux.wording.messages.words import why_sentence
from toutdoux.wording.outcomes import expected_sentence, outcome_sentence
from toutdoux.wording.words import kind_word, status_word


@dataclass(frozen=True, kw_only=True)
class Told:
    """One action as a message tells it. ``vote_url`` is empty where there is nothing to vote on for this reader."""

    row: ActionRow
    text: str
    bar: str
    page_url: str
    vote_url: str = ""
    #: Gestures that this reader may make from the mail, each an address.
    answer_url: str = ""
    amend_url: str = ""
    withdraw_url: str = ""
    finish_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every message has: whose it is, the reader's zone, the instant, where they say what they want."""

    association: str
    zone: ZoneInfo
    now: datetime
    preferences_url: str
    propose_url: str = ""


def opened_letter(*, told: Told, frame: Frame) -> Written:
    """Tell that a vote opens."""
    subject = gettext("%(association)s: %(reference)s, %(title)s")
    return _asking(told=told, frame=frame, subject=subject, about="opened", first=_opened_by(told, frame))


def amended_letter(*, told: Told, frame: Frame) -> Written:
    """Tell that a text has changed, and that votes start again."""
    subject = gettext("%(association)s: %(reference)s has a new text, %(title)s")
    first = gettext("Those who lead this action have changed its text. Votes on the earlier one no longer count.")
    return _asking(told=told, frame=frame, subject=subject, about="amended", first=first)


def reminder_letter(*, told: Told, frame: Frame) -> Written:
    """Remind someone who can still change the outcome; say what silence will do."""
    subject = gettext("%(association)s: %(reference)s ends soon, %(title)s")
    first = gettext("One vote is still missing on this action: yours.")
    return _asking(told=told, frame=frame, subject=subject, about="reminder", first=first)


def objection_letter(*, told: Told, frame: Frame, name: str, reason: str) -> Written:
    """Tell those who lead an action that someone objects, and what."""
    said = gettext("%(name)s voted Against and says why:") % {"name": name}
    pieces: tuple[Piece, ...] = (
        _heading(told),
        Text(words=said),
        Quote(words=reason),
        Text(words=gettext("A compromise may be found together: an answer, a proposal, a new text.")),
        *_state(told, frame),
        *_links(
            (gettext("Answer"), told.answer_url),
            (gettext("Change the text of the action"), told.amend_url),
            (gettext("Withdraw the action"), told.withdraw_url),
        ),
        Link(words=gettext("Everything about this action"), url=told.page_url),
        *_end("objection", frame),
    )
    subject = gettext("%(association)s: an objection on %(reference)s, %(title)s")
    return Written(subject=_subject(subject, told, frame), pieces=pieces)


def outcome_letter(*, told: Told, frame: Frame) -> Written:
    """Tell those who lead an action what was decided, and why."""
    status = told.row.outcome.status if told.row.outcome else Status.OPEN
    pieces: tuple[Piece, ...] = (
        _heading(told),
        *_state(told, frame),
        *_links((gettext("Say that it is done, once it is"), told.finish_url)),
        Link(words=gettext("The page of the action"), url=told.page_url, main=not told.finish_url),
        *_end("outcome", frame),
    )
    subject = gettext("%(association)s: %(reference)s, %(status)s, %(title)s")
    word = status_word(status, kind=told.row.kind)
    return Written(subject=_subject(subject, told, frame, status=word), pieces=pieces)


def invited_letter(*, frame: Frame, name: str, invited_by: str, url: str) -> Written:
    """Invite a member to the pages of their association."""
    association = _line(frame.association)
    data = {"name": _line(name), "invited_by": _line(invited_by), "association": association}
    invites = (
        gettext("%(invited_by)s invites you to the pages where %(association)s decides together.")
        if invited_by
        else gettext("You are invited to the pages where %(association)s decides together.")
    )
    pieces: tuple[Piece, ...] = (
        Text(words=gettext("Hello %(name)s,") % data),
        Text(words=invites % data),
        Link(words=gettext("Come in"), url=url, main=True),
        Text(words=gettext("The link is for you alone, works once, and for thirty days.")),
        *_end("invitation", frame),
    )
    return Written(subject=_short(gettext("%(association)s: your invitation") % data), pieces=pieces)


def digest_letter(*, told: Sequence[Told], frame: Frame) -> Written:
    """Tell several things at once, each action once, as it stands now."""
    pieces: list[Piece] = []
    for one in told:
        pieces += [_heading(one), *(_against_what(one.row) if one.vote_url else []), *_state(one, frame)]
        if one.vote_url:
            pieces.append(Link(words=gettext("Vote: For, Against or Blank"), url=one.vote_url, main=True))
        pieces.append(Link(words=gettext("The page of the action"), url=one.page_url))
    pieces += _links((gettext("Propose an action"), frame.propose_url), main=False)
    data = {"association": _line(frame.association), "titles": _line(", ".join(one.row.title for one in told))}
    subject = gettext("%(association)s, in short: %(titles)s") % data
    return Written(subject=_short(subject), pieces=(*pieces, *_end("digest", frame)))


def _asking(*, told: Told, frame: Frame, subject: str, about: str, first: str) -> Written:
    pieces: tuple[Piece, ...] = (
        _heading(told),
        Text(words=first),
        *_against_what(told.row),
        *([Quote(words=told.text)] if told.text else []),
        *_state(told, frame),
        *([Link(words=gettext("Vote: For, Against or Blank"), url=told.vote_url, main=True)] if told.vote_url else []),
        Link(words=gettext("Everything about this action"), url=told.page_url),
        *_end(about, frame),
    )
    return Written(subject=_subject(subject, told, frame), pieces=pieces)


def _opened_by(told: Told, frame: Frame) -> str:
    deadline = told.row.deadline
    until = dates.until_words(deadline, zone=frame.zone, now=frame.now) if deadline else ""
    kind = kind_word(told.row.kind)
    return gettext("%(kind)s, carried by %(leads)s. The vote is open %(until)s.") % {
        "kind": kind,
        "leads": told.row.lead_names,
        "until": until,
    }


def _against_what(row: ActionRow) -> list[Piece]:
    """Say of a counter-vote what For means there, before it is asked for."""
    if row.kind is not Kind.COUNTER_VOTE:
        return []
    target = {"reference": replace(row.reference, suffix=None)}
    return [Text(words=gettext("To vote for is to annul %(reference)s.") % target)]


def _links(*found: tuple[str, str], main: bool = True) -> list[Piece]:
    """Return a link for each address there is; the first one is what the message is about, if ``main``."""
    there = [(words, url) for words, url in found if url]
    return [Link(words=words, url=url, main=main and not place) for place, (words, url) in enumerate(there)]


def _heading(told: Told) -> Heading:
    return Heading(words=f"{told.row.reference} · {_line(told.row.title)}")


def _state(told: Told, frame: Frame) -> list[Piece]:
    """Say where the action is, and what silence will do."""
    pieces: list[Piece] = []
    if told.bar:
        pieces.append(Bar(characters=told.bar))
    outcome, rulebook = told.row.outcome, told.row.rulebook
    if outcome is None or rulebook is None:
        return pieces
    expected = expected_sentence(outcome, frame.zone, now=frame.now)
    if outcome.status is not Status.OPEN or expected is None:
        pieces.append(Text(words=outcome_sentence(outcome, rulebook, frame.zone, kind=told.row.kind, now=frame.now)))
    else:
        pieces.append(Text(words=expected))
    return pieces


def _end(about: str, frame: Frame) -> list[Piece]:
    return [
        Text(words=why_sentence(about)),
        Link(words=gettext("Choose what is sent, how and when"), url=frame.preferences_url),
    ]


def _subject(template: str, told: Told, frame: Frame, **more: str) -> str:
    data = {
        "association": _line(frame.association),
        "reference": str(told.row.reference),
        "title": _line(told.row.title),
    }
    return _short(template % (data | more))


def _short(subject: str) -> str:
    """Keep a subject to a length that programs show, on one line."""
    return subject if len(subject) <= 150 else subject[:149].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(text.split())
