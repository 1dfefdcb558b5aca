"""Home: what waits for the reader, what was decided since they last came, what they carry."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.assemblies.queries import next_meeting
from toutdoux.decisions.queries import ActionRow, Home
from toutdoux.decisions.queries import home as home_of
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.members.logic.rights import Right, Standing
from toutdoux.procedures.queries.belonging import welcome_card
from toutdoux.procedures.queries.inactivity import is_asked
from toutdoux.rules.facts import Execution
from toutdoux.rules.rulebook import Kind
from toutdoux.web.decisions.home_entrusted import entrusted
from toutdoux.web.decisions.presenting import action_bar, and_list, execution_of, state_of
from toutdoux.web.decisions.rows_presenting import near_words, next_step, sentence_of, titled, wanted_words
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.convening import next_sentence
from toutdoux.wording.inclusive import inclusive

COOKIE = "toutdoux_visit"
#: Pages opened within it belong to one visit.
ONE_VISIT = timedelta(hours=1)
_REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Line:
    """An action in one of the lists of home."""

    row: ActionRow
    title: str
    note: str = ""
    warning: str = ""
    near: str = ""
    state: str = ""
    word: str = ""
    sentence: str = ""
    bar: CouncilBar | None = None
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Visits:
    """When the reader came before this visit (None: not known), and when this visit began."""

    before: datetime | None
    began: datetime


@never_cache
@inside
@require_safe
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits for the member, with the three gestures right there; then what happened, and what they carry."""
    visits = _visits(request, visit)
    found = home_of(actor=visit.actor, since=visits.before, now=visit.now)
    response = page(request, "home/home.html", _context(visit, found, first_time=visits.before is None))
    _remember(response, visit, visits)
    return response


def _context(visit: Visit, found: Home, *, first_time: bool) -> dict[str, object]:
    right = visit.member.right
    empty = not (found.waiting or found.announced or found.decided or found.leading or found.wanted or found.drafts)
    return {
        "title": _title(len(found.waiting), right=right),
        "lead": _lead(visit, waiting=bool(found.waiting)),
        "votes": right.votes,
        "empty": empty,
        "first_time": first_time,
        "asked": is_asked(actor=visit.actor, now=visit.now),
        "first_steps": welcome_card(
            actor=visit.actor,
            joined_at=visit.member.joined_at,
            founded_at=visit.association.created_at,
            now=visit.now,
        ),
        "waiting": [_waiting(visit, row) for row in found.waiting],
        "decided": [_decided(visit, row) for row in found.decided],
        "announced": [_announced(visit, row) for row in found.announced],
        "leading": [_leading(visit, row) for row in found.leading],
        "wanted": [Line(row=row, title=titled(row), note=wanted_words(row)) for row in found.wanted],
        "entrusted": entrusted(visit),
        "assembly": _assembly(visit),
        "drafts": [(draft, _kind(draft.kind)) for draft in found.drafts],
    }


def _assembly(visit: Visit) -> tuple[str, str] | None:
    """Return the sentence of the next assembly, and its reference, if one is convened."""
    meeting = next_meeting(association_id=visit.association.id, at=visit.now)
    if meeting is None:
        return None
    return next_sentence(meeting, zone=visit.association.zone, now=visit.now), meeting.reference


def _title(waiting: int, *, right: Right) -> str:
    """Say first, in one sentence, what is asked of the reader; to who does not vote yet, that they may act all the same."""
    if waiting:
        words = ngettext(
            "%(number)s action is waiting for your view", "%(number)s actions are waiting for your view", waiting
        )
        return words % {"number": _number(waiting)}
    if right.votes:
        return gettext("Nothing is waiting for your view")
    return gettext("You may already act")


def _lead(visit: Visit, *, waiting: bool) -> str:
    """Say to who does not vote yet from when they will; a seat frozen earlier may still wait for them."""
    right = visit.member.right
    if right.votes or waiting:
        return ""
    if right.standing is Standing.NOT_YET and right.from_ is not None:
        zone = visit.association.zone
        day = dates.long_day_words(right.from_.astimezone(zone).date(), today=visit.now.astimezone(zone).date())
        return gettext("You will vote from %(day)s on (art. 2).") % {"day": day}
    return gettext("You do not vote: the right has ended, or was never given (art. 2).")


