"""The name of each mail of ours, by which an answer or a failure is recognised.

A Message-ID holds the number of the delivery and a seal made with the installation's key: nobody can name a mail that was
not sent to them. An answer quotes it in ``In-Reply-To`` (RFC 5322), a failure in the headers it gives back. It lets its
bearer do one thing: add a remark, as the member it was sent to, to the discussion of the action it was about.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from toutdoux.integrations.queries import DeliveryKey, delivery_key

_SALT = "toutdoux.integrations.mail.identity"
_NAME = re.compile(r"^<(\d{1,18})\.([0-9a-f]{32})@[^<>@\s]+>$")


def message_id(*, delivery_id: int, key: str) -> str:
    """Return the Message-ID of a mail, the same for every try: a receiver that got two keeps one."""
    return f"<{delivery_id}.{_seal(delivery_id, key)}@{urlsplit(settings.TOUTDOUX_URL).hostname}>"


def delivery_of(names: tuple[str, ...]) -> DeliveryKey | None:
    """Return the delivery that the first of ``names`` which is one of ours was given to; None for those of others."""
    for name in names[:20]:
        found = _NAME.match(name)
        known = delivery_key(delivery_id=int(found[1])) if found else None
        if found and known and constant_time_compare(found[2], _seal(known.id, known.key)):
            return known
    return None


def _seal(delivery_id: int, key: str) -> str:
    return salted_hmac(_SALT, f"{delivery_id}:{key}", algorithm="sha256").hexdigest()[:32]
