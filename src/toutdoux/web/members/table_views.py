"""The register of members as a table: in, after a preview that everyone can read; and out, at any day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.table_faults import MAX_BYTES
from toutdoux.kernel.table_text import Record, column_name
from toutdoux.members.commands import Entered, import_members, preview_members, require_vote
from toutdoux.members.logic.table import READ, Line, Origin, again, guess, read_members
from toutdoux.members.queries import exported_members
from toutdoux.operations.spreadsheets import read_file, written_members
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.members.forms import MappingForm, RegisterForm, TableForm
from toutdoux.web.members.views import instant_of
from toutdoux.wording import dates
from toutdoux.wording.checks import and_more
from toutdoux.wording.refusals import sentence

#: Beyond this, faults and lines are counted and no longer listed.
MOST_SHOWN = 100
#: What travels in the page: under what a form may post besides files.
MOST_CARRIED = 1_500_000
_SALT = "toutdoux.members.import"
_AGREE_WITHIN = timedelta(hours=12)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@inside
@require_safe
def export_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the register of a day as CSV, ODS or JSON."""
    form = RegisterForm(request.GET)
    at = instant_of(form.cleaned_data["on"] if form.is_valid() else None, visit)
    wanted = request.GET.get("format", "csv")
    suffix = wanted if wanted in _TYPES else "csv"
    rows = exported_members(association_id=visit.association.id, at=at)
    response = HttpResponse(written_members(rows=rows, form=suffix), content_type=_TYPES[suffix])
    day = at.astimezone(visit.association.zone).date()
    response["Content-Disposition"] = f'attachment; filename="{visit.association.slug}-members-{day}.{suffix}"'
    return response


@never_cache
@inside
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a table; which of its columns say what; show what entering it would do; and, once agreed to, enter it."""
    require_vote(actor=visit.actor, at=visit.now)
    if request.method != "POST":
        return _ask(request, TableForm())
    if "agreed" in request.POST:
        return _enter(request, visit)
    if "carried" in request.POST:
        return _mapped(request, visit)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, form, status=422)
    origin, upload = Origin(form.cleaned_data["origin"]), form.cleaned_data["table"]
    try:
        records = read_file(data=upload.read(MAX_BYTES + 1))
        if origin is Origin.PAHEKO:
            return _choose(request, records)
        return _show(request, visit, read_members(table=records, origin=origin))
    except Refused as refused:
        return _ask(request, form, refusals=refused.refusals, status=422)


def _ask(request: HttpRequest, form: TableForm, *, refusals: Sequence[Refusal] = (), status: int = 200) -> HttpResponse:
    context = {"form": form, "reasons": _reasons(refusals), "columns": READ}
    return page(request, "members/import.html", context, status=status)


def _choose(
    request: HttpRequest,
    records: Sequence[Record],
    *,
    form: MappingForm | None = None,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    """Ask which column says what: Paheko lets every association name its own."""
    header = [cell for cell in records[0].cells if cell.strip()]
    if form is None:
        named = {column_name(cell): cell for cell in header}
        found = guess(header=header, origin=Origin.PAHEKO)
        form = MappingForm(columns=header, initial={field: named[columns[0]] for field, columns in found.items()})
    carried = signing.dumps([[record.row, *record.cells] for record in records], salt=_SALT, compress=True)
    context = {
        "form": form,
        "fields": list(form),
        "rows": len(records) - 1,
        "reasons": _reasons(refusals),
        "carried": carried if len(carried) <= MOST_CARRIED else "",
    }
    return page(request, "members/mapping.html", context, status=status)


def _mapped(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        carried = signing.loads(request.POST["carried"], salt=_SALT, max_age=_AGREE_WITHIN)
        records = [Record(row=row, cells=tuple(cells)) for row, *cells in carried]
    except (signing.BadSignature, ValueError):
        return _too_old(request, visit)
    form = MappingForm(request.POST, columns=[cell for cell in records[0].cells if cell.strip()])
    if not form.is_valid():
        return _choose(request, records, form=form, status=422)
    try:
        return _show(request, visit, read_members(table=records, origin=Origin.PAHEKO, mapping=form.mapping))
    except Refused as refused:
        return _choose(request, records, form=form, refusals=refused.refusals, status=422)


def _show(request: HttpRequest, visit: Visit, lines: Sequence[Line]) -> HttpResponse:
    found = preview_members(association_id=visit.association.id, lines=lines, now=visit.now)
    payload = {
        "association": str(visit.association.id),
        "member": str(visit.member.id),
        "table": again(lines=lines).decode(),
    }
    carried = signing.dumps(payload, salt=_SALT, compress=True)
    shown = found.added[:MOST_SHOWN]
    context: dict[str, Any] = {
        "rows": len(lines),
        "added": len(found.added),
        "known": len(found.known),
        "former": found.former,
        "lines": [(line, _day(line.joined_on), _day(line.left_on)) for line in shown],
        "leavers": any(line.left_on for line in shown),
        "more": and_more(count=len(found.added) - MOST_SHOWN) if len(found.added) > MOST_SHOWN else "",
        "carried": carried if len(carried) <= MOST_CARRIED else "",
        "command": f"toutdoux import members FILE --association {visit.association.slug}",
    }
    return page(request, "members/import_show.html", context)


def _enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter the people who were shown. What has changed in the register meanwhile is looked at again by the command."""
    try:
        carried = signing.loads(request.POST["agreed"], salt=_SALT, max_age=_AGREE_WITHIN)
        theirs = carried["association"] == str(visit.association.id) and carried["member"] == str(visit.member.id)
    except (signing.BadSignature, KeyError, TypeError):
        theirs = False
    if not theirs:
        return _too_old(request, visit)
    try:
        lines = read_members(table=read_file(data=carried["table"].encode()), origin=Origin.TOUTDOUX)
        done = import_members(association_id=visit.association.id, actor_id=visit.member.id, lines=lines, now=visit.now)
    except Refused as refused:
        return _ask(request, TableForm(), refusals=refused.refusals, status=422)
    messages.success(request, _done(done))
    return redirect("members", slug=visit.association.slug)


def _too_old(request: HttpRequest, visit: Visit) -> HttpResponse:
    messages.warning(request, gettext("This preview is too old. Choose the file again; nothing was entered."))
    return redirect("import_members", slug=visit.association.slug)


def _done(done: Entered) -> str:
    added = len(done.added)
    if not added:
        return gettext("Everyone was there already; nothing was changed.")
    told = ngettext("%(count)s member was entered.", "%(count)s members were entered.", added)
    return told % {"count": added}


def _day(day: date | None) -> str:
    return dates.day_words(day) if day else ""


def _reasons(refusals: Sequence[Refusal]) -> list[str]:
    told = [sentence(refusal) for refusal in refusals[:MOST_SHOWN]]
    return [*told, and_more(count=len(refusals) - MOST_SHOWN)] if len(refusals) > MOST_SHOWN else told
