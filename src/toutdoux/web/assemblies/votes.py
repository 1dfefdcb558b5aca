"""What the votes of an assembly add to its three pages, and how one vote is shown anywhere."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.assemblies.queries import ItemRow, MeetingRow
from toutdoux.assemblies.sitting.queries import DeskPage, HerePage, RoomPage
from toutdoux.assemblies.voting.logic.acts import VOTED
from toutdoux.assemblies.voting.queries import (
    Asked,
    OwnVoice,
    VoteRow,
    latest,
    own_voices,
    purchase,
    turnout,
    votes_page,
)
from toutdoux.decisions.logic.difference import Part
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.members.queries import names
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import Base
from toutdoux.rules.seats import Way
from toutdoux.web.assemblies.amending import change_parts, changed
from toutdoux.web.assemblies.changes import changes_shown
from toutdoux.web.door import Visit
from toutdoux.wording.assemblies import count_lines, quorum_sentence
from toutdoux.wording.entries.figures import amount_words
from toutdoux.wording.voting import (
    purchase_sentence,
    receipt_sentence,
    result_sentences,
    secrecy_sentence,
    subject_words,
    turnout_sentence,
    voices_sentence,
    warning,
    way_help,
    way_words,
)
from toutdoux.wording.words import choice_word


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A vote in words. ``sentences``: what it decided, once it is closed; ``turnout``: how many have voted, until then.

    ``parts``: what an amendment changes in the text, word by word.
    """

    vote: VoteRow
    subject: str
    way: str
    voices: str
    quorum: str
    sentences: tuple[str, ...]
    turnout: str
    secrecy: str
    warning: str
    bar: CouncilBar | None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownVoice:
    """A voice to vote with. ``name`` is empty for one's own."""

    voice: OwnVoice
    name: str
    receipt: str
    open: bool

    @property
    def field(self) -> str:
        """Return the name under which its choice is posted."""
        return "own" if self.voice.own else f"voice-{self.voice.member_id}"


def shown(vote: VoteRow, *, title: str, parts: tuple[Part, ...] = ()) -> Shown:
    """Put one vote into words."""
    by_ballots = vote.open and vote.way is not Way.HANDS
    return Shown(
        vote=vote,
        subject=subject_words(vote, title=title),
        way=way_words(vote.way),
        voices=voices_sentence(vote),
        quorum=quorum_sentence(vote.quorum),
        sentences=result_sentences(vote),
        turnout=turnout_sentence(turnout(vote=vote)) if by_ballots else "",
        secrecy=secrecy_sentence(vote),
        warning=warning(vote) if vote.open else "",
        bar=_bar(vote),
        parts=parts,
    )


def item_text(item: ItemRow | None, asked: Asked | None) -> dict[str, Any]:
    """Return the text of the item at hand as it stands, and whether amendments have changed it."""
    text = asked.body(item.text) if item and asked else item.text if item else ""
    return {"text": text, "amended": item is not None and text != item.text}


def desk_context(*, visit: Visit, page: DeskPage) -> dict[str, Any]:
    """Return what ``assemblies/desk/votes.html`` needs."""
    item = page.current
    found = votes_page(assembly_id=page.meeting.id, item_id=item.id if item else None)
    return {
        "votes": {
            "open": _titled(found.running, page.agenda),
            "item": item_text(item, found.asked),
            "asked": item_context(visit, item=item, asked=found.asked) if item and item.kind in VOTED else None,
            "ways": ways(),
            "next_amendment": found.asked.next if found.asked else None,
        }
    }


def here_context(*, visit: Visit, page: HerePage) -> dict[str, Any]:
    """Return what ``assemblies/here/votes.html`` needs."""
    found = votes_page(assembly_id=page.meeting.id, item_id=page.current.id if page.current else None)
    last = found.asked.text if found.asked and found.running is None else None
    return {
        "votes": {
            "open": _titled(found.running, page.agenda),
            "item": item_text(page.current, found.asked),
            "last": _titled(last, page.agenda),
            "ballot": ballot_context(visit, vote=found.running),
            "asked": item_context(visit, item=page.current, asked=found.asked)
            if page.current and page.current.kind in VOTED
            else None,
        }
    }


