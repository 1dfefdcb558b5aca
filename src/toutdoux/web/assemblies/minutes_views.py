"""The minutes of an assembly: written by several people, approved by those who are named, then kept as they are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.minutes.queries import (
    WritingPage,
    access_minutes,
    access_note,
    may_name,
    versions,
    writing_page,
)
from toutdoux.assemblies.queries import access_meeting, items
from toutdoux.assemblies.sitting.queries import attendance
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import members, names
from toutdoux.web.assemblies.minutes_forms import CorrectionForm, PadForm, TaskForm
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.handing_out import handed_out
from toutdoux.wording import dates
from toutdoux.wording.minutes import standing_words
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@require_safe
@never_cache
@inside
def minutes_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the minutes: to write in, to approve, or as they were approved."""
    return _written(request, visit, reference)


def _written(
    request: HttpRequest, visit: Visit, reference: str, *, forms: Mapping[str, Any] | None = None
) -> HttpResponse:
    found = writing_page(association_id=visit.association.id, reference=reference, now=visit.now)
    meeting = found.minutes.meeting
    writable = meeting.stage is not Stage.PAST and found.minutes.draft and visit.member.right.votes
    mine = [row for row in found.approvals if row.member_id == visit.member.id]
    there = _in_the_room(visit, meeting.id)
    context: dict[str, Any] = {
        "found": found,
        "meeting": meeting,
        "standing": standing_words(found.minutes, zone=visit.association.zone),
        "sections": _sections(found, writable=writable),
        "writable": writable,
        "closed": meeting.stage is Stage.CLOSED,
        "speakers": sorted(there.values()),
        "may_name": writable and may_name(meeting, member_id=visit.member.id),
        "mine": mine[0] if mine else None,
        "stands": [(row, row.fingerprint == found.seen) for row in found.approvals],
        "candidates": _candidates(found, there),
        "task_form": TaskForm(agenda=found.agenda),
        "correction_form": CorrectionForm(),
    }
    context |= forms or {}
    status = _MISFIT if any(form.errors for form in (forms or {}).values()) else 200
    return page(request, "assemblies/minutes.html", context, status=status)


def _sections(found: WritingPage, *, writable: bool) -> list[dict[str, Any]]:
    """Return the agenda with what is written under each item, and where a new paragraph goes."""
    rows = [
        (None, _("Before the agenda"), False),
        *((item.id, item.title, item.state is ItemState.CURRENT) for item in found.agenda),
    ]
    sections = [
        {
            "id": item_id,
            "title": title,
            "notes": found.notes_of(item_id),
            "tasks": found.tasks_of(item_id),
            "new": uuid4() if writable else None,
            "current": current,
        }
        for item_id, title, current in rows
    ]
    return [one for one in sections if writable or one["notes"] or one["tasks"]]


def _in_the_room(visit: Visit, assembly_id: UUID) -> dict[UUID, str]:
    """Return the names of those who were in the room at one time or another."""
    there = {row.member_id for row in attendance(assembly_id=assembly_id)}
    return names(association_id=visit.association.id, ids=there)


def _candidates(found: WritingPage, there: dict[UUID, str]) -> list[tuple[UUID, str, bool]]:
    """Return who may be named to approve: those who were in the room, and whoever is named already."""
    named = {row.member_id: row.name for row in found.approvals}
    runs = {found.minutes.meeting.chair_id, found.minutes.meeting.secretary_id}
    both = sorted((named | there).items(), key=lambda one: one[1])
    return [(member_id, name, member_id in (named or runs)) for member_id, name in both]


