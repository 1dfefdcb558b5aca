"""Voting in an assembly: one transaction each, under the association's lock."""

from toutdoux.assemblies.voting.commands.amending import propose_amendment, withdraw_amendment
from toutdoux.assemblies.voting.commands.box import forget
from toutdoux.assemblies.voting.commands.casting import CastReceipt, cast_ballots
from toutdoux.assemblies.voting.commands.resolving import cancel_vote, close_vote, open_vote, record_totals

__all__ = [
    "CastReceipt",
    "cancel_vote",
    "cast_ballots",
    "close_vote",
    "forget",
    "open_vote",
    "propose_amendment",
    "record_totals",
    "withdraw_amendment",
]
