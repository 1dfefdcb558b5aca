"""Founding an association, opening its periods, adopting its rules, changing its settings."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from toutdoux.associations.logic.checks import PeriodFacts, association_refusals, name_refusals, period_refusals
from toutdoux.associations.logic.events import AssociationEvent, AssociationRefusal
from toutdoux.associations.models import Association, Period, RulebookVersion
from toutdoux.kernel.canonical import canonical_json, digest, instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, open_ledger, writing
from toutdoux.rules.reading import NeededFor, missing, rulebook_to_data
from toutdoux.rules.rulebook import Rulebook

#: The settings a member may change on the page, each with the values it may take (None: any text).
SETTINGS: Mapping[str, tuple[str, ...] | None] = {
    "name": None,
    "language": ("fr", "en"),
    "address_form": tuple(Association.Address.values),
    "inclusive_form": tuple(Association.Inclusive.values),
    "public_register": tuple(Association.PublicRegister.values),
}


def create_association(*, name: str, slug: str, zone: str, language: str, now: datetime) -> UUID:
    """Create an empty association and begin its ledger; must run inside the founding transaction.

    Refuses a name, address or time zone that cannot be, all at once.
    """
    refusals = association_refusals(name=name, slug=slug, zone=zone)
    if Association.objects.filter(slug=slug).exists():
        refusals.append(Refusal(code=AssociationRefusal.SLUG_TAKEN, data={"slug": slug}))
    refuse_if_any(refusals)
    row = Association.objects.create(
        id=uuid4(), name=name.strip(), slug=slug, zone=zone, language=language, created_at=now
    )
    open_ledger(association_id=row.id)
    return row.id


def record_founding(*, log: Log) -> None:
    """Write the first entry of an association's ledger."""
    log.append(kind=AssociationEvent.FOUNDED, actor_id=None, data={"association": str(log.association_id)})


def record_rulebook(
    *,
    log: Log,
    rulebook: Rulebook,
    actor_id: UUID | None,
    action_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Add a version of the rulebook, on an open page of the ledger. Values needed at set-up must be chosen.

    ``action_id``: the action that adopts it, at the instant ``at`` of its passing; otherwise it is adopted now.
    """
    open_keys = [value.key for value in missing(rulebook) if value.needed_for is NeededFor.SET_UP]
    refuse_if_any([Refusal(code=AssociationRefusal.RULEBOOK_INCOMPLETE, data={"key": key}) for key in open_keys])
    data = rulebook_to_data(rulebook)
    last = RulebookVersion.objects.filter(association_id=log.association_id).order_by("-number").first()
    row = RulebookVersion.objects.create(
        association_id=log.association_id,
        number=last.number + 1 if last else 1,
        data=canonical_json(data).decode(),
        digest=digest(data),
        adopted_at=at or log.at,
        action_id=action_id,
    )
    by = {"action": str(action_id), "at": instant_text(row.adopted_at)} if action_id else {}
    log.append(
        kind=AssociationEvent.RULEBOOK_ADOPTED,
        actor_id=actor_id,
        data={"rulebook": row.number, "digest": row.digest, **by},
    )


def record_period(*, log: Log, period: PeriodFacts, actor_id: UUID | None) -> None:
    """Open a period, on an open page of the ledger. Refuses a code in use or malformed."""
    rows = Period.objects.filter(association_id=log.association_id)
    taken = frozenset(code.upper() for code in rows.values_list("code", flat=True))
    refuse_if_any(period_refusals(period=period, taken=taken))
    row = Period.objects.create(
        association_id=log.association_id,
        code=period.code,
        title=period.title,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    log.append(kind=AssociationEvent.PERIOD_OPENED, actor_id=actor_id, data={"period": row.code})


def record_closing(*, log: Log, code: str, ends_on: date, actor_id: UUID | None) -> None:
    """Say, on an open page of the ledger, when a period ends (excluded). The same day again changes nothing.

    Refuses a period that is not there, and a day before it begins.
    """
    row = Period.objects.filter(association_id=log.association_id, code__iexact=code).first()
    if row is None:
        raise Refused([Refusal(code=AssociationRefusal.PERIOD_UNKNOWN, data={"period": code})])
    facts = PeriodFacts(code=row.code, starts_on=row.starts_on, ends_on=ends_on)
    refuse_if_any(period_refusals(period=facts, taken=frozenset()))
    if row.ends_on == ends_on:
        return
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    data = {"period": row.code, "day": ends_on.isoformat()}
    log.append(kind=AssociationEvent.PERIOD_CLOSED, actor_id=actor_id, data=data)


def open_period(*, actor: Actor, period: PeriodFacts, now: datetime) -> None:
    """Open a period of the actor's association."""
    with writing(association_id=actor.association_id, now=now) as log:
        record_period(log=log, period=period, actor_id=actor.member_id)


def change_settings(*, actor: Actor, values: Mapping[str, str], now: datetime) -> None:
    """Change settings of ``SETTINGS``; every refused one is named, and then none is changed."""
    refusals = [
        Refusal(code=AssociationRefusal.SETTING_UNKNOWN, data={"setting": key, "value": value})
        for key, value in values.items()
        if key not in SETTINGS or (SETTINGS[key] is not None and value not in (SETTINGS[key] or ()))
    ]
    if "name" in values:
        refusals += name_refusals(name=values["name"])
    refuse_if_any(refusals)
    with writing(association_id=actor.association_id, now=now) as log:
        row = Association.objects.get(id=actor.association_id)
        changed = [key for key, value in values.items() if getattr(row, key) != value]
        if not changed:
            return
        for key in changed:
            setattr(row, key, values[key])
        row.save(update_fields=changed)
        log.append(kind=AssociationEvent.SETTINGS_CHANGED, actor_id=actor.member_id, data={"settings": sorted(changed)})