@require_safe
@never_cache
@inside
def facts_file(_request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Hand out the facts as the file that ``toutdoux import assembly`` takes."""
    found = access_minutes(association_id=visit.association.id, reference=reference, now=visit.now)
    content = assembly_to_toml(found.facts).encode()
    return handed_out(content, name=f"{found.meeting.reference}.toml", media_type="application/toml")


@require_safe
@never_cache
@inside
def note_page(request: HttpRequest, visit: Visit, reference: str, note_id: UUID) -> HttpResponse:
    """Show all that a paragraph ever said."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    note = access_note(assembly_id=meeting.id, note_id=note_id)
    context = {"meeting": meeting, "note": note, "versions": versions(note_id=note.id)}
    return page(request, "assemblies/minutes_note.html", context)


@require_POST
@inside
def save_note(request: HttpRequest, visit: Visit, reference: str, note_id: UUID) -> HttpResponse:
    """Save a paragraph. A page that saves by itself asks for JSON, and is told what became of the text."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    by_itself = request.accepts("application/json") and not request.accepts("text/html")
    typed = request.POST
    try:
        saved = commands.save_note(
            actor=visit.actor,
            assembly_id=meeting.id,
            note_id=note_id,
            item_id=_id(typed.get("item", "")),
            version=_number(typed.get("version", "")),
            speaker=" ".join(plain_text(typed.get("speaker", "")).split()),
            text=plain_text(typed.get("text", "")),
            now=visit.now,
        )
    except Refused as refused:
        if not by_itself:
            raise
        return JsonResponse({"refused": [sentence(one) for one in refused.refusals]}, status=_MISFIT)
    if by_itself:
        time = dates.wall_clock_words(visit.now.astimezone(visit.association.zone).time())
        words = _("Saved at %(time)s") % {"time": time}
        if saved.beside:
            words = _("Somebody else changed this paragraph: your words stand in one of their own, right after.")
        return JsonResponse({"note": str(saved.note_id), "version": saved.version, "words": words})
    if saved.beside:
        messages.info(
            request, _("Somebody else changed this paragraph: your words stand in one of their own, right after.")
        )
    return _back(visit, meeting.reference, f"note-{saved.note_id}")


@require_POST
@inside
def note_gesture(request: HttpRequest, visit: Visit, reference: str, note_id: UUID) -> HttpResponse:
    """Move a paragraph, or take it out."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    asked: dict[str, Any] = {"actor": visit.actor, "assembly_id": meeting.id, "note_id": note_id, "now": visit.now}
    if request.POST.get("do") == "remove":
        commands.remove_note(**asked)
        messages.success(request, _("The paragraph is out of the minutes; what it said is kept with its versions."))
        return _back(visit, meeting.reference, "")
    commands.move_note(**asked, up=request.POST.get("do") == "up")
    return _back(visit, meeting.reference, f"note-{note_id}")


@never_cache
@inside
def pad_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Bring in the text of a shared pad."""
    meeting = access_minutes(association_id=visit.association.id, reference=reference, now=visit.now).meeting
    form = PadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = commands.import_pad(
            actor=visit.actor,
            assembly_id=meeting.id,
            text=plain_text(form.cleaned_data["text"]),
            names=tuple(row.name for row in members(association_id=visit.association.id, at=visit.now)),
            now=visit.now,
        )
        words = _("%(number)s paragraphs came in. What was there already was left as it is.")
        messages.success(request, words % {"number": added})
        return _back(visit, meeting.reference, "")
    context = {"meeting": meeting, "form": form}
    return page(request, "assemblies/minutes_pad.html", context, status=_MISFIT if form.errors else 200)


@require_POST
@inside
def take_task(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Write down what somebody takes on."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    form = TaskForm(request.POST, agenda=items(assembly_id=meeting.id))
    if not form.is_valid():
        return _written(request, visit, reference, forms={"task_form": form})
    owner = " ".join(plain_text(form.cleaned_data["owner"]).split())
    known = {row.name: row.id for row in members(association_id=visit.association.id, at=visit.now)}
    commands.take_task(
        actor=visit.actor,
        assembly_id=meeting.id,
        item_id=form.item_id(),
        what=plain_text(form.cleaned_data["what"]).replace("\n", " "),
        owner_id=known.get(owner),
        owner_name=owner,
        due_on=form.cleaned_data["due_on"],
        now=visit.now,
    )
    messages.success(request, _("The task is written down."))
    return _back(visit, meeting.reference, "tasks")


@require_POST
@inside
def finish_task(request: HttpRequest, visit: Visit, reference: str, task_id: UUID) -> HttpResponse:
    """Tick a task."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    commands.finish_task(actor=visit.actor, assembly_id=meeting.id, task_id=task_id, now=visit.now)
    messages.success(request, _("Done, and thank you."))
    return _back(visit, meeting.reference, "tasks")


@require_POST
@inside
def name_approvers(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Name who approves the minutes."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    named = [found for text in request.POST.getlist("member") if (found := _id(text)) is not None]
    commands.name_approvers(actor=visit.actor, assembly_id=meeting.id, member_ids=named, now=visit.now)
    messages.success(request, _("Those who approve the minutes are named."))
    return _back(visit, meeting.reference, "approval")


@require_POST
@inside
def approve(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Approve the minutes as they were on the page."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    last = commands.approve_minutes(
        actor=visit.actor, assembly_id=meeting.id, seen=request.POST.get("seen", ""), now=visit.now
    )
    said = _("The minutes are approved: they are kept as they are.") if last else _("Your approval is recorded.")
    messages.success(request, said)
    return _back(visit, meeting.reference, "approval")


@require_POST
@inside
def correct(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Add a dated correction."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _written(request, visit, reference, forms={"correction_form": form})
    commands.add_correction(actor=visit.actor, assembly_id=meeting.id, text=form.cleaned_data["text"], now=visit.now)
    messages.success(request, _("The correction stands after the minutes."))
    return _back(visit, meeting.reference, "corrections")


def _back(visit: Visit, reference: str, place: str) -> HttpResponse:
    answer = redirect("minutes", visit.association.slug, reference)
    if place:
        answer["Location"] += f"#{place}"
    return answer


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
