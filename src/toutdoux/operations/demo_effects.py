"""What the assembly of the demo changes by itself: it adopts a frozen report; a resolution that still waits would allow an amount."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.voting.commands import set_effects
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.kernel.people import Actor
from toutdoux.writings.queries import edition_names

AMOUNT, PURPOSE, HEADING = 6_500, "Un second jeu de clefs de la cuisine", "Cuisine"


def write(
    *, people: Mapping[str, Actor], assembly_id: UUID, report_id: UUID, resolution_id: UUID, now: datetime
) -> None:
    """Inès, who prepares the assembly, says what two of its items change."""
    actor = people["ines"]
    waiting = [key for key, row in edition_names(association_id=actor.association_id).items() if not row.settled]
    chosen = {
        report_id: EffectDraft(kind=EffectKind.ADOPT_REPORT, params={"edition": str(waiting[0])}),
        resolution_id: EffectDraft(
            kind=EffectKind.COMMIT_AMOUNT, params={"amount": AMOUNT, "purpose": PURPOSE, "heading": HEADING}
        ),
    }
    for item_id, effect in chosen.items():
        set_effects(actor=actor, assembly_id=assembly_id, item_id=item_id, effects=(effect,), now=now)
