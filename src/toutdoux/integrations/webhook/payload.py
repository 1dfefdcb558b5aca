"""The body of a webhook: facts about public decisions, ids and codes; nobody's name, vote or words.

What is here is promised in docs/webhooks.md, and tested field by field.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.channel import Message
from toutdoux.integrations.webhook.logic.events import FIELDS, VERSION
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.logic.chain import read_data

#: The type of what a member sends to try an address.
TEST = "webhook.test"


def payload(*, message: Message) -> bytes:
    """Return the body, as UTF-8 JSON. The same event is the same body but for how its action stands when it leaves."""
    kind = message.entry_kind or TEST
    data = read_data(message.entry_data) if message.entry_data else {}
    body = {
        "type": kind,
        "version": VERSION,
        "timestamp": instant_text(message.entry_at or message.planned_at),
        "sequence": message.entry_seq,
        "association": {
            "id": str(message.association.id),
            "slug": message.association.slug,
            "name": message.association.name,
            "url": f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/",
        },
        "data": {name: data.get(name) for name in FIELDS.get(kind, ())},
        "action": _action(message.news[0], message=message) if message.news else None,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _action(news: ActionNews, *, message: Message) -> dict[str, Any]:
    row, outcome = news.row, news.row.outcome
    tally = row.tally
    return {
        "id": str(row.id),
        "reference": str(row.reference),
        "kind": row.kind,
        "title": row.title,
        "version": row.version,
        "status": outcome.status if outcome else None,
        "decided_at": _instant(outcome.decided_at if outcome else None),
        "execution": row.execution,
        "opened_at": _instant(row.opened_at),
        "deadline": _instant(row.deadline),
        "tally": {"council": tally.council, "for": tally.for_, "against": tally.against, "blank": tally.blank},
        "lead_wanted": row.lead_wanted,
        "co_lead_wanted": row.co_lead_wanted,
        "url": f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/actions/{row.reference}/",
    }


def _instant(at: datetime | None) -> str | None:
    return instant_text(at) if at else None
