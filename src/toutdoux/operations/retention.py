"""What the worker erases: people whose announcement is over, and what has grown too old on the day that was announced."""

import logging
from datetime import datetime

from django.utils import translation

from toutdoux.associations.queries import association
from toutdoux.kernel.refusal import Refused
from toutdoux.procedures.commands.erasing import erase_due
from toutdoux.procedures.commands.retaining import apply_retention
from toutdoux.procedures.queries.retention import due_somewhere
from toutdoux.wording.privacy import pseudonym

log = logging.getLogger(__name__)


def forget(*, now: datetime) -> int:
    """Erase what is due, association by association; one that fails holds up no other. Return how many rows or people."""
    gone = 0
    for association_id in due_somewhere(now=now):
        place = association(association_id=association_id)
        try:
            with translation.override(place.language):
                gone += erase_due(association_id=place.id, pseudonym=pseudonym, now=now)
            gone += apply_retention(association_id=place.id, now=now)
        except Refused as refused:
            log.warning("association %s: nothing is erased for now (%s)", place.id, refused)
        except Exception:
            log.exception("association %s: what is too old could not be erased", place.id)
    return gone
