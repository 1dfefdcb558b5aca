"""Voting in an assembly: one transaction each, under the association's lock."""

from toutdoux.assemblies.voting.commands.amending import (
    move_amendment,
    propose_amendment,
    reword_amendment,
    withdraw_amendment,
)
from toutdoux.assemblies.voting.commands.box import forget
from toutdoux.assemblies.voting.commands.casting import CastReceipt, cast_ballots
from toutdoux.assemblies.voting.commands.deferring import Deferred, defer_item
from toutdoux.assemblies.voting.commands.postponing import postpone_item
from toutdoux.assemblies.voting.commands.preparing import begin_purchase, list_purchase, set_effects
from toutdoux.assemblies.voting.commands.resolving import cancel_vote, close_vote, open_vote, record_totals

__all__ = [
    "CastReceipt",
    "Deferred",
    "begin_purchase",
    "cancel_vote",
    "cast_ballots",
    "close_vote",
    "defer_item",
    "forget",
    "list_purchase",
    "move_amendment",
    "open_vote",
    "postpone_item",
    "propose_amendment",
    "record_totals",
    "reword_amendment",
    "set_effects",
    "withdraw_amendment",
]
