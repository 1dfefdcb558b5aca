"""Preparing and convening an assembly: what is missing, how early it may be, what its agenda may hold. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import AssemblyRules, Delay, Share
from toutdoux.rules.time import deadline

#: Characters.
LONGEST_TITLE = 200
LONGEST_PLACE = 300
LONGEST_LINK = 500
LONGEST_TEXT = 20_000
LONGEST_ANSWER = 300
#: Items of one agenda, proposed ones included.
MOST_ITEMS = 100


@dataclass(frozen=True, kw_only=True)
class MeetingDraft:
    """What whoever prepares an assembly writes. ``items_until``: until when members propose items; None: until convened."""

    title: str
    starts_at: datetime
    place: str = ""
    link: str = ""
    introduction: str = ""
    items_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """What one writes of an item of the agenda."""

    kind: ItemKind
    title: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the rulebook says of one assembly: its notice, its quorum, its proxies. None: the association has not chosen.

    ``quorum`` None with ``chosen``: no quorum is needed, as a second convening may have it.
    """

    notice: Delay | None
    quorum: Share | None
    proxies_per_holder: int | None
    leave_counts: bool | None
    chosen: bool


def terms(*, rules: AssemblyRules, second: bool) -> Terms:
    """Return the terms of a first or second convening. A second one without rules of its own goes by those of the first."""
    own = rules.second_convening if second else None
    first = (rules.notice, rules.quorum, rules.proxies_per_holder, rules.leave_counts)
    return Terms(
        notice=own.notice if own else rules.notice,
        quorum=own.quorum if own else rules.quorum,
        proxies_per_holder=rules.proxies_per_holder,
        leave_counts=rules.leave_counts,
        chosen=None not in first,
    )


