"""What is said of an entry beside its title, in one line of a chat: ``reçus=6 niveau=II``. Pure.

Every word is read without accents and capitals, in both languages; a word that a sort of entry does not know stays in its
title, where it is seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from types import MappingProxyType
from typing import Any

from toutdoux.activities.logic.sheets import SHEETS as ACTIVITIES
from toutdoux.integrations.chat.logic.typing import without_accents
from toutdoux.registers.logic.shape import Common, Sheet, Sort
from toutdoux.registers.logic.typed import read_amount, read_minutes
from toutdoux.services.logic.sheets import SHEETS as SERVICES

#: The sorts of entry that may be noted from a chat, by their kind; money is noted on its pages, with what allows it.
SHEETS: Mapping[str, Sheet] = MappingProxyType({sheet.kind: sheet for sheet in (*ACTIVITIES, *SERVICES)})
#: What is said of an entry by the words that stand before an equals sign. The first that a kind has is the one meant.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lieu": ("place",),
        "place": ("place",),
        "presents": ("attendance",),
        "presentes": ("attendance",),
        "attendance": ("attendance",),
        "aides": ("helped",),
        "aidees": ("helped",),
        "helped": ("helped",),
        "invites": ("guests",),
        "invitees": ("guests",),
        "guests": ("guests",),
        "duree": ("length",),
        "length": ("length",),
        "distance": ("remote",),
        "remote": ("remote",),
        "audio": ("audio",),
        "page": ("page",),
        "lien": ("page",),
        "link": ("page",),
        "ecole": ("school",),
        "school": ("school",),
        "etudiants": ("students",),
        "etudiantes": ("students",),
        "students": ("students",),
        "session": ("session",),
        "inscrits": ("took_part",),
        "inscrites": ("took_part",),
        "participants": ("took_part", "attendance", "students"),
        "recus": ("passed",),
        "recues": ("passed",),
        "passed": ("passed",),
        "niveau": ("level",),
        "level": ("level",),
        "au-niveau": ("at_level",),
        "at-level": ("at_level",),
        "ou": ("where",),
        "where": ("where",),
        "pour": ("for_whom", "to_whom", "carried_to"),
        "for": ("for_whom", "to_whom", "carried_to"),
        "montant": ("amount",),
        "amount": ("amount",),
        "position": ("position",),
        "pourquoi": ("why",),
        "why": ("why",),
        "de": ("from_whom",),
        "from": ("from_whom",),
        "reponse": ("answer",),
        "answer": ("answer",),
        "suite": ("outcome",),
        "outcome": ("outcome",),
        "resultat": ("result",),
        "result": ("result",),
        "entretiens": ("interviews",),
        "interviews": ("interviews",),
        "contact": ("contact",),
        "renouveler": ("renew_on",),
        "renew": ("renew_on",),
        "comment": ("how",),
        "how": ("how",),
        "effet": ("effect",),
        "effect": ("effect",),
        "cause": ("cause",),
        "fait": ("done",),
        "done": ("done",),
        "annoncee": ("announced",),
        "announced": ("announced",),
        "jusqu'au": (Common.LAST_DAY,),
        "jusqu’au": (Common.LAST_DAY,),
        "until": (Common.LAST_DAY,),
        "debut": ("starts",),
        "start": ("starts",),
        "fin": ("ends",),
        "end": ("ends",),
        "sur": (Common.ABOUT,),
        "on": (Common.ABOUT,),
        "avec": (Common.PEOPLE,),
        "with": (Common.PEOPLE,),
        "action": (Common.ACTION,),
        "etat": ("state",),
        "state": ("state",),
    }
)
#: Words for what a field may hold, and for where an entry may stand.
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "position": {"pour": "for", "contre": "against", "blanc": "blank", "aucune": "none"},
        "effect": {"arret": "down", "panne": "down", "lent": "degraded", "lecture": "read-only", "aucun": "none"},
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "recue": "received",
        "repondue": "answered",
        "aidee": "helped",
        "refusee": "declined",
        "ecrite": "drafted",
        "envoyee": "sent",
        "signee": "signed",
        "finie": "over",
        "dus": "owed",
        "donnes": "given",
        "prevu": "planned",
        "commence": "in-progress",
        "fini": "done",
    }
)
_YES = frozenset({"oui", "yes"})
_KEY = re.compile(r"(?:^|(?<=\s))([^\W\d_][\w'’-]*)=")
_TIME = re.compile(r"([01]?\d|2[0-3])(?:h|:)([0-5]\d)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said of an entry beside its title. ``about`` is another's title, ``action`` a reference, as typed.

    ``starts`` and ``ends`` are by the clock of the association. ``unread``: what was typed and could not be read.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    about: str = ""
    action: str = ""
    people: tuple[str, ...] = ()
    state: str = ""
    unread: tuple[str, ...] = ()


def read_said(text: str, *, kind: str) -> tuple[str, Said]:
    """Read what was typed after the day: a title, then words with what each is."""
    sheet = SHEETS[kind]
    found = [
        (match, name) for match in _KEY.finditer(text) if (name := _meant(sheet, without_accents(match[1]))) is not None
    ]
    said, title = Said(), text[: found[0][0].start()] if found else text
    for number, (match, name) in enumerate(found):
        after = found[number + 1][0].start() if number + 1 < len(found) else len(text)
        typed = text[match.end() : after].strip()
        told = _with(said, sheet, name, typed)
        said = told or replace(said, unread=(*said.unread, f"{match[1]}={typed}"))
    return title.strip(), said


def calendar_day(text: str) -> date | None:
    """Return the day that is written as 2026-03-17 or 17/03/2026; None for anything else."""
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


def _meant(sheet: Sheet, word: str) -> str | None:
    """Return what a word names of a kind; None where it names nothing of it."""
    return next((name for name in FIELDS.get(word, ()) if _has(sheet, name)), None)


def _has(sheet: Sheet, name: str) -> bool:
    match name:
        case "starts" | "ends":
            return Common.TIMES in sheet.common
        case "state":
            return bool(sheet.states)
        case "amount":
            return sheet.field("least") is not None
        case Common.LAST_DAY | Common.ABOUT | Common.PEOPLE | Common.ACTION:
            return name in sheet.common
        case _:
            return sheet.field(name) is not None


def _with(said: Said, sheet: Sheet, name: str, typed: str) -> Said | None:
    """Return ``said`` with what was typed of ``name``; None when it cannot be read."""
    match name:
        case "starts" | "ends":
            match = _TIME.fullmatch(typed.replace(" ", ""))
            at = time(int(match[1]), int(match[2] or 0)) if match else None
            changed = replace(said, starts=at) if name == "starts" else replace(said, ends=at)
            return changed if at else None
        case "state":
            state = STATES.get(without_accents(typed), typed.casefold())
            return replace(said, state=state) if state in sheet.states else None
        case Common.LAST_DAY:
            day = calendar_day(typed)
            return replace(said, last_day=day) if day else None
        case Common.ABOUT:
            return replace(said, about=typed) if typed else None
        case Common.ACTION:
            return replace(said, action=typed) if typed else None
        case Common.PEOPLE:
            return replace(said, people=tuple(one.strip() for one in typed.split(",") if one.strip()))
        case "amount":
            least, _, most = typed.partition("-")
            amounts = read_amount(least), read_amount(most or least)
            values = {"least": amounts[0], "most": amounts[1]}
            return None if None in amounts else replace(said, values={**said.values, **values})
        case _:
            value = _value(sheet, name, typed)
            return None if value is None else replace(said, values={**said.values, name: value})


def _value(sheet: Sheet, name: str, typed: str) -> Any:
    """Return what a field is to hold; None for what it cannot."""
    one = sheet.field(name)
    assert one is not None  # what a kind does not have is no word of it
    match one.sort:
        case Sort.COUNT:
            return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
        case Sort.MINUTES:
            return read_minutes(typed)
        case Sort.DAY:
            return calendar_day(typed)
        case Sort.YES:
            return True if without_accents(typed) in _YES else None
        case Sort.CHOICE:
            chosen = CHOICES.get(name, {}).get(without_accents(typed), typed.casefold())
            return chosen if chosen in one.choices else None
        case _:
            return typed or None
