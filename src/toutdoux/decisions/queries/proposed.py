"""What is being decided about someone: the open action that has an effect on them, if there is one."""

from uuid import UUID

from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.models import Action, Effect
from toutdoux.decisions.queries.doors import reference_of
from toutdoux.rules.facts import Status


def proposed(*, association_id: UUID, kind: str, member_id: UUID) -> Reference | None:
    """Return the open action whose present text has an effect of ``kind`` on a member; None where nothing is proposed."""
    open_ = Action.objects.filter(association_id=association_id, status=Status.OPEN)
    for action in open_.filter(kind="extraordinary").select_related("period", "target").order_by("opened_at"):
        effects = Effect.objects.filter(version_id=action.text_id, kind=kind).values_list("params", flat=True)
        if any(params.get("member") == str(member_id) for params in effects):
            return reference_of(action)
    return None
