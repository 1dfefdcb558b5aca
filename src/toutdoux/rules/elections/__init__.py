"""Elections: what a ballot may say, and what ballots decide by each method. Pure, exact; a tie is a value."""

from toutdoux.rules.elections.ballots import BallotFault, Grade, Marks, Question, ballot_fault, normal
from toutdoux.rules.elections.counting import count
from toutdoux.rules.elections.results import (
    Duel,
    Profile,
    Result,
    Settled,
    Stage,
    Tie,
    result_from_data,
    result_to_data,
)

__all__ = [
    "BallotFault",
    "Duel",
    "Grade",
    "Marks",
    "Profile",
    "Question",
    "Result",
    "Settled",
    "Stage",
    "Tie",
    "ballot_fault",
    "count",
    "normal",
    "result_from_data",
    "result_to_data",
]
