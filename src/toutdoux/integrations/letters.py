"""Which letter a message is, the same by mail and in every chat: each channel says how it tells an action, and its form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings

from toutdoux.assemblies.commands import proxy_link
from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.queries.news import AssemblyNews
from toutdoux.integrations.channel import Message
from toutdoux.integrations.logic.words import About
from toutdoux.procedures.commands.answering import ANSWER_LINK_LASTS, answer_link
from toutdoux.procedures.queries.entrusted import review_link
from toutdoux.procedures.queries.inactivity import QuestionRow
from toutdoux.wording.inactivity import question_letter
from toutdoux.wording.messages import (
    AssemblyLinks,
    EntrustedUrls,
    Frame,
    Told,
    Written,
    amended_letter,
    assembly_letter,
    digest_letter,
    election_letter,
    invited_letter,
    objection_letter,
    opened_letter,
    outcome_letter,
    reminder_letter,
    renewal_letter,
    review_letter,
)

#: A link about a proxy works until the day after the assembly was to begin.
LINK_LASTS = timedelta(days=1)


def letter_written(*, message: Message, told: Sequence[Told], frame: Frame) -> Written:
    """Return the words of a message to one person, in the language that is active.

    ``told`` holds its actions as the channel tells them; some messages are about none.
    """
    match message.about:
        case About.OPENED:
            return opened_letter(told=told[0], frame=frame)
        case About.AMENDED:
            return amended_letter(told=told[0], frame=frame)
        case About.REMINDER:
            return reminder_letter(told=told[0], frame=frame)
        case About.OBJECTION if message.objection is not None:
            against = message.objection
            return objection_letter(told=told[0], frame=frame, name=against.name, reason=against.reason)
        case About.STAY if message.question is not None:
            return _question(message, message.question)
        case About.ELECTION if message.election is not None:
            return election_letter(page=message.election, frame=frame, urls=_entrusted_urls(message))
        case About.REVIEW if message.review is not None:
            return review_letter(row=message.review, frame=frame, urls=_entrusted_urls(message))
        case About.RENEWAL if message.renewal is not None:
            return renewal_letter(row=message.renewal, frame=frame, urls=_entrusted_urls(message))
        case About.INVITATION if message.invitation is not None and message.to is not None:
            found = message.invitation
            return invited_letter(frame=frame, name=message.to.name, invited_by=found.by, url=found.url)
        case About.CONVENING | About.PROXY | About.MINUTES | About.ITEM if message.assembly is not None:
            return assembly_letter(news=message.assembly, links=_links(message, message.assembly), frame=frame)
        case About.OUTCOME:
            return outcome_letter(told=told[0], frame=frame)
        case _:
            return digest_letter(told=told, frame=frame)


@dataclass(frozen=True, kw_only=True)
class Gestures:
    """What a letter about an assembly asks of its reader: to give a proxy if they cannot come, or to decline one they hold."""

    gives: bool
    declines: bool


def gestures(*, news: AssemblyNews, reader: UUID) -> Gestures:
    """Return what one reader may do from a letter, whichever the channel gives it as: a link, a button."""
    over = news.kind in {AssemblyEvent.CANCELLED, AssemblyEvent.MINUTES_APPROVED, AssemblyEvent.AGENDA_CHANGED}
    declines = news.kind is AssemblyEvent.PROXY_GIVEN and news.proxy is not None
    gives = bool(news.terms.proxies_per_holder) and not over and not news.given and not declines
    return Gestures(gives=gives and (news.proxy is None or reader == news.proxy.giver_id), declines=declines)


def _links(message: Message, news: AssemblyNews) -> AssemblyLinks:
    """Return where a letter about an assembly leads, with the link to the one gesture it asks for, made for this letter."""
    assert message.to is not None  # nothing of this is posted for everyone
    base = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"
    reader, meeting = message.to.member_id, news.meeting
    asked = gestures(news=news, reader=reader)
    link = partial(
        proxy_link,
        assembly_id=meeting.id,
        member_id=reader,
        expires_at=meeting.at + LINK_LASTS,
        now=message.now,
    )
    give_url = decline_url = ""
    if asked.declines and news.proxy is not None:
        decline_url = f"{base}proxy/{link(proxy_id=news.proxy.id)}/"
    elif asked.gives:
        give_url = f"{base}proxy/{link()}/"
    page_url = f"{base}assemblies/{meeting.reference}/"
    if news.kind is AssemblyEvent.MINUTES_APPROVED:
        page_url += "minutes/"
    return AssemblyLinks(page_url=page_url, give_url=give_url, decline_url=decline_url)


def _entrusted_urls(message: Message) -> EntrustedUrls:
    """Return where a message about a mandate, an access or a convention leads."""
    base, to = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/", message.to
    row = message.review
    return EntrustedUrls(
        elected=f"{base}mandates/election/?mandate={message.election.kind.code}" if message.election else "",
        mandates=f"{base}mandates/",
        answer=f"{base}access-review/{review_link(access_id=row.id, member_id=to.member_id)}/" if row and to else "",
        accesses=f"{base}accesses/mine/",
        convention=f"{base}registers/entry/{message.renewal.entry_id}/" if message.renewal else "",
    )


def _question(message: Message, question: QuestionRow) -> Written:
    """Write the private question, with its link to the two buttons, made for this letter."""
    token = answer_link(listed_id=question.id, expires_at=message.now + ANSWER_LINK_LASTS, now=message.now)
    base = f"{settings.TOUTDOUX_URL}/a/{message.association.slug}/"
    return question_letter(
        question=question,
        association=message.association.name,
        url=f"{base}staying/{token}/",
        page_url=f"{base}taking-part/",
        zone=message.association.zone,
    )
