"""What registers and kinds of entry are called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from toutdoux.registers.logic.shape import Register

_REGISTERS: Mapping[Register, Any] = MappingProxyType(
    {
        Register.ACTIVITY: _("Activities"),
        Register.REQUEST: _("Requests"),
        Register.PARTNER: _("Partners"),
        Register.PROJECT: _("Projects"),
        Register.MONEY: _("Money"),
        Register.SERVICE: _("Services and machines"),
    }
)
_PURPOSES: Mapping[Register, Any] = MappingProxyType(
    {
        Register.ACTIVITY: _("Events, radio, student projects, trainings, publications, interventions, meetings."),
        Register.REQUEST: _("Who asked us for what, what was answered, and what came of it."),
        Register.PARTNER: _("Conventions with their dates, and the thanks that are owed."),
        Register.PROJECT: _("What is planned, under way, or carried over to the next period."),
        Register.MONEY: _("What actions allowed, what was paid and received, memberships, loans, the budget."),
        Register.SERVICE: _("What is open, since when and by whom it is kept; machines, incidents, maintenance."),
    }
)
#: Each kind in the singular and in the plural.
_KINDS: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "event": (_("Event"), _("Events")),
        "radio": (_("Radio episode"), _("Radio episodes")),
        "student-project": (_("Student project"), _("Student projects")),
        "training": (_("Training"), _("Trainings")),
        "publication": (_("Publication"), _("Publications")),
        "intervention": (_("Intervention"), _("Interventions")),
        "chatons": (_("Vote or position in the CHATONS"), _("Votes and positions in the CHATONS")),
        "meeting": (_("Meeting"), _("Meetings")),
        "request": (_("Request"), _("Requests")),
        "partner": (_("Partner"), _("Partners")),
        "acknowledgement": (_("Thanks owed"), pgettext_lazy("several", "Thanks owed")),
        "project": (_("Project"), _("Projects")),
        "expense": (_("Expense"), _("Expenses")),
        "payment": (_("Payment"), _("Payments")),
        "income": (_("Money received"), pgettext_lazy("several", "Money received")),
        "subsidy": (_("Subsidy"), _("Subsidies")),
        "support": (_("Support membership"), _("Support memberships")),
        "loan": (_("Loan of goods or credits"), _("Loans of goods or credits")),
        "service": (_("Service"), _("Services")),
        "terms": (_("Terms of a service"), _("Terms of services")),
        "machine": (_("Machine"), _("Machines")),
        "incident": (_("Incident"), _("Incidents")),
        "maintenance": (_("Maintenance"), pgettext_lazy("several", "Maintenance")),
        "budget": (_("Line of the budget"), _("Lines of the budget")),
    }
)


def register_word(register: Register) -> str:
    """Name a register."""
    return str(_REGISTERS[register])


def register_purpose(register: Register) -> str:
    """Say in a line what a register is for."""
    return str(_PURPOSES[register])


def kind_word(kind: str) -> str:
    """Name one entry of a kind."""
    return str(_KINDS[kind][0])


def kind_plural(kind: str) -> str:
    """Name the entries of a kind."""
    return str(_KINDS[kind][1])


def in_a_sentence(words: str) -> str:
    """Return words as they stand in the middle of a sentence; what is written in capitals stays so."""
    return words[:1].lower() + words[1:]
