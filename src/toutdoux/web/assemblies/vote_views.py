"""Voting in an assembly: one page for each vote, which works without JavaScript; the live pages show parts of it."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.assemblies.queries import ItemRow, MeetingRow, items
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import access_live, runs_desk
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.queries import (
    RollCall,
    VoteRow,
    access_vote,
    access_vote_numbered,
    carried_by,
    roll_call,
    votes_of,
)
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import names
from toutdoux.rules.seats import Way
from toutdoux.web.assemblies.amending import changed
from toutdoux.web.assemblies.changes import changes_shown
from toutdoux.web.assemblies.holding import desk_answer, here_answer
from toutdoux.web.assemblies.votes import ballot_context, shown, title_of
from toutdoux.web.decisions.effects_presenting import EffectShown
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page, refused_page
from toutdoux.wording.refusals import sentence

_MISFIT = 422
#: Larger than any room, so that what was mistyped is refused with its arithmetic.
_DIGITS = 6


@require_safe
@never_cache
@inside
def votes(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show every vote of an assembly, with its arithmetic."""
    meeting = access_live(actor=visit.actor, reference=reference)
    agenda = items(assembly_id=meeting.id)
    found = [shown(vote, title=title_of(meeting, vote.item_id, agenda)) for vote in votes_of(assembly_id=meeting.id)]
    return page(request, "assemblies/votes.html", {"meeting": meeting, "found": found})


