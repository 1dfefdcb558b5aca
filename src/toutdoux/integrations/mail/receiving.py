"""What becomes of a mail that arrives: a remark in the discussion, a failure on its delivery, or nothing.

Steps: read it · a failure is written on the delivery it gives back · a machine's mail is left alone, so that two machines
never answer one another · an answer is recognised by the mail it answers (``identity``) and by its sender, who must be the
member that mail was sent to · their own words join the discussion, once, by the same command as everywhere. What cannot be
posted is told to the member, at the address we know, and only to a person who wrote.
"""

import hashlib
import logging
from datetime import datetime
from enum import StrEnum

from django.utils import translation
from django.utils.translation import ngettext

from toutdoux.associations.queries import association
from toutdoux.decisions.commands import record_remark
from toutdoux.decisions.logic.drafts import REMARK_MAX
from toutdoux.integrations.commands import bounced
from toutdoux.integrations.logic.replies import own_words
from toutdoux.integrations.mail.identity import delivery_of
from toutdoux.integrations.mail.incoming import MOST_BYTES, Bounce, Incoming, read
from toutdoux.integrations.mail.posting import post
from toutdoux.integrations.queries import Contact, DeliveryKey, contacts
from toutdoux.kernel.refusal import Refused
from toutdoux.wording.mail_answers import not_posted_letter, which_action_words
from toutdoux.wording.refusals import sentence

log = logging.getLogger(__name__)


class Received(StrEnum):
    """What became of a mail."""

    POSTED = "posted"
    BOUNCED = "bounced"
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"
    STRANGER = "stranger"
    TOO_LARGE = "too-large"
    NOT_POSTED = "not-posted"


def receive(*, raw: bytes, now: datetime) -> Received:
    """Do what a mail calls for. Receiving it again changes nothing."""
    if len(raw) > MOST_BYTES:
        return Received.TOO_LARGE
    mail = read(raw)
    if mail.bounce is not None:
        return _bounced(mail.bounce)
    if mail.automatic:
        return Received.AUTOMATIC
    delivery = delivery_of(mail.about)
    if delivery is None or delivery.member_id is None:
        return Received.UNKNOWN
    place = association(association_id=delivery.association_id)
    contact = contacts(association=place, now=now, ids={delivery.member_id})[delivery.member_id]
    # Whoever a mail was forwarded to holds its name as well: they speak for themselves, not for its reader.
    if not contact.email or mail.sender != contact.email.lower():
        return Received.STRANGER
    with translation.override(contact.language):
        return _posted(mail, delivery, contact, now=now)


def _posted(mail: Incoming, delivery: DeliveryKey, contact: Contact, *, now: datetime) -> Received:
    if len(delivery.action_ids) != 1:
        return _refused([which_action_words()], contact)
    words = own_words(mail.text)
    if words and mail.attachments:
        left_out = ngettext(
            "(%(count)s file joined to this mail was left out.)",
            "(%(count)s files joined to this mail were left out.)",
            mail.attachments,
        ) % {"count": mail.attachments}
        words = f"{words[: REMARK_MAX - len(left_out) - 4]}\n\n*{left_out}*"
    name = mail.message_id or hashlib.sha256(repr((mail.about, words)).encode()).hexdigest()
    try:
        record_remark(
            actor=contact.member.actor,
            action_id=delivery.action_ids[0],
            text=words,
            source="mail",
            external_id=hashlib.sha256(f"{contact.member.id}:{name}".encode()).hexdigest(),
            now=now,
        )
    except Refused as refused:
        return _refused([sentence(refusal) for refusal in refused.refusals], contact)
    return Received.POSTED


def _refused(sentences: list[str], contact: Contact) -> Received:
    post(letter=not_posted_letter(sentences=sentences), to=contact.email)
    return Received.NOT_POSTED


def _bounced(bounce: Bounce) -> Received:
    delivery = delivery_of(bounce.about)
    if delivery is None:
        return Received.UNKNOWN
    if bounce.for_good:
        bounced(delivery_id=delivery.id, status=bounce.status or "5.0.0")
    return Received.BOUNCED
