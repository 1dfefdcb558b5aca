"""Turning the ledger into messages. The ledger is the outbox: what is written here commits before anything leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from toutdoux.associations.queries import association
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.queries.telling import ActionNews, action_news, closing_between
from toutdoux.integrations.commands.asking import write_questions
from toutdoux.integrations.commands.convening import write_convenings
from toutdoux.integrations.commands.entrusting import write_entrusted
from toutdoux.integrations.logic.planning import (
    OLD_NEWS,
    REMINDER_AFTER,
    REMINDER_BEFORE,
    ActionFacts,
    Event,
    Person,
    Planned,
    plan_event,
    plan_reminders,
)
from toutdoux.integrations.logic.words import About, State, Way
from toutdoux.integrations.models import Cursor, Delivery, DigestItem, Reminded
from toutdoux.integrations.queries import Contact, contacts
from toutdoux.ledger.logic.chain import EntryFacts, read_data
from toutdoux.ledger.queries import entries, head
from toutdoux.rules.facts import Choice, Execution

#: Entries turned into messages in one transaction.
_BATCH = 200
#: Rows named in one query, well under what a database takes.
_KEYS = 500


@dataclass(frozen=True, kw_only=True)
class Served:
    """A channel that can serve the association: its name, what people call it, and the entries it posts for everyone.

    ``reach``: the members it can write to; None: whoever has an email address. ``addresses``: where it posts, and what,
    if it has several places; none: ``posts`` in the one it has.
    """

    name: str
    way: Way
    posts: frozenset[str] = frozenset()
    reach: frozenset[UUID] | None = None
    addresses: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def places(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return where it posts for everyone, and what."""
        return self.addresses or (("", self.posts),)


def plan(*, association_id: UUID, served: Sequence[Served], now: datetime) -> int:
    """Write the messages that new entries of the ledger, and deadlines that near, call for; return how many.

    Steps, in one transaction for each batch of entries: take the cursor's row, so that two planners take turns · read
    the entries after it · work out who is told what, purely · write the messages, each key once · move the cursor.
    Where no channel serves the association nothing is written: what nobody could be told is not told later either.
    """
    Cursor.objects.get_or_create(association_id=association_id)
    # What nobody chooses to be told through (a webhook) carries no message to a person.
    people = tuple(one for one in served if one.way is not Way.NONE)
    written = 0
    while head(association_id=association_id).seq > Cursor.objects.get(association_id=association_id).seq:
        with transaction.atomic():
            cursor = Cursor.objects.select_for_update().get(association_id=association_id)
            batch = _batch(association_id=association_id, after=cursor.seq)
            if batch and served:
                # What is posted for everyone leaves first: private messages lead to it.
                written += _write_posts(batch=batch, served=served, now=now)
                planned = _told(batch, people, now) if people else []
                written += _write(association_id=association_id, planned=planned, now=now)
            known = partial(person, served=people, now=now)
            written += write_questions(batch=batch, person=known, now=now)
            written += write_convenings(batch=batch, person=known, now=now)
            if batch:
                cursor.seq = batch[-1].seq
                cursor.save(update_fields=["seq"])
    if people:
        written += _plan_reminders(association_id=association_id, served=people, now=now)
        written += write_entrusted(
            association_id=association_id, person=partial(person, served=people, now=now), now=now
        )
    return written


def action_facts(news: ActionNews) -> ActionFacts | None:
    """Return what planning needs of an action; None for a row of an old table, about which nobody is told."""
    if news.row.outcome is None:
        return None
    return ActionFacts(
        action_id=news.row.id,
        kind=news.row.kind,
        version=news.row.version,
        opened_at=news.text_opened_at,
        deadline=news.row.deadline,
        seated=news.seated,
        voted=news.voted,
        lead_ids=news.lead_ids,
        outcome=news.row.outcome,
    )


def person(contact: Contact, *, served: Sequence[Served], now: datetime) -> Person:
    """Return what planning needs of a member."""
    member = contact.member
    return Person(
        member_id=member.id,
        wanted=contact.wanted,
        channels=tuple((one.way, one.name) for one in served if one.reach is None or member.id in one.reach),
        votes=member.right.votes,
        left=member.left_at is not None and member.left_at <= now,
        has_address=bool(contact.email),
    )


def _batch(*, association_id: UUID, after: int) -> list[EntryFacts]:
    found = []
    for entry in entries(association_id=association_id, after=after):
        found.append(entry)
        if len(found) == _BATCH:
            break
    return found


def _told(batch: list[EntryFacts], served: Sequence[Served], now: datetime) -> list[Planned]:
    events = [(entry, event) for entry in batch if (event := _event(entry)) is not None]
    if not events:
        return []
    association_id = batch[0].association_id
    ids = {UUID(read_data(entry.data)["action"]) for entry, _ in events}
    news = action_news(association_id=association_id, ids=ids, now=now)
    people = [
        person(contact, served=served, now=now)
        for contact in contacts(association=association(association_id=association_id), now=now).values()
    ]
    planned = []
    for entry, event in events:
        found = news.get(UUID(read_data(entry.data)["action"]))
        facts = action_facts(found) if found else None
        if facts is not None:
            planned += plan_event(event=event, action=facts, people=people, now=now)
    return planned


