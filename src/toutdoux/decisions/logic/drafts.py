"""What an action must look like before it is published or amended."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import Kind, Rulebook

TITLE_MAX = 500
TEXT_MAX = 100_000
REASON_MAX = 5_000
REMARK_MAX = 20_000
URL_MAX = 500
_URL = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)


class EffectKind(StrEnum):
    """What an action can change by itself."""

    GRANT_VOTING_RIGHT = "grant-voting-right"


@dataclass(frozen=True, kw_only=True)
class EffectDraft:
    """One effect as proposed. ``params`` are plain values: ids, never names."""

    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ActionDraft:
    """An action as its author writes it. ``period`` None: the current one. ``effects_only``: nothing else to carry out."""

    kind: str
    title: str
    text: str = ""
    period: str | None = None
    effects: tuple[EffectDraft, ...] = ()
    effects_only: bool = False
    lead_wanted: bool = False
    co_lead_wanted: bool = False
    co_leads: tuple[UUID, ...] = ()
    discussion_url: str = ""
    follows: str = field(default="")


def draft_refusals(*, draft: ActionDraft, members: frozenset[UUID]) -> list[Refusal]:
    """Return what keeps ``draft`` from being kept: unknown kind, no title, too long, unknown people or effects.

    ``members`` are the ids of the association's members.
    """
    refusals = text_refusals(title=draft.title, text=draft.text)
    if draft.kind not in {Kind.ORDINARY, Kind.EXTRAORDINARY}:
        refusals.append(Refusal(code=DecisionRefusal.KIND_UNKNOWN, data={"kind": draft.kind}))
    if draft.discussion_url and not _URL.match(draft.discussion_url):
        refusals.append(Refusal(code=DecisionRefusal.URL_MALFORMED, data={"url": draft.discussion_url}))
    if len(draft.discussion_url) > URL_MAX:
        refusals.append(Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "discussion_url", "most": URL_MAX}))
    refusals += known_effects_refusals(effects=draft.effects, members=members)
    if draft.effects_only and not draft.effects:
        refusals.append(Refusal(code=DecisionRefusal.NOTHING_BUT_EFFECTS))
    return refusals


def text_refusals(*, title: str, text: str) -> list[Refusal]:
    """Return what is wrong with a title and a text."""
    refusals = []
    if not title.strip():
        refusals.append(Refusal(code=DecisionRefusal.TITLE_MISSING))
    if len(title) > TITLE_MAX:
        refusals.append(Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "title", "most": TITLE_MAX}))
    if len(text) > TEXT_MAX:
        refusals.append(Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "text", "most": TEXT_MAX}))
    return refusals


def reason_refusals(*, reason: str, required: bool) -> list[Refusal]:
    """Return what is wrong with a reason that someone gives."""
    if required and not reason.strip():
        return [Refusal(code=DecisionRefusal.REASON_MISSING)]
    if len(reason) > REASON_MAX:
        return [Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "reason", "most": REASON_MAX})]
    return []


def remark_refusals(*, text: str) -> list[Refusal]:
    """Return what is wrong with what someone says in a discussion."""
    if not text.strip():
        return [Refusal(code=DecisionRefusal.TEXT_MISSING)]
    if len(text) > REMARK_MAX:
        return [Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "text", "most": REMARK_MAX})]
    return []


def known_effects_refusals(*, effects: tuple[EffectDraft, ...], members: frozenset[UUID]) -> list[Refusal]:
    """Return which effects are unknown, or name nobody of the association."""
    refusals = []
    known = {str(member) for member in members}
    for effect in effects:
        if effect.kind not in set(EffectKind):
            refusals.append(Refusal(code=DecisionRefusal.EFFECT_UNKNOWN, data={"effect": effect.kind}))
        elif effect.params.get("member") not in known:
            refusals.append(Refusal(code=DecisionRefusal.EFFECT_WITHOUT_MEMBER))
    return refusals


def effects_refusals(*, kind: Kind, effects: tuple[EffectDraft, ...], rulebook: Rulebook) -> list[Refusal]:
    """Refuse effects on an action that nobody counts: what changes by itself must have been decided."""
    if effects and rulebook.count_rules(kind) is None:
        return [Refusal(code=DecisionRefusal.EFFECTS_NEED_A_COUNT, article=Article.EFFECTS)]
    return []
