"""What a member notes in one line of a chat: a sort, perhaps a day, perhaps who it comes from, and what it is. Pure.

``note activité Fête du quartier`` · ``note demande 2026-03-17 La chorale : une salle pour dimanche``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from toutdoux.integrations.chat.logic.typing import without_accents

#: Every word that names a sort, without accents, in small letters, in both languages; the first of each is shown in the help.
KINDS: Mapping[str, str] = {
    "activite": "event",
    "activity": "event",
    "evenement": "event",
    "event": "event",
    "emission": "radio",
    "radio": "radio",
    "episode": "radio",
    "formation": "training",
    "training": "training",
    "publication": "publication",
    "intervention": "intervention",
    "reunion": "meeting",
    "meeting": "meeting",
    "demande": "request",
    "request": "request",
    "partenaire": "partner",
    "partner": "partner",
    "projet": "project",
    "project": "project",
}
#: The kinds a form of the chat offers, in that order.
OFFERED = tuple(dict.fromkeys(KINDS.values()))
#: Kinds that come from someone, who is named before a colon.
FROM_SOMEONE = frozenset({"request"})
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_AGO = {"today": 0, "aujourd'hui": 0, "aujourd’hui": 0, "yesterday": 1, "hier": 1}


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What is to be noted. ``kind`` empty: no sort of ours was named. ``who``: whom it comes from, where that is asked."""

    kind: str
    day: date
    title: str = ""
    who: str = ""

    @property
    def whole(self) -> bool:
        """Say whether it can be noted as it is."""
        return bool(self.kind and self.title and (self.who or self.kind not in FROM_SOMEONE))


def read_note(text: str, *, today: date) -> Noted:
    """Read what stands after ``note``. Without a day it is ``today``."""
    word, _, rest = text.strip().partition(" ")
    kind = KINDS.get(without_accents(word), "")
    if not kind:
        return Noted(kind="", day=today, title=text.strip())
    first, _, after = rest.strip().partition(" ")
    day = read_day(first, today=today)
    title = (after if day else rest).strip()
    who = ""
    if kind in FROM_SOMEONE and ":" in title:
        who, _, title = (part.strip() for part in title.partition(":"))
    return Noted(kind=kind, day=day or today, title=title, who=who)


def read_day(text: str, *, today: date) -> date | None:
    """Return the day that a word names: 2026-03-17, 17/03/2026, today, yesterday; None for any other word."""
    if (ago := _AGO.get(text.casefold())) is not None:
        return today - timedelta(days=ago)
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
