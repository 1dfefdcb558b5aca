"""The names of reports and of their sections."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext

from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.charters import Charter
from toutdoux.writings.queries import EditionName

_REPORTS: Mapping[Which, Callable[[], str]] = MappingProxyType(
    {
        Which.ACTIVITY: lambda: gettext("Activity report"),
        Which.FINANCIAL: lambda: gettext("Financial report"),
        Which.TECHNICAL: lambda: gettext("Technical report"),
    }
)
#: The same within a sentence.
_WITHIN: Mapping[Which, Callable[[], str]] = MappingProxyType(
    {
        Which.ACTIVITY: lambda: gettext("activity report"),
        Which.FINANCIAL: lambda: gettext("financial report"),
        Which.TECHNICAL: lambda: gettext("technical report"),
    }
)
_SUBJECTS: Mapping[Which, Callable[[], str]] = MappingProxyType(
    {
        Which.ACTIVITY: lambda: gettext("What the association decided and did"),
        Which.FINANCIAL: lambda: gettext("What came in, what went out, and what allowed it"),
        Which.TECHNICAL: lambda: gettext("What runs, what failed, and who can enter"),
    }
)
_SECTIONS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "introduction": lambda: gettext("Introduction"),
        "members": lambda: gettext("Life of the association"),
        "decisions": lambda: gettext("How decisions went"),
        "extraordinary": lambda: gettext("Inventory of extraordinary actions"),
        "ordinary": lambda: gettext("Inventory of ordinary actions"),
        "money": lambda: gettext("Money"),
        "awareness": lambda: gettext("Raising awareness"),
        "training": lambda: gettext("Trainings and workshops"),
        "requests": lambda: gettext("Requests received"),
        "partners": lambda: gettext("Partners"),
        "balance": lambda: gettext("Balance"),
        "headings": lambda: gettext("By heading"),
        "amounts": lambda: gettext("By action"),
        "memberships": lambda: gettext("Support memberships"),
        "services": lambda: gettext("Services"),
        "availability": lambda: gettext("Availability"),
        "incidents": lambda: gettext("Incidents and maintenance"),
        "machines": lambda: gettext("Machines"),
        "accesses": lambda: gettext("Accesses"),
    }
)


def report_name(which: Which) -> str:
    """Return what a report is called."""
    return _REPORTS[which]()


def edition_words(edition: EditionName) -> str:
    """Name an edition within a sentence: "activity report of P26, edition 2"."""
    return gettext("%(report)s of %(period)s, edition %(number)s") % {
        "report": _WITHIN[edition.which](),
        "period": edition.period,
        "number": edition.number,
    }


def report_subject(which: Which) -> str:
    """Return what a report is about, in a few words."""
    return _SUBJECTS[which]()


def charter_name(code: Charter) -> str:
    """Return what a founding text is called."""
    return gettext("Statutes") if code is Charter.STATUTES else gettext("Internal rules")


def section_title(*, code: str, title: str, following: str) -> str:
    """Return the title of a section: its own, or the one its code has. ``following``: the next period, if it has a name."""
    if title:
        return title
    if code == "projects":
        if following:
            return gettext("Projects for %(period)s") % {"period": following}
        return gettext("Projects for the next period")
    if code == "budget":
        if following:
            return gettext("Budget of %(period)s") % {"period": following}
        return gettext("Budget of the next period")
    return _SECTIONS[code]()
