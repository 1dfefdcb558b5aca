"""What a member notes in one line of a chat: a sort, perhaps a day, perhaps who it comes from, and what it is. Pure.

``note activité Fête du quartier`` · ``note demande 2026-03-17 La chorale : une salle pour dimanche`` ·
``note formation Licences libres inscrits=10 reçus=6`` · ``note incident Pads : disque plein début=6h fin=11h30``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from toutdoux.integrations.chat.logic.noting_fields import SHEETS, Said, calendar_day, read_said
from toutdoux.integrations.chat.logic.typing import without_accents
from toutdoux.registers.logic.shape import Common

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
    "remerciement": "acknowledgement",
    "merci": "acknowledgement",
    "thanks": "acknowledgement",
    "incident": "incident",
    "panne": "incident",
    "outage": "incident",
    "maintenance": "maintenance",
    "projet-etudiant": "student-project",
    "student-project": "student-project",
    "chatons": "chatons",
}
#: The kinds a form of the chat offers, in that order.
OFFERED = tuple(dict.fromkeys(KINDS.values()))
#: Kinds that come from someone, who is named before a colon; and kinds about something, which stands there in the same way.
FROM_SOMEONE = frozenset({"request"})
ABOUT_SOMETHING = frozenset({"incident", "maintenance", "acknowledgement"})
_AGO = {"today": 0, "aujourd'hui": 0, "aujourd’hui": 0, "yesterday": 1, "hier": 1}


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What is to be noted. ``kind`` empty: no sort of ours was named. ``who``: whom it comes from, where that is asked.

    ``said``: the rest of what was typed of it. ``began_now``: it began at this very moment, for lack of another.
    """

    kind: str
    day: date
    title: str = ""
    who: str = ""
    said: Said = field(default_factory=Said)
    began_now: bool = False

    @property
    def unread(self) -> tuple[str, ...]:
        """Return what was typed and could not be read: nothing is noted before it is mended."""
        return self.said.unread

    @property
    def whole(self) -> bool:
        """Say whether it can be noted as it is."""
        if not self.kind or not self.title or self.unread:
            return False
        timed = self.began_now or Common.TIMES not in SHEETS[self.kind].required or self.said.starts is not None
        chosen = self.kind != "chatons" or "position" in self.said.values
        return bool((self.who or self.kind not in FROM_SOMEONE) and timed and chosen)


def read_note(text: str, *, today: date) -> Noted:
    """Read what stands after ``note``. Without a day it is ``today``."""
    word, _, rest = text.strip().partition(" ")
    kind = KINDS.get(without_accents(word), "")
    if not kind:
        return Noted(kind="", day=today, title=text.strip())
    first, _, after = rest.strip().partition(" ")
    day = read_day(first, today=today)
    return noted(kind=kind, day=day or today, text=after if day else rest, today=today)


def noted(*, kind: str, day: date, text: str, who: str = "", today: date) -> Noted:
    """Return what is to be noted of ``kind``, read from what stands after the day."""
    title, said = read_said(text, kind=kind)
    if kind in FROM_SOMEONE | ABOUT_SOMETHING and ":" in title and not (who or said.about):
        named, _, title = (part.strip() for part in title.partition(":"))
        if kind in ABOUT_SOMETHING:
            said = replace(said, about=named)
        else:
            who = named
    if kind in FROM_SOMEONE:
        who = who or str(said.values.get("from_whom", ""))
    began_now = Common.TIMES in SHEETS[kind].required and said.starts is None and day == today
    return Noted(kind=kind, day=day, title=title, who=who, said=said, began_now=began_now)


def read_day(text: str, *, today: date) -> date | None:
    """Return the day that a word names: 2026-03-17, 17/03/2026, today, yesterday; None for any other word."""
    if (ago := _AGO.get(text.casefold())) is not None:
        return today - timedelta(days=ago)
    return calendar_day(text)
