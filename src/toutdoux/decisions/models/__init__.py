"""Tables of the decisions: one row per fact, constraints for every invariant a database can hold."""

from toutdoux.decisions.models.actions import TITLE_ORDER, Action, Lead, Link, Version
from toutdoux.decisions.models.ballots import Ballot, Objection, ObjectionPost, OutcomeRecord, Seat
from toutdoux.decisions.models.effects import Effect, EffectRecord
from toutdoux.decisions.models.record import HistoricalRecord, Note, Remark

__all__ = [
    "TITLE_ORDER",
    "Action",
    "Ballot",
    "Effect",
    "EffectRecord",
    "HistoricalRecord",
    "Lead",
    "Link",
    "Note",
    "Objection",
    "ObjectionPost",
    "OutcomeRecord",
    "Remark",
    "Seat",
    "Version",
]
