"""The registers: all of them; one of them, searched; one of them as a table."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import periods
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.procedures.registering import may_keep, sheets_of
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Register
from toutdoux.registers.queries import counts, entries, states_there_are
from toutdoux.registers.queries import entries_page as found_entries
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.registers.forms import SearchForm
from toutdoux.web.registers.presenting import lines
from toutdoux.web.registers.tables import written_entries
from toutdoux.wording.entries import kind_word, register_purpose, register_word, state_word


@require_safe
@never_cache
@inside
def registers_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the registers, what each is for and how much it holds."""
    held = counts(association_id=visit.association.id)
    rows = [
        (register, register_word(register), register_purpose(register), held[register])
        for register in Register
        if sheets_of(register=register)
    ]
    asked = request.GET.get("q", "")[:200].strip()
    found = None
    if asked:
        number = _number(request.GET.get("page", ""))
        found = found_entries(association_id=visit.association.id, register=None, text=asked, page=number)
    context = {
        "registers": rows,
        "empty": not any(held.values()),
        "q": asked,
        "page": found,
        "lines": lines(visit, found.object_list) if found else [],
    }
    return page(request, "registers/registers.html", context)


@require_safe
@never_cache
@inside
def entries_page(request: HttpRequest, visit: Visit, register: str) -> HttpResponse:
    """Show one register, the latest entries first, and what can be noted in it."""
    which = register_of(register)
    form = _search(request, visit, which)
    asked = form.value("period")
    known = {row.code: row for row in periods(association_id=visit.association.id)}
    found = found_entries(
        association_id=visit.association.id,
        register=which,
        kind=form.value("kind"),
        period=known.get(asked),
        state=form.value("state"),
        text=form.value("q"),
        page=_number(request.GET.get("page", "")),
    )
    context = {
        "register": which,
        "word": register_word(which),
        "purpose": register_purpose(which),
        "form": form,
        "page": found,
        "lines": lines(visit, found.object_list),
        "narrowed": any(form.value(name) for name in ("q", "kind", "state", "period")),
        "kinds": [(sheet.kind, kind_word(sheet.kind)) for sheet in sheets_of(register=which)],
        "may": may_keep(register=which, votes=visit.member.right.votes),
        "asked": request.GET.urlencode(),
    }
    return page(request, "registers/entries.html", context)


@require_safe
@never_cache
@inside
def entries_export(request: HttpRequest, visit: Visit, register: str) -> HttpResponse:
    """Give a register, or a period of it, as CSV; cells that a spreadsheet would run are guarded."""
    which = register_of(register)
    known = {row.code: row for row in periods(association_id=visit.association.id)}
    period = known.get(request.GET.get("period", ""))
    rows = entries(association_id=visit.association.id, register=which, period=period)
    response = HttpResponse(written_entries(visit, register=which, rows=rows), content_type="text/csv; charset=utf-8")
    name = "-".join(part for part in (visit.association.slug, which, period.code if period else "") if part)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def register_of(word: str) -> Register:
    """Return the register that an address names, or refuse."""
    found = next((one for one in Register if one == word and sheets_of(register=one)), None)
    if found is None:
        raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_KIND)])
    return found


def _search(request: HttpRequest, visit: Visit, register: Register) -> SearchForm:
    sheets = sheets_of(register=register)
    there = states_there_are(association_id=visit.association.id, register=register)
    words: dict[str, str] = {}
    for sheet in sheets:
        for state in sheet.states:
            if state in there:
                words.setdefault(state, state_word(sheet.kind, state))
    return SearchForm(
        request.GET or None,
        sheets=sheets,
        states=list(words.items()),
        periods=periods(association_id=visit.association.id),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
