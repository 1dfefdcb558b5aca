"""The preview of a draft: what publishing it would do, if it were done at this instant."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from toutdoux.associations.queries import association, current_period, current_rulebook
from toutdoux.decisions.logic.drafts import ActionDraft, effects_refusals
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.models import Action
from toutdoux.decisions.queries.effects import EffectRow, effect_rows
from toutdoux.decisions.queries.pages import draft_page
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.queries import council_at, names
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import ActionFacts, Outcome
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.rules.time import deadline


@dataclass(frozen=True, kw_only=True)
class DraftPreview:
    """A draft as its readers will find it. ``reference`` is the number it would be given now (None: no period yet).

    ``outcome`` is what its page would say at the instant of publication; ``refusals`` are why it could not be published.
    """

    id: UUID
    draft: ActionDraft
    kind: Kind
    reference: Reference | None
    council: int
    rulebook: Rulebook
    opened_at: datetime
    deadline: datetime | None
    outcome: Outcome
    lead: str
    co_leads: tuple[str, ...]
    effects: tuple[EffectRow, ...]
    refusals: tuple[Refusal, ...]


def draft_preview(*, actor: Actor, draft_id: UUID, now: datetime) -> DraftPreview:
    """Return a draft of the actor's as it would be published at ``now``; refuse a draft that is not theirs."""
    draft = draft_page(actor=actor, draft_id=draft_id)
    kind = Kind(draft.kind)
    zone = association(association_id=actor.association_id).zone
    rulebook = current_rulebook(association_id=actor.association_id).rulebook
    council = len(council_at(association_id=actor.association_id, at=now))
    people = names(association_id=actor.association_id)
    rules = rulebook.count_rules(kind)
    ends = deadline(opened_at=now, delay=rules.delay, zone=zone) if rules else None
    reference = next_reference(actor=actor, kind=kind, period=draft.period, now=now)
    today = now.astimezone(zone).date()
    refusals = effects_refusals(kind=kind, effects=draft.effects, rulebook=rulebook, today=today)
    if reference is None:
        refusals.append(Refusal(code=DecisionRefusal.PERIOD_MISSING))
    if not council:
        refusals.append(Refusal(code=DecisionRefusal.EMPTY_COUNCIL, article=Article.COUNCIL))
    author = Action.objects.values_list("created_by_id", flat=True).get(id=draft_id)
    return DraftPreview(
        id=draft_id,
        draft=draft,
        kind=kind,
        reference=reference,
        council=council,
        rulebook=rulebook,
        opened_at=now,
        deadline=ends,
        outcome=outcome(ActionFacts(kind=kind, council=council, opened_at=now, deadline=ends), rulebook, now),
        lead=people.get(author, ""),
        co_leads=tuple(people[member_id] for member_id in draft.co_leads if member_id in people),
        effects=effect_rows(association_id=actor.association_id, effects=draft.effects),
        refusals=tuple(refusals),
    )


def next_reference(*, actor: Actor, kind: Kind, period: str | None, now: datetime) -> Reference | None:
    """Return the reference an action published at ``now`` would bear; another may take the number first.

    None when the association has no period to number it in.
    """
    zone = association(association_id=actor.association_id).zone
    found = current_period(association_id=actor.association_id, day=now.astimezone(zone).date())
    code = period or (found.code if found else None)
    if code is None:
        return None
    rows = Action.objects.filter(
        association_id=actor.association_id, period__code__iexact=code, kind=kind, target=None
    ).aggregate(last=Max("number"))
    return Reference(period=code.upper(), kind=kind, number=(rows["last"] or 0) + 1)
