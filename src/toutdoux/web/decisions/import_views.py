"""Bringing in an old table: look first, then agree. All of it is entered, or nothing.

Between the two steps nothing is kept on the server: the rows travel in the page, compressed and signed, and what is
entered is what was shown. A table too long for that is brought in from the command line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from toutdoux.associations.queries import current_rulebook, periods
from toutdoux.decisions.commands.importing import Imported, import_rows, preview_import
from toutdoux.decisions.logic.tables import (
    COLUMNS,
    MAX_BYTES,
    REQUIRED,
    HistoricalRow,
    figures_of,
    read_table,
    too_big,
    write_csv,
)
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.commands import require_vote
from toutdoux.rules.historical import judge
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.web.decisions.import_forms import TableForm
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.checks import and_more, why
from toutdoux.wording.dates import day_words
from toutdoux.wording.refusals import sentence

#: Beyond this, faults and differences are counted and no longer listed.
MOST_SHOWN = 100
#: What travels in the page: under what a form may post besides files.
MOST_CARRIED = 1_500_000
_SALT = "toutdoux.import"
_AGREE_WITHIN = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A row whose label its own figures do not allow, and why."""

    number: int
    title: str
    why: str


@never_cache
@inside
@require_http_methods(["GET", "HEAD", "POST"])
def import_table(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a table; show what is in it and what bringing it in would do; and, once agreed to, bring it in."""
    require_vote(actor=visit.actor, at=visit.now)
    if request.method != "POST":
        return _ask(request, visit, _form(visit))
    if "agreed" in request.POST:
        return _bring_in(request, visit)
    form = _form(visit, request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, visit, form, status=422)
    kind, period = Kind(form.cleaned_data["kind"]), form.cleaned_data["period"]
    try:
        rows = read_table(data=_read(form.file), kind=kind)
        found = preview_import(association_id=visit.association.id, period=period, kind=kind, rows=rows)
    except Refused as refused:
        return _ask(request, visit, form, refusals=refused.refusals, status=422)
    return _show(request, visit, rows=rows, found=found, period=period, kind=kind)


def _ask(
    request: HttpRequest, visit: Visit, form: TableForm, *, refusals: Sequence[Refusal] = (), status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "reasons": [*(sentence(refusal) for refusal in refusals[:MOST_SHOWN]), *_more(len(refusals))],
        "required": REQUIRED,
        "optional": COLUMNS[len(REQUIRED) :],
    }
    return page(request, "imports/ask.html", context, status=status)


def _show(
    request: HttpRequest,
    visit: Visit,
    *,
    rows: Sequence[HistoricalRow],
    found: Imported,
    period: str,
    kind: Kind,
) -> HttpResponse:
    today = visit.now.astimezone(visit.association.zone).date()
    rulebook = current_rulebook(association_id=visit.association.id).rulebook
    carried = _carried(visit, rows=rows, period=period, kind=kind)
    doubts = _doubts(rows, kind=kind, rulebook=rulebook, at=today)
    context: dict[str, Any] = {
        "period": period,
        "kind": kind,
        "new_period": found.new_period,
        "rows": len(rows),
        "added": len(found.added),
        "known": len(found.known),
        "lines": [(row, day_words(row.opened_on)) for row in found.added],
        "doubts": doubts[:MOST_SHOWN],
        "doubted": len(doubts),
        "more": _more(len(doubts)),
        "carried": carried if len(carried) <= MOST_CARRIED else "",
        "command": f"toutdoux import actions FILE.csv --association {visit.association.slug} --period {period} --kind {kind}",
    }
    return page(request, "imports/show.html", context)


def _bring_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter the rows that were shown. What has changed in the register meanwhile is looked at again by the command."""
    try:
        carried = signing.loads(request.POST["agreed"], salt=_SALT, max_age=_AGREE_WITHIN)
    except signing.BadSignature:
        carried = {}
    if carried.get("association") != str(visit.association.id) or carried.get("member") != str(visit.member.id):
        messages.warning(request, gettext("This preview is too old. Choose the file again; nothing was entered."))
        return redirect("import", visit.association.slug)
    kind, period = Kind(carried["kind"]), str(carried["period"])
    try:
        done = import_rows(
            association_id=visit.association.id,
            actor_id=visit.member.id,
            period=period,
            kind=kind,
            rows=read_table(data=carried["table"].encode(), kind=kind),
            now=visit.now,
        )
    except Refused as refused:
        return _ask(request, visit, _form(visit), refusals=refused.refusals, status=422)
    added = len(done.added)
    if added:
        told = ngettext(
            "%(count)s row was entered in the register.", "%(count)s rows were entered in the register.", added
        )
        messages.success(request, told % {"count": added})
    else:
        messages.success(request, gettext("Every row was there already; nothing was changed."))
    query = urlencode({"period": period, "kind": kind, "sort": "number"})
    return redirect(f"{reverse('register', args=[visit.association.slug])}?{query}")


def _form(visit: Visit, *data: Any) -> TableForm:
    return TableForm(*data, periods=[period.code for period in periods(association_id=visit.association.id)])


def _read(upload: "File[bytes]") -> bytes:
    """Return the bytes of a file, unless there are too many to look at."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused([too_big()])
    data: bytes = upload.read()
    return data


def _doubts(rows: Sequence[HistoricalRow], *, kind: Kind, rulebook: Rulebook, at: date) -> list[Doubt]:
    found = []
    for row in rows:
        figures = figures_of(row=row, kind=kind)
        judgement = judge(figures=figures, rulebook=rulebook, at=at)
        if not judgement.consistent:
            reason = why(figures=figures, judgement=judgement, recorded=row.status_text)
            found.append(Doubt(number=row.number, title=row.title, why=reason))
    return found


def _carried(visit: Visit, *, rows: Sequence[HistoricalRow], period: str, kind: Kind) -> str:
    """Return the rows as the page carries them: good for this member of this association alone."""
    payload = {
        "association": str(visit.association.id),
        "member": str(visit.member.id),
        "period": period,
        "kind": str(kind),
        "table": write_csv(rows=rows).decode(),
    }
    return signing.dumps(payload, salt=_SALT, compress=True)


def _more(count: int) -> list[str]:
    """Say how many are not listed, if any."""
    left = count - MOST_SHOWN
    return [and_more(count=left)] if left > 0 else []
