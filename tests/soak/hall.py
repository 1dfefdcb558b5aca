"""An assembly for a crowd, in an installation: convened, its council signed in, the check-in open; and what it left."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.soak.stage import founded, session
from tests.support.assemblies import ANSWERS
from toutdoux.assemblies import commands as convening
from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft, MeetingDraft
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.queries import items, meeting
from toutdoux.assemblies.sitting import commands
from toutdoux.assemblies.sitting.models import Attendance
from toutdoux.assemblies.sitting.queries import room_at
from toutdoux.assemblies.voting.queries import votes_of
from toutdoux.kernel.people import Actor


def gathered(*, council: int, proxies: int = 0) -> dict[str, Any]:
    """Convene an assembly that begins now. The first of the council chairs; the last ``proxies`` are represented.

    Returns what a crowd needs: the slug, the reference, the resolution, and a session for each person.
    """
    now = datetime.now(UTC)
    then = now - timedelta(days=30)
    slug, people, accounts = founded(council=council, at=then - timedelta(days=1), signed_in=True)
    chair = people[0]
    draft = MeetingDraft(title="Spring assembly", starts_at=then + timedelta(days=20), place="The hall")
    found = convening.prepare_assembly(actor=chair, draft=draft, answers=ANSWERS, now=then)
    for kind, title in ((ItemKind.INFORMATION, "News"), (ItemKind.RESOLUTION, "Buy a saw")):
        convening.add_item(actor=chair, assembly_id=found.id, draft=ItemDraft(kind=kind, title=title), now=then)
    convening.convene_assembly(actor=chair, assembly_id=found.id, now=then)
    for giver, holder in zip(people[len(people) - proxies :], people[1:], strict=False):
        convening.give_proxy(
            actor=giver, assembly_id=found.id, holder_id=holder.member_id, door="web", now=then + timedelta(days=1)
        )
    # Its day has come: what is between is not played.
    Assembly.objects.filter(id=found.id).update(starts_at=now)
    commands.take_chair(actor=chair, assembly_id=found.id, now=now)
    commands.set_check_in(actor=chair, assembly_id=found.id, how="open", now=now)
    return {
        "slug": slug,
        "association": str(chair.association_id),
        "assembly": str(found.id),
        "reference": found.reference,
        "resolution": str(items(assembly_id=found.id)[1].id),
        "members": [str(person.member_id) for person in people],
        "sessions": [session(account) for account in accounts],
    }


def come(*, assembly: str, members: list[str]) -> None:
    """Note at the desk, by the first of ``members``, that the others came."""
    found = meeting(assembly_id=UUID(assembly))
    chair = Actor(association_id=found.association_id, member_id=UUID(members[0]))
    for member_id in members[1:]:
        commands.tick_arrival(actor=chair, assembly_id=found.id, member_id=UUID(member_id), now=datetime.now(UTC))


def left(*, assembly: str) -> dict[str, Any]:
    """Say what is written down: who came how often, who counts, the counts of the votes."""
    came = [str(member_id) for member_id in Attendance.objects.values_list("member_id", flat=True)]
    presence = room_at(assembly_id=UUID(assembly), at=datetime.now(UTC)).presence()
    return {
        "came": came,
        "present": presence.present,
        "represented": presence.represented,
        "votes": [
            [vote.count.for_, vote.count.against, vote.count.blank, vote.count.no_part] if vote.count else None
            for vote in votes_of(assembly_id=UUID(assembly))
        ],
    }
