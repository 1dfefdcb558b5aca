"""Doors and frozen rows of mandates: their kinds, who holds them at an instant, what is handed over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.mandates.logic.holding import BuiltIn, Cause, MandateFacts, checklist_of, holds, nears_its_end, over_at
from toutdoux.mandates.models import ChecklistLine, HandOver, HandOverLine, Kind, Mandate
from toutdoux.members.logic.rights import MemberFacts, left_after
from toutdoux.members.queries import facts_of_all


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line of a checklist: ``code`` is ours to word, ``text`` is theirs; never both."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """A kind of mandate. ``name`` is empty for one that every association has; ``duties`` until they are written."""

    code: str
    name: str
    duties: str
    checklist: tuple[LineRow, ...]

    @property
    def own(self) -> bool:
        """Say whether it is the association's own."""
        return self.code not in set(BuiltIn)


@dataclass(frozen=True, kw_only=True)
class MandateRow:
    """A mandate as pages need it. ``over_at`` is excluded; ``handing_over``: its file has been opened."""

    id: UUID
    code: str
    member_id: UUID
    member_name: str
    facts: MandateFacts
    cause: Cause
    action_id: UUID | None
    ended_by_id: UUID | None
    handing_over: bool

    @property
    def over_at(self) -> datetime:
        """Return when it is over."""
        return over_at(self.facts)


@dataclass(frozen=True, kw_only=True)
class KindPage:
    """A kind with who holds it, who will, and who did, the latest first. Without holder, it is vacant."""

    kind: KindRow
    now: tuple[MandateRow, ...]
    next: tuple[MandateRow, ...]
    past: tuple[MandateRow, ...]
    nearing: tuple[MandateRow, ...]

    @property
    def vacant(self) -> bool:
        """Say whether nobody answers for it."""
        return not self.now


@dataclass(frozen=True, kw_only=True)
class HandOverLineRow:
    """One line of a hand-over file, with its note for the next person, and who ticked it when."""

    id: int
    line: LineRow
    note: str
    ticked_at: datetime | None
    ticked_by: str


@dataclass(frozen=True, kw_only=True)
class HandOverPage:
    """A mandate with its hand-over file. ``lines`` None: the file is not open yet. ``may``: the reader may write in it."""

    mandate: MandateRow
    kind: KindRow
    lines: tuple[HandOverLineRow, ...] | None
    opened_at: datetime | None
    next: tuple[MandateRow, ...]


def kinds(*, association_id: UUID) -> tuple[KindRow, ...]:
    """Return the kinds of mandates: those every association has, then its own by name."""
    rows = {row.code: row for row in Kind.objects.filter(association_id=association_id)}
    lines: dict[int, list[LineRow]] = defaultdict(list)
    for line in ChecklistLine.objects.filter(kind__association_id=association_id).order_by("position"):
        lines[line.kind_id].append(LineRow(text=line.text))
    own = sorted((row for row in rows.values() if row.code not in set(BuiltIn)), key=lambda row: row.name.casefold())
    found = []
    for code in (*BuiltIn, *(row.code for row in own)):
        row = rows.get(code)
        written = tuple(lines[row.id]) if row and row.own_checklist else None
        found.append(
            KindRow(
                code=str(code),
                name=row.name if row else "",
                duties=row.duties if row else "",
                checklist=tuple(LineRow(code=line) for line in checklist_of(code)) if written is None else written,
            )
        )
    return tuple(found)


def access_kind(*, association_id: UUID, code: str) -> KindRow:
    """Return a kind of mandate, or refuse."""
    found = next((kind for kind in kinds(association_id=association_id) if kind.code == code), None)
    if found is None:
        raise Refused([Refusal(code=MandateRefusal.UNKNOWN_KIND, data={"mandate": code})])
    return found


def holders(*, association_id: UUID, kind: str, at: datetime) -> tuple[UUID, ...]:
    """Return the ids of the members who hold a mandate of ``kind`` at ``at``; empty when it is vacant."""
    rows = mandates(association_id=association_id, code=kind)
    return tuple(dict.fromkeys(row.member_id for row in rows if holds(row.facts, at=at)))


def holds_now(*, actor: Actor, kind: str, at: datetime) -> bool:
    """Say whether the actor holds a mandate of ``kind`` at ``at``."""
    rows = mandates(association_id=actor.association_id, code=kind, member_id=actor.member_id)
    return any(holds(row.facts, at=at) for row in rows)


