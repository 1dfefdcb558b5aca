"""The forms about a proxy: to give one, and to name someone else when one declines. Mattermost looks for the people itself."""

from uuid import UUID

from toutdoux.assemblies.queries import access_held_proxy, access_meeting_by_id, items, next_meeting, proxy_page
from toutdoux.bot.door import Call
from toutdoux.bot.forms import LINE, Form, made, one_use
from toutdoux.integrations.chat.answering import Person
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.wording.chat import proxies as words


def give(call: Call, *, person: Person, user_id: str, about: UUID) -> Form:
    """Ask who votes for someone at an assembly, at what and how; refuse whoever can give no proxy there."""
    meeting = access_meeting_by_id(actor=person.actor, assembly_id=about)
    refuse_if_any(proxy_page(actor=person.actor, meeting=meeting, at=call.now).refusals)
    agenda = items(assembly_id=meeting.id)
    asked = words.give_words(meeting=meeting, titles=[row.title for row in agenda])
    # What is typed are numbers of these items, wherever they stand when it is sent.
    shown = " ".join(str(row.id) for row in agenda)
    return made(
        asked,
        one_use(call, user_id, "proxy", assembly=str(meeting.id), items=shown),
        _who(),
        _line("items", words.items_help()),
        _line("how", words.how_help()),
    )


def next_one(call: Call, *, person: Person, user_id: str) -> Form | None:
    """Ask the same for the next assembly; None where there is none, or nothing that this person could give."""
    meeting = next_meeting(association_id=call.association.id, at=call.now)
    if meeting is None or proxy_page(actor=person.actor, meeting=meeting, at=call.now).refusals:
        return None
    return give(call, person=person, user_id=user_id, about=meeting.id)


def name(call: Call, *, person: Person, user_id: str, about: UUID) -> Form:
    """Ask who could hold a proxy in the place of someone who declines it."""
    held = access_held_proxy(actor=person.actor, proxy_id=about, at=call.now)
    asked = words.name_words(meeting=held.meeting, name=held.giver)
    return made(asked, one_use(call, user_id, "name", proxy=str(about)), _who())


def _who() -> Form:
    return {
        "display_name": words.labels()["holder"],
        "name": "holder",
        "type": "select",
        "data_source": "users",
        "optional": False,
    }


def _line(name: str, help_text: str) -> Form:
    return {
        "display_name": words.labels()[name],
        "name": name,
        "type": "text",
        "optional": True,
        "max_length": LINE,
        "help_text": help_text,
    }
