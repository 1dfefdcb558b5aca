"""What can be done to the outbox. Each function is one transaction, or one for each batch of the ledger."""

from toutdoux.integrations.commands.inviting import invitation_token, mail_founders, mail_invitation
from toutdoux.integrations.commands.linking import gesture_link, using
from toutdoux.integrations.commands.planning import Served, action_facts, person, plan
from toutdoux.integrations.commands.preferring import Wanted, change_preferences, want_nothing
from toutdoux.integrations.commands.sending import (
    Claimed,
    bounced,
    claim_due,
    failed,
    order_test,
    postponed,
    sent,
    skipped,
    vote_link,
)

__all__ = [
    "Claimed",
    "Served",
    "Wanted",
    "action_facts",
    "bounced",
    "change_preferences",
    "claim_due",
    "failed",
    "gesture_link",
    "invitation_token",
    "mail_founders",
    "mail_invitation",
    "order_test",
    "person",
    "plan",
    "postponed",
    "sent",
    "skipped",
    "using",
    "vote_link",
    "want_nothing",
]
