"""Why a connection to Mattermost is refused, in sentences. The codes live here: their users stand above."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from toutdoux.kernel.refusal import Refusal


class MattermostRefusal(StrEnum):
    """Why an association is not connected."""

    ADDRESS_MALFORMED = "mattermost-address-malformed"
    ADDRESS_PRIVATE = "mattermost-address-private"
    ADDRESS_CLEAR = "mattermost-address-clear"
    ADDRESS_UNKNOWN = "mattermost-address-unknown"
    NOT_ANSWERING = "mattermost-not-answering"
    NOT_MATTERMOST = "mattermost-not-mattermost"
    TOO_OLD = "mattermost-too-old"
    TOKEN_REFUSED = "mattermost-token-refused"  # noqa: S105 -- a code
    TEAM_UNKNOWN = "mattermost-team-unknown"
    CHANNEL_UNKNOWN = "mattermost-channel-unknown"
    PERMISSION_MISSING = "mattermost-permission-missing"
    CHANNEL_TAKEN = "mattermost-channel-taken"


_SENTENCES: Mapping[MattermostRefusal, Promise] = MappingProxyType(
    {
        MattermostRefusal.ADDRESS_MALFORMED: gettext_lazy(
            "This is not the address of a server: it looks like https://chat.example.org."
        ),
        MattermostRefusal.ADDRESS_PRIVATE: gettext_lazy(
            "This address is inside a private network. Whoever runs the installation can allow that network "
            "(TOUTDOUX_PRIVATE_NETWORKS)."
        ),
        MattermostRefusal.ADDRESS_CLEAR: gettext_lazy("This address is not encrypted: it must begin with https://."),
        MattermostRefusal.ADDRESS_UNKNOWN: gettext_lazy("No server has this name: is it spelt right?"),
        MattermostRefusal.NOT_ANSWERING: gettext_lazy("Nobody answers at this address just now."),
        MattermostRefusal.NOT_MATTERMOST: gettext_lazy(
            "Something answers at this address, but not a Mattermost server."
        ),
        MattermostRefusal.TOO_OLD: gettext_lazy(
            "This server runs Mattermost %(version)s; Toutdoux needs %(needed)s or later."
        ),
        MattermostRefusal.TOKEN_REFUSED: gettext_lazy(
            "The server does not know this token: copy it again, or make another one for the bot."
        ),
        MattermostRefusal.TEAM_UNKNOWN: gettext_lazy(
            "The bot sees no such team: is the name the one in the address, and has the bot been added to the team?"
        ),
        MattermostRefusal.CHANNEL_UNKNOWN: gettext_lazy(
            "The bot sees no such channel: is the name the one in the address, and has the bot been added to the channel?"
        ),
        MattermostRefusal.PERMISSION_MISSING: gettext_lazy(
            "The bot lacks rights that it cannot do without: the list below says which."
        ),
        MattermostRefusal.CHANNEL_TAKEN: gettext_lazy(
            "Another association votes in this channel already: choose another."
        ),
    }
)


def mattermost_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``MattermostRefusal``."""
    return str(_SENTENCES[MattermostRefusal(refusal.code)]) % dict(refusal.data)
