"""A message to one person, in their language, as Mattermost's Markdown: the same words as by mail."""

from typing import Any

from django.conf import settings
from django.utils import translation

from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.channel import Message, Recipient
from toutdoux.integrations.logic.words import About
from toutdoux.integrations.mattermost.addresses import question_url
from toutdoux.integrations.mattermost.logic.rendering import markdown
from toutdoux.integrations.mattermost.logic.staying import Staying, seal_staying
from toutdoux.integrations.mattermost.queries import ConnectionRow, permalink, posts_of
from toutdoux.integrations.queries import preference_token
from toutdoux.integrations.questions import question_written
from toutdoux.procedures.logic.inactivity import Reply
from toutdoux.rules.facts import Status
from toutdoux.wording.chat.posts import shortened_words
from toutdoux.wording.inactivity import staying_words
from toutdoux.wording.messages import (
    Frame,
    Told,
    Written,
    amended_letter,
    digest_letter,
    objection_letter,
    opened_letter,
    outcome_letter,
    reminder_letter,
)


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
        return markdown(_written(message, told, frame).pieces, rest=shortened_words())


def buttons(
    *, message: Message, to: Recipient, connection: ConnectionRow, user_id: str
) -> dict[str, list[dict[str, Any]]]:
    """Return the buttons under a message to one person: the two answers to the private question, else none."""
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


def _written(message: Message, told: list[Told], frame: Frame) -> Written:
    match message.about:
        case About.OPENED:
            return opened_letter(told=told[0], frame=frame)
        case About.AMENDED:
            return amended_letter(told=told[0], frame=frame)
        case About.REMINDER:
            return reminder_letter(told=told[0], frame=frame)
        case About.OBJECTION if message.objection is not None:
            said = message.objection
            return objection_letter(told=told[0], frame=frame, name=said.name, reason=said.reason)
        case About.STAY if message.question is not None:
            return question_written(message=message, question=message.question)
        case About.OUTCOME:
            return outcome_letter(told=told[0], frame=frame)
        case _:
            return digest_letter(told=told, frame=frame)


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
