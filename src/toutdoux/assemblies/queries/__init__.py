"""Doors and frozen rows of assemblies. Nothing here writes, and nothing crosses associations."""

from toutdoux.assemblies.queries.meetings import (
    ItemRow,
    MeetingRow,
    ProxyRow,
    access_meeting,
    access_meeting_by_id,
    items,
    meeting,
    meetings,
    proxies,
    roll,
    rulebook_of,
)
from toutdoux.assemblies.queries.past import AssemblyRow, access_assembly

__all__ = [
    "AssemblyRow",
    "ItemRow",
    "MeetingRow",
    "ProxyRow",
    "access_assembly",
    "access_meeting",
    "access_meeting_by_id",
    "items",
    "meeting",
    "meetings",
    "proxies",
    "roll",
    "rulebook_of",
]
