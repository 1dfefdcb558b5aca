"""Founding an association with its people: account, rules, period, founders, invitations. All of it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.accounts.commands import create_account
from toutdoux.associations.commands import change_settings
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import associations
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members import queries as members
from toutdoux.members.commands import NewPerson, found_association, invite
from toutdoux.rules.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to create on the spot for the person who founds."""

    email: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What an association begins with. ``settings`` are those of ``associations.commands.SETTINGS``."""

    name: str
    slug: str
    zone: str
    language: str
    rulebook: Rulebook
    period: PeriodFacts
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A founder who has no account yet, and the secret of their invitation, told once."""

    member_id: UUID
    name: str
    email: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Founded:
    """What a founding leads to."""

    association_id: UUID
    account_id: UUID
    founder_id: UUID
    invited: tuple[Invited, ...]


def found_with_people(
    *,
    founding: Founding,
    founder: NewPerson,
    account: NewAccount | None,
    others: Sequence[NewPerson],
    now: datetime,
) -> Founded:
    """Found an association, with an account for its first founder and an invitation for each of the others.

    ``account`` is to be created, or None when ``founder`` names the account that is signed in. Only the first
    association of an installation may bring its own account: afterwards a stranger founds nothing. Raises ``Refused``
    with what is wrong; then nothing is kept, the account neither.
    """
    with transaction.atomic():
        if account is not None and associations():
            raise Refused([Refusal(code=AssociationRefusal.ALREADY_FOUNDED)])
        account_id = founder.account_id
        if account is not None:
            account_id = create_account(email=account.email, password=account.password, name=founder.name, now=now)
        if account_id is None:
            msg = "whoever founds an association is signed in, or creates an account"
            raise ValueError(msg)
        email = founder.email or (account.email if account else "")
        association_id = found_association(
            name=founding.name,
            slug=founding.slug,
            zone=founding.zone,
            language=founding.language,
            rulebook=founding.rulebook,
            period=founding.period,
            founders=[NewPerson(name=founder.name, email=email, account_id=account_id), *others],
            now=now,
        )
        first = members.access_member(account_id=account_id, association_id=association_id, now=now)
        if founding.settings:
            change_settings(actor=first.actor, values=founding.settings, now=now)
        rows = members.members(association_id=association_id, at=now)
        invited = tuple(
            Invited(
                member_id=row.id,
                name=row.name,
                email=row.email,
                token=invite(actor=first.actor, member_id=row.id, now=now),
            )
            for row in rows
            if row.account_id is None
        )
    return Founded(association_id=association_id, account_id=account_id, founder_id=first.id, invited=invited)
