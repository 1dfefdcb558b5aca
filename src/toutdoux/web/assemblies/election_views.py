"""Electing in an assembly: one page for each election, which works without JavaScript; the live pages show parts of it."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.logic.exporting import as_blt, as_csv, as_preflib, formats
from toutdoux.assemblies.elections.queries import (
    ElectionRow,
    RoundRow,
    ballots_cast,
    election_at,
    election_page,
    own_voices,
    rounds_of,
)
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import Who, register_page
from toutdoux.rules.elections import Marks, normal
from toutdoux.rules.seats import Way
from toutdoux.web.assemblies.elections import election_context, election_item, mandate_names, shown_options
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.refusals import sentence

_MISFIT = 422
_NOBODY = UUID(int=0)
#: People shown by one search.
_FOUND = 20


@never_cache
@inside
def election(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Show what an item elects: who stands, one's own ballots while a round is open, its result. Take what is done about it."""
    meeting, item = election_item(visit, reference=reference, item_id=item_id)
    row = election_at(item_id=item.id)
    reasons: list[str] = []
    if request.method == "POST" and row is not None:
        gesture = _GESTURES.get(request.POST.get("do", ""), _cast)
        try:
            messages.success(request, gesture(request, visit, row))
        except Refused as refused:
            if any(refusal.code is SittingRefusal.NOT_THE_DESK for refusal in refused.refusals):
                raise
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            there = request.POST.get("next", "")
            if there and url_has_allowed_host_and_scheme(there, allowed_hosts=None):
                return HttpResponseRedirect(there)
            return redirect("assembly_election", visit.association.slug, meeting.reference, item.id)
    runs = meeting.stage is Stage.OPEN and runs_desk(actor=visit.actor, meeting=meeting, at=visit.now)
    search = request.GET.get("search", "")[:100].strip()
    context = {
        "meeting": meeting,
        "item": item,
        "runs": runs,
        "may": visit.member.right.votes,
        "ended": meeting.stage in {Stage.CLOSED, Stage.CANCELLED},
        "search": search,
        "people": _people(visit, search),
        "typed": {name: request.POST.get(name, "") for name in ("for", "against", "blank", "reason", "title", "words")},
        "reasons": reasons,
    }
    if row is not None:
        context["elections"] = {"item": item} | election_context(visit, election=row, runs=runs)
    return page(request, "assemblies/elections/election.html", context, status=_MISFIT if reasons else 200)


@require_safe
@never_cache
@inside
def export(request: HttpRequest, visit: Visit, reference: str, item_id: UUID, number: int, form: str) -> HttpResponse:
    """Give the ballots of a round that is closed as a file: how often each was cast, never by whom."""
    meeting, item = election_item(visit, reference=reference, item_id=item_id)
    row = election_at(item_id=item.id)
    found = next((one for one in rounds_of(election_id=row.id) if one.number == number), None) if row else None
    if row is None or found is None or not found.stands or form not in formats(row.method):
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_ROUND)])
    options = shown_options(visit, election_page(election=row), called=mandate_names(visit))
    called = {str(option.row.id): option.name for option in options}
    cast = ballots_cast(found)
    title = f"{meeting.reference} – {item.title}"
    if form == "csv":
        text = as_csv(question=found.question, ballots=cast, names=called, number=_("ballots"))
    elif form == "blt":
        text = as_blt(question=found.question, ballots=cast, names=called, title=title)
    else:
        text = as_preflib(question=found.question, ballots=cast, names=called, title=title)
    kind = "text/csv" if form == "csv" else "text/plain"
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{meeting.reference}-{item.position}-{number}.{form}"'
    return answer


def _people(visit: Visit, search: str) -> list[tuple[UUID, str]]:
    """Return whom a search finds among those who are here, to propose them."""
    if not search:
        return []
    found = register_page(association_id=visit.association.id, at=visit.now, who=Who.ALL, search=search)
    return [(row.id, row.name) for row in found.rows if row.left_at is None][:_FOUND]


