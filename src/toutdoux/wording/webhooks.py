"""The events that webhooks may be told, in words. The arguments are stored words."""

from django.utils.translation import pgettext

from toutdoux.decisions.logic.events import DecisionEvent


def event_word(kind: str) -> str:
    """Say what happens when an event of this kind is sent."""
    return {
        DecisionEvent.OPENED: pgettext("an event", "An action opens or is announced"),
        DecisionEvent.AMENDED: pgettext("an event", "Its text changes"),
        DecisionEvent.DECIDED: pgettext("an event", "It is decided"),
        DecisionEvent.URGENCY_DECLARED: pgettext("an event", "It is declared urgent"),
        DecisionEvent.EXECUTION_CHANGED: pgettext("an event", "It is begun, carried out or given up"),
        DecisionEvent.LEAD_CHANGED: pgettext("an event", "It looks for, or finds, someone to lead it"),
        DecisionEvent.REMARK_POSTED: pgettext("an event", "Someone speaks in its discussion"),
    }.get(DecisionEvent(kind), kind)
