"""Entering a version of a founding text."""

from datetime import date, datetime
from uuid import uuid4

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.writings.logic.charters import LONGEST_CHARTER, LONGEST_NOTE, Charter, articles
from toutdoux.writings.logic.digests import charter_digest
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import CharterVersion


def write_charter(
    *, actor: Actor, code: Charter, text: str, note: str, in_force_on: date, version: int, now: datetime
) -> int:
    """Enter a version of a founding text as it was voted; return its number. ``version``: the one it was begun from.

    It is written down, never decided here: ``note`` says what decided it. Refuses a text without an article, and a version
    begun from another than the one that stands.
    """
    text, note = text.replace("\r\n", "\n").strip(), " ".join(note.split())
    if not any(article.title for article in articles(text)):
        raise Refused([Refusal(code=WritingRefusal.ARTICLE_MISSING)])
    for words, most in ((text, LONGEST_CHARTER), (note, LONGEST_NOTE)):
        if len(words) > most:
            raise Refused([Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": most})])
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        last = CharterVersion.objects.filter(association_id=log.association_id, code=code).order_by("-number").first()
        stands = last.number if last else 0
        if last is not None and last.text == text:
            raise Refused([Refusal(code=WritingRefusal.CHARTER_SAME)])
        if stands != version:
            raise Refused([Refusal(code=WritingRefusal.CHARTER_CHANGED, data={"version": stands})])
        row = CharterVersion.objects.create(
            id=uuid4(),
            association_id=log.association_id,
            code=code,
            number=stands + 1,
            text=text,
            note=note,
            in_force_on=in_force_on,
            digest=charter_digest(text),
            author_id=actor.member_id,
            written_at=log.at,
        )
        log.append(
            kind=WritingEvent.CHARTER_WRITTEN,
            actor_id=actor.member_id,
            data={"text": str(row.id), "charter": str(code), "version": row.number, "digest": row.digest},
        )
        return row.number
