"""Where an action is talked about, elsewhere: the address of a thread in a chat. Not a governed fact, so not in the ledger."""

from uuid import UUID

from toutdoux.decisions.models import Action


def adopt_discussion(*, association_id: UUID, action_id: UUID, url: str) -> bool:
    """Keep the address of the thread about an action, where nobody has named another; return whether it was kept."""
    rows = Action.objects.filter(association_id=association_id, id=action_id, discussion_url="")
    return bool(rows.update(discussion_url=url))
