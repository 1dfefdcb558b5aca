"""What an action must look like before it is published or amended."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from toutdoux.decisions.logic.effects import (
    EffectDraft,
    EffectKind,
    Known,
    effects_refusals,
    known_effects_refusals,
)
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.rulebook import Kind

__all__ = [
    "ActionDraft",
    "EffectDraft",
    "EffectKind",
    "draft_refusals",
    "effects_refusals",
    "known_effects_refusals",
    "reason_refusals",
    "text_refusals",
]

TITLE_MAX = 500
TEXT_MAX = 100_000
REASON_MAX = 5_000
REMARK_MAX = 20_000
URL_MAX = 500
_URL = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)


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


def draft_refusals(*, draft: ActionDraft, known: Known) -> list[Refusal]:
    """Return what keeps ``draft`` from being kept: unknown kind, no title, too long, unknown people or effects.

    ``known`` is what the association has that an effect may name.
    """
    refusals = text_refusals(title=draft.title, text=draft.text)
    if draft.kind not in {Kind.ORDINARY, Kind.EXTRAORDINARY}:
        refusals.append(Refusal(code=DecisionRefusal.KIND_UNKNOWN, data={"kind": draft.kind}))
    if draft.discussion_url and not _URL.match(draft.discussion_url):
        refusals.append(Refusal(code=DecisionRefusal.URL_MALFORMED, data={"url": draft.discussion_url}))
    if len(draft.discussion_url) > URL_MAX:
        refusals.append(Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "discussion_url", "most": URL_MAX}))
    refusals += known_effects_refusals(effects=draft.effects, known=known)
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
