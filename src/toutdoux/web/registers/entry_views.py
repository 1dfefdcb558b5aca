"""One entry: its page; noting, changing, moving and withdrawing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.associations.queries import periods
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import access_action
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.finance.queries import has_receipt, money_settings
from toutdoux.kernel.refusal import Refused
from toutdoux.procedures import registering
from toutdoux.procedures.registering import SHEETS, may_keep, sheet_of
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Common, Sheet
from toutdoux.registers.queries import EntryRow, access_entry, entries, files, revisions, ties
from toutdoux.services.queries import TermsRow, terms_of
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import decision_links
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.registers.forms import (
    EntryForm,
    FileForm,
    MoveForm,
    TieForm,
    UntieForm,
    WithdrawForm,
    initial,
)
from toutdoux.web.registers.presenting import (
    audio_facts,
    facts,
    lines,
    links,
    stood_words,
    texts,
    told_before,
)
from toutdoux.wording import dates
from toutdoux.wording.entries import choice_word, kind_plural, kind_word, register_word, size_words, state_word
from toutdoux.wording.refusals import sentence

_MISFIT = 422
#: Choices beyond this are found from their own page, by the gesture that stands there.
_MOST_OFFERED = 200

FIELDS: Fields = (
    (RegisterRefusal.TITLE_MISSING, "title"),
    (RegisterRefusal.DAY_MISSING, "day"),
    (RegisterRefusal.LAST_DAY_FIRST, "last_day"),
    (RegisterRefusal.END_FIRST, "ends_at"),
    (RegisterRefusal.BEGINNING_MISSING, "starts_at"),
    (RegisterRefusal.AMOUNT_MISSING, "amount"),
    (RegisterRefusal.ABOUT_MISSING, "about"),
    (RegisterRefusal.ABOUT_UNKNOWN, "about"),
    (RegisterRefusal.PERSON_UNKNOWN, "people"),
    (RegisterRefusal.PERSON_UNCLEAR, "people"),
    (RegisterRefusal.PERIOD_UNKNOWN, "period"),
    (RegisterRefusal.REASON_MISSING, "reason"),
    (RegisterRefusal.STATE_EARLIER, "day"),
    (RegisterRefusal.STATE_UNKNOWN, "state"),
    (RegisterRefusal.TIED_ALREADY, "other_id"),
    (RegisterRefusal.TIE_UNKNOWN, "other_id"),
    (RegisterRefusal.TIE_EARLIER, "day"),
    (DecisionRefusal.UNKNOWN_ACTION, "action"),
    (FinanceRefusal.NEEDS_A_DECISION, "amount"),
    (FinanceRefusal.MORE_THAN_ALLOWED, "amount"),
)


@require_safe
@never_cache
@inside
def entry_page(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Show one entry: what it says, what it comes from, where it stood, its files, what it said before."""
    return shown(request, visit, access_entry(association_id=visit.association.id, entry_id=entry_id))


