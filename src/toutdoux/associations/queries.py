"""Doors and frozen rows of associations."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.models import Association, Period, RulebookVersion
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.rules.reading import rulebook_from_data
from toutdoux.rules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class AssociationRow:
    """An association as pages need it."""

    id: UUID
    slug: str
    name: str
    zone: ZoneInfo
    language: str
    address_form: str
    inclusive_form: str
    public_register: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodRow:
    """A period as pages need it. ``ends_on`` is excluded."""

    id: int
    code: str
    title: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class RulebookRow:
    """A version of the rules, read. ``action_id``: the action that adopted it, if one did."""

    id: int
    number: int
    digest: str
    adopted_at: datetime
    rulebook: Rulebook
    action_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class RulebookText:
    """A version of the rules as stored, unread."""

    id: int
    number: int
    digest: str
    adopted_at: datetime
    text: str


def access_association(*, slug: str) -> AssociationRow:
    """Return the association of an address, or refuse."""
    row = Association.objects.filter(slug=slug).first()
    if row is None:
        raise Refused([Refusal(code=AssociationRefusal.UNKNOWN_ASSOCIATION, data={"slug": slug})])
    return _association(row)


def association(*, association_id: UUID) -> AssociationRow:
    """Return an association that is known to exist."""
    return _association(Association.objects.get(id=association_id))


def associations() -> tuple[AssociationRow, ...]:
    """Return all associations of the installation, by name."""
    return tuple(_association(row) for row in Association.objects.order_by("name", "id"))


def periods(*, association_id: UUID) -> tuple[PeriodRow, ...]:
    """Return the periods, the latest first; those without dates last."""
    rows = [_period(row) for row in Period.objects.filter(association_id=association_id)]
    return tuple(sorted(rows, key=lambda row: (row.starts_on or date.min, row.code), reverse=True))


def current_period(*, association_id: UUID, day: date) -> PeriodRow | None:
    """Return the period ``day`` falls into, or else the latest one that has begun, or the latest of all."""
    rows = periods(association_id=association_id)
    covering = [p for p in rows if p.starts_on and p.starts_on <= day and (p.ends_on is None or day < p.ends_on)]
    begun = [p for p in rows if p.starts_on and p.starts_on <= day]
    return next(iter((*covering, *begun, *rows)), None)


def period(*, association_id: UUID, code: str) -> PeriodRow:
    """Return a period by its code, whatever the case, or refuse."""
    row = Period.objects.filter(association_id=association_id, code__iexact=code).first()
    if row is None:
        raise Refused([Refusal(code=AssociationRefusal.PERIOD_UNKNOWN, data={"period": code})])
    return _period(row)


def periods_before(*, period_id: int) -> tuple[int, ...]:
    """Return the periods of the same association that began before this one, the latest first; none without dates."""
    this = Period.objects.get(id=period_id)
    if this.starts_on is None:
        return ()
    earlier = Period.objects.filter(association_id=this.association_id, starts_on__lt=this.starts_on)
    return tuple(earlier.order_by("-starts_on").values_list("id", flat=True))


def current_rulebook(*, association_id: UUID) -> RulebookRow:
    """Return the version of the rules in force."""
    row = RulebookVersion.objects.filter(association_id=association_id).order_by("-number")[0]
    return _rulebook(row)


def rulebook_at(*, association_id: UUID, at: datetime) -> RulebookRow:
    """Return the version of the rules in force at ``at``: the last adopted by then, or the first of all."""
    rows = RulebookVersion.objects.filter(association_id=association_id)
    row = rows.filter(adopted_at__lte=at).order_by("-number").first() or rows.order_by("number")[0]
    return _rulebook(row)


def rulebooks(*, association_id: UUID) -> tuple[RulebookRow, ...]:
    """Return every version of the rules, the latest first."""
    rows = RulebookVersion.objects.filter(association_id=association_id).order_by("-number")
    return tuple(_rulebook(row) for row in rows)


def rulebook_texts(*, association_id: UUID) -> tuple[RulebookText, ...]:
    """Return what is stored of every version of the rules, in order, for the verifier."""
    rows = RulebookVersion.objects.filter(association_id=association_id).order_by("number")
    return tuple(
        RulebookText(id=row.id, number=row.number, digest=row.digest, adopted_at=row.adopted_at, text=row.data)
        for row in rows
    )


def rulebook_row(*, rulebook_id: int) -> RulebookRow:
    """Return the version of the rules an action is pinned to."""
    return _rulebook(RulebookVersion.objects.get(id=rulebook_id))


@lru_cache(maxsize=64)
def read_rulebook(text: str) -> Rulebook:
    """Read the stored data of a version. The same text is always the same rulebook, so it is read once."""
    return rulebook_from_data(read_data(text))


def _rulebook(row: RulebookVersion) -> RulebookRow:
    return RulebookRow(
        id=row.id,
        number=row.number,
        digest=row.digest,
        adopted_at=row.adopted_at,
        rulebook=read_rulebook(row.data),
        action_id=row.action_id,
    )


def _association(row: Association) -> AssociationRow:
    return AssociationRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        zone=ZoneInfo(row.zone),
        language=row.language,
        address_form=row.address_form,
        inclusive_form=row.inclusive_form,
        public_register=row.public_register,
        created_at=row.created_at,
    )


def _period(row: Period) -> PeriodRow:
    return PeriodRow(id=row.id, code=row.code, title=row.title, starts_on=row.starts_on, ends_on=row.ends_on)
