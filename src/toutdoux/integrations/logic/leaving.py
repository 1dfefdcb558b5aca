"""What is kept of a message that left: its words, and no secret that they held."""

import re
from dataclasses import dataclass

#: The addresses that carry a secret, up to it. A test walks all addresses of the pages and misses none of them.
_BEARING = (
    r"access-review|address|chat/link|feeds|join|mail|mail-vote|preferences|proxy|sign-in/link|staying|unsubscribe"
)
#: What stands in the place of a secret.
HIDDEN = "…"


@dataclass(frozen=True, kw_only=True)
class Left:
    """The words of a message to one person, as its channel sent them; ``subject`` is empty where there is none."""

    text: str
    subject: str = ""


def without_secrets(*, left: Left, url: str) -> Left:
    """Return the same words, with the secret of each of our own links replaced. ``url`` is that of the installation."""
    secrets = re.compile(rf"({re.escape(url)}/(?:a/[^/\s]+/)?(?:{_BEARING})/)[A-Za-z0-9_.:=-]+")
    return Left(subject=secrets.sub(rf"\1{HIDDEN}", left.subject), text=secrets.sub(rf"\1{HIDDEN}", left.text))
