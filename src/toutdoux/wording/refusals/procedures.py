"""Why something about a procedure is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.wording import dates

Data = Mapping[str, Any]


def _until(data: Data) -> str:
    until = dates.until_words(instant_from_text(data["until"]), zone=timezone.get_current_timezone())
    return gettext("Someone may still answer, %(until)s: nothing is opened before.") % {"until": until}


def _not_told(data: Data) -> str:
    words = ngettext(
        "%(count)s person has not been told yet. Tell them, or take them off the list.",
        "%(count)s people have not been told yet. Tell them, or take them off the list.",
        data["count"],
    )
    return words % data


_SENTENCES: Mapping[ProcedureRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        ProcedureRefusal.UNKNOWN_PROCEDURE: lambda _: gettext(
            "There is nothing at this address, or it is for those who run the procedure."
        ),
        ProcedureRefusal.NOT_YOURS_TO_RUN: lambda _: gettext(
            "This is for those who hold the administrative mandate; where nobody holds it, for any member who votes."
        ),
        ProcedureRefusal.PROCEDURE_RUNNING: lambda _: gettext("Such a procedure is running already: end it first."),
        ProcedureRefusal.WINDOW_MALFORMED: lambda _: gettext(
            "The first day must come before the last, and the last cannot lie ahead."
        ),
        ProcedureRefusal.NOBODY_LISTED: lambda _: gettext("Nobody is on the list: there is nobody to ask."),
        ProcedureRefusal.NOT_AT_THIS_STEP: lambda _: gettext("The procedure is no longer, or not yet, at this step."),
        ProcedureRefusal.ALREADY_OFF: lambda _: gettext(
            "This person is off the list already, has answered, or has left."
        ),
        ProcedureRefusal.ALREADY_TOLD: lambda _: gettext("This person has been told already."),
        ProcedureRefusal.NOT_TOLD_YET: _not_told,
        ProcedureRefusal.STILL_TIME_TO_ANSWER: _until,
        ProcedureRefusal.NOBODY_SILENT: lambda _: gettext("Everyone has answered: there is nothing to decide."),
        ProcedureRefusal.ANSWER_UNKNOWN: lambda _: gettext("Choose one of the two answers: to stay, or to leave."),
        ProcedureRefusal.ALREADY_ANSWERED: lambda _: gettext("The answer is known already."),
        ProcedureRefusal.NO_LONGER_ASKED: lambda _: gettext("The question is no longer asked: nothing is needed."),
        ProcedureRefusal.ANSWER_LINK_UNKNOWN: lambda _: gettext(
            "This link opens nothing: perhaps it was cut when copied, or it is too old."
        ),
        ProcedureRefusal.WORDS_TOO_LONG: lambda data: (
            gettext("These words are too long: at most %(most)s characters fit.") % data
        ),
        ProcedureRefusal.NOTHING_TO_RETURN_FROM: lambda _: gettext(
            "There is nothing to return from: nothing took this person out of the council."
        ),
        ProcedureRefusal.MEETINGS_MALFORMED: lambda _: gettext(
            "Meetings come back every one to twelve weeks, and take place somewhere."
        ),
        ProcedureRefusal.NOT_YOUR_TURN: lambda _: gettext("This meeting is not proposed to you, or no longer."),
        ProcedureRefusal.ERASURE_NOT_YOURS: lambda _: gettext(
            "One asks to be erased oneself; for someone else, whoever holds the administrative mandate does."
        ),
        ProcedureRefusal.ERASURE_ASKED: lambda _: gettext("This erasure has been asked for already."),
        ProcedureRefusal.ERASURE_UNKNOWN: lambda _: gettext("No erasure is waiting here."),
        ProcedureRefusal.ALREADY_ERASED: lambda _: gettext("This person has been erased already."),
        ProcedureRefusal.STILL_A_MEMBER: lambda _: gettext(
            "This person is still a member. Leaving comes first; only then can they be erased."
        ),
        ProcedureRefusal.RETENTION_UNKNOWN: lambda _: gettext("This is not one of the kinds of data."),
        ProcedureRefusal.RETENTION_OUT_OF_RANGE: lambda _: gettext("Between thirty days and ten years can be chosen."),
    }
)


def procedure_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``ProcedureRefusal``."""
    return _SENTENCES[ProcedureRefusal(refusal.code)](refusal.data)
