"""What the registers hold of a member, as their page shows it: activities, requests, partners, money, services, machines."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from toutdoux.registers.logic.shape import Register
from toutdoux.registers.queries import EntryRow, entries_of
from toutdoux.web.door import Visit
from toutdoux.web.registers.presenting import Line, lines
from toutdoux.wording.entries import field_label, register_word

#: The rest of a register is found by the member's name, on its own page.
_MOST_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What one register holds of a member. ``lines``: the latest, each with what the member has to do with it, "" where
    that goes without saying.

    ``more``: how many there are besides; ``url`` leads to all of them.
    """

    word: str
    lines: tuple[tuple[Line, str], ...]
    more: int
    url: str


def noted_with(*, visit: Visit, member_id: UUID, name: str) -> tuple[Noted, ...]:
    """Return what the registers hold of a member, register by register: every member may see it, as on its own pages."""
    by_register: dict[Register, list[EntryRow]] = defaultdict(list)
    for row in entries_of(association_id=visit.association.id, member_id=member_id):
        by_register[row.register].append(row)
    return tuple(
        Noted(
            word=register_word(register),
            lines=tuple((line, _part(line.row.kind)) for line in lines(visit, by_register[register][:_MOST_SHOWN])),
            more=max(len(by_register[register]) - _MOST_SHOWN, 0),
            url=f"{reverse('entries', args=[visit.association.slug, register])}?{urlencode({'q': name})}",
        )
        for register in Register
        if register in by_register
    )


def _part(kind: str) -> str:
    """Say what a member has to do with an entry of a kind; nothing where they took part, as in most."""
    said = field_label(kind, "people")
    return "" if said == field_label("", "people") else said
