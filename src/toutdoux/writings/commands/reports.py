"""Writing a report together: its texts by versions, the order of its sections, who is asked to write, what is said."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members import queries as members
from toutdoux.members.commands import require_vote
from toutdoux.writings.logic.arranging import (
    LONGEST_COMMENT,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_OWN,
    OWN,
    Move,
    Place,
    Shown,
    Which,
    moved,
    own_code,
    places,
)
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import Report, Section, SectionComment, SectionText
from toutdoux.writings.queries import arranged_before


def write_section(
    *,
    actor: Actor,
    period_id: int,
    which: Which,
    code: str,
    text: str,
    version: int,
    figures: Mapping[str, Shown],
    now: datetime,
) -> int:
    """Keep a new version of the text of a section; return its number.

    ``version``: the one its author began from. Somebody else having written since, it is refused (``SECTION_CHANGED``,
    with the version that stands): nobody overwrites another. The same text as stands changes nothing.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        return record_text(
            log=log,
            actor_id=actor.member_id,
            period_id=period_id,
            which=which,
            code=code,
            text=text,
            version=version,
            figures=figures,
        )


def record_text(
    *,
    log: Log,
    actor_id: UUID | None,
    period_id: int,
    which: Which,
    code: str,
    text: str,
    version: int,
    figures: Mapping[str, Shown],
) -> int:
    """Keep a version of a text on a page of the ledger that is open; ``write_section`` says what is refused."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise Refused([Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": LONGEST_TEXT})])
    section = _section(log=log, period_id=period_id, which=which, code=code)
    last = SectionText.objects.filter(section=section).order_by("-version").first()
    stands = last.version if last else 0
    if (last.text if last else "") == text:
        return stands
    if stands != version:
        raise Refused([Refusal(code=WritingRefusal.SECTION_CHANGED, data={"version": stands})])
    row = SectionText.objects.create(
        section=section,
        version=stands + 1,
        text=text,
        figures=json.dumps({key: asdict(shown) for key, shown in figures.items()}, ensure_ascii=False),
        author_id=actor_id,
        written_at=log.at,
    )
    _tell(log, actor_id, WritingEvent.SECTION_WRITTEN, section, version=row.version)
    return row.version


def comment_section(*, actor: Actor, period_id: int, which: Which, code: str, text: str, now: datetime) -> None:
    """Say something beside a section. The same words again by the same person, last, are the same gesture."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused([Refusal(code=WritingRefusal.WORDS_MISSING)])
    if len(text) > LONGEST_COMMENT:
        raise Refused([Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": LONGEST_COMMENT})])
    with writing(association_id=actor.association_id, now=now) as log:
        section = _section(log=log, period_id=period_id, which=which, code=code)
        last = SectionComment.objects.filter(section=section).order_by("-said_at", "-id").first()
        if last is not None and (last.author_id, last.text) == (actor.member_id, text):
            return
        SectionComment.objects.create(section=section, author_id=actor.member_id, text=text, said_at=log.at)
        _tell(log, actor.member_id, WritingEvent.COMMENTED, section)


def ask_writer(*, actor: Actor, period_id: int, which: Which, code: str, member_id: UUID | None, now: datetime) -> None:
    """Say who is to write a section; ``None`` asks nobody any longer. Whoever votes may, and may ask themselves."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        there = members.members(association_id=log.association_id, at=log.at)
        if member_id is not None and not any(
            row.id == member_id and (row.left_at is None or row.left_at > log.at) for row in there
        ):
            raise Refused([Refusal(code=WritingRefusal.WRITER_GONE)])
        section = _section(log=log, period_id=period_id, which=which, code=code)
        if section.writer_id == member_id:
            return
        section.writer_id = member_id
        section.save(update_fields=["writer"])
        who = {"member": str(member_id)} if member_id else {}
        _tell(log, actor.member_id, WritingEvent.WRITER_CHANGED, section, **who)


def move_section(*, actor: Actor, period_id: int, which: Which, code: str, move: Move, now: datetime) -> None:
    """Move a section up or down, hide it or show it again. Its text stays, whatever becomes of its place."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        section = _section(log=log, period_id=period_id, which=which, code=code)
        rows = {row.code: row for row in Section.objects.filter(report=section.report)}
        before = [_place(row) for row in sorted(rows.values(), key=lambda row: row.position)]
        after = moved(before, code=code, move=move)
        if tuple(before) == after:
            return
        for position, place in enumerate(after):
            row = rows[place.code]
            row.position, row.hidden = position, place.hidden
        Section.objects.bulk_update(rows.values(), ["position", "hidden"])
        _tell(log, actor.member_id, WritingEvent.ARRANGED, section, what=str(move))


def rename_section(*, actor: Actor, period_id: int, which: Which, code: str, title: str, now: datetime) -> None:
    """Call a section otherwise in this report; an empty title gives it back the one it began with, if it has one."""
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        raise Refused([Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": LONGEST_TITLE})])
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        section = _section(log=log, period_id=period_id, which=which, code=code)
        if not title and code.startswith(OWN):
            raise Refused([Refusal(code=WritingRefusal.TITLE_MISSING)])
        if section.title == title:
            return
        section.title = title
        section.save(update_fields=["title"])
        _tell(log, actor.member_id, WritingEvent.ARRANGED, section, what="rename")


def add_section(*, actor: Actor, period_id: int, which: Which, title: str, now: datetime) -> str:
    """Add a section of the association's own at the end, for a text; return its code."""
    title = " ".join(title.split())
    refusals = []
    if not title:
        refusals.append(Refusal(code=WritingRefusal.TITLE_MISSING))
    if len(title) > LONGEST_TITLE:
        refusals.append(Refusal(code=WritingRefusal.TEXT_TOO_LONG, data={"most": LONGEST_TITLE}))
    refuse_if_any(refusals)
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        return record_own_section(log=log, actor_id=actor.member_id, period_id=period_id, which=which, title=title)


def record_own_section(*, log: Log, actor_id: UUID | None, period_id: int, which: Which, title: str) -> str:
    """Add a section of the association's own on a page of the ledger that is open; one so called is there already."""
    report = _report(log=log, period_id=period_id, which=which)
    rows = list(Section.objects.filter(report=report).order_by("position"))
    named = next((row.code for row in rows if row.title == title), None)
    if named:
        return named
    if sum(row.code.startswith(OWN) for row in rows) >= MOST_OWN:
        raise Refused([Refusal(code=WritingRefusal.TOO_MANY_SECTIONS, data={"most": MOST_OWN})])
    code = own_code([_place(row) for row in rows])
    section = Section.objects.create(report=report, code=code, title=title, position=len(rows))
    _tell(log, actor_id, WritingEvent.ARRANGED, section, what="add")
    return code


def _report(*, log: Log, period_id: int, which: Which) -> Report:
    """Return the row of a report, with all its sections: the first to touch it writes down how it begins."""
    report, _ = Report.objects.get_or_create(association_id=log.association_id, period_id=period_id, which=which)
    rows = list(Section.objects.filter(report=report).order_by("position"))
    kept = [_place(row) for row in rows] or arranged_before(period_id=period_id, which=which)
    wanted = places(which=which, kept=kept)
    Section.objects.bulk_create(
        [
            Section(report=report, code=place.code, title=place.title, hidden=place.hidden, position=position)
            for position, place in enumerate(wanted)
            if position >= len(rows)
        ]
    )
    return report


def _section(*, log: Log, period_id: int, which: Which, code: str) -> Section:
    report = _report(log=log, period_id=period_id, which=which)
    section = Section.objects.filter(report=report, code=code).select_related("report").first()
    if section is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_SECTION)])
    return section


def _place(row: Section) -> Place:
    return Place(code=row.code, title=row.title, hidden=row.hidden)


def _tell(log: Log, actor_id: UUID | None, kind: WritingEvent, section: Section, **more: str | int) -> None:
    report = section.report
    data = {"period": report.period_id, "report": report.which, "section": section.code, **more}
    log.append(kind=kind, actor_id=actor_id, data=data)
