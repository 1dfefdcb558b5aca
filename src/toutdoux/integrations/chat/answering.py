"""What is done and answered when a member votes or types in a chat: the same for every chat.

Each function makes one call to a command or a query of the domain and returns words for that one person, in Markdown.
Whatever is refused is raised; ``refusal_answer`` words it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.commands import (
    amend_action,
    cast_ballot,
    finish_action,
    publish_action,
    save_draft,
    settle_due,
    withdraw_action,
)
from toutdoux.decisions.logic.acts import BallotFacts, ballot_refusals
from toutdoux.decisions.logic.drafts import ActionDraft, reason_refusals
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, ActionRow, access_action, action_page, home
from toutdoux.decisions.queries.articles import references
from toutdoux.decisions.queries.telling import action_news
from toutdoux.decisions.queries.voices import VoiceRow, voices
from toutdoux.integrations.bar import bar_characters
from toutdoux.integrations.chat.commands import whisper
from toutdoux.integrations.chat.logic.noting import read_note
from toutdoux.integrations.chat.logic.typing import ABOUT_AN_ACTION, Typed, Verb, spoken
from toutdoux.integrations.chat.logic.words import Chat, Whispered
from toutdoux.integrations.chat.queries import member_of
from toutdoux.integrations.chat.recording import recorded_answer
from toutdoux.integrations.chat.representing import proxy_answer
from toutdoux.integrations.queries import contacts
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.queries import MemberRow
from toutdoux.procedures.commands.answering import answer_question
from toutdoux.procedures.commands.returning import propose_return
from toutdoux.rules.facts import Choice
from toutdoux.wording.chat import answers, noting
from toutdoux.wording.chat import commands as words
from toutdoux.wording.inactivity import answered_words, return_words
from toutdoux.wording.refusals.chat import ChatRefusal

#: What one types before a word, in each chat.
_PREFIXES = {Chat.MATTERMOST: "/toutdoux", Chat.MATRIX: "!toutdoux"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who speaks from a chat: a member of one association, known by an account that they linked."""

    association: AssociationRow
    member: MemberRow
    chat: Chat
    language: str

    @property
    def actor(self) -> Actor:
        """Return the member as the one who acts."""
        return self.member.actor


def access_person(*, association: AssociationRow, chat: Chat, server: str, user_id: str, now: datetime) -> Person:
    """Return the member a chat account is linked to, or refuse: the door of everything that comes from a chat."""
    member = member_of(chat=chat, server=server, user_id=user_id, association_id=association.id, now=now)
    if member is None:
        raise Refused([Refusal(code=ChatRefusal.NOT_LINKED)])
    contact = contacts(association=association, now=now, ids={member.id})[member.id]
    return Person(association=association, member=member, chat=chat, language=contact.language)


def language_of(association: AssociationRow) -> str:
    """Return the language of an association, for whom no member is known."""
    base = association.language.split("-")[0]
    return "fr-tu" if base == "fr" and association.address_form == "tu" else base


def ballot_answer(
    *,
    person: Person,
    action_id: UUID,
    version: int,
    choice: str,
    reason: str = "",
    reason_due: bool = False,
    key: str,
    by_buttons: bool = True,
    voice: VoiceRow | None = None,
    now: datetime,
) -> str:
    """Cast a ballot by the one command of every door, and say what it did.

    It is the person's own or, without a seat, that of the one organisation they represent here; ``voice`` says otherwise.

    ``key`` names the gesture in its chat: the same gesture again is the same ballot. ``by_buttons``: whether another
    button, rather than another gesture, would change it. ``reason_due``: an objection is nothing without its reason.
    """
    refuse_if_any(reason_refusals(reason=reason, required=reason_due))
    settle_due(association_id=person.association.id, now=now)
    found = voices(actor=person.actor, action_id=action_id, now=now)
    voice = voice or _voice(found)
    receipt = cast_ballot(
        actor=voice.actor if voice else person.actor,
        action_id=action_id,
        version=version,
        choice=choice,
        reason=reason,
        idempotency_key=token_digest(f"{person.chat}:{key}"),
        door="chat",
        now=now,
    )
    with speaking(person):
        one = _one(person, action_id=action_id, now=now)
        others = [other for other in found if voice is not None and not other.own and other.name != voice.name]
        return answers.ballot_words(
            shown=one,
            of="" if voice is None or voice.own else voice.name,
            others=[
                (
                    other.name,
                    words.voice_typed(prefix=_PREFIXES[person.chat], reference=one.row.reference, name=other.name),
                )
                for other in others
            ],
            choice=receipt.choice,
            replaced=receipt.replaced,
            reasoned=bool(receipt.reason),
            repeated_from=receipt.at if receipt.at < now else None,
            closes_at=receipt.closes_at,
            by_buttons=by_buttons,
            zone=person.association.zone,
            now=now,
        )


