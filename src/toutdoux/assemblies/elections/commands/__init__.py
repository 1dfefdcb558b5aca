"""What may be done about an election: preparing it, standing, its rounds, proclaiming who is elected."""

from toutdoux.assemblies.elections.commands.casting import CastReceipt, cast_ballots
from toutdoux.assemblies.elections.commands.preparing import prepare_election
from toutdoux.assemblies.elections.commands.proclaiming import proclaim
from toutdoux.assemblies.elections.commands.rounds import (
    cancel_round,
    close_round,
    open_round,
    record_totals,
    settle_tie,
)
from toutdoux.assemblies.elections.commands.standing import accept, make_list, move_candidate, stand, withdraw

__all__ = [
    "CastReceipt",
    "accept",
    "cancel_round",
    "cast_ballots",
    "close_round",
    "make_list",
    "move_candidate",
    "open_round",
    "prepare_election",
    "proclaim",
    "record_totals",
    "settle_tie",
    "stand",
    "withdraw",
]
