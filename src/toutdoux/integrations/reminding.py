"""A reminder about a mandate, an access or a convention at the instant it is to leave: as things stand then, or why it leaves no more."""

from dataclasses import replace

from toutdoux.integrations.channel import Message
from toutdoux.integrations.commands.entrusting import access_of, convention_of, mandate_of, no_longer
from toutdoux.integrations.logic.planning import Person
from toutdoux.integrations.logic.words import About, Skip
from toutdoux.procedures.queries.entrusted import election, review
from toutdoux.procedures.queries.renewals import renewal

#: What this module tells.
ENTRUSTED = frozenset({About.ELECTION, About.REVIEW, About.RENEWAL})


def reminded(*, message: Message, person: Person) -> Message | Skip:
    """Return ``message`` with what it is about, for one of ``ENTRUSTED``; or why nothing is left to say."""
    reason = no_longer(person)
    if reason is not None:
        return reason
    place, now = message.association.id, message.now
    if message.about is About.ELECTION:
        page = election(association_id=place, mandate_id=mandate_of(key=message.key), now=now)
        return replace(message, election=page) if page else Skip.NOTHING_LEFT
    if message.about is About.RENEWAL:
        entry_id, since = convention_of(key=message.key)
        convention = renewal(association_id=place, entry_id=entry_id, since=since, now=now)
        return replace(message, renewal=convention) if convention else Skip.NOTHING_LEFT
    access_id = access_of(key=message.key)
    row = review(association_id=place, access_id=access_id, member_id=person.member_id, now=now)
    return replace(message, review=row) if row else Skip.NOTHING_LEFT