def staying_answer(*, person: Person, listed_id: UUID, answer: str, now: datetime) -> str:
    """Take the answer to the private question, by the command of its page, and say what it did."""
    settle_due(association_id=person.association.id, now=now)
    answer_question(actor=person.actor, listed_id=listed_id, answer=answer, words="", now=now)
    with speaking(person):
        return answered_words(answer=answer, page_url=f"{home_address(person.association)}taking-part/")


def check_ballot(*, person: Person, action_id: UUID, version: int, now: datetime) -> None:
    """Refuse, before asking for a reason, who could not vote against anyway: the rules are those of the ballot itself."""
    known = references(association_id=person.association.id, ids={action_id})
    if action_id not in known:
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": ""})])
    voice = _voice(voices(actor=person.actor, action_id=action_id, now=now))
    actor = voice.actor if voice else person.actor
    page = action_page(actor=actor, reference=str(known[action_id]), now=now)
    assert isinstance(page, ActionPage), "a button is made for live actions only"
    outcome, rulebook = page.row.outcome, page.row.rulebook
    assert outcome is not None, "a live action has an outcome"
    assert rulebook is not None, "a live action is under rules"
    facts = BallotFacts(
        choice=Choice.AGAINST,
        version=version,
        key="asked",
        current_version=page.version.number,
        opened_at=page.version.opened_at,
        status=outcome.status,
        closes_at=outcome.ballots_close_at,
        seated=page.row.seated,
        voted=page.mine is not None,
        right=page.right,
        at=now,
    )
    refuse_if_any(ballot_refusals(facts=facts, rulebook=rulebook))


def proposed_answer(*, person: Person, kind: str, title: str, text: str, publish: bool, now: datetime) -> str:
    """Write an action, and publish it if asked; say what it is now."""
    draft_id = save_draft(actor=person.actor, draft=ActionDraft(kind=kind, title=title, text=text), now=now)
    with speaking(person):
        if not publish:
            url = settings.TOUTDOUX_URL + reverse("draft", args=[person.association.slug, draft_id])
            return words.kept_words(title=title, url=url)
        publish_action(actor=person.actor, draft_id=draft_id, now=now)
        one = _one(person, action_id=draft_id, now=now)
        return words.published_words(shown=one, zone=person.association.zone, now=now)


def amended_answer(*, person: Person, action_id: UUID, title: str, text: str, now: datetime) -> str:
    """Change the text of an action; say that votes start again."""
    settle_due(association_id=person.association.id, now=now)
    amend_action(actor=person.actor, action_id=action_id, title=title, text=text, now=now)
    with speaking(person):
        one = _one(person, action_id=action_id, now=now)
        return words.amended_words(shown=one, zone=person.association.zone, now=now)


def withdrawn_answer(*, person: Person, action_id: UUID, reason: str, now: datetime) -> str:
    """Withdraw an action, saying why."""
    settle_due(association_id=person.association.id, now=now)
    withdraw_action(actor=person.actor, action_id=action_id, reason=reason, now=now)
    with speaking(person):
        row = _one(person, action_id=action_id, now=now).row
        return words.withdrawn_words(reference=str(row.reference), title=row.title)


def typed_answer(*, person: Person, typed: Typed, prefix: str, dialogs: bool, now: datetime) -> str:
    """Do and answer what was typed, when it needs no form. ``prefix``: what the person types before the words."""
    with speaking(person):
        if typed.verb is None:
            return words.unknown_words(word=typed.word, prefix=prefix)
        if typed.verb in ABOUT_AN_ACTION and not typed.reference:
            return words.which_action_words(prefix=prefix, typed=typed.word)
        match typed.verb:
            case Verb.VOTES:
                return _votes(person, now=now)
            case Verb.ACTION:
                return _action(person, reference=typed.reference, now=now)
            case Verb.WITHDRAW:
                return _withdraw(person, typed, prefix=prefix, now=now)
            case Verb.DONE:
                return _done(person, typed, now=now)
            case Verb.VOICE:
                return _for_another(person, typed, now=now)
            case Verb.PROXY:
                return proxy_answer(
                    actor=person.actor,
                    association=person.association,
                    chat=person.chat,
                    typed=typed.words,
                    prefix=prefix,
                    now=now,
                )
            case Verb.BACK:
                return _back(person, now=now)
            case Verb.NOTE:
                return _note(person, typed, prefix=prefix, now=now)
            case _:
                return words.help_words(prefix=prefix, dialogs=dialogs, guide_url=home_address(person.association))


def today_of(person: Person, *, now: datetime) -> date:
    """Return the day it is where the association is."""
    return now.astimezone(person.association.zone).date()


def refusal_answer(*, refused: Refused, language: str, association: AssociationRow) -> str:
    """Say why nothing was recorded."""
    with translation.override(language), timezone.override(association.zone):
        return answers.refusal_words(refused.refusals)


