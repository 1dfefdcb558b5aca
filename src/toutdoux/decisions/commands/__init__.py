"""What can be done to actions. Each function is one transaction; surfaces call these and nothing deeper."""

from toutdoux.decisions.commands.carrying import (
    abandon_action,
    add_footnote,
    declare_urgency,
    finish_action,
    link_actions,
    note_undone,
    start_action,
    take_lead,
    tick_undone,
    want_leads,
    withdraw_action,
)
from toutdoux.decisions.commands.discussing import adopt_discussion
from toutdoux.decisions.commands.objections import keep_objection, lift_objection, post_on_objection
from toutdoux.decisions.commands.opening import (
    amend_action,
    call_counter_vote,
    delete_draft,
    publish_action,
    save_draft,
)
from toutdoux.decisions.commands.remarks import record_remark
from toutdoux.decisions.commands.settling import settle_due
from toutdoux.decisions.commands.voting import Receipt, cast_ballot

__all__ = [
    "Receipt",
    "abandon_action",
    "add_footnote",
    "adopt_discussion",
    "amend_action",
    "call_counter_vote",
    "cast_ballot",
    "declare_urgency",
    "delete_draft",
    "finish_action",
    "keep_objection",
    "lift_objection",
    "link_actions",
    "note_undone",
    "post_on_objection",
    "publish_action",
    "record_remark",
    "save_draft",
    "settle_due",
    "start_action",
    "take_lead",
    "tick_undone",
    "want_leads",
    "withdraw_action",
]
