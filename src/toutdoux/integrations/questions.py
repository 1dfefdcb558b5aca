"""The private question of the inactivity procedure, in words: the same by mail and in every chat, with its own link."""

from django.conf import settings

from toutdoux.integrations.channel import Message
from toutdoux.procedures.commands.answering import ANSWER_LINK_LASTS, answer_link
from toutdoux.procedures.queries.inactivity import QuestionRow
from toutdoux.wording.inactivity import question_letter
from toutdoux.wording.messages import Written


def question_written(*, message: Message, question: QuestionRow) -> Written:
    """Return the question, in the language that is active. Makes the link to the two buttons that it holds."""
    token = answer_link(listed_id=question.id, expires_at=message.now + ANSWER_LINK_LASTS, now=message.now)
    base = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"
    return question_letter(
        question=question,
        association=message.association.name,
        url=f"{base}staying/{token}/",
        page_url=f"{base}taking-part/",
        zone=message.association.zone,
    )