def mandates(*, association_id: UUID, code: str = "", member_id: UUID | None = None) -> tuple[MandateRow, ...]:
    """Return mandates of an association, past, present and to come, the latest first."""
    rows = Mandate.objects.filter(association_id=association_id)
    if code:
        rows = rows.filter(code=code)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    found = list(rows.select_related("member").order_by("-starts_at", "id"))
    if not found:
        return ()
    open_files = set(HandOver.objects.filter(mandate__in=found).values_list("mandate_id", flat=True))
    gone = facts_of_all([row.member for row in found])
    return tuple(_mandate(row, gone=gone[row.member_id], handing_over=row.id in open_files) for row in found)


def mandates_page(*, association_id: UUID, at: datetime) -> tuple[KindPage, ...]:
    """Return every kind with its holders at ``at``."""
    by_code: dict[str, list[MandateRow]] = defaultdict(list)
    for row in mandates(association_id=association_id):
        by_code[row.code].append(row)
    return tuple(
        KindPage(
            kind=kind,
            now=tuple(row for row in by_code[kind.code] if holds(row.facts, at=at)),
            next=tuple(row for row in by_code[kind.code] if row.facts.starts_at > at and row.over_at > at),
            past=tuple(row for row in by_code[kind.code] if row.over_at <= at),
            nearing=nearing(by_code[kind.code], at=at),
        )
        for kind in kinds(association_id=association_id)
    )


def nearing(rows: list[MandateRow] | tuple[MandateRow, ...], *, at: datetime) -> tuple[MandateRow, ...]:
    """Return the mandates of one kind whose end is near with nobody to follow yet: an election should be prepared."""
    last = max((row.over_at for row in rows), default=at)
    return tuple(row for row in rows if nears_its_end(row.facts, at=at) and row.over_at == last)


def to_elect(*, association_id: UUID, at: datetime) -> tuple[KindPage, ...]:
    """Return the kinds to think of at ``at``: those whose end is near, and those that were held and are vacant now."""
    if not Mandate.objects.filter(association_id=association_id).exists():
        return ()
    pages = mandates_page(association_id=association_id, at=at)
    return tuple(page for page in pages if page.nearing or (page.vacant and page.past and not page.next))


def access_mandate(*, actor: Actor, mandate_id: UUID) -> MandateRow:
    """Return a mandate of the actor's association, or refuse."""
    row = Mandate.objects.filter(id=mandate_id, association_id=actor.association_id).select_related("member").first()
    if row is None:
        raise Refused([Refusal(code=MandateRefusal.UNKNOWN_MANDATE)])
    gone = facts_of_all([row.member])[row.member_id]
    return _mandate(row, gone=gone, handing_over=HandOver.objects.filter(mandate=row).exists())


def hand_over_page(*, actor: Actor, mandate_id: UUID, at: datetime) -> HandOverPage:
    """Return a mandate with its hand-over file, and who holds it at ``at`` or will."""
    row = access_mandate(actor=actor, mandate_id=mandate_id)
    file = HandOver.objects.filter(mandate_id=mandate_id).first()
    lines = HandOverLine.objects.filter(hand_over=file).select_related("ticked_by") if file else None
    others = mandates(association_id=actor.association_id, code=row.code)
    return HandOverPage(
        mandate=row,
        kind=access_kind(association_id=actor.association_id, code=row.code),
        lines=tuple(_line(line) for line in lines.order_by("position")) if lines is not None else None,
        opened_at=file.opened_at if file else None,
        next=tuple(o for o in others if o.id != row.id and o.over_at > at and o.member_id != row.member_id),
    )


def mandate_facts(*, association_id: UUID) -> dict[UUID, tuple[object, ...]]:
    """Return what is stored of every mandate, for the verifier: its kind, member, instants, cause and actions."""
    return {
        row.id: (row.code, row.member_id, row.starts_at, row.ends_at, row.cause, row.action_id, row.ended_at)
        for row in Mandate.objects.filter(association_id=association_id)
    }


def _line(row: HandOverLine) -> HandOverLineRow:
    return HandOverLineRow(
        id=row.id,
        line=LineRow(code=row.code, text=row.text),
        note=row.note,
        ticked_at=row.ticked_at,
        ticked_by=row.ticked_by.name if row.ticked_by else "",
    )


def _mandate(row: Mandate, *, gone: MemberFacts, handing_over: bool) -> MandateRow:
    return MandateRow(
        id=row.id,
        code=row.code,
        member_id=row.member_id,
        member_name=row.member.name,
        facts=MandateFacts(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
            left_at=left_after(gone, at=row.starts_at),
        ),
        cause=Cause(row.cause),
        action_id=row.action_id,
        ended_by_id=row.ended_by_id,
        handing_over=handing_over,
    )
