"""Inviting by mail: the link is made and the letter written down in one transaction; it leaves with the worker.

The secret of the link is kept nowhere, yet each try sends the same link: it is worked out of the letter's key and the
installation's secret. A server that took a letter just before a worker stopped has not taken one whose link is dead.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from toutdoux.associations.queries import association
from toutdoux.integrations.logic.timing import decent
from toutdoux.integrations.logic.words import About
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.queries import contacts
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.commands import invite
from toutdoux.procedures.founding import Founded
from toutdoux.wording.refusals.integrations import IntegrationRefusal

_SALT = "toutdoux.integrations.invitation"


def mail_invitation(*, actor: Actor, member_id: UUID, now: datetime) -> datetime:
    """Invite a member by mail; return when the letter leaves, at a decent hour of theirs.

    Refuses what ``invite`` refuses, and someone of whom no address is known.
    """
    place = association(association_id=actor.association_id)
    key = f"invitation:{member_id}:{secrets.token_hex(16)}"
    with transaction.atomic():
        invite(actor=actor, member_id=member_id, token=invitation_token(key=key), now=now)
        contact = contacts(association=place, now=now, ids={member_id})[member_id]
        if not contact.email:
            raise Refused([Refusal(code=IntegrationRefusal.NO_ADDRESS)])
        leaves = decent(at=now, wanted=contact.wanted)
        Delivery.objects.create(
            association_id=place.id,
            member_id=member_id,
            channel="mail",
            about=About.INVITATION,
            key=key,
            not_before=leaves,
            next_try_at=leaves,
            created_at=now,
        )
    return leaves


def mail_founders(*, founded: Founded, now: datetime) -> frozenset[UUID]:
    """Invite by mail, all of them or none, the founders of whom an address is known; return who they are.

    The links that were made for them at the founding end with it: each person has one.
    """
    actor = Actor(association_id=founded.association_id, member_id=founded.founder_id)
    written_to = [one.member_id for one in founded.invited if one.email]
    with transaction.atomic():
        for member_id in written_to:
            mail_invitation(actor=actor, member_id=member_id, now=now)
    return frozenset(written_to)


def invitation_token(*, key: str) -> str:
    """Return the secret of the link that a letter of invitation brings."""
    return salted_hmac(_SALT, key, algorithm="sha256").hexdigest()