def ask_for_link(*, association: AssociationRow, chat: Chat, user_id: str, user_name: str, now: datetime) -> int:
    """Write down that a chat account is to be sent its link in private; return the whisper's id."""
    return whisper(
        association_id=association.id,
        chat=chat,
        user_id=user_id,
        user_name=user_name,
        sort=Whispered.LINK,
        now=now,
    )


def home_address(association: AssociationRow) -> str:
    """Return the address of an association's first page."""
    return f"{settings.TOUTDOUX_URL}/a/{association.slug}/"


def action_address(association: AssociationRow, reference: object) -> str:
    """Return the address of an action's page."""
    return settings.TOUTDOUX_URL + reverse("action", args=[association.slug, str(reference)])


@contextmanager
def speaking(person: Person) -> Iterator[None]:
    """Speak to one person: in their language, in the time zone of the association."""
    with translation.override(person.language), timezone.override(person.association.zone):
        yield


def shown(association: AssociationRow, row: ActionRow, *, now: datetime) -> answers.Shown:
    """Return an action as answers show it."""
    return answers.Shown(
        row=row,
        bar=bar_characters(row, zone=association.zone, now=now),
        url=action_address(association, row.reference),
    )


def _one(person: Person, *, action_id: UUID, now: datetime) -> answers.Shown:
    news = action_news(association_id=person.association.id, ids={action_id}, now=now)[action_id]
    return shown(person.association, news.row, now=now)


def _votes(person: Person, *, now: datetime) -> str:
    found = home(actor=person.actor, since=None, now=now)
    return answers.votes_words(
        waiting=[shown(person.association, row, now=now) for row in found.waiting],
        home_url=home_address(person.association),
        zone=person.association.zone,
        now=now,
    )


def _action(person: Person, *, reference: str, now: datetime) -> str:
    page = action_page(actor=person.actor, reference=reference, now=now)
    row = page.row if isinstance(page, ActionPage) else page
    if isinstance(page, ActionPage):
        row = replace(row, opened_at=page.version.opened_at)
    return answers.action_words(shown=shown(person.association, row, now=now), zone=person.association.zone, now=now)


def _withdraw(person: Person, typed: Typed, *, prefix: str, now: datetime) -> str:
    if not typed.words:
        return words.why_words(prefix=prefix, typed=typed.word, reference=typed.reference)
    key = access_action(actor=person.actor, reference=typed.reference, now=now)
    return withdrawn_answer(person=person, action_id=key.id, reason=typed.words, now=now)


def _done(person: Person, typed: Typed, *, now: datetime) -> str:
    key = access_action(actor=person.actor, reference=typed.reference, now=now)
    settle_due(association_id=person.association.id, now=now)
    finish_action(actor=person.actor, action_id=key.id, note=typed.words, now=now)
    return words.done_words(reference=str(key.reference), title=_one(person, action_id=key.id, now=now).row.title)


def _voice(found: Sequence[VoiceRow]) -> VoiceRow | None:
    """Return whose ballot a press is: one's own first; for several organisations it must be said for which."""
    if not found or found[0].own:
        return found[0] if found else None
    if len(found) > 1:
        raise Refused([Refusal(code=ChatRefusal.WHICH_VOICE)])
    return found[0]


def _for_another(person: Person, typed: Typed, *, now: datetime) -> str:
    """Cast the ballot of an organisation that the person represents."""
    key = access_action(actor=person.actor, reference=typed.reference, now=now)
    found = {one.name: one for one in voices(actor=person.actor, action_id=key.id, now=now) if not one.own}
    if not found:
        raise Refused([Refusal(code=ChatRefusal.NO_SUCH_VOICE)])
    said = spoken(typed.words, names=tuple(found))
    if said.choice is None or said.name is None:
        raise Refused([Refusal(code=ChatRefusal.WHICH_VOICE)])
    return ballot_answer(
        person=person,
        action_id=key.id,
        version=_one(person, action_id=key.id, now=now).row.version,
        choice=said.choice,
        reason=said.reason,
        key=f"voice:{person.member.id}:{now.isoformat()}",
        by_buttons=False,
        voice=found[said.name],
        now=now,
    )


def _back(person: Person, *, now: datetime) -> str:
    """Open the action that gives whoever speaks their place in the council back."""
    settle_due(association_id=person.association.id, now=now)
    title, text = return_words(name=person.member.name)
    reference = propose_return(actor=person.actor, member_id=person.member.id, title=title, text=text, now=now)
    one = _one(person, action_id=access_action(actor=person.actor, reference=str(reference), now=now).id, now=now)
    return words.published_words(shown=one, zone=person.association.zone, now=now)


def _note(person: Person, typed: Typed, *, prefix: str, now: datetime) -> str:
    found = read_note(typed.words, today=today_of(person, now=now))
    if not found.whole and not found.unread:
        return noting.how_to_note_words(prefix=prefix, kind=found.kind)
    return recorded_answer(actor=person.actor, association=person.association, found=found, now=now)
