"""Looking at a server and a room before an association is connected to them, and again whenever someone asks: live.

The only part of this folder that runs while a person waits for a page: each call has a short time-out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from toutdoux.integrations.matrix import commands
from toutdoux.integrations.matrix.client import Matrix, MatrixRefused, MatrixUnreachable
from toutdoux.integrations.matrix.commands import Place
from toutdoux.integrations.matrix.logic.permissions import Check, checks, recent
from toutdoux.integrations.matrix.queries import ConnectionRow
from toutdoux.integrations.outgoing import Forbidden, check_address
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.commands import require_vote
from toutdoux.wording.refusals.matrix import MatrixRefusal

#: Seconds for each step of a call while a person waits.
TIMEOUT = 5.0

_FORBIDDEN = {
    "malformed": MatrixRefusal.ADDRESS_MALFORMED,
    "scheme": MatrixRefusal.ADDRESS_MALFORMED,
    "unknown-name": MatrixRefusal.ADDRESS_UNKNOWN,
    "private": MatrixRefusal.ADDRESS_PRIVATE,
    "unencrypted": MatrixRefusal.ADDRESS_CLEAR,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What someone typed. ``room``: its address, its id, or a link to it."""

    url: str
    room: str
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What the server said. ``found`` is None, with the reasons in ``refusals``, when it cannot be connected to."""

    refusals: tuple[Refusal, ...]
    checks: tuple[Check, ...] = ()
    found: Place | None = None


def connect(*, actor: Actor, asked: Asked, now: datetime) -> Examined:
    """Look at the room, and connect the association to it if nothing vital is missing; say what was found.

    Whether the person may is looked at first, before any address is called. Refuses who does not vote, and a room that
    another association has.
    """
    require_vote(actor=actor, at=now)
    examined = examine(asked=asked)
    if examined.found is not None:
        commands.connect(actor=actor, place=examined.found, now=now)
    return examined


def examine(*, asked: Asked) -> Examined:
    """Look at a server as one account: who it is, whether the room lets it in, what it may do there. It enters the room."""
    try:
        url = _base(asked.url)
        with Matrix(url=url, token=asked.token.strip(), timeout=TIMEOUT) as server:
            return _examine(server, asked, url)
    except Refused as refused:
        return Examined(refusals=refused.refusals)
    except Forbidden as error:
        code = _FORBIDDEN.get(error.code, MatrixRefusal.ADDRESS_MALFORMED)
    except MatrixUnreachable as error:
        code = _because(error)
    except MatrixRefused:
        code = MatrixRefusal.NOT_ANSWERING
    return Examined(refusals=(Refusal(code=code),))


def examine_again(*, row: ConnectionRow) -> Examined:
    """Look at a connection that is on, as if it were made now."""
    return examine(asked=Asked(url=row.url, room=row.room_id, token=row.token))


def _examine(server: Matrix, asked: Asked, url: str) -> Examined:
    if not recent(versions=server.versions()):
        raise Refused([Refusal(code=MatrixRefusal.TOO_OLD)])
    try:
        bot_id = server.whoami()
    except MatrixRefused as refused:
        raise Refused([Refusal(code=MatrixRefusal.TOKEN_REFUSED)]) from refused
    try:
        room_id = server.join(room=_room(asked.room))
        levels = server.state(room_id=room_id, kind="m.room.power_levels") or {}
        made_it = bot_id in server.creators(room_id=room_id)
        encrypted = server.state(room_id=room_id, kind="m.room.encryption") is not None
        named = server.state(room_id=room_id, kind="m.room.name") or {}
        token = server.sync(since="", rooms=[room_id], wait=0).token
    except MatrixRefused as refused:
        raise Refused([Refusal(code=MatrixRefusal.ROOM_UNKNOWN)]) from refused
    found = checks(levels=levels, bot_id=bot_id, made_it=made_it, encrypted=encrypted)
    if any(check.vital and not check.held for check in found):
        return Examined(refusals=(Refusal(code=MatrixRefusal.PERMISSION_MISSING),), checks=found)
    name = named.get("name")
    place = Place(
        url=url,
        bot_id=bot_id,
        room_id=room_id,
        room_name=name if isinstance(name, str) else "",
        since=token,
        token=asked.token.strip(),
    )
    return Examined(refusals=(), checks=found, found=place)


def _base(text: str) -> str:
    """Return the address of a server as it is kept. Raises ``Forbidden`` for one that cannot be, or may not be called."""
    given = text.strip()
    given = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise Forbidden("malformed") from error
    url = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    check_address(url=url)
    return url


def _room(text: str) -> str:
    """Return a room's address or id from what was typed, which may be a link to it (``https://matrix.to/#/…``)."""
    given = text.strip()
    if given.startswith("https://matrix.to/#/"):
        given = unquote(given.removeprefix("https://matrix.to/#/").partition("?")[0].partition("/")[0])
    if given[:1] not in {"#", "!"} or len(given) > 255:
        raise Refused([Refusal(code=MatrixRefusal.ROOM_UNKNOWN)])
    return given


def _because(error: MatrixUnreachable) -> MatrixRefusal:
    if error.code.startswith("address-"):
        return _FORBIDDEN.get(error.code.removeprefix("address-"), MatrixRefusal.ADDRESS_MALFORMED)
    return MatrixRefusal.NOT_MATRIX if error.code == "not-matrix" else MatrixRefusal.NOT_ANSWERING
