"""What may be deferred to an online action, and what the action takes with it. Pure."""

from toutdoux.assemblies.logic.convening import ItemKind, ItemState
from toutdoux.assemblies.voting.logic.amending import text_voted
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.articles import Article


def deferring_refusals(*, kind: ItemKind, state: ItemState, voted: bool) -> list[Refusal]:
    """Return why an item cannot be deferred: it is elected upon, it is over, or the assembly has voted on it."""
    found = []
    if kind not in {ItemKind.RESOLUTION, ItemKind.DISCUSSION, ItemKind.REPORT}:
        found.append(Refusal(code=VoteRefusal.NOT_TO_VOTE_ON, article=Article.ASSEMBLY, data={"kind": kind}))
    if state not in {ItemState.WAITING, ItemState.CURRENT}:
        found.append(Refusal(code=VoteRefusal.ITEM_OVER, article=Article.ASSEMBLY))
    if voted:
        found.append(Refusal(code=VoteRefusal.VOTED_ALREADY, article=Article.ASSEMBLY))
    return found


def action_text(*, text: str, discussion: str) -> str:
    """Return the text of the action: that of the item as the amendments already adopted made it, then what was said."""
    words = text_voted(title="", text=text)
    said = discussion.strip()
    return "\n\n".join(part for part in (words, "---" if words and said else "", said) if part)