def _waiting(visit: Visit, row: ActionRow) -> Line:
    zone, now = visit.association.zone, visit.now
    return Line(
        row=row,
        title=titled(row),
        note=_note(visit, row),
        warning=_warning(row),
        near=near_words(row, now=now),
        bar=action_bar(row, zone=zone, now=now),
        key=secrets.token_urlsafe(16),
    )


def _decided(visit: Visit, row: ActionRow) -> Line:
    state, word = state_of(row)
    sentence = sentence_of(row, zone=visit.association.zone, now=visit.now)
    return Line(row=row, title=titled(row), state=state, word=word, sentence=sentence)


def _announced(visit: Visit, row: ActionRow) -> Line:
    state, word = state_of(row)
    return Line(row=row, title=titled(row), note=_note(visit, row), state=state, word=word)


def _leading(visit: Visit, row: ActionRow) -> Line:
    begun = execution_of(row) if row.execution is not Execution.TO_DO else None
    state, word = begun or state_of(row)
    return Line(
        row=row,
        title=titled(row),
        state=state,
        word=word,
        sentence=next_step(row, zone=visit.association.zone, now=visit.now),
    )


def _note(visit: Visit, row: ActionRow) -> str:
    """Name an action and who carries it: "P26-E12 · led by Samia Roche"."""
    words = gettext("called by %(names)s") if row.kind is Kind.COUNTER_VOTE else gettext("led by %(names)s")
    who = words % {"names": and_list([lead.name for lead in row.leads])} if row.leads else ""
    parts = [str(row.reference), _kind(row.kind) if row.kind is Kind.ORDINARY else "", who]
    return inclusive(" · ".join(part for part in parts if part), visit.association.inclusive_form)


def _warning(row: ActionRow) -> str:
    """Say what For means where it could be misread."""
    if row.kind is not Kind.COUNTER_VOTE:
        return ""
    return gettext("To vote for is to annul %(reference)s.") % {"reference": replace(row.reference, suffix=None)}


def _kind(kind: Kind) -> str:
    return {
        Kind.ORDINARY: pgettext("kind of an action", "ordinary"),
        Kind.EXTRAORDINARY: pgettext("kind of an action", "extraordinary"),
        Kind.COUNTER_VOTE: pgettext("kind of an action", "counter-vote"),
    }[kind]


def _number(count: int) -> str:
    words = (
        pgettext("how many actions, first in a sentence", "One"),
        pgettext("how many actions, first in a sentence", "Two"),
        pgettext("how many actions, first in a sentence", "Three"),
        pgettext("how many actions, first in a sentence", "Four"),
        pgettext("how many actions, first in a sentence", "Five"),
        pgettext("how many actions, first in a sentence", "Six"),
        pgettext("how many actions, first in a sentence", "Seven"),
        pgettext("how many actions, first in a sentence", "Eight"),
        pgettext("how many actions, first in a sentence", "Nine"),
        pgettext("how many actions, first in a sentence", "Ten"),
    )
    return words[count - 1] if count <= len(words) else str(count)


def _visits(request: HttpRequest, visit: Visit) -> Visits:
    """Read from the reader's own browser when they were here before; another member on the same browser starts anew.

    Kept in a cookie and nowhere else: reading a page writes nothing on the server, and nobody can ask when someone came.
    """
    who, _, instants = request.COOKIES.get(COOKIE, "").partition(".")
    before, _, began = instants.partition(".")
    first, last = _instant(before), _instant(began)
    if who != visit.member.id.hex or last is None or last > visit.now:
        return Visits(before=None, began=visit.now)
    if visit.now - last > ONE_VISIT:
        return Visits(before=last, began=visit.now)
    return Visits(before=first, began=last)


def _instant(text: str) -> datetime | None:
    """Read a whole number of seconds since 1970, as ``_remember`` writes it; None for anything else."""
    return datetime.fromtimestamp(int(text), tz=UTC) if text.isascii() and text.isdigit() and len(text) <= 11 else None


def _remember(response: HttpResponse, visit: Visit, visits: Visits) -> None:
    before = str(int(visits.before.timestamp())) if visits.before else ""
    response.set_cookie(
        COOKIE,
        f"{visit.member.id.hex}.{before}.{int(visits.began.timestamp())}",
        max_age=_REMEMBERED,
        path=f"/a/{visit.association.slug}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