@require_POST
@inside
def put_to_vote(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Open a vote on the item at hand, or on an amendment to it."""
    meeting = access_live(actor=visit.actor, reference=reference)
    try:
        vote_id = commands.open_vote(
            actor=visit.actor,
            assembly_id=meeting.id,
            item_id=_identity(request.POST.get("item", ""), VoteRefusal.NOT_AT_HAND),
            way=request.POST.get("way", ""),
            amendment_id=_identity(request.POST["amendment"], VoteRefusal.UNKNOWN_AMENDMENT)
            if request.POST.get("amendment")
            else None,
            now=visit.now,
        )
    except Refused as refused:
        return _where_it_was_pressed(request, visit, meeting, refused.refusals) or refused_page(
            request, refused.refusals
        )
    messages.success(request, _("The vote is open."))
    return _onward(request, visit, meeting, number=access_vote(actor=visit.actor, vote_id=vote_id).number)


@never_cache
@inside
def vote_page(request: HttpRequest, visit: Visit, reference: str, number: int) -> HttpResponse:
    """Show one vote: what is asked, one's own ballots while it is open, what it decided afterwards. Take what is done about it."""
    meeting = access_live(actor=visit.actor, reference=reference)
    vote = access_vote_numbered(assembly_id=meeting.id, number=number)
    reasons: list[str] = []
    if request.method == "POST":
        gesture = _GESTURES.get(request.POST.get("do", ""), _cast)
        try:
            messages.success(request, gesture(request, visit, vote))
        except Refused as refused:
            if any(refusal.code is SittingRefusal.NOT_THE_DESK for refusal in refused.refusals):
                raise
            live = _where_it_was_pressed(request, visit, meeting, refused.refusals)
            if live is not None:
                return live
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            return _onward(request, visit, meeting, number=vote.number)
    agenda = items(assembly_id=meeting.id)
    context = {
        "meeting": meeting,
        "shown": shown(vote, title=title_of(meeting, vote.item_id, agenda), parts=changed(vote)),
        "ballot": ballot_context(visit, vote=vote),
        "calls": _calls(visit, vote),
        "changes": _changes(visit, vote, agenda),
        "carried": any(row.what == "applied" for row in carried_by(vote_id=vote.id)),
        "runs": runs_desk(actor=visit.actor, meeting=meeting, at=visit.now),
        "hands": vote.way is Way.HANDS,
        "typed": {name: request.POST.get(name, "") for name in ("for", "against", "blank", "reason")},
        "reasons": reasons,
    }
    return page(request, "assemblies/vote.html", context, status=_MISFIT if reasons else 200)


def _changes(visit: Visit, vote: VoteRow, agenda: tuple[ItemRow, ...]) -> tuple[EffectShown, ...]:
    """Return what the adoption of the item changes; an amendment changes a text alone."""
    item = next((row for row in agenda if row.id == vote.item_id), None)
    return () if item is None or vote.amendment_id is not None else changes_shown(visit, item=item, vote=vote)


def _calls(visit: Visit, vote: VoteRow) -> list[tuple[str, str, RollCall]]:
    """Return who was asked, by name: their name, that of whoever represented them, and what they did."""
    calls = roll_call(vote=vote)
    ids = {call.seat.member_id for call in calls} | {call.seat.holder_id for call in calls if call.seat.holder_id}
    called = names(association_id=visit.association.id, ids=ids)
    rows = [
        (called[call.seat.member_id], called[call.seat.holder_id] if call.seat.holder_id else "", call)
        for call in calls
    ]
    return sorted(rows, key=lambda row: (row[0].casefold(), str(row[2].seat.member_id)))


def _cast(request: HttpRequest, visit: Visit, vote: VoteRow) -> str:
    choices = _choices(request, own_id=visit.member.id)
    commands.cast_ballots(
        actor=visit.actor, vote_id=vote.id, choices=choices, idempotency_key=_key(request, choices), now=visit.now
    )
    if vote.way is Way.CONFIDENTIAL:
        return ngettext("Your ballot is in the box.", "Your ballots are in the box.", len(choices))
    return ngettext(
        "Your vote is taken. You can change it until the close.",
        "Your votes are taken. You can change them until the close.",
        len(choices),
    )


def _totals(request: HttpRequest, visit: Visit, vote: VoteRow) -> str:
    for_, against, blank = (_total(request.POST.get(name, "")) for name in ("for", "against", "blank"))
    commands.record_totals(actor=visit.actor, vote_id=vote.id, for_=for_, against=against, blank=blank, now=visit.now)
    return _("The totals are recorded, and the vote is closed.")


def _close(request: HttpRequest, visit: Visit, vote: VoteRow) -> str:
    commands.close_vote(actor=visit.actor, vote_id=vote.id, now=visit.now)
    return _("The vote is closed, and its ballots are counted.")


def _cancel(request: HttpRequest, visit: Visit, vote: VoteRow) -> str:
    reason = plain_text(request.POST.get("reason", ""))
    commands.cancel_vote(actor=visit.actor, vote_id=vote.id, reason=reason, now=visit.now)
    return _("The vote is cancelled, and can be taken again.")


_GESTURES: dict[str, Callable[[HttpRequest, Visit, VoteRow], str]] = {
    "cast": _cast,
    "totals": _totals,
    "close": _close,
    "cancel": _cancel,
}


def _choices(request: HttpRequest, *, own_id: UUID) -> dict[UUID, str]:
    """Return the ballots of a form: one's own alone, each voice's own choice, or one for all those no instruction binds."""
    choices = {own_id: request.POST["own"]} if "own" in request.POST else {}
    same = request.POST.get("all", "")
    for field, value in request.POST.items():
        kind, _dash, text = str(field).partition("-")
        if kind not in {"voice", "bound", "free"}:
            continue
        try:
            member_id = UUID(text)
        except ValueError:
            continue
        if kind == "bound" or (kind == "voice" and not same):
            choices[member_id] = str(value)
        elif kind == "free" and same:
            choices[member_id] = same
    return choices


def _key(request: HttpRequest, choices: dict[UUID, str]) -> str:
    """Return the idempotency key: what is sent twice from one page counts once, what differs is another ballot."""
    key = request.POST.get("idempotency_key", "")
    said = "\0".join(f"{member_id}={choice}" for member_id, choice in sorted(choices.items(), key=str))
    return hashlib.sha256(f"{key}\0{said}".encode()).hexdigest() if key else ""


def _total(text: str) -> int:
    """Return a total as it was typed; an empty field is zero, and anything else than a number is refused as one."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else -1


def _identity(text: str, code: VoteRefusal) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused([Refusal(code=code)]) from None


def _where_it_was_pressed(
    request: HttpRequest, visit: Visit, meeting: MeetingRow, refusals: tuple[Refusal, ...]
) -> HttpResponse | None:
    """Say on the live page, if the gesture was made on one, why it was refused: nobody is taken elsewhere in mid-vote."""
    there = request.POST.get("next", "").partition("?")[0]
    for name, answer in (("assembly_desk", desk_answer), ("assembly_here", here_answer)):
        if there == reverse(name, args=[visit.association.slug, meeting.reference]):
            return answer(request, visit, meeting.reference, refusals=refusals)
    return None


def _onward(request: HttpRequest, visit: Visit, meeting: MeetingRow, *, number: int) -> HttpResponse:
    """Go back to the live page the gesture was made on, else to the page of the vote."""
    there = request.POST.get("next", "")
    if there and url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return redirect(there)
    return redirect("assembly_vote", visit.association.slug, meeting.reference, number)
