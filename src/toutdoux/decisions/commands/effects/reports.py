"""The effect on the reports of a period: the edition that was voted on is adopted, and its report stays as it is."""

from uuid import UUID

from toutdoux.decisions.commands.effects.registry import Applying, Params
from toutdoux.writings import commands as writings


def adopt(applying: Applying, params: Params) -> str | None:
    """Adopt an edition, frozen with its digest since before anyone voted on it."""
    return writings.record_adoption_by_decision(
        log=applying.log,
        edition_id=UUID(params["edition"]),
        action_id=None if applying.assembly_id else applying.action_id,
        assembly_id=applying.assembly_id,
        at=applying.at,
    )


def end_adoption(applying: Applying, params: Params, by: UUID) -> bool:
    """Take the adoption back: the report can be written in, and frozen, again."""
    return writings.record_end_of_adoption(
        log=applying.log,
        edition_id=UUID(params["edition"]),
        action_id=applying.action_id,
        ended_by_id=by,
    )