def projector_context(*, visit: Visit, page: RoomPage) -> dict[str, Any]:
    """Return what ``assemblies/projector/votes.html`` needs: the open vote, else the result of the item at hand."""
    vote = latest(assembly_id=page.meeting.id)
    if vote is not None and not vote.open and (page.current is None or vote.item_id != page.current.id):
        vote = None
    return {"votes": {"shown": _titled(vote, page.agenda)}}


def ballot_context(visit: Visit, *, vote: VoteRow | None) -> dict[str, Any] | None:
    """Return what the form of one's own ballots needs; None when there is nothing to cast."""
    if vote is None or not vote.open or vote.way is Way.HANDS:
        return None
    voices = own_voices(vote=vote, member_id=visit.member.id, now=visit.now)
    called = names(association_id=visit.association.id, ids={voice.member_id for voice in voices if not voice.own})
    rows = tuple(_voice(vote, voice, called) for voice in voices)
    return {
        "vote": vote,
        "key": secrets.token_hex(16),
        "voices": rows,
        "to_cast": sum(row.open for row in rows),
        "confidential": vote.way is Way.CONFIDENTIAL,
        "choices": [(choice.value, choice_word(choice)) for choice in Choice],
    }


def item_context(visit: Visit, *, item: ItemRow, asked: Asked | None) -> dict[str, Any] | None:
    """Return an item with its amendments and its votes, in words."""
    if asked is None:
        return None
    called = names(association_id=visit.association.id, ids={row.proposed_by for row in asked.amendments})
    waiting = [row.id for row in asked.waiting if row.vote is None]
    return {
        "item": item,
        "amendments": [
            {
                "row": row,
                "by": called.get(row.proposed_by, ""),
                "parts": change_parts(row, found=asked, text=item.text),
                "shown": shown(row.vote, title=item.title) if row.vote else None,
                "next": asked.next is not None and row.id == asked.next.id,
                "stale": row.waits and not row.applies,
                "mine": row.proposed_by == visit.member.id,
                "earlier": row.id in waiting[1:],
                "later": row.id in waiting[:-1],
            }
            for row in asked.amendments
        ],
        "waiting": len(asked.waiting),
        "purchase": _bought(item.id),
        "changes": changes_shown(visit, item=item, vote=asked.text),
        "text": shown(asked.text, title=item.title) if asked.text else None,
        "cancelled": [shown(vote, title=item.title) for vote in asked.votes if vote.cancelled_at],
    }


def ways() -> list[tuple[str, str, str]]:
    """Return the ways to vote: value, words, what each means."""
    return [(way.value, way_words(way), way_help(way)) for way in Way]


def title_of(meeting: MeetingRow, item_id: UUID, agenda: tuple[ItemRow, ...]) -> str:
    """Return the title of an item of the agenda; that of the assembly for one that is not in it any more."""
    return next((row.title for row in agenda if row.id == item_id), meeting.title)


def _bought(item_id: UUID) -> dict[str, Any] | None:
    found = purchase(item_id=item_id)
    if found is None:
        return None
    return {
        "lines": [(line.label, amount_words(line.cents)) for line in found.lines],
        "sentence": purchase_sentence(found),
    }


def _titled(vote: VoteRow | None, agenda: tuple[ItemRow, ...]) -> Shown | None:
    if vote is None:
        return None
    title = next((row.title for row in agenda if row.id == vote.item_id), "")
    return shown(vote, title=title, parts=changed(vote))


def _voice(vote: VoteRow, voice: OwnVoice, called: Mapping[UUID, str]) -> ShownVoice:
    confidential = vote.way is Way.CONFIDENTIAL
    return ShownVoice(
        voice=voice,
        name="" if voice.own else called.get(voice.member_id, ""),
        receipt=receipt_sentence(entry=voice.receipt, confidential=confidential) if voice.receipt else "",
        open=voice.seated and not (confidential and voice.cast),
    )


def _bar(vote: VoteRow) -> CouncilBar | None:
    """Draw a count on the seats of its vote. There is a mark only where the base is known before anyone votes."""
    found = vote.resolved
    if found is None:
        return None
    half = vote.presence.votes // 2 + 1 if vote.base is Base.PRESENT else None
    return CouncilBar(
        seats=vote.presence.votes,
        for_=found.votes.for_,
        against=found.votes.against,
        blank=found.votes.blank,
        for_mark=half,
        figures=" · ".join(count_lines(found)),
    )
