"""Why something is refused while an assembly is held, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.wording import dates

Data = Mapping[str, Any]

_SENTENCES: Mapping[SittingRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        SittingRefusal.NOT_THE_DESK: lambda _: gettext(
            "The desk is run by who chairs, who takes the notes, who prepared the assembly, and whoever holds a mandate. "
            "Any member of the council may take the chair."
        ),
        SittingRefusal.NOT_CONVENED: lambda data: (
            gettext("%(reference)s is still being prepared: it has to be convened first.") % data
        ),
        SittingRefusal.NOT_OPEN: lambda data: gettext("%(reference)s is not open: the desk opens it.") % data,
        SittingRefusal.ALREADY_OPEN: lambda _: gettext("The assembly is open: its quorum was there when it began."),
        SittingRefusal.OVER: lambda data: gettext("%(reference)s is over: what it left can be read.") % data,
        SittingRefusal.TOO_EARLY: lambda data: (
            gettext("It was convened for %(moment)s: whoever comes on time must not find it begun.")
            % {"moment": _moment(data["at"])}
        ),
        SittingRefusal.NO_CHAIR: lambda _: gettext("Nobody chairs yet: someone of the council takes the chair first."),
        SittingRefusal.CHAIR_TAKEN: lambda _: gettext(
            "Somebody chairs already. To take the chair in their place, tick that this is what you want."
        ),
        SittingRefusal.NOT_IN_COUNCIL: lambda data: (
            gettext("%(name)s is not on the roll of this assembly: the chair is taken by someone who is.") % data
        ),
        SittingRefusal.QUORUM_MISSING: lambda data: (
            gettext(
                "The quorum is not met: %(votes)s of %(roll)s, and %(needed)s are needed. Wait for others, or record that "
                "it is missing."
            )
            % data
        ),
        SittingRefusal.QUORUM_THERE: lambda data: (
            gettext("The quorum is met: %(votes)s of %(roll)s, and %(needed)s are enough. The assembly can be opened.")
            % data
        ),
        SittingRefusal.CHECK_IN_CLOSED: lambda data: (
            gettext("People come in with the code shown in the room: type it.")
            if data["check_in"] == "code"
            else gettext("Arrivals are noted by the desk: tell them that you are here.")
        ),
        SittingRefusal.CODE_WRONG: lambda _: gettext(
            "This is not the code shown in the room now: it changes every two minutes. Look again, or tell the desk."
        ),
        SittingRefusal.CODES_TRIED: lambda data: (
            gettext(
                "Several codes were wrong: the next one is looked at after %(time)s. The desk can note you meanwhile."
            )
            % {"time": dates.clock_words(instant_from_text(data["until"]), zone=timezone.get_current_timezone())}
        ),
        SittingRefusal.NOT_THERE: lambda _: gettext(
            "You are not noted as being here: say that you are, then ask to speak."
        ),
        SittingRefusal.SUSPENDED: lambda _: gettext("The assembly is suspended: the desk takes it up again first."),
        SittingRefusal.ITEM_UNKNOWN: lambda _: gettext(
            "This item cannot be taken: choose one that waits on the agenda."
        ),
        SittingRefusal.HAND_UNKNOWN: lambda _: gettext(
            "This hand is down already: look at the list of speakers again."
        ),
    }
)


def sitting_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``SittingRefusal``."""
    return _SENTENCES[SittingRefusal(refusal.code)](refusal.data)


def _moment(text: str) -> str:
    return dates.moment_words(instant_from_text(text), zone=timezone.get_current_timezone())
