"""Doors and frozen rows of the votes of an assembly. Nothing here tells a ballot of a confidential vote, or a count before its close."""

from toutdoux.assemblies.voting.queries.pages import (
    AmendmentRow,
    Asked,
    OwnVoice,
    RollCall,
    Turnout,
    VotesPage,
    amendments,
    own_voices,
    roll_call,
    turnout,
    votes_page,
)
from toutdoux.assemblies.voting.queries.votes import (
    VoteRow,
    access_vote,
    ballots,
    instructions,
    latest,
    running,
    seats,
    votes_of,
)

__all__ = [
    "AmendmentRow",
    "Asked",
    "OwnVoice",
    "RollCall",
    "Turnout",
    "VoteRow",
    "VotesPage",
    "access_vote",
    "amendments",
    "ballots",
    "instructions",
    "latest",
    "own_voices",
    "roll_call",
    "running",
    "seats",
    "turnout",
    "votes_of",
    "votes_page",
]
