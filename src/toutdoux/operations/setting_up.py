"""Setting an association up from a file, without questions: all of it, or nothing.

The format is described in docs/install.md; faults are told all at once, each with its line and key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from toutdoux.accounts.commands import create_account
from toutdoux.associations.commands import change_settings
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.members.commands import NewPerson, found_association, invite
from toutdoux.members.queries import members
from toutdoux.rules.reading import NeededFor, Type, missing, rulebook_from_toml, with_answers
from toutdoux.rules.reading.faults import Faults, RulebookFault
from toutdoux.rules.reading.source import MAX_BYTES, parse
from toutdoux.rules.reading.table import Table, type_of
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import DEFAULT, SHIPPED, shipped

MOST_FOUNDERS = 500
LONGEST = 254


class Language(StrEnum):
    """The languages an association may speak."""

    FR = "fr"
    EN = "en"


class Address(StrEnum):
    """How the pages speak to people in French."""

    VOUS = "vous"
    TU = "tu"


class Inclusive(StrEnum):
    """How gendered French words are written."""

    MEDIAN = "median"
    DOUBLET = "doublet"


class PublicRegister(StrEnum):
    """What people outside may read."""

    CLOSED = "closed"
    WITHOUT_NAMES = "without-names"
    WITH_NAMES = "with-names"


@dataclass(frozen=True, kw_only=True)
class Founder:
    """Someone who founds. With a password they sign in at once, else an invitation is made for them."""

    name: str
    email: str = ""
    password: str = ""


@dataclass(frozen=True, kw_only=True)
class SettingsFile:
    """What a settings file says."""

    name: str
    slug: str
    zone: str
    language: str
    settings: Mapping[str, str]
    rulebook: Rulebook
    period: PeriodFacts
    founders: tuple[Founder, ...]


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A founder without an account, and the secret of their invitation: told once, kept nowhere."""

    name: str
    email: str
    token: str


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What setting up led to."""

    association_id: UUID
    slug: str
    invited: tuple[Invited, ...]


def read_settings(*, path: Path) -> SettingsFile:
    """Read a settings file; a rulebook that is no shipped one is a file beside it.

    Raises ``Refused`` with every fault of the file, then with every fault of the rulebook or the answers; ``OSError`` for a
    file that cannot be read.
    """
    with path.open("rb") as stream:
        source = parse(stream.read(MAX_BYTES + 1))
    faults = Faults(lines=source.lines)
    table = Table(source.values, path=(), faults=faults)
    name = table.text("name", longest=120)
    slug = table.text("slug", longest=40)
    zone = table.text("zone", longest=60)
    language = table.choice("language", among=Language, default=Language.FR)
    settings = {
        "address_form": table.choice("address_form", among=Address, default=Address.VOUS),
        "inclusive_form": table.choice("inclusive_form", among=Inclusive, default=Inclusive.MEDIAN),
        "public_register": table.choice("public_register", among=PublicRegister, default=PublicRegister.CLOSED),
    }
    rules = table.text("rulebook", longest=1000) if table.has("rulebook") else DEFAULT
    answers = _answers(table, source.values)
    period = _period(table.table("period"), source.values.get("period"))
    founders = _founders(table)
    table.close()
    faults.refuse_if_any()
    rulebook = with_answers(_rulebook(rules, beside=path), answers)
    for value in missing(rulebook):
        if value.needed_for is NeededFor.SET_UP:
            faults.add(RulebookFault.MISSING_KEY, ("answers", *value.key.split(".")))
    faults.refuse_if_any()
    return SettingsFile(
        name=name,
        slug=slug,
        zone=zone,
        language=language,
        settings={key: str(value) for key, value in settings.items()},
        rulebook=rulebook,
        period=period,
        founders=founders,
    )


def set_up(*, settings: SettingsFile, now: datetime) -> SetUp:
    """Found the association of a settings file, with its people; raises ``Refused``, and then nothing is kept."""
    with transaction.atomic():
        people = [
            NewPerson(
                name=founder.name,
                email=founder.email,
                account_id=_account(founder, language=settings.language, now=now),
            )
            for founder in settings.founders
        ]
        association_id = found_association(
            name=settings.name,
            slug=settings.slug,
            zone=settings.zone,
            language=settings.language,
            rulebook=settings.rulebook,
            period=settings.period,
            founders=people,
            now=now,
        )
        rows = members(association_id=association_id, at=now)
        change_settings(actor=rows[0].actor, values=settings.settings, now=now)
        invited = tuple(
            Invited(name=row.name, email=row.email, token=invite(actor=rows[0].actor, member_id=row.id, now=now))
            for row in rows
            if row.account_id is None
        )
    return SetUp(association_id=association_id, slug=settings.slug, invited=invited)


def _account(founder: Founder, *, language: str, now: datetime) -> UUID | None:
    if not founder.password:
        return None
    return create_account(email=founder.email, password=founder.password, name=founder.name, language=language, now=now)


def _rulebook(name: str, *, beside: Path) -> Rulebook:
    path = beside.parent / name
    if name in SHIPPED or not path.exists():
        return shipped(name)
    with path.open("rb") as stream:
        return rulebook_from_toml(stream.read(MAX_BYTES + 1))


def _answers(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers by dotted key, whether written ``voting_right.waiting = …`` or as tables."""
    if not table.has("answers"):
        return {}
    table.table("answers")
    written = values["answers"]
    return dict(_flat(written)) if isinstance(written, Mapping) else {}


def _flat(written: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, inner in written.items():
        if "." not in name and isinstance(inner, Mapping):
            for key, value in inner.items():
                yield f"{name}.{key}", value
        else:
            yield name, inner


def _period(table: Table, values: object) -> PeriodFacts:
    known = values if isinstance(values, Mapping) else {}
    code = table.text("code", longest=12)
    title = table.text("title", longest=120) if table.has("title") else ""
    period = PeriodFacts(
        code=code, title=title, starts_on=_day(table, known, "starts_on"), ends_on=_day(table, known, "ends_on")
    )
    table.close()
    return period


def _day(table: Table, values: Mapping[str, Any], key: str) -> date | None:
    """Read a day written as TOML has it, 2026-09-01 without quotation marks."""
    if not table.has(key):
        return None
    value = values[key]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    table.fault(RulebookFault.WRONG_TYPE, key, expected=Type.DATE, found=type_of(value))
    return None


def _founders(table: Table) -> tuple[Founder, ...]:
    found = []
    for one in table.tables("founders", most=MOST_FOUNDERS):
        founder = Founder(
            name=one.text("name", longest=120),
            email=one.text("email", longest=LONGEST) if one.has("email") else "",
            password=one.text("password", longest=LONGEST) if one.has("password") else "",
        )
        if founder.password and not founder.email:
            one.fault(RulebookFault.MISSING_KEY, "email")
        one.close()
        found.append(founder)
    return tuple(found)
