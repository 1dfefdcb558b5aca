"""Effects as pages need them: with the names of what they are about, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from toutdoux.accesses.queries import resources
from toutdoux.associations.queries import rulebooks
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind, last_day
from toutdoux.decisions.models import Action, Effect, EffectRecord
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.queries import kinds
from toutdoux.members.queries import applicants, names
from toutdoux.rules.reading import rulebook_from_toml
from toutdoux.rules.rulebook import Rulebook
from toutdoux.services.queries import service_names
from toutdoux.writings.queries import EditionName, edition_names


@dataclass(frozen=True, kw_only=True)
class EffectRecordRow:
    """What became of an effect: applied, without-object (``because``), reversed, by-hand (``ticked_at``)."""

    id: int
    what: str
    because: str
    at: datetime
    ticked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """What the action changes by itself, and what became of it.

    ``subject``: the name of the resource, or of a mandate of the association's own (``mandate`` is its code). ``until``:
    the last day. ``rules``: those proposed, and those they were written from. ``edition``: of a report that would be adopted.
    """

    kind: str
    member_id: UUID | None
    member_name: str
    records: tuple[EffectRecordRow, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""
    until: date | None = None
    rules: tuple[Rulebook, Rulebook] | None = None
    edition: EditionName | None = None

    @property
    def draft(self) -> EffectDraft:
        """Return the effect as it was proposed."""
        return EffectDraft(kind=self.kind, params=self.params)

    @property
    def mandate(self) -> str:
        """Return the code of the mandate it is about."""
        return str(self.params.get("mandate", ""))

    @property
    def words(self) -> str:
        """Return the purpose of an access, or of an amount."""
        return str(self.params.get("purpose", ""))


def effects_of(action: Action) -> tuple[EffectRow, ...]:
    """Return the effects of the current text of an action, in their order."""
    rows = list(Effect.objects.filter(version_id=action.text_id).order_by("position"))
    if not rows:
        return ()
    records: dict[int, list[EffectRecordRow]] = defaultdict(list)
    for record in EffectRecord.objects.filter(effect_id__in=[row.id for row in rows]).order_by("id"):
        records[record.effect_id].append(
            EffectRecordRow(
                id=record.id,
                what=record.what,
                because=record.because,
                at=record.at,
                ticked_at=record.ticked_at,
            )
        )
    drafts = [EffectDraft(kind=row.kind, params=row.params) for row in rows]
    found = effect_rows(association_id=action.association_id, effects=drafts)
    return tuple(replace(effect, records=tuple(records[row.id])) for row, effect in zip(rows, found, strict=True))


def effect_rows(*, association_id: UUID, effects: Iterable[EffectDraft]) -> tuple[EffectRow, ...]:
    """Return effects as proposed, with names. What is asked depends on what they are about, not on how many they are."""
    drafts = list(effects)
    told = {name for effect in drafts for name in effect.params}
    ids = {_member(effect) for effect in drafts} - {None}
    people = names(association_id=association_id, ids={one for one in ids if one}) if ids else {}
    if len(people) < len(ids):
        people = applicants(association_id=association_id) | people
    things = (
        {row.id: row.name for row in resources(association_id=association_id, closed=True)}
        if "resource" in told
        else {}
    )
    mandates = {kind.code: kind.name for kind in kinds(association_id=association_id)} if "mandate" in told else {}
    versions = {row.number: row.rulebook for row in rulebooks(association_id=association_id)} if "toml" in told else {}
    served = service_names(association_id=association_id, withdrawn=True) if "service" in told else {}
    editions = edition_names(association_id=association_id) if "edition" in told else {}
    found = []
    for effect in drafts:
        member_id = _member(effect)
        resource, mandate = effect.params.get("resource"), effect.params.get("mandate")
        subject = things.get(UUID(resource), "") if resource else mandates.get(mandate, "") if mandate else ""
        if service := effect.params.get("service"):
            subject = served.get(UUID(service), "")
        found.append(
            EffectRow(
                kind=effect.kind,
                member_id=member_id,
                member_name=people.get(member_id, "") if member_id else "",
                records=(),
                params=effect.params,
                subject=subject,
                until=last_day(effect.params),
                rules=_rules(effect, versions),
                edition=editions.get(UUID(edition)) if (edition := effect.params.get("edition")) else None,
            )
        )
    return tuple(found)


def _rules(effect: EffectDraft, versions: Mapping[int, Rulebook]) -> tuple[Rulebook, Rulebook] | None:
    if effect.kind != EffectKind.ADOPT_RULEBOOK:
        return None
    try:
        return versions[effect.params["base"]], rulebook_from_toml(effect.params["toml"])
    except (Refused, KeyError):
        # A draft kept from a version whose rules had fewer values: publishing says what is wrong with it.
        return None


def _member(effect: EffectDraft) -> UUID | None:
    return UUID(effect.params["member"]) if effect.params.get("member") else None
