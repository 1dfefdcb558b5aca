"""Why a link from a mail, or a preference, is refused, in sentences. The codes live here: their users stand above."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from toutdoux.kernel.refusal import Refusal


class IntegrationRefusal(StrEnum):
    """Why a link or a preference is refused."""

    LINK_UNKNOWN = "mailed-link-unknown"
    LINK_OVER = "mailed-link-over"
    LINK_REVOKED = "mailed-link-revoked"
    LINK_USED = "mailed-link-used"
    GESTURE_OVER = "mailed-gesture-over"
    PREFERENCE_MALFORMED = "preference-malformed"
    MESSAGE_UNKNOWN = "message-unknown"
    NO_ADDRESS = "mail-no-address"
    DELIVERIES_NOT_YOURS = "deliveries-not-yours"


_SENTENCES: Mapping[IntegrationRefusal, Promise] = MappingProxyType(
    {
        IntegrationRefusal.LINK_UNKNOWN: gettext_lazy("This link opens nothing here: perhaps it was cut when copied."),
        IntegrationRefusal.LINK_OVER: gettext_lazy("This vote is over; the link ended with it."),
        IntegrationRefusal.LINK_REVOKED: gettext_lazy("This link no longer works: it was for a member who has left."),
        IntegrationRefusal.LINK_USED: gettext_lazy("What this link was for is done; it works once."),
        IntegrationRefusal.GESTURE_OVER: gettext_lazy(
            "This link has had its time. A later mail holds another, and so does the page of the action."
        ),
        IntegrationRefusal.PREFERENCE_MALFORMED: gettext_lazy("This is not one of the choices."),
        IntegrationRefusal.MESSAGE_UNKNOWN: gettext_lazy("No such message was sent to you."),
        IntegrationRefusal.NO_ADDRESS: gettext_lazy("No address of this person is known: no mail can be sent."),
        IntegrationRefusal.DELIVERIES_NOT_YOURS: gettext_lazy(
            "What did not arrive, and for whom, is shown to whoever holds the administrative mandate; where nobody holds it, "
            "to those who vote."
        ),
    }
)


def integration_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``IntegrationRefusal``."""
    return str(_SENTENCES[IntegrationRefusal(refusal.code)])
