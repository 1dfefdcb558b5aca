"""What a database's own log still holds of the box of a confidential round, once it has been counted."""

from datetime import datetime

from django.db import connection

from toutdoux.assemblies.elections.models import Round
from toutdoux.assemblies.voting.commands.box import cut_the_log
from toutdoux.rules.seats import Way


def forget(*, now: datetime) -> bool:
    """Leave nothing of opened boxes in the database's own log; note which rounds that is now true of.

    Called after the close has been committed, and by the worker until it has worked. Returns whether it is done.
    """
    waiting = Round.objects.filter(way=Way.CONFIDENTIAL, forgotten_at=None).exclude(closed_at=None, cancelled_at=None)
    if connection.in_atomic_block or not waiting.exists():
        return False
    # Asked before the log is cut: a round closed in between waits for the next time.
    ids = list(waiting.values_list("id", flat=True))
    if not cut_the_log():
        return False
    Round.objects.filter(id__in=ids).update(forgotten_at=now)
    return True
