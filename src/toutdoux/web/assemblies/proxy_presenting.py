"""A proxy as its pages show it, signed in and behind the mailed link alike."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from toutdoux.assemblies.logic.convening import Instruction, ProxyFacts
from toutdoux.assemblies.logic.proxies import VOTED
from toutdoux.assemblies.queries import HolderRow, ItemRow, MeetingPage, ProxyPage
from toutdoux.wording.convening import cap_clause, instruction_word, item_kind_word, proxy_words
from toutdoux.wording.refusals import sentence


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    """Someone who could represent the reader, or why they cannot."""

    row: HolderRow
    reasons: list[str]
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ScopeLine:
    """One item a proxy may be for, and how to vote at it. ``voted``: it ends with a vote. ``by``: who has it already."""

    row: ItemRow
    kind: str
    voted: bool
    chosen: bool
    how: str
    by: str


def proxy_context(found: MeetingPage, mine: ProxyPage, *, request: HttpRequest) -> dict[str, Any]:
    """Return what the pages of a proxy share. What was typed stays when something is refused."""
    posted = request.method == "POST"
    search = (request.POST if posted else request.GET).get("q", "")[:120]
    chosen = request.POST.get("holder", "") if posted else request.GET.get("holder", "")
    before = _before(mine, chosen)
    lines = [
        HolderLine(row=one, reasons=[sentence(refusal) for refusal in one.refusals], chosen=str(one.id) == chosen)
        for one in mine.found
    ]
    return {
        "found": found,
        "meeting": found.meeting,
        "mine": mine,
        "given": [(proxy, name, _shown(proxy, found)) for proxy, name in mine.given],
        "shared": bool(mine.given) and all(proxy.items is not None for proxy, _ in mine.given),
        "held": [(proxy.id, name, _shown(proxy, found)) for proxy, name in mine.held],
        "refusals": [sentence(refusal) for refusal in mine.refusals],
        "cap": cap_clause(mine.cap),
        "search": search,
        "people": [line for line in lines if not line.reasons],
        "cannot": [line for line in lines if line.reasons],
        "scope": request.POST.get("scope", "whole") if posted else _scope(mine),
        "items": [_line(row, before, request, mine) for row in found.agenda],
        "instructions": [("", instruction_word("")), *((str(one), instruction_word(one)) for one in Instruction)],
    }


def _scope(mine: ProxyPage) -> str:
    return "items" if any(proxy.items is not None for proxy, _ in mine.given) else "whole"


def _before(mine: ProxyPage, chosen: str) -> ProxyFacts | None:
    """Return the proxy that the form begins with: that of whom is chosen, or else the only one there is."""
    known = [proxy for proxy, _ in mine.given]
    return next((one for one in known if str(one.holder_id) == chosen), known[0] if len(known) == 1 else None)


def _line(row: ItemRow, given: ProxyFacts | None, request: HttpRequest, mine: ProxyPage) -> ScopeLine:
    if request.method == "POST":
        chosen = str(row.id) in request.POST.getlist("items")
        how = request.POST.get(f"how-{row.id}", "")
    else:
        chosen = given is not None and given.items is not None and row.id in given.items
        how = str(given.instructions.get(row.id, "")) if given is not None else ""
    by = next((name for proxy, name in mine.given if proxy.items is not None and row.id in proxy.items), "")
    return ScopeLine(row=row, kind=item_kind_word(row.kind), voted=row.kind in VOTED, chosen=chosen, how=how, by=by)


def _shown(proxy: ProxyFacts, found: MeetingPage) -> dict[str, Any]:
    """Return what a proxy says: for what it is, and how to vote where its giver says so."""
    titles = [row for row in found.agenda if proxy.covers(row.id)]
    return {
        "scope": proxy_words(whole=proxy.items is None, items=len(titles)),
        "lines": [
            (row.title, instruction_word(proxy.instructions[row.id]) if row.id in proxy.instructions else "")
            for row in titles
            if proxy.items is not None or row.id in proxy.instructions
        ],
    }
