"""What is there before the votes: an association, its council signed in, and actions open to ballots."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from tests.support.people import tout_doux
from toutdoux.accounts.models import Account
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.config.sessions import SessionStore
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import ActionDraft
from toutdoux.decisions.models import Action
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, found_association
from toutdoux.members.queries import members

TEN_DAYS = timedelta(days=10)


def founded(*, council: int, at: datetime, signed_in: bool = False) -> tuple[str, list[Actor], list[Account]]:
    """Found an association whose council is `council` people; return its slug, them, and their accounts if wanted."""
    accounts = [
        Account(id=uuid4(), email=f"m{n}-{uuid4().hex[:8]}@example.org", created_at=at, password="!")
        for n in range(council if signed_in else 0)
    ]
    Account.objects.bulk_create(accounts)
    ids: list[UUID | None] = [*(account.id for account in accounts)] or [None] * council
    slug = f"soak-{uuid4().hex[:8]}"
    association_id = found_association(
        name="The Fireflies",
        slug=slug,
        zone="UTC",  # ten civil days are 240 hours there, whatever the season the test runs in
        language="en",
        rulebook=tout_doux(),
        period=PeriodFacts(code="P26"),
        founders=[NewPerson(name=f"Member {n:04}", account_id=account_id) for n, account_id in enumerate(ids)],
        now=at,
    )
    rows = members(association_id=association_id, at=at)
    by_id = {account.id: account for account in accounts}
    return slug, [row.actor for row in rows], [by_id[row.account_id] for row in rows if row.account_id is not None]


def opened(*, by: Actor, kind: str, title: str, at: datetime) -> Action:
    """Write and publish an action."""
    draft_id = commands.save_draft(actor=by, draft=ActionDraft(kind=kind, title=title), now=at)
    commands.publish_action(actor=by, draft_id=draft_id, now=at)
    return Action.objects.get(id=draft_id)


def session(account: Account) -> str:
    """Sign a person in without their password: thousands of slow hashes would measure nothing of ours."""
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return store.session_key or ""


def found(*, council: int, extraordinary: int, ordinary: int = 0, due_in: list[float] | None = None) -> dict[str, Any]:
    """Set the stage for votes over HTTP. `due_in`: seconds from now to the deadline of each extraordinary action.

    Returns the slug, one session for each person of the council, and the references of the actions.
    """
    now = datetime.now(UTC)
    due = due_in or [TEN_DAYS.total_seconds() - 60] * extraordinary
    slug, people, accounts = founded(council=council, at=now - TEN_DAYS - timedelta(days=1), signed_in=True)
    sessions = [session(account) for account in accounts]
    actions = []
    for number, seconds in enumerate(sorted(due), start=1):
        opened_at = now - TEN_DAYS + timedelta(seconds=seconds)
        row = opened(by=people[0], kind="extraordinary", title=f"Try {number}", at=opened_at)
        actions.append({"id": str(row.id), "reference": f"P26-E{row.number}", "kind": row.kind})
    for number in range(1, ordinary + 1):
        row = opened(by=people[0], kind="ordinary", title=f"Do {number}", at=now)
        actions.append({"id": str(row.id), "reference": f"P26-O{row.number}", "kind": row.kind})
    return {
        "slug": slug,
        "association": str(people[0].association_id),
        "sessions": sessions,
        "members": [str(person.member_id) for person in people],
        "actions": actions,
    }
