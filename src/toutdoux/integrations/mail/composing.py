"""From the facts of a message to a mail in the reader's language, with their links."""

import hashlib
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.channel import Message, Recipient
from toutdoux.integrations.commands import vote_link
from toutdoux.integrations.logic.words import About
from toutdoux.integrations.mail.rendering import html, plain
from toutdoux.integrations.queries import preference_token
from toutdoux.procedures.commands.answering import ANSWER_LINK_LASTS, answer_link
from toutdoux.procedures.queries.inactivity import QuestionRow
from toutdoux.rules.facts import Status
from toutdoux.wording.inactivity import question_letter
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


def compose(*, message: Message, to: Recipient) -> EmailMultiAlternatives:
    """Return the mail, ready to be sent. Makes the links to vote that it holds."""
    with translation.override(to.language):
        written = _written(message, to)
        text, rich = plain(written), html(written, language=to.language)
    base = _base(message)
    token = preference_token(member_id=to.member_id)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=text,
        from_email=formataddr((_line(message.association.name), settings.DEFAULT_FROM_EMAIL)),
        to=[to.email],
        headers={
            "Message-ID": message_id(message),
            "List-Unsubscribe": f"<{base}unsubscribe/{token}/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(rich, "text/html")
    return mail


def message_id(message: Message) -> str:
    """Return the same Message-ID for every try of one message: a receiver that got two keeps one."""
    name = hashlib.sha256(f"{message.key}:{message.delivery_id}".encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.TOUTDOUX_URL).hostname}>"


def _written(message: Message, to: Recipient) -> Written:
    frame = Frame(
        association=message.association.name,
        zone=to.zone,
        now=message.now,
        preferences_url=f"{_base(message)}preferences/{preference_token(member_id=to.member_id)}/",
    )
    told = [_told(news, message, to) for news in message.news]
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
            return _question(message, message.question, frame)
        case About.OUTCOME:
            return outcome_letter(told=told[0], frame=frame)
        case _:
            return digest_letter(told=told, frame=frame)


def _question(message: Message, question: QuestionRow, frame: Frame) -> Written:
    token = answer_link(listed_id=question.id, expires_at=message.now + ANSWER_LINK_LASTS, now=message.now)
    return question_letter(
        question=question,
        association=frame.association,
        url=f"{_base(message)}staying/{token}/",
        page_url=f"{_base(message)}taking-part/",
        zone=message.association.zone,
    )


def _told(news: ActionNews, message: Message, to: Recipient) -> Told:
    row = news.row
    return Told(
        row=row,
        text=news.text,
        bar=bar_characters(row, zone=to.zone, now=message.now),
        page_url=f"{_base(message)}actions/{row.reference}/",
        vote_url=_vote_url(news, message, to),
    )


def _vote_url(news: ActionNews, message: Message, to: Recipient) -> str:
    """Return the link to the three buttons, for who has a seat, has not voted and may still."""
    row = news.row
    waits = row.outcome is not None and row.outcome.status is Status.OPEN and row.outcome.ballots_open
    asked = message.about in {About.OPENED, About.AMENDED, About.REMINDER, About.DIGEST}
    if not (asked and waits and row.deadline and to.member_id in news.seated and to.member_id not in news.voted):
        return ""
    token = vote_link(
        member_id=to.member_id, action_id=row.id, version=row.version, expires_at=row.deadline, now=message.now
    )
    return f"{_base(message)}mail-vote/{token}/"


def _base(message: Message) -> str:
    return f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"


def _line(text: str) -> str:
    return " ".join(text.split())
