"""From the facts of a message to words for one person, in their language, with their links."""

from django.conf import settings

from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.channel import Message, Recipient
from toutdoux.integrations.letters import letter_written
from toutdoux.integrations.matrix.queries import announcements
from toutdoux.integrations.matrix.rendering import link_to
from toutdoux.integrations.queries import preference_token
from toutdoux.rules.facts import Status
from toutdoux.wording.messages import Frame, Told, Written


def letter(*, message: Message, to: Recipient, room_id: str) -> Written:
    """Return what is to be said, in the language that is active. Where they have a vote to cast, its link leads to the room."""
    base = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"
    frame = Frame(
        association=message.association.name,
        zone=to.zone,
        now=message.now,
        preferences_url=f"{base}preferences/{preference_token(member_id=to.member_id)}/",
    )
    told = [_told(news, base=base, message=message, to=to, room_id=room_id) for news in message.news]
    return letter_written(message=message, told=told, frame=frame)


def _told(news: ActionNews, *, base: str, message: Message, to: Recipient, room_id: str) -> Told:
    row = news.row
    page_url = f"{base}actions/{row.reference}/"
    waits = row.outcome is not None and row.outcome.status is Status.OPEN and row.outcome.ballots_open
    asked = waits and to.member_id in news.seated and to.member_id not in news.voted
    there = [
        one for one in announcements(action_id=row.id, room_id=room_id) if one.version == row.version and one.marks
    ]
    link = link_to(room_id=room_id, event_id=there[0].event_id) if there else page_url
    return Told(
        row=row,
        text=news.text,
        bar=bar_characters(row, zone=to.zone, now=message.now),
        page_url=page_url,
        vote_url=link if asked else "",
    )