def _stand(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    member_id = _identity(request, "member") if request.POST.get("member") else visit.member.id
    commands.stand(
        actor=visit.actor,
        election_id=row.id,
        member_id=member_id,
        list_id=_identity(request, "list") if request.POST.get("list") else None,
        code=request.POST.get("mandate", ""),
        words=plain_text(request.POST.get("words", "")),
        now=visit.now,
    )
    return _("You stand.") if member_id == visit.member.id else _("They are proposed: they stand once they accept.")


def _accept(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    commands.accept(
        actor=visit.actor,
        candidate_id=_identity(request, "candidate"),
        words=plain_text(request.POST.get("words", "")),
        now=visit.now,
    )
    return _("You stand.")


def _withdraw(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    commands.withdraw(actor=visit.actor, candidate_id=_identity(request, "candidate"), now=visit.now)
    return _("It is withdrawn.")


def _list(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    title = " ".join(plain_text(request.POST.get("title", "")).split())
    commands.make_list(actor=visit.actor, election_id=row.id, title=title, now=visit.now)
    return _("The list is there: people can join it.")


def _move(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    by = -1 if request.POST.get("do") == "up" else 1
    commands.move_candidate(actor=visit.actor, candidate_id=_identity(request, "candidate"), by=by, now=visit.now)
    return _("The list is in its new order.")


def _open(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    commands.open_round(actor=visit.actor, election_id=row.id, way=request.POST.get("way", ""), now=visit.now)
    return _("The round is open.")


def _cast(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    round_ = _round(request, row)
    ballots = _ballots(request, visit, round_)
    commands.cast_ballots(
        actor=visit.actor,
        round_id=round_.id,
        ballots=ballots,
        idempotency_key=_key(request, ballots),
        now=visit.now,
    )
    if round_.way is Way.CONFIDENTIAL:
        return ngettext("Your ballot is in the box.", "Your ballots are in the box.", len(ballots))
    return ngettext(
        "Your ballot is taken. You can change it until the close.",
        "Your ballots are taken. You can change them until the close.",
        len(ballots),
    )


def _totals(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    for_, against, blank = (_total(request.POST.get(name, "")) for name in ("for", "against", "blank"))
    commands.record_totals(
        actor=visit.actor,
        round_id=_round(request, row).id,
        for_=for_,
        against=against,
        blank=blank,
        now=visit.now,
    )
    return _("The totals are recorded, and the round is closed.")


def _close(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    commands.close_round(actor=visit.actor, round_id=_round(request, row).id, now=visit.now)
    return _("The round is closed, and its ballots are counted.")


def _settle(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    round_ = _round(request, row)
    tied = round_.result.tie.options if round_.result and round_.result.tie else ()
    places = [(request.POST.get(f"place-{option}", ""), option) for option in tied]
    # Two people in the same place would be put in an order nobody said.
    order = [option for _place, option in sorted(places)] if len({place for place, _ in places}) == len(places) else []
    commands.settle_tie(actor=visit.actor, round_id=round_.id, order=order, now=visit.now)
    return _("The tie is settled, and the ballots are counted again.")


def _cancel(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    reason = plain_text(request.POST.get("reason", ""))
    commands.cancel_round(actor=visit.actor, round_id=_round(request, row).id, reason=reason, now=visit.now)
    return _("The round is cancelled, and can be taken again.")


def _proclaim(request: HttpRequest, visit: Visit, row: ElectionRow) -> str:
    number = commands.proclaim(actor=visit.actor, election_id=row.id, now=visit.now)
    if not number:
        return _("The result is proclaimed: nobody is elected.")
    return ngettext(
        "The result is proclaimed, and %(number)s mandate is given.",
        "The result is proclaimed, and %(number)s mandates are given.",
        number,
    ) % {"number": number}


_GESTURES: dict[str, Callable[[HttpRequest, Visit, ElectionRow], str]] = {
    "stand": _stand,
    "accept": _accept,
    "withdraw": _withdraw,
    "list": _list,
    "up": _move,
    "down": _move,
    "open": _open,
    "cast": _cast,
    "totals": _totals,
    "close": _close,
    "settle": _settle,
    "cancel": _cancel,
    "proclaim": _proclaim,
}


def _round(request: HttpRequest, row: ElectionRow) -> RoundRow:
    """Return the round that a form names."""
    number = _total(request.POST.get("round", ""))
    found = next((one for one in rounds_of(election_id=row.id) if one.number == number), None)
    if found is None:
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_ROUND)])
    return found


def _ballots(request: HttpRequest, visit: Visit, round_: RoundRow) -> dict[UUID, Marks]:
    """Return the ballots of a form: each voice's own, or the reader's own for all those that no instruction binds.

    A ballot that says nothing has to be ticked as blank: an empty form is nobody's choice.
    """
    same = request.POST.get("same", "") == "yes"
    own = visit.member.id
    found: dict[UUID, Marks] = {}
    voices = own_voices(round_=round_, member_id=own, now=visit.now)
    for voice in voices:
        if f"voice-{voice.member_id}" not in request.POST:
            continue
        if voice.bound is not None:
            found[voice.member_id] = voice.bound
            continue
        found[voice.member_id] = _marks(request, own if same else voice.member_id, round_)
    return found


def _marks(request: HttpRequest, member_id: UUID, round_: RoundRow) -> Marks:
    marks: dict[str, int] = {}
    picked = request.POST.get(f"pick-{member_id}", "")
    blank = request.POST.get(f"blank-{member_id}", "") == "yes" or picked == "blank"
    if picked and picked != "blank":
        marks[picked] = 1
    for option in round_.question.options:
        said = request.POST.get(f"mark-{member_id}-{option}", "")
        if said == "blank":
            blank = True
        elif said:
            marks[option] = _total(said)
    if marks and blank:
        raise Refused([Refusal(code=ElectionRefusal.BLANK_AND_NAMES)])
    if not marks and not blank:
        raise Refused([Refusal(code=ElectionRefusal.NOTHING_CAST)])
    return normal(marks)


def _key(request: HttpRequest, ballots: dict[UUID, Marks]) -> str:
    """Return the idempotency key: what is sent twice from one page counts once, what differs is another ballot."""
    key = request.POST.get("idempotency_key", "")
    said = "\0".join(f"{member_id}={marks}" for member_id, marks in sorted(ballots.items(), key=str))
    return hashlib.sha256(f"{key}\0{said}".encode()).hexdigest() if key else ""


def _total(text: str) -> int:
    """Return a number as it was typed; an empty field is zero, and anything else than a number is refused as one."""
    text = text.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1


def _identity(request: HttpRequest, name: str) -> UUID:
    """Return the id that a form gives; one that nothing has where it gives none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return _NOBODY
