"""Everything the verifier compares, read from the tables of one association."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from toutdoux.accesses.queries import access_facts
from toutdoux.associations.queries import association, periods, read_rulebook, rulebook_texts
from toutdoux.decisions.logic.importing import row_digest
from toutdoux.decisions.logic.replay import Replayed, replay
from toutdoux.decisions.logic.replay_facts import (
    ActionRowFacts,
    BallotRowFacts,
    CarriedFacts,
    EffectFacts,
    EffectRowFacts,
    HistoryFacts,
    LinkFacts,
    NoteFacts,
    ObjectionRowFacts,
    OutcomeRowFacts,
    RemarkFacts,
    RulebookFacts,
    Tables,
    VersionFacts,
)
from toutdoux.decisions.models import (
    Action,
    Ballot,
    Effect,
    EffectRecord,
    HistoricalRecord,
    Lead,
    Link,
    Note,
    Objection,
    ObjectionPost,
    OutcomeRecord,
    Remark,
    Seat,
    Version,
)
from toutdoux.decisions.queries.exporting import printed_row
from toutdoux.kernel.canonical import digest
from toutdoux.ledger.queries import entries
from toutdoux.mandates.queries import mandate_facts
from toutdoux.members.queries import rights_histories
from toutdoux.registers.queries import entry_facts
from toutdoux.rules.facts import Execution
from toutdoux.rules.rulebook import Kind
from toutdoux.writings.queries import writing_facts


def replayed(*, association_id: UUID, now: datetime, carried: Mapping[UUID, CarriedFacts] | None = None) -> Replayed:
    """Replay an association's ledger against its tables. To be read at one instant: see ``operations.verify``.

    ``carried``: what its assemblies decided that changes something by itself, by vote; their tables are not ours to read.
    """
    return replay(
        entries=entries(association_id=association_id),
        tables=tables(association_id=association_id, carried=carried),
        now=now,
    )


def tables(*, association_id: UUID, carried: Mapping[UUID, CarriedFacts] | None = None) -> Tables:
    """Return what the tables hold, in a number of queries that does not grow with them."""
    return Tables(
        association_id=association_id,
        zone=association(association_id=association_id).zone,
        periods={row.id: row.code for row in periods(association_id=association_id)},
        rulebooks=_rulebooks(association_id),
        members=rights_histories(association_id=association_id),
        actions=_actions(association_id),
        versions=_versions(association_id),
        ballots=_ballots(association_id),
        outcomes=_outcomes(association_id),
        effects=_effects(association_id),
        objections=_objections(association_id),
        posts=frozenset(
            ObjectionPost.objects.filter(objection__version__action__association_id=association_id).values_list(
                "objection_id", "member_id", "sort", "at"
            )
        ),
        notes={
            row.id: NoteFacts(action=row.action_id, about=row.about, member=row.member_id, at=row.at)
            for row in Note.objects.filter(action__association_id=association_id).defer("text").iterator()
        },
        remarks={
            row.id: RemarkFacts(action=row.action_id, member=row.member_id, source=row.source, at=row.at)
            for row in Remark.objects.filter(association_id=association_id).defer("text").iterator()
        },
        leads=frozenset(
            Lead.objects.filter(action__association_id=association_id).values_list("action_id", "member_id", "since")
        ),
        links=frozenset(
            LinkFacts(source=source, target=target, sort=sort, at=at)
            for source, target, sort, at in Link.objects.filter(source__association_id=association_id).values_list(
                "source_id", "target_id", "sort", "at"
            )
        ),
        history=_history(association_id),
        mandates=mandate_facts(association_id=association_id),
        accesses=access_facts(association_id=association_id),
        registers=entry_facts(association_id=association_id),
        writings=writing_facts(association_id=association_id),
        carried=carried or {},
    )


def _rulebooks(association_id: UUID) -> dict[int, RulebookFacts]:
    found = {}
    for row in rulebook_texts(association_id=association_id):
        # The data are stored in the very form their digest is computed over.
        recomputed = hashlib.sha256(row.text.encode()).hexdigest()
        found[row.number] = RulebookFacts(
            id=row.id,
            digest=row.digest,
            recomputed=recomputed,
            adopted_at=row.adopted_at,
            rulebook=read_rulebook(row.text) if recomputed == row.digest else None,
        )
    return found


def _actions(association_id: UUID) -> dict[UUID, ActionRowFacts]:
    rows = Action.objects.filter(association_id=association_id, historical=False).exclude(
        opened_at=None, number=None, status=""
    )
    return {
        row.id: ActionRowFacts(
            kind=row.kind,
            period_id=row.period_id,
            number=row.number,
            target=row.target_id,
            suffix=row.suffix,
            rulebook_id=row.rulebook_id,
            version=row.current.number if row.current and row.current.action_id == row.id else None,
            same_title=row.current is not None and row.current.title == row.title,
            opened_at=row.opened_at,
            opened_on=row.opened_on,
            deadline=row.deadline,
            status=row.status,
            decided_at=row.decided_at,
            withdrawn_at=row.withdrawn_at,
            execution=row.execution,
            ended_at=row.ended_at,
            carried_out_on=row.carried_out_on,
            urgent_at=row.urgent_at,
        )
        for row in rows.select_related("current").defer("search", "current__text").iterator()
    }


def _versions(association_id: UUID) -> dict[tuple[UUID, int], VersionFacts]:
    effects: dict[int, dict[int, Effect]] = defaultdict(dict)
    for effect in Effect.objects.filter(version__action__association_id=association_id).iterator():
        effects[effect.version_id][effect.position] = effect
    seats: dict[int, set[UUID]] = defaultdict(set)
    pairs = Seat.objects.filter(version__action__association_id=association_id).values_list("version_id", "member_id")
    for version_id, member_id in pairs.iterator():
        seats[version_id].add(member_id)
    rows = Version.objects.filter(action__association_id=association_id, opened_at__isnull=False)
    return {
        (row.action_id, row.number): VersionFacts(
            opened_at=row.opened_at,
            deadline=row.deadline,
            council=row.council,
            council_digest=row.council_digest,
            text_digest=_text_digest(row, effects[row.id]),
            stored_digest=row.text_digest,
            effects_only=row.effects_only,
            seats=frozenset(seats[row.id]),
            effects={
                position: EffectFacts(kind=effect.kind, params=effect.params)
                for position, effect in effects[row.id].items()
            },
        )
        for row in rows.iterator()
    }


def _text_digest(row: Version, effects: dict[int, Effect]) -> str:
    in_order = [effects[position] for position in sorted(effects)]
    return digest(
        {
            "salt": row.salt,
            "title": row.title,
            "text": row.text,
            "effects": [{"kind": effect.kind, "params": effect.params} for effect in in_order],
        }
    )


def _ballots(association_id: UUID) -> dict[int, BallotRowFacts]:
    """Return the ballots by the number of their entry; one that bears another's number comes under none (below zero)."""
    found: dict[int, BallotRowFacts] = {}
    rows = Ballot.objects.filter(seat__version__action__association_id=association_id).annotate(
        action_id=F("seat__version__action_id"), version=F("seat__version__number"), member_id=F("seat__member_id")
    )
    for row in rows.order_by("id").iterator():
        reason = digest({"salt": row.salt, "reason": row.reason}) if row.reason else None
        found[-row.id if row.seq in found else row.seq] = BallotRowFacts(
            action=row.action_id,
            version=row.version,
            member=row.member_id,
            choice=row.choice,
            at=row.at,
            door=row.door,
            reason_digest=reason,
            counting=row.counting,
        )
    return found


