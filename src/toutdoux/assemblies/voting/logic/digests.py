"""The digest that the ledger keeps of what an assembly votes on."""

from collections.abc import Sequence

from toutdoux.decisions.logic.effects import EffectDraft
from toutdoux.kernel.canonical import digest


def vote_digest(*, salt: str, text: str, effects: Sequence[EffectDraft]) -> str:
    """Return the salted digest of a text, and of what its adoption changes by itself where it changes something."""
    changes = {"effects": [{"kind": one.kind, "params": dict(one.params)} for one in effects]} if effects else {}
    return digest({"salt": salt, "text": text} | changes)
