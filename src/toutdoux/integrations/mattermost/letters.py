"""A message to one person, in their language, as Mattermost's Markdown: the same words as by mail."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from toutdoux.assemblies.queries.news import AssemblyNews
from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.channel import Message, Recipient
from toutdoux.integrations.letters import gestures, letter_written
from toutdoux.integrations.logic.words import About
from toutdoux.integrations.mattermost.addresses import offer_url, question_url
from toutdoux.integrations.mattermost.logic.offers import Offer, Offered, seal_offer
from toutdoux.integrations.mattermost.logic.rendering import markdown
from toutdoux.integrations.mattermost.logic.staying import Staying, seal_staying
from toutdoux.integrations.mattermost.queries import ConnectionRow, permalink, posts_of
from toutdoux.integrations.queries import preference_token
from toutdoux.procedures.logic.inactivity import Reply
from toutdoux.rules.facts import Status
from toutdoux.wording.chat.posts import shortened_words
from toutdoux.wording.chat.proxies import offer_words
from toutdoux.wording.inactivity import staying_words
from toutdoux.wording.messages import Frame, Told


def letter(*, message: Message, to: Recipient, connection: ConnectionRow) -> str:
    """Return what is written to one person. Where they have a vote to cast, its link leads to the buttons in the channel."""
    base = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"
    frame = Frame(
        association=message.association.name,
        zone=to.zone,
        now=message.now,
        preferences_url=f"{base}preferences/{preference_token(member_id=to.member_id)}/",
    )
    with translation.override(to.language):
        told = [_told(news, message=message, to=to, base=base, connection=connection) for news in message.news]
        written = letter_written(message=message, told=told, frame=frame)
        return markdown(written.pieces, rest=shortened_words())


def buttons(
    *, message: Message, to: Recipient, connection: ConnectionRow, user_id: str
) -> dict[str, list[dict[str, Any]]]:
    """Return the buttons under a message to one person: the answers to the private question, what to do about a proxy, or none."""
    if message.assembly is not None:
        return _offers(message.assembly, message=message, to=to, connection=connection, user_id=user_id)
    if message.about is not About.STAY or message.question is None:
        return {}
    with translation.override(to.language):
        words = staying_words()
    actions = [
        {
            "id": str(answer),
            "type": "button",
            "name": words[answer],
            "integration": {
                "url": question_url(slug=message.association.slug),
                "context": seal_staying(
                    secret=connection.callback_secret,
                    meant=Staying(
                        association_id=message.association.id,
                        listed_id=message.question.id,
                        user_id=user_id,
                        answer=answer,
                    ),
                ),
            },
        }
        for answer in Reply
    ]
    return {"attachments": [{"actions": actions}]}


def _offers(
    news: AssemblyNews, *, message: Message, to: Recipient, connection: ConnectionRow, user_id: str
) -> dict[str, list[dict[str, Any]]]:
    asked = gestures(news=news, reader=to.member_id)
    offered: list[tuple[Offer, UUID]] = []
    if asked.declines and news.proxy is not None:
        offered = [(Offer.DECLINE, news.proxy.id), (Offer.NAME, news.proxy.id)]
    elif asked.gives:
        offered = [(Offer.GIVE, news.meeting.id)]
    if not offered:
        return {}
    with translation.override(to.language):
        words = offer_words()
    actions = [
        {
            "id": str(offer),
            "type": "button",
            "name": words[offer],
            "integration": {
                "url": offer_url(slug=message.association.slug),
                "context": seal_offer(
                    secret=connection.callback_secret,
                    meant=Offered(association_id=message.association.id, about=about, user_id=user_id, offer=offer),
                ),
            },
        }
        for offer, about in offered
    ]
    return {"attachments": [{"actions": actions}]}


def _told(news: ActionNews, *, message: Message, to: Recipient, base: str, connection: ConnectionRow) -> Told:
    row = news.row
    page_url = f"{base}actions/{row.reference}/"
    waits = row.outcome is not None and row.outcome.status is Status.OPEN and row.outcome.ballots_open
    asked = waits and to.member_id in news.seated and to.member_id not in news.voted
    bearing = [
        post
        for post in posts_of(action_id=row.id, channel_id=connection.channel_id)
        if post.buttons and post.version == row.version
    ]
    link = permalink(connection_row=connection, post_id=bearing[0].post_id) if bearing else page_url
    return Told(
        row=row,
        text=news.text,
        bar=bar_characters(row, zone=to.zone, now=message.now),
        page_url=page_url,
        vote_url=link if asked else "",
    )
