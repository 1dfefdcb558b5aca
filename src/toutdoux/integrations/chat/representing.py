"""A proxy given, shown or taken back from a chat, by the commands of every door: the same in every chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from toutdoux.assemblies.commands import decline_proxy, give_proxy, withdraw_proxy
from toutdoux.assemblies.logic.convening import ProxyFacts
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.queries import (
    ItemRow,
    MeetingRow,
    access_meeting_by_id,
    items,
    next_meeting,
    proxy_page,
    roll,
)
from toutdoux.associations.queries import AssociationRow
from toutdoux.integrations.chat.logic.proxying import ProxyTyped, called, read_proxy
from toutdoux.integrations.chat.queries import identities, member_named
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.members.queries import names
from toutdoux.wording.chat import proxies as words
from toutdoux.wording.refusals.chat import ChatRefusal


def proxy_answer(
    *, actor: Actor, association: AssociationRow, chat: str, typed: str, prefix: str, now: datetime
) -> str:
    """Do and answer what was typed about a proxy for the next assembly, in the language that is active."""
    meeting = next_meeting(association_id=association.id, at=now)
    if meeting is None:
        return words.no_assembly_words()
    asked, page = read_proxy(typed), proxy_page(actor=actor, meeting=meeting, at=now)
    url = _url(association, meeting)
    agenda = {item.position or 0: item for item in items(assembly_id=meeting.id)}
    if not asked.name and not asked.back:
        given, held = _scoped(page.given, agenda), _scoped(page.held, agenda)
        return words.state_words(meeting=meeting, given=given, held=held, prefix=prefix, url=url)
    if asked.back and not asked.name:
        withdraw_proxy(actor=actor, assembly_id=meeting.id, now=now)
        return words.taken_back_words(reference=meeting.reference)
    people = _people(meeting, association=association, now=now)
    if asked.back:
        people = {proxy.holder_id: name for proxy, name in page.given}
    linked = member_named(association_id=association.id, chat=chat, user_name=asked.name)
    found = (linked,) if linked in people else called(asked.name, people=people)
    if len(found) != 1:
        return words.who_words(name=asked.name, found=[people[one] for one in found], url=url)
    if asked.back:
        proxy_id = next(proxy.id for proxy, _ in page.given if proxy.holder_id == found[0])
        withdraw_proxy(actor=actor, assembly_id=meeting.id, proxy_id=proxy_id, now=now)
        return words.taken_back_words(reference=meeting.reference)
    unknown = sorted((asked.positions or set()) - set(agenda) | set(asked.instructions) - set(agenda))
    if unknown or asked.unread:
        return words.unread_words(unknown=[*map(str, unknown), *asked.unread], url=url)
    return _given(
        actor=actor, meeting=meeting, asked=asked, agenda=agenda, holder_id=found[0], prefix=prefix, url=url, now=now
    )


def given_answer(
    *,
    actor: Actor,
    association: AssociationRow,
    holder_id: UUID,
    assembly_id: UUID,
    shown: Sequence[UUID],
    typed: str,
    said: str,
    prefix: str,
    now: datetime,
) -> str:
    """Give a proxy as a form asks: at the items ``typed`` (none: all of them), to vote as ``said``; say what it did.

    ``shown``: the items that the form numbered, in their order. The agenda may have changed since: a number is what was read.
    """
    meeting = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
    asked = read_proxy(f"{typed.replace(',', ' ')} {said.replace(',', ' ')}")
    there = {item.id: item for item in items(assembly_id=meeting.id)}
    agenda = {number: there[one] for number, one in enumerate(shown, start=1) if one in there}
    refusals = []
    if asked.name or (asked.positions or set()) - set(agenda):
        refusals.append(Refusal(code=AssemblyRefusal.UNKNOWN_ITEM))
    if asked.unread or set(asked.instructions) - set(agenda):
        refusals.append(Refusal(code=AssemblyRefusal.INSTRUCTION_MISPLACED))
    refuse_if_any(refusals)
    return _given(
        actor=actor,
        meeting=meeting,
        asked=asked,
        agenda=agenda,
        holder_id=holder_id,
        prefix=prefix,
        now=now,
        url=_url(association, meeting),
    )


def declined_answer(*, actor: Actor, proxy_id: UUID, suggested_id: UUID | None = None, now: datetime) -> str:
    """Decline a proxy, perhaps with a name for its giver, and say so."""
    decline_proxy(actor=actor, proxy_id=proxy_id, suggested_id=suggested_id, now=now)
    return words.declined_words()


def holder_named(*, association_id: UUID, chat: str, server: str, user_id: str) -> UUID:
    """Return the member whose account was chosen in a form, or refuse."""
    found = identities(association_id=association_id, chat=chat, server=server).get(user_id)
    if found is None:
        raise Refused([Refusal(code=ChatRefusal.ACCOUNT_UNKNOWN)])
    return found


def _given(
    *,
    actor: Actor,
    meeting: MeetingRow,
    asked: ProxyTyped,
    agenda: Mapping[int, ItemRow],
    holder_id: UUID,
    prefix: str,
    url: str,
    now: datetime,
) -> str:
    give_proxy(
        actor=actor,
        assembly_id=meeting.id,
        holder_id=holder_id,
        items=None if asked.positions is None else frozenset(agenda[one].id for one in asked.positions),
        instructions={agenda[one].id: str(how) for one, how in asked.instructions.items()},
        door="chat",
        now=now,
    )
    return words.given_words(
        reference=meeting.reference,
        name=names(association_id=actor.association_id, ids={holder_id})[holder_id],
        titles=None if asked.positions is None else [agenda[one].title for one in sorted(asked.positions)],
        instructions=[(agenda[one].title, str(how)) for one, how in sorted(asked.instructions.items())],
        prefix=prefix,
        url=url,
    )


def _url(association: AssociationRow, meeting: MeetingRow) -> str:
    return f"{settings.TOUTDOUX_URL}/a/{association.slug}/assemblies/{meeting.reference}/proxy/"


def _scoped(
    proxies: Sequence[tuple[ProxyFacts, str]], agenda: Mapping[int, ItemRow]
) -> list[tuple[str, tuple[int, ...]]]:
    """Return names with the numbers of their items, none for all of them. At an item that is out of the agenda nobody votes."""
    found = []
    for proxy, name in proxies:
        scope = proxy.items
        numbers = () if scope is None else tuple(number for number, item in agenda.items() if item.id in scope)
        if scope is None or numbers:
            found.append((name, numbers))
    return found


def _people(meeting: MeetingRow, *, association: AssociationRow, now: datetime) -> dict[UUID, str]:
    return names(association_id=association.id, ids=set(roll(assembly_id=meeting.id, at=now)))
