"""From the facts of a message to a mail in the reader's language, with their links."""

from dataclasses import replace
from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from toutdoux.decisions.queries.telling import ActionNews
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.channel import Message, Recipient
from toutdoux.integrations.commands import gesture_link, vote_link
from toutdoux.integrations.letters import letter_written
from toutdoux.integrations.logic.words import About, Gesture
from toutdoux.integrations.mail.identity import message_id
from toutdoux.integrations.mail.rendering import html, plain
from toutdoux.integrations.queries import preference_token
from toutdoux.rules.facts import STANDING, Execution, Status
from toutdoux.wording.mail_answers import answer_words
from toutdoux.wording.messages import Frame, Text, Told, Written

#: How long a link to a gesture works: as long as a period in which one carries out what was decided.
GESTURE_LASTS = timedelta(days=180)


def compose(*, message: Message, to: Recipient) -> EmailMultiAlternatives:
    """Return the mail, ready to be sent. Makes the links to vote that it holds."""
    with translation.override(to.language):
        written = _written(message, to)
        if settings.TOUTDOUX_IMAP and len(message.news) == 1:
            written = replace(written, pieces=(*written.pieces, Text(words=answer_words())))
        text, rich = plain(written), html(written, language=to.language)
    base = _base(message)
    token = preference_token(member_id=to.member_id)
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=text,
        # The envelope's sender: what does not arrive comes back to the mailbox that is read.
        from_email=settings.TOUTDOUX_IMAP_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        headers={
            "From": formataddr((_line(message.association.name), settings.DEFAULT_FROM_EMAIL)),
            **({"Reply-To": settings.TOUTDOUX_IMAP_ADDRESS} if settings.TOUTDOUX_IMAP_ADDRESS else {}),
            "Message-ID": message_id(delivery_id=message.delivery_id, key=message.key),
            "List-Unsubscribe": f"<{base}unsubscribe/{token}/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(rich, "text/html")
    return mail


def _written(message: Message, to: Recipient) -> Written:
    frame = Frame(
        association=message.association.name,
        zone=to.zone,
        now=message.now,
        preferences_url=f"{_base(message)}preferences/{preference_token(member_id=to.member_id)}/",
        propose_url=_gesture_url(Gesture.PROPOSE, message, to) if message.about is About.DIGEST else "",
    )
    told = [_told(news, message, to) for news in message.news]
    return letter_written(message=message, told=told, frame=frame)


def _told(news: ActionNews, message: Message, to: Recipient) -> Told:
    row = news.row
    return Told(
        row=row,
        text=news.text,
        bar=bar_characters(row, zone=to.zone, now=message.now),
        page_url=f"{_base(message)}actions/{row.reference}/",
        vote_url=_vote_url(news, message, to),
        **_gestures(news, message, to),
    )


def _gestures(news: ActionNews, message: Message, to: Recipient) -> dict[str, str]:
    """Return the links of those who lead: what an objection calls for, and saying that what passed is done."""
    row = news.row
    if to.member_id not in news.lead_ids or row.outcome is None:
        return {}
    if message.about is About.OBJECTION and row.outcome.status is Status.OPEN:
        return {
            "answer_url": _gesture_url(Gesture.ANSWER, message, to, news),
            "amend_url": _gesture_url(Gesture.AMEND, message, to, news),
            "withdraw_url": _gesture_url(Gesture.WITHDRAW, message, to, news),
        }
    waits = row.execution in {Execution.TO_DO, Execution.IN_PROGRESS}
    if message.about is About.OUTCOME and row.outcome.status in STANDING and waits:
        return {"finish_url": _gesture_url(Gesture.FINISH, message, to, news)}
    return {}


def _gesture_url(gesture: Gesture, message: Message, to: Recipient, news: ActionNews | None = None) -> str:
    token = gesture_link(
        gesture=gesture,
        member_id=to.member_id,
        action_id=news.row.id if news else None,
        version=news.row.version if news else 0,
        objection_id=message.objection.id if gesture is Gesture.ANSWER and message.objection else None,
        expires_at=message.now + GESTURE_LASTS,
        now=message.now,
    )
    return f"{_base(message)}mail/{token}/"


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
