"""Choosing what stands at the head of documents."""

import re
from datetime import datetime

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.writings.logic.arranging import LONGEST_TITLE
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import Letterhead
from toutdoux.writings.pictures import drawn_anew

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def change_letterhead(
    *, actor: Actor, logo: bytes | None, logo_words: str, remove: bool = False, colour: str, now: datetime
) -> None:
    """Choose the picture and the colour of documents. Without ``logo``, the one that is there stays, unless ``remove``.

    The picture is drawn anew; what is no picture is refused, and so is a colour that is not six digits (``#2C6A4B``; empty:
    ours). ``logo_words`` say what the picture shows, to those who do not see it.
    """
    words = " ".join(logo_words.split())
    refusals = []
    if colour and not _COLOUR.fullmatch(colour):
        refusals.append(Refusal(code=WritingRefusal.COLOUR_REFUSED))
    if len(words) > LONGEST_TITLE:
        refusals.append(Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": LONGEST_TITLE}))
    refuse_if_any(refusals)
    drawn = drawn_anew(logo) if logo else None
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        row, _ = Letterhead.objects.get_or_create(association_id=log.association_id)
        if drawn is not None or remove:
            row.logo = drawn
        row.logo_words, row.colour = words, colour.upper()
        row.save()
        log.append(kind=WritingEvent.LETTERHEAD_CHANGED, actor_id=actor.member_id, data={"logo": int(bool(row.logo))})