@never_cache
@inside
def entry_new(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """Note an entry."""
    sheet = sheet_of(kind=kind)
    form = _form(request, visit, sheet, row=None)
    if request.method == "POST" and form.is_valid():
        draft = _read(form, visit)
        if draft is not None:
            try:
                entry_id = registering.record_entry(
                    actor=visit.actor, kind=kind, draft=draft, key=form.cleaned_data["key"], now=visit.now
                )
            except Refused as refused:
                told_at_fields(form, refused)
            else:
                messages.success(request, _("It is noted."))
                return redirect("entry", visit.association.slug, entry_id)
    return _written(request, visit, sheet, form, row=None)


@never_cache
@inside
def entry_edit(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Change what an entry says."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    sheet = SHEETS[row.kind]
    form = _form(request, visit, sheet, row=row)
    if request.method == "POST" and form.is_valid():
        draft = _read(form, visit, row=row)
        if draft is not None:
            try:
                registering.change_entry(
                    actor=visit.actor,
                    entry_id=entry_id,
                    revision=form.cleaned_data["revision"],
                    draft=draft,
                    now=visit.now,
                )
            except Refused as refused:
                told_at_fields(form, refused)
            else:
                messages.success(request, _("It is changed; what it said before is kept."))
                return redirect("entry", visit.association.slug, entry_id)
    return _written(request, visit, sheet, form, row=row)


@require_POST
@inside
def entry_move(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Say where an entry stands now, and since when."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = MoveForm(request.POST, sheet=SHEETS[row.kind], now=row.state)
    done = carried_out(request, visit, entry_id, form, registering.move_entry)
    return done or shown(request, visit, row, move=form)


@never_cache
@inside
def entry_withdraw(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Take an entry out of every list and count, after saying what that does."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            registering.withdraw_entry(
                actor=visit.actor, entry_id=entry_id, reason=form.cleaned_data["reason"], now=visit.now
            )
        except Refused as refused:
            told_at_fields(form, refused)
        else:
            messages.success(request, _("It is withdrawn. It stays readable here, with your reason."))
            return redirect("entry", visit.association.slug, entry_id)
    context = {"row": row, "form": form, "may": _may(visit, row)}
    return page(request, "registers/withdraw.html", context, status=_MISFIT if form.errors else 200)


def shown(
    request: HttpRequest,
    visit: Visit,
    row: EntryRow,
    *,
    move: MoveForm | None = None,
    file: FileForm | None = None,
    tie: TieForm | None = None,
    untie: tuple[UUID, UntieForm] | None = None,
) -> HttpResponse:
    """Show the page of an entry, with a form that was refused in its place; ``untie`` with what it stands on."""
    here = visit.association.id
    sheet = SHEETS[row.kind]
    about_it = entries(association_id=here, about_id=row.id)
    actions = decision_links(visit, [row.action_id, *(step.action_id for step in row.steps)])
    today = visit.now.astimezone(visit.association.zone).date()
    told = told_before(visit, row, revisions(association_id=here, entry_id=row.id))
    context = {
        "row": row,
        "kind": kind_word(row.kind),
        "register": register_word(row.register),
        "state": state_word(row.kind, row.state),
        "facts": [*facts(visit, row), *audio_facts(row, association_id=here)],
        "texts": texts(row),
        "links": links(row),
        "action": actions.get(row.action_id) if row.action_id else None,
        "steps": [
            (state_word(row.kind, step.state), step, actions.get(step.action_id) if step.action_id else None)
            for step in row.steps
        ],
        "files": [(one, size_words(one.size)) for one in files(association_id=here, entry_id=row.id)],
        # The terms of a service have a list of their own, with those in force.
        "about_it": lines(visit, [one for one in about_it if one.kind != "terms"]),
        "kinds_about": [
            (one.kind, kind_word(one.kind)) for one in SHEETS.values() if row.kind in one.about and not row.withdrawn_at
        ],
        "told": told,
        "move": move or MoveForm(sheet=sheet, now=row.state, initial={"day": today}),
        "file": file or FileForm(),
        "terms": _terms(visit, row),
        **_standing(visit, row, tie=tie, untie=untie),
        "receipt": has_receipt(row),
        "keeps_files": Common.FILES in sheet.common,
        "may": _may(visit, row) and row.withdrawn_at is None,
    }
    forms_refused = (move, file, tie, untie[1] if untie else None)
    refused = any(form is not None and form.errors for form in forms_refused)
    return page(request, "registers/entry.html", context, status=_MISFIT if refused else 200)


def _terms(visit: Visit, row: EntryRow) -> list[tuple[TermsRow, str, str]]:
    """Return the versions of the terms of a service, each with its sort and the day it begins, in words."""
    if row.kind != "service":
        return []
    today = visit.now.astimezone(visit.association.zone).date()
    found = terms_of(association_id=visit.association.id, service_id=row.id, day=today)
    return [(one, choice_word("sort", one.sort), dates.day_words(one.row.day, today=today)) for one in found]


def offered_ties(visit: Visit, row: EntryRow) -> tuple[EntryRow, ...]:
    """Return what an entry may be said to stand on: what it does not stand on already."""
    kinds = SHEETS[row.kind].ties
    if not kinds:
        return ()
    here = visit.association.id
    on = {one.other_id for one in ties(association_id=here, entry_id=row.id) if one.before is None}
    return tuple(one for one in entries(association_id=here, kinds=kinds) if one.id not in on)


def _standing(
    visit: Visit, row: EntryRow, *, tie: TieForm | None, untie: tuple[UUID, UntieForm] | None
) -> dict[str, Any]:
    """Return what an entry stands on and what stands on it, with the forms that change it."""
    here, today = visit.association.id, visit.now.astimezone(visit.association.zone).date()
    below = ties(association_id=here, entry_id=row.id) if SHEETS[row.kind].ties else ()
    above = ties(association_id=here, other_id=row.id) if _borne(row) else ()
    offered = offered_ties(visit, row)
    refused_id, refused = untie or (None, UntieForm())
    return {
        "stands_on": [
            (
                one,
                stood_words(one, today=today),
                refused
                if one.other_id == refused_id
                else UntieForm(initial={"day": today}, auto_id=f"{one.other_id}-%s"),
            )
            for one in below
        ],
        "borne": [(one, stood_words(one, today=today)) for one in above],
        "may_stand": bool(SHEETS[row.kind].ties),
        "tie": (tie or TieForm(offered=offered, initial={"day": today}, auto_id="tie-%s")) if offered else None,
    }


def _borne(row: EntryRow) -> bool:
    return any(row.kind in sheet.ties for sheet in SHEETS.values())


def _form(request: HttpRequest, visit: Visit, sheet: Sheet, *, row: EntryRow | None) -> EntryForm:
    here = visit.association.id
    offered = entries(association_id=here, kinds=sheet.about)[-_MOST_OFFERED:] if sheet.about else ()
    asked = request.GET.get("about", "")
    if row is not None:
        references = decision_links(visit, [row.action_id])
        values = initial(row, reference=references[row.action_id][0] if row.action_id in references else "")
    else:
        today = visit.now.astimezone(visit.association.zone).date()
        values = {"day": today, "key": str(uuid4()), "about": asked}
    return EntryForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet,
        periods=periods(association_id=here),
        about=offered,
        levels=money_settings(association_id=here).levels if sheet.kind == "support" else (),
        new=row is None,
        initial=values,
    )


def _read(form: EntryForm, visit: Visit, *, row: EntryRow | None = None) -> EntryDraft | None:
    """Return what was typed, with the action that it names; None when there is no such action, which the form then says.

    ``row``: the entry that is changed. What an assembly decided has no reference that could be typed: left as it is, it stays.
    """
    typed = form.cleaned_data.get("action", "").strip()
    if not typed:
        return form.draft(action_id=None)
    if (
        row is not None
        and row.action_id is not None
        and typed == form.get_initial_for_field(form.fields["action"], "action")
    ):
        return form.draft(action_id=row.action_id)
    try:
        return form.draft(action_id=access_action(actor=visit.actor, reference=typed, now=visit.now).id)
    except Refused as refused:
        told_at_fields(form, refused)
        return None


def _written(
    request: HttpRequest, visit: Visit, sheet: Sheet, form: EntryForm, *, row: EntryRow | None
) -> HttpResponse:
    needed = form.needed()
    context = {
        "form": form,
        "row": row,
        "kind": kind_word(sheet.kind),
        "kinds": kind_plural(sheet.kind),
        "register": sheet.register,
        "register_word": register_word(sheet.register),
        "fields": [(field, field.name not in needed and not field.is_hidden) for field in form],
        "may": may_keep(register=sheet.register, votes=visit.member.right.votes)
        and (row is None or row.withdrawn_at is None),
    }
    return page(request, "registers/write.html", context, status=_MISFIT if form.errors else 200)


def carried_out(
    request: HttpRequest, visit: Visit, entry_id: UUID, form: forms.Form, command: Callable[..., object], **more: UUID
) -> HttpResponse | None:
    """Make a gesture on an entry with what a form says; return where to go on, or None when its fields say what is wrong."""
    if not form.is_valid():
        return None
    try:
        command(actor=visit.actor, entry_id=entry_id, now=visit.now, **form.cleaned_data, **more)
    except Refused as refused:
        told_at_fields(form, refused)
        return None
    messages.success(request, _("Noted."))
    return redirect("entry", visit.association.slug, entry_id)


def told_at_fields(form: forms.Form, refused: Refused) -> None:
    """Put each refusal at its field: its data names the field of a kind, its code one that all kinds have."""
    for refusal in refused.refusals:
        named = str(refusal.data.get("field", ""))
        if named in form.fields:
            form.add_error(named, sentence(refusal))
        else:
            places = tuple((code, field) for code, field in FIELDS if field in form.fields)
            tell(form, [refusal], fields=places)


def _may(visit: Visit, row: EntryRow) -> bool:
    return may_keep(register=row.register, votes=visit.member.right.votes)
