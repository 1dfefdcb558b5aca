"""A Mattermost for the demo: the fake that ships with the code, on a port of its own, with the people of the demo in it.

It keeps nothing: each start makes it anew, connects the association to it, links everyone's account but one, and posts
what is open. Whoever is left out finds out how one links an account.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.decisions.queries.telling import closing_between
from toutdoux.integrations.chat.commands import link_account, make_chat_link, unlink_account
from toutdoux.integrations.chat.logic.words import Chat as ChatName
from toutdoux.integrations.chat.queries import identity_of
from toutdoux.integrations.mattermost.addresses import command_url
from toutdoux.integrations.mattermost.commands import NewConnection, connect, forget_threads, keep_command_token
from toutdoux.integrations.mattermost.fake.server import Running, running
from toutdoux.integrations.mattermost.fake.state import Chat
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.integrations.mattermost.threads import bring_up_to_date
from toutdoux.members.queries import MemberRow, members

#: Where a Mattermost listens when nobody says otherwise; another port is taken when this one is.
PORT = 8065
_TEAM, _CHANNEL, _BOT = "marmite", "votes", "toutdoux"
#: Votes here, and has not linked an account yet.
_NOT_LINKED = "hugo"
_SAID = (
    ("Bonjour tout le monde. Les votes ouverts sont ci-dessous, avec leurs boutons.", "ines"),
    ("Merci. Et pour écrire à Toutdoux : `/toutdoux aide`", "hugo"),
)
_YEAR = timedelta(days=366)


def start_demo_chat(*, slug: str, now: datetime, port: int = PORT) -> Running:
    """Start the chat of the demo, connected; return it. It ends with the process. Raises ``OSError`` without a port."""
    place = access_association(slug=slug)
    people = tuple(_people(place, now))
    chat = Chat()
    found = _listening(chat, port)
    found.start()
    new, token = _furnish(chat, people, url=found.url, slug=slug)
    # The one who signs in first connects it, and keeps no token: this one dies with the process.
    first = next(person for name, person in people if person.right.votes and name != _NOT_LINKED)
    forget_threads(association_id=place.id)
    connect(actor=first.actor, new=new, now=now)
    keep_command_token(association_id=place.id, token=token)
    _link(place, people, chat, now)
    row = connection(association_id=place.id)
    ending = closing_between(association_id=place.id, now=now, end=now + _YEAR, opened_before=now)
    for action_id in ending if row else ():
        assert row is not None
        bring_up_to_date(connection=row, action_id=action_id, now=now)
    return found


def _listening(chat: Chat, port: int) -> Running:
    try:
        return running(chat, port=port)
    except OSError:
        return running(chat, port=0)


def _people(place: AssociationRow, now: datetime) -> Iterator[tuple[str, MemberRow]]:
    """Yield who is here now, by the name of their account."""
    for row in members(association_id=place.id, at=now):
        if row.left_at is None and row.email:
            yield row.email.partition("@")[0], row


def _furnish(
    chat: Chat, people: tuple[tuple[str, MemberRow], ...], *, url: str, slug: str
) -> tuple[NewConnection, str]:
    """Make the team, the channel, the bot, the command and the accounts; return what is to be connected."""
    team = chat.add_team(_TEAM, display_name="La Marmite")
    channel = chat.add_channel(team["id"], _CHANNEL, display_name="Votes")
    bot = chat.add_user(_BOT, bot=True, nickname="Toutdoux")
    for name, row in people:
        user = chat.add_user(name, nickname=row.name)
        chat.join_team(team["id"], user["id"])
        if row.right.votes:
            chat.join(channel["id"], user["id"])
    chat.join_team(team["id"], bot["id"], roles="team_user team_admin")
    chat.join(channel["id"], bot["id"])
    for words, name in _SAID:
        chat.write(chat.user_named(name)["id"], channel["id"], words)
    new = NewConnection(
        base_url=url,
        team_id=team["id"],
        team_name=_TEAM,
        channel_id=channel["id"],
        channel_name=_CHANNEL,
        bot_user_id=bot["id"],
        bot_username=_BOT,
        token=chat.add_token(bot["id"]),
    )
    return new, chat.add_command(team["id"], "toutdoux", url=command_url(slug=slug))["token"]


def _link(place: AssociationRow, people: tuple[tuple[str, MemberRow], ...], chat: Chat, now: datetime) -> None:
    """Link everyone's account, by the same two steps as people take, but one."""
    for name, row in people:
        known = identity_of(member_id=row.id, chat=ChatName.MATTERMOST)
        if known is not None and known.server == chat.site_url:
            continue
        if known is not None:
            unlink_account(actor=row.actor, chat=ChatName.MATTERMOST, now=now)
        if name == _NOT_LINKED or not row.right.votes:
            continue
        token = make_chat_link(
            association_id=place.id,
            chat=ChatName.MATTERMOST,
            server=chat.site_url,
            user_id=chat.user_named(name)["id"],
            user_name=name,
            now=now,
        )
        if token is not None:
            link_account(actor=row.actor, token=token, now=now)
