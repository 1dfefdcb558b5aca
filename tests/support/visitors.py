"""People in front of the pages: accounts linked to members through the real commands, each with a browser of their own."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.support.people import World
from toutdoux.accounts.commands import create_account
from toutdoux.accounts.logic.notes import Way
from toutdoux.members.commands import accept_invitation, invite
from toutdoux.web.accounts.requests import tell_session

PASSWORD = "six green lanterns at dusk"


def account(*, name: str, now: datetime, password: str = PASSWORD, proven: bool = True) -> UUID:
    """Create an account for ``name@example.org``, whose mail its person is known to read unless said otherwise."""
    return create_account(email=f"{name}@example.org", password=password, name=name.title(), proven=proven, now=now)


def link(world: World, name: str, *, account_id: UUID) -> None:
    """Make ``account_id`` the member ``name`` by an invitation."""
    by = world.people["bob" if name == "alice" else "alice"]
    token = invite(actor=by, member_id=world.people[name].member_id, now=world.now)
    accept_invitation(token=token, account_id=account_id, now=world.now)


def browser(account_id: UUID, *, language: str = "en") -> Client:
    """Return a browser signed in with ``account_id``."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(get_user_model().objects.get(pk=account_id))
    session = client.session
    tell_session(session, way=Way.PASSWORD, browser="Firefox · Linux", now=timezone.now())
    session.save()
    return client


def visitor(world: World, name: str = "alice", *, language: str = "en") -> Client:
    """Return the browser of the member ``name``, with an account made for the occasion."""
    identity = account(name=f"{name}.{world.slug}", now=world.now)
    link(world, name, account_id=identity)
    return browser(identity, language=language)


def stranger(*, language: str = "en") -> Client:
    """Return the browser of someone who is not signed in."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client
