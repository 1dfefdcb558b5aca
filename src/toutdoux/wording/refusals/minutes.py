"""Why something about minutes or tasks is refused, in sentences."""

from django.utils.translation import gettext

from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.kernel.refusal import Refusal


def minutes_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``MinutesRefusal``."""
    return _SENTENCES[MinutesRefusal(refusal.code)]() % refusal.data


_SENTENCES = {
    MinutesRefusal.UNKNOWN_NOTE: lambda: gettext("There is no such paragraph in these minutes."),
    MinutesRefusal.UNKNOWN_TASK: lambda: gettext("There is no such task at this assembly."),
    MinutesRefusal.NOTE_TOO_LONG: lambda: gettext(
        "A paragraph has at most %(limit)s characters: cut this one in two. Nothing of it is lost on this page."
    ),
    MinutesRefusal.TOO_MANY_NOTES: lambda: gettext(
        "These minutes have %(limit)s paragraphs already, the most there may be."
    ),
    MinutesRefusal.NOT_OPENED_YET: lambda: gettext("%(reference)s has no minutes: they begin when it is opened."),
    MinutesRefusal.MINUTES_FROZEN: lambda: gettext(
        "These minutes are approved: they stay as they are. A correction is added after them, with its date."
    ),
    MinutesRefusal.ASSEMBLY_STILL_OPEN: lambda: gettext("Minutes are approved once the assembly is closed."),
    MinutesRefusal.NOT_NAMED: lambda: gettext(
        "That is for those who are named for it: see who they are below the minutes."
    ),
    MinutesRefusal.NOBODY_NAMED: lambda: gettext("Name at least one person who approves the minutes."),
    MinutesRefusal.TEXT_CHANGED: lambda: gettext(
        "The minutes have changed since they were on your screen: read them again, then approve."
    ),
    MinutesRefusal.NOT_FROZEN: lambda: gettext("These minutes are not approved yet: correct the text itself."),
    MinutesRefusal.WORDS_MISSING: lambda: gettext("Write something, in at most %(limit)s characters."),
    MinutesRefusal.TASK_ALREADY_DONE: lambda: gettext("This task is done already."),
}