def _event(entry: EntryFacts) -> Event | None:
    """Read an entry of the ledger as something to tell; None for what nobody is told in a message."""
    data = read_data(entry.data)
    about = None
    match entry.kind:
        case DecisionEvent.OPENED:
            about = About.OPENED if data["deadline"] else About.ANNOUNCED
        case DecisionEvent.AMENDED:
            about = About.AMENDED
        case DecisionEvent.BALLOT_CAST if data["choice"] == Choice.AGAINST and data["reasoned"]:
            about = About.OBJECTION
        case DecisionEvent.DECIDED:
            about = About.OUTCOME
        case DecisionEvent.EXECUTION_CHANGED if data["execution"] == Execution.DONE and entry.actor_id:
            about = About.DONE
    if about is None:
        return None
    return Event(
        seq=entry.seq,
        at=entry.at,
        about=about,
        version=data.get("version", 0),
        actor_id=entry.actor_id,
        status=data.get("status", ""),
    )


def _plan_reminders(*, association_id: UUID, served: Sequence[Served], now: datetime) -> int:
    """Write the reminders that are due. Each version of a text is looked at once; keys allow one reminder per action."""
    versions = closing_between(
        association_id=association_id, now=now, end=now + REMINDER_BEFORE, opened_before=now - REMINDER_AFTER
    )
    seen = dict(Reminded.objects.filter(action_id__in=versions).values_list("action_id", "version"))
    ids = {action_id for action_id, version in versions.items() if seen.get(action_id) != version}
    if not ids:
        return 0
    place = association(association_id=association_id)
    people = [person(c, served=served, now=now) for c in contacts(association=place, now=now).values()]
    with transaction.atomic():
        Cursor.objects.select_for_update().get(association_id=association_id)
        news = action_news(association_id=association_id, ids=ids, now=now)
        planned = [
            reminder
            for found in news.values()
            if (facts := action_facts(found)) is not None
            for reminder in plan_reminders(action=facts, people=people, now=now)
        ]
        for action_id in ids:
            Reminded.objects.update_or_create(action_id=action_id, defaults={"version": versions[action_id]})
        return _write(association_id=association_id, planned=planned, now=now)


def _write(*, association_id: UUID, planned: list[Planned], now: datetime) -> int:
    """Write what is not written yet, under the cursor's lock; the unique keys stand behind it."""
    keys = [one.key for one in planned]
    known: set[str] = set()
    for start in range(0, len(keys), _KEYS):
        some = keys[start : start + _KEYS]
        known |= set(Delivery.objects.filter(key__in=some).values_list("key", flat=True))
        known |= set(DigestItem.objects.filter(key__in=some).values_list("key", flat=True))
    fresh = list({one.key: one for one in planned if one.key not in known}.values())
    Delivery.objects.bulk_create(
        [
            Delivery(
                association_id=association_id,
                member_id=one.member_id,
                channel=one.channel,
                about=one.about,
                action_id=one.action_id,
                version=one.version,
                entry_seq=one.seq,
                key=one.key,
                not_before=one.not_before,
                next_try_at=one.not_before,
                state=State.SKIPPED if one.skip else State.WAITING,
                reason=one.skip or "",
                created_at=now,
            )
            for one in fresh
            if not one.digest
        ],
        batch_size=_KEYS,
    )
    _write_digests(
        association_id=association_id, planned=[one for one in fresh if one.digest and not one.skip], now=now
    )
    return len(fresh)


def _write_digests(*, association_id: UUID, planned: list[Planned], now: datetime) -> None:
    """Add to digests not begun yet. Their rows are held meanwhile: a worker cannot take one half filled."""
    wanted = {_digest_key(one): one for one in planned}
    Delivery.objects.bulk_create(
        [
            Delivery(
                association_id=association_id,
                member_id=one.member_id,
                channel=one.channel,
                about=About.DIGEST,
                key=key,
                not_before=one.not_before,
                next_try_at=one.not_before,
                created_at=now,
            )
            for key, one in wanted.items()
        ],
        batch_size=_KEYS,
        ignore_conflicts=True,
    )
    held: dict[str, int] = {}
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _KEYS):
        rows = Delivery.objects.select_for_update().filter(key__in=ordered[start : start + _KEYS]).order_by("key")
        held |= dict(rows.values_list("key", "id"))
    DigestItem.objects.bulk_create(
        [
            DigestItem(
                delivery_id=held[_digest_key(one)],
                about=one.about,
                action_id=one.action_id,
                version=one.version,
                entry_seq=one.seq,
                key=one.key,
            )
            for one in planned
        ],
        batch_size=_KEYS,
    )


def _digest_key(one: Planned) -> str:
    return f"digest:{one.member_id}:{one.not_before.isoformat()}"


def _write_posts(*, batch: list[EntryFacts], served: Sequence[Served], now: datetime) -> int:
    """Write what channels post for everyone: one message for each entry of the kinds they asked for, and each address.

    What is no news any more is posted no more: a channel connected after years is not flooded with them.
    """
    rows = [
        Delivery(
            association_id=entry.association_id,
            channel=channel.name,
            address=address,
            about=About.POST,
            action_id=UUID(action) if (action := read_data(entry.data).get("action")) else None,
            entry_seq=entry.seq,
            key=":".join(filter(None, ("post", channel.name, address, str(entry.association_id), str(entry.seq)))),
            not_before=now,
            next_try_at=now,
            created_at=now,
        )
        for entry in batch
        for channel in served
        for address, posts in channel.places
        if entry.kind in posts and now - entry.at <= OLD_NEWS
    ]
    Delivery.objects.bulk_create(rows, batch_size=_KEYS, ignore_conflicts=True)
    return len(rows)
