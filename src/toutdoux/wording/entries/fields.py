"""The labels of the fields of entries, what helps to fill them, and the words of their choices."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Labels by field; a kind may say it otherwise, as ``kind.field``.
_LABELS: Mapping[str, Any] = MappingProxyType(
    {
        "title": _("In a few words"),
        "day": _("Day"),
        "last_day": _("Last day, if it lasted"),
        "starts_at": _("From"),
        "ends_at": _("Until"),
        "amount": _("Amount"),
        "action": _("The action it comes from"),
        "about": _("About"),
        "people": _("Members who took part"),
        "period": _("Period"),
        "state": _("Where it stands"),
        "note": _("What should be known about it"),
        "at_level": _("Of these, at that level"),
        "attendance": _("How many people came"),
        "answer": _("What was answered"),
        "audio": _("Address of the audio file"),
        "carried_to": _("Carried over to the period"),
        "contact": _("Whom to write to"),
        "for_whom": _("For whom"),
        "from_whom": _("From whom"),
        "guests": _("Guests"),
        "helped": _("How many people were helped"),
        "how": _("How"),
        "in_podcast": _("It is in the podcast, which everyone can listen to"),
        "interviews": _("How many interviews were given"),
        "least": _("Amount, at least"),
        "length": _("How long"),
        "level": _("The level that some reached"),
        "most": _("Amount, at most"),
        "outcome": _("What came of it"),
        "page": _("Web address"),
        "passed": _("Of these, how many passed"),
        "place": _("Place"),
        "position": _("Our position"),
        "remote": _("It was recorded at a distance"),
        "renew_on": _("Think of its renewal from"),
        "result": _("What came of it"),
        "school": _("School and course"),
        "session": _("Session"),
        "students": _("How many students"),
        "to_whom": _("To whom"),
        "took_part": _("How many took part"),
        "where": _("Where it was published"),
        "why": _("Why"),
        "request.title": _("What is asked for"),
        "request.day": _("Received on"),
        "request.people": _("Members who look after it"),
        "partner.title": _("Name of the partner"),
        "partner.day": _("The convention begins on"),
        "partner.last_day": _("It ends on"),
        "partner.people": _("Members who look after it"),
        "acknowledgement.title": _("What for"),
        "acknowledgement.about": _("The partner"),
        "acknowledgement.people": _("Members who look after it"),
        "project.day": _("Since"),
        "project.last_day": _("Until, if that is known"),
        "project.people": _("Members who carry it"),
        "student-project.people": _("Members who supervise it"),
        "meeting.people": _("Members who organised it"),
    }
)
_HELPS: Mapping[str, Any] = MappingProxyType(
    {
        "action": _("Its reference, such as E12 or P26-E12."),
        "people": _("Names as in the register of members, separated by commas."),
        "guests": _("Names of people who are not members, only if they agree to stand here."),
        "length": _("Such as 45 min, or 2 h 30."),
        "audio": _("Where the file itself is: https://…, ending in .mp3 or .ogg."),
        "amount": _("In euros, such as 54,28."),
        "session": _("Its name or number, where there are several."),
        "renew_on": _("From that day on, home reminds everyone of it."),
        "contact": _("A role or a shared address, rather than one person."),
        "period": _("Only if it is not the one its day falls into."),
    }
)
_CHOICES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "position": {
            "for": pgettext_lazy("a position", "For"),
            "against": pgettext_lazy("a position", "Against"),
            "blank": pgettext_lazy("a position", "Blank"),
            "none": pgettext_lazy("a position", "No position"),
        },
    }
)


def field_label(kind: str, name: str) -> str:
    """Return the label of a field, as its kind says it."""
    return str(_LABELS.get(f"{kind}.{name}") or _LABELS[name])


def field_help(kind: str, name: str) -> str:
    """Return what helps to fill a field; nothing where its label says all."""
    return str(_HELPS.get(f"{kind}.{name}") or _HELPS.get(name) or "")


def choice_word(name: str, choice: str) -> str:
    """Return the word of a choice."""
    return str(_CHOICES[name][choice])