def first_instant(*, notice: Delay, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the first instant, on a full minute, at which an assembly convened at ``now`` may begin (UTC)."""
    over = deadline(opened_at=now, delay=notice, zone=zone)
    rest = timedelta(seconds=over.second, microseconds=over.microsecond)
    return over if not rest else over - rest + timedelta(minutes=1)


def draft_refusals(*, draft: MeetingDraft, terms: Terms, zone: ZoneInfo, now: datetime) -> list[Refusal]:
    """Return every reason why what was written cannot be prepared at ``now``."""
    found = [
        *_lengths(("title", draft.title, LONGEST_TITLE), ("place", draft.place, LONGEST_PLACE)),
        *_lengths(("link", draft.link, LONGEST_LINK), ("introduction", draft.introduction, LONGEST_TEXT)),
    ]
    if not draft.title.strip():
        found.append(Refusal(code=AssemblyRefusal.TITLE_MISSING, data={"field": "title"}))
    if draft.link and not _is_link(draft.link):
        found.append(Refusal(code=AssemblyRefusal.LINK_MALFORMED))
    if draft.items_until is not None and draft.items_until >= draft.starts_at:
        found.append(Refusal(code=AssemblyRefusal.ITEMS_UNTIL_TOO_LATE))
    return [*found, *date_refusals(starts_at=draft.starts_at, terms=terms, zone=zone, now=now)]


def date_refusals(*, starts_at: datetime, terms: Terms, zone: ZoneInfo, now: datetime) -> list[Refusal]:
    """Return why an assembly cannot be convened at ``now`` for ``starts_at``: the notice, with the first date that works.

    Source: the rules of the tout-doux-cratie, assemblies: the notice is the association's own, and a delay is never
    shorter than its days.
    """
    if terms.notice is None:
        return [Refusal(code=AssemblyRefusal.IN_THE_PAST)] if starts_at <= now else []
    first = first_instant(notice=terms.notice, zone=zone, now=now)
    if starts_at >= first:
        return []
    return [Refusal(code=AssemblyRefusal.TOO_EARLY, article=Article.ASSEMBLY, data={"earliest": instant_text(first)})]


def convening_refusals(
    *, draft: MeetingDraft, terms: Terms, items: int, stage: Stage, zone: ZoneInfo, now: datetime
) -> list[Refusal]:
    """Return every reason why a prepared assembly cannot be convened at ``now``."""
    if stage is not Stage.PREPARED:
        return [Refusal(code=AssemblyRefusal.NOT_IN_PREPARATION)]
    found = []
    if not terms.chosen:
        found.append(Refusal(code=AssemblyRefusal.RULES_NOT_CHOSEN, article=Article.ASSEMBLY))
    if not (draft.place.strip() or draft.link.strip()):
        found.append(Refusal(code=AssemblyRefusal.NOWHERE))
    if items == 0:
        found.append(Refusal(code=AssemblyRefusal.NO_ITEM))
    return [*found, *date_refusals(starts_at=draft.starts_at, terms=terms, zone=zone, now=now)]


def agenda_open(*, stage: Stage, items_until: datetime | None, now: datetime) -> bool:
    """Say whether the agenda may still change: until it is convened, and on until the deadline for items if that is later."""
    if stage is Stage.PREPARED:
        return True
    return stage is Stage.CONVENED and items_until is not None and now < items_until


def proposing_open(*, stage: Stage, items_until: datetime | None, now: datetime) -> bool:
    """Say whether members may propose items: until the deadline, or until it is convened where there is none."""
    if items_until is None:
        return stage is Stage.PREPARED
    return stage in {Stage.PREPARED, Stage.CONVENED} and now < items_until


def item_refusals(*, draft: ItemDraft, items: int) -> list[Refusal]:
    """Return every reason why an item cannot be written. ``items``: how many there are beside it."""
    found = _lengths(("title", draft.title, LONGEST_TITLE), ("text", draft.text, LONGEST_TEXT))
    if not draft.title.strip():
        found.append(Refusal(code=AssemblyRefusal.TITLE_MISSING, data={"field": "title"}))
    if items >= MOST_ITEMS:
        found.append(Refusal(code=AssemblyRefusal.TOO_MANY_ITEMS, data={"most": MOST_ITEMS}))
    return found


@dataclass(frozen=True, kw_only=True)
class PostponingFacts:
    """What decides whether an item is put off to another assembly. ``open``, ``later_open``: whether their agendas change.

    ``over``: the item's assembly was held, or given up. ``at``, ``later_at``: when they begin.
    """

    at: datetime
    later_at: datetime
    open: bool
    later_open: bool
    over: bool
    state: ItemState

    @property
    def unreached(self) -> bool:
        """Say whether the item stays in an agenda that was not gone through."""
        return self.over and self.state is ItemState.WAITING

    @property
    def unanswered(self) -> bool:
        """Say whether it was proposed for an agenda that nobody can take it into any more."""
        return self.over and self.state is ItemState.PROPOSED


def postponing_refusals(facts: PostponingFacts) -> list[Refusal]:
    """Return every reason why an item is not put off: an agenda that stands, one that is not later, an item that was taken."""
    found = []
    if not facts.later_open or not (facts.open or facts.unreached or facts.unanswered):
        found.append(Refusal(code=AssemblyRefusal.AGENDA_CLOSED))
    if facts.later_at <= facts.at:
        found.append(Refusal(code=AssemblyRefusal.NOT_LATER))
    if facts.state not in {ItemState.PROPOSED, ItemState.DECLINED, ItemState.WAITING}:
        found.append(Refusal(code=AssemblyRefusal.NOT_PROPOSED))
    return found


def moved(order: tuple[UUID, ...], *, one: UUID, by: int) -> tuple[UUID, ...]:
    """Return ``order`` with ``one`` moved ``by`` places, no further than its ends."""
    place = order.index(one)
    others = order[:place] + order[place + 1 :]
    there = min(max(place + by, 0), len(others))
    return (*others[:there], one, *others[there:])


def _lengths(*fields: tuple[str, str, int]) -> list[Refusal]:
    return [
        Refusal(code=AssemblyRefusal.TOO_LONG, data={"field": name, "most": most})
        for name, value, most in fields
        if len(value) > most
    ]


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and not any(character.isspace() for character in text)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)
