"""What the buttons about proxies carry back, under a convening and under a proxy one is given, sealed like those of a vote: pure.

The context names the association, what the button is about, and the chat account it was sent to: pressed by anybody else
it means nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.integrations.mattermost.logic.seals import holds, sealed


class Offer(StrEnum):
    """What a button offers: to give a proxy, to decline one, to decline it and name someone else."""

    GIVE = "give"
    DECLINE = "decline"
    NAME = "name"


#: Before what is sealed.
_SORT = "proxy"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What one button means. ``about``: the assembly at which a proxy is given, or the proxy that is declined."""

    association_id: UUID
    about: UUID
    user_id: str
    offer: Offer


def seal_offer(*, secret: str, meant: Offered) -> dict[str, str | int]:
    """Return the context of a button, as it goes into ``integration.context``."""
    return sealed(secret=secret, fields=_fields(meant), sort=_SORT)


def open_offer(*, secret: str, given: Mapping[str, Any]) -> Offered | None:
    """Return what a pressed button means; None when it is not one that we sealed with this secret."""
    try:
        meant = Offered(
            association_id=UUID(given["association"]),
            about=UUID(given["about"]),
            user_id=given["user"],
            offer=Offer(given["offer"]),
        )
        ours = holds(secret=secret, fields=_fields(meant), given=given, sort=_SORT)
    except (KeyError, ValueError, TypeError, AttributeError):
        # Whatever else arrives: a number for an id, half a character, a list.
        return None
    return meant if ours else None


def _fields(meant: Offered) -> dict[str, str]:
    return {
        "association": str(meant.association_id),
        "about": str(meant.about),
        "user": meant.user_id,
        "offer": str(meant.offer),
    }