def _outcomes(association_id: UUID) -> dict[tuple[UUID, str], OutcomeRowFacts]:
    return {
        (row.action_id, row.status): OutcomeRowFacts(
            branch=row.branch,
            article=row.article,
            at=row.at,
            council=row.council,
            for_=row.for_votes,
            against=row.against_votes,
            blank=row.blank_votes,
        )
        for row in OutcomeRecord.objects.filter(action__association_id=association_id).iterator()
    }


def _effects(association_id: UUID) -> dict[tuple[UUID, int, int, str], EffectRowFacts]:
    rows = EffectRecord.objects.filter(effect__version__action__association_id=association_id)
    return {
        (row.effect.version.action_id, row.effect.version.number, row.effect.position, row.what): EffectRowFacts(
            id=row.id, at=row.at, because=row.because, ticked_at=row.ticked_at, ticked_by=row.ticked_by_id
        )
        for row in rows.select_related("effect__version").defer("effect__version__text").iterator()
    }


def _objections(association_id: UUID) -> dict[int, ObjectionRowFacts]:
    rows = Objection.objects.filter(version__action__association_id=association_id).select_related("version", "ballot")
    return {
        row.id: ObjectionRowFacts(
            action=row.version.action_id,
            version=row.version.number,
            member=row.member_id,
            ballot=row.ballot.seq,
            raised_at=row.raised_at,
            kept_at=row.kept_at,
            lifted_at=row.lifted_at,
        )
        for row in rows.defer("version__text").iterator()
    }


def _history(association_id: UUID) -> dict[UUID, HistoryFacts]:
    rows = HistoricalRecord.objects.filter(action__association_id=association_id).select_related("action")
    found = {}
    for record in rows.iterator():
        action = record.action
        found[action.id] = HistoryFacts(
            kind=action.kind,
            period_id=action.period_id or 0,
            number=action.number or 0,
            digest=_history_digest(record),
        )
    return found


def _history_digest(record: HistoricalRecord) -> str:
    """Return the digest of an old row as it is now; nothing for one that no longer holds what such a row may hold."""
    action = record.action
    if not _untouched(action):
        return ""
    try:
        return row_digest(
            salt=record.salt,
            action_id=action.id,
            period_id=action.period_id or 0,
            kind=Kind(action.kind),
            row=printed_row(record),
        )
    except (ValueError, AssertionError):
        return ""


def _untouched(action: Action) -> bool:
    """Say whether an old row is only that: nothing was ever decided about it here."""
    decided = (
        action.target_id,
        action.suffix,
        action.rulebook_id,
        action.current_id,
        action.opened_at,
        action.deadline,
        action.decided_at,
        action.withdrawn_at,
        action.ended_at,
        action.carried_out_on,
        action.urgent_at,
    )
    return action.historical and not any(decided) and (action.status, action.execution) == ("", Execution.TO_DO)
