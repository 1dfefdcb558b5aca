"""What an association's address, zone and periods must look like. Every check returns refusals, never raises."""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import date

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.kernel.refusal import Refusal

LONGEST_NAME = 120

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
_PERIOD = re.compile(r"[A-Za-z0-9]{1,12}\Z")
#: Would be taken for something else in an address.
_RESERVED = frozenset({"new", "static", "api", "admin"})


@dataclass(frozen=True, kw_only=True)
class PeriodFacts:
    """A period to open. ``ends_on`` is excluded; both days may be unknown for an old one."""

    code: str
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def association_refusals(*, name: str, slug: str, zone: str) -> list[Refusal]:
    """Return what is wrong with the name, the address and the time zone of a new association."""
    refusals = name_refusals(name=name)
    if not _SLUG.match(slug):
        refusals.append(Refusal(code=AssociationRefusal.SLUG_MALFORMED, data={"slug": slug}))
    elif slug in _RESERVED:
        refusals.append(Refusal(code=AssociationRefusal.SLUG_RESERVED, data={"slug": slug}))
    if zone not in zoneinfo.available_timezones():
        refusals.append(Refusal(code=AssociationRefusal.UNKNOWN_ZONE, data={"zone": zone}))
    return refusals


def name_refusals(*, name: str) -> list[Refusal]:
    """Return what is wrong with the name of an association."""
    if not name.strip():
        return [Refusal(code=AssociationRefusal.NAME_MISSING)]
    if len(name.strip()) > LONGEST_NAME:
        return [Refusal(code=AssociationRefusal.NAME_TOO_LONG, data={"longest": LONGEST_NAME})]
    return []


def period_refusals(*, period: PeriodFacts, taken: frozenset[str]) -> list[Refusal]:
    """Return what is wrong with a new period; ``taken`` are the codes in use, in capitals."""
    refusals = []
    if not _PERIOD.match(period.code):
        refusals.append(Refusal(code=AssociationRefusal.PERIOD_MALFORMED, data={"period": period.code}))
    if period.code.upper() in taken:
        refusals.append(Refusal(code=AssociationRefusal.PERIOD_TAKEN, data={"period": period.code}))
    if period.starts_on and period.ends_on and period.ends_on <= period.starts_on:
        refusals.append(Refusal(code=AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS, data={"period": period.code}))
    return refusals
