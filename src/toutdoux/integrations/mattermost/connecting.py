"""Looking at a server before an association is connected to it, and again whenever someone asks: live, and nothing kept.

The only part of this folder that runs while a person waits for a page: each call has a short time-out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from toutdoux.associations.queries import association
from toutdoux.integrations.mattermost import commands
from toutdoux.integrations.mattermost.addresses import command_url
from toutdoux.integrations.mattermost.client import Mattermost, MattermostError
from toutdoux.integrations.mattermost.commands import NewConnection
from toutdoux.integrations.mattermost.logic.permissions import OLDEST, Check, Need, checks, too_old, version_words
from toutdoux.integrations.mattermost.posting import language_of
from toutdoux.integrations.mattermost.queries import ConnectionRow, connection
from toutdoux.integrations.outgoing import Forbidden, check_address, guarded_client
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.commands import require_vote
from toutdoux.wording.refusals.mattermost import MattermostRefusal

#: What one types to speak to us.
TRIGGER = "toutdoux"
#: Seconds for each step of a call while a person waits.
TIMEOUT = 5.0

_FORBIDDEN = {
    "malformed": MattermostRefusal.ADDRESS_MALFORMED,
    "scheme": MattermostRefusal.ADDRESS_MALFORMED,
    "unknown-name": MattermostRefusal.ADDRESS_UNKNOWN,
    "private": MattermostRefusal.ADDRESS_PRIVATE,
    "unencrypted": MattermostRefusal.ADDRESS_CLEAR,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What someone typed. Names are those in the addresses of Mattermost's pages."""

    base_url: str
    team_name: str
    channel_name: str
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What the server said. ``found`` is None, with the reasons in ``refusals``, when it cannot be connected to."""

    refusals: tuple[Refusal, ...]
    checks: tuple[Check, ...]
    version: str
    found: NewConnection | None


def connect(*, actor: Actor, asked: Asked, now: datetime) -> Examined:
    """Look at the server, and connect the association to its channel if nothing vital is missing; say what was found.

    Steps: look whether the person may, before any address is called · look at the server · record the connection · make
    the slash command, or give it a new token. Refuses who does not vote, and a channel that another association has.
    """
    require_vote(actor=actor, at=now)
    examined = examine(asked=asked)
    if examined.found is None:
        return examined
    commands.connect(actor=actor, new=examined.found, now=now)
    held = {check.need for check in examined.checks if check.held}
    if Need.COMMAND in held:
        _make_command(association_id=actor.association_id)
    return examined


def examine(*, asked: Asked) -> Examined:
    """Look at a server as one bot account: who it is, where it is, what it may. Every right is looked at at once."""
    base_url, refusals = _base(asked.base_url)
    if refusals:
        return _refused(*refusals)
    http = guarded_client(base_url=base_url, timeout=TIMEOUT)
    with Mattermost(base_url, asked.token.strip(), http=http) as server:
        try:
            return _examine(server, asked, base_url)
        except Refused as refused:
            return _refused(*refused.refusals)
        except MattermostError as error:
            return _refused(_because(error))


def examine_again(*, row: ConnectionRow) -> Examined:
    """Look at a connection that is on, as if it were made now."""
    return examine(
        asked=Asked(base_url=row.base_url, team_name=row.team_name, channel_name=row.channel_name, token=row.token)
    )


def keep_command_token(*, actor: Actor, token: str, now: datetime) -> None:
    """Keep the token of a slash command that was made by hand; refuses who does not vote."""
    require_vote(actor=actor, at=now)
    commands.keep_command_token(association_id=actor.association_id, token=token.strip())


def _examine(server: Mattermost, asked: Asked, base_url: str) -> Examined:
    server.ping()
    if too_old(version=server.version):
        data = {"version": version_words(server.version), "needed": version_words(OLDEST[:2])}
        raise Refused([Refusal(code=MattermostRefusal.TOO_OLD, data=data)])
    me = server.me()
    with _or(MattermostRefusal.TEAM_UNKNOWN):
        team = server.team_by_name(asked.team_name.strip().lower())
        in_team = server.team_member(team_id=team["id"], user_id=me["id"])
    with _or(MattermostRefusal.CHANNEL_UNKNOWN):
        channel = server.channel_by_name(team_id=team["id"], name=asked.channel_name.strip().lower())
        in_channel = server.channel_member(channel_id=channel["id"], user_id=me["id"])
    names = " ".join(str(one.get("roles", "")) for one in (me, in_team, in_channel)).split()
    given = server.permissions(sorted(set(names)))
    found = checks(given=given, private=channel.get("type") == "P")
    if any(check.vital and not check.held for check in found):
        missing = Refusal(code=MattermostRefusal.PERMISSION_MISSING)
        return Examined(refusals=(missing,), checks=found, version=version_words(server.version), found=None)
    new = NewConnection(
        base_url=base_url,
        team_id=team["id"],
        team_name=team["name"],
        channel_id=channel["id"],
        channel_name=channel["name"],
        bot_user_id=me["id"],
        bot_username=me["username"],
        token=asked.token.strip(),
    )
    return Examined(refusals=(), checks=found, version=version_words(server.version), found=new)


@contextmanager
def _or(code: MattermostRefusal) -> Iterator[None]:
    """Turn "not there" and "not yours to see" into a refusal that names what was looked for."""
    try:
        yield
    except MattermostError as error:
        if error.status not in {400, 403, 404}:
            raise
        raise Refused([Refusal(code=code)]) from error


def _base(text: str) -> tuple[str, tuple[Refusal, ...]]:
    """Return the address of a server as it is kept, or why it cannot be one. A page of it that was copied serves as well."""
    given = text.strip()
    given = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(given)
        base_url = f"{parts.scheme}://{parts.netloc}{_subpath(parts.path)}".rstrip("/").lower()
        check_address(url=base_url)
    except Forbidden as error:
        return "", (Refusal(code=_FORBIDDEN.get(error.code, MattermostRefusal.ADDRESS_MALFORMED)),)
    except ValueError:
        return "", (Refusal(code=MattermostRefusal.ADDRESS_MALFORMED),)
    return base_url, ()


def _subpath(path: str) -> str:
    """Return the folder a server may live in: what comes before the team of a copied page cannot be told, so one name at most."""
    names = [name for name in path.split("/") if name]
    return f"/{names[0]}" if len(names) == 1 else ""


def _because(error: MattermostError) -> Refusal:
    if error.error_id.startswith("not-allowed-"):
        code = _FORBIDDEN.get(error.error_id.removeprefix("not-allowed-"), MattermostRefusal.ADDRESS_MALFORMED)
    elif error.status in {401, 403}:
        code = MattermostRefusal.TOKEN_REFUSED
    elif error.unreachable and error.error_id != "not-mattermost":
        code = MattermostRefusal.NOT_ANSWERING
    else:
        code = MattermostRefusal.NOT_MATTERMOST
    return Refusal(code=code)


def _refused(*refusals: Refusal) -> Examined:
    return Examined(refusals=refusals, checks=(), version="", found=None)


def _make_command(*, association_id: UUID) -> None:
    """Make ``/toutdoux`` on the server, or take over the one that leads here already. Without it everything else works."""
    row = connection(association_id=association_id)
    if row is None:
        return
    place = association(association_id=association_id)
    url = command_url(slug=place.slug)
    try:
        with Mattermost(row.base_url, row.token, http=guarded_client(base_url=row.base_url, timeout=TIMEOUT)) as server:
            mine = [one for one in server.commands(team_id=row.team_id) if one.get("url") == url]
            if mine:
                command_id = str(mine[0]["id"])
                token = server.regenerate_command_token(command_id)
            else:
                with translation.override(language_of(place)):
                    made = server.create_command(team_id=row.team_id, trigger=TRIGGER, url=url, words=_words())
                command_id, token = str(made["id"]), str(made["token"])
    except (MattermostError, KeyError):
        # Another command has this name, or the right ends short of this team: the page says that it is to be made by hand.
        return
    commands.keep_command_token(association_id=association_id, token=token, command_id=command_id)


def _words() -> dict[str, Any]:
    return {
        "display_name": "Toutdoux",
        "description": gettext("Votes and actions of the association"),
        "auto_complete_desc": gettext("What waits for my vote, and all one can do from here"),
        "auto_complete_hint": gettext("[help]"),
    }
