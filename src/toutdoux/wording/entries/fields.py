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
        "asked": _("Amount asked for"),
        "direction": _("Who lends"),
        "funder": _("Who is asked"),
        "heading": _("Heading of the budget"),
        "organisation": _("Organisation"),
        "other_side": _("From whom, or to whom"),
        "payee": _("Paid to"),
        "payer": _("Received from"),
        "receipt": _("Number of the receipt"),
        "side": _("Side of the budget"),
        "supplier": _("From whom it is bought"),
        "way": _("How it was paid"),
        "expense.amount": _("Amount expected"),
        "expense.people": _("Members who look after it"),
        "expense.day": _("Since"),
        "payment.about": _("The expense it pays"),
        "payment.day": _("Paid on"),
        "payment.people": _("Members who look after it"),
        "income.day": _("Received on"),
        "income.people": _("Members who look after it"),
        "subsidy.amount": _("Amount obtained"),
        "subsidy.day": _("Asked for on"),
        "subsidy.people": _("Members who look after it"),
        "support.day": _("Since"),
        "support.last_day": _("Until"),
        "support.people": _("Members who look after it"),
        "loan.title": _("What is lent"),
        "loan.amount": _("What it is worth"),
        "loan.day": _("Since"),
        "loan.last_day": _("To be given back by"),
        "loan.people": _("Members who look after it"),
        "budget.title": _("What it is for"),
        "budget.amount": _("Amount planned"),
        "budget.day": _("A day of the period it is planned for"),
        "announced": _("It was announced beforehand"),
        "audience": _("For whom it is"),
        "cause": _("What caused it"),
        "done": _("What was done"),
        "effect": _("For those who use it"),
        "provider": _("Who provides it"),
        "role": _("What it does"),
        "software": _("Software"),
        "sort": _("Which terms"),
        "text": _("Text"),
        "version": _("Version"),
        "service.title": _("Name of the service"),
        "service.day": _("Since"),
        "service.people": _("Who keeps it running"),
        "terms.title": _("What changes"),
        "terms.about": _("The service"),
        "terms.day": _("In force from"),
        "terms.people": _("Who wrote them"),
        "machine.title": _("Name of the machine"),
        "machine.day": _("Since"),
        "machine.place": _("Where it is"),
        "machine.people": _("Who keeps it running"),
        "incident.about": _("What it happened to"),
        "incident.title": _("What happened"),
        "incident.people": _("Who dealt with it"),
        "maintenance.about": _("What it is done to"),
        "maintenance.title": _("What is done"),
        "maintenance.people": _("Who does it"),
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
        "renew_on": _("From that day on, home reminds everyone of it, and those who mind it are written to once."),
        "contact": _("A role or a shared address, rather than one person."),
        "heading": _("The same words each time: figures are added up by heading."),
        "payment.about": _("Above the limit of the rulebook, only what a decision allows is paid."),
        "level": _("As the association calls it."),
        "receipt": _("The number written on it; the receipt itself can be added as a file."),
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
        "direction": {
            "to-us": pgettext_lazy("a loan", "Someone lends to us"),
            "by-us": pgettext_lazy("a loan", "We lend to someone"),
        },
        "sort": {
            "use": pgettext_lazy("terms", "Terms of use"),
            "retention": pgettext_lazy("terms", "How long data are kept"),
        },
        "effect": {
            "down": pgettext_lazy("an incident", "It cannot be used"),
            "degraded": pgettext_lazy("an incident", "It is slow, or partly broken"),
            "read-only": pgettext_lazy("an incident", "It can only be read"),
            "none": pgettext_lazy("an incident", "Nothing is noticed"),
        },
        "side": {
            "spending": pgettext_lazy("a budget", "To spend"),
            "income": pgettext_lazy("a budget", "To receive"),
        },
        "way": {
            "transfer": pgettext_lazy("a payment", "By transfer"),
            "card": pgettext_lazy("a payment", "By card"),
            "cash": pgettext_lazy("a payment", "In cash"),
            "cheque": pgettext_lazy("a payment", "By cheque"),
            "direct-debit": pgettext_lazy("a payment", "By direct debit"),
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
