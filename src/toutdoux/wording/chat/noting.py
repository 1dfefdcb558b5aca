"""What is said about noting something in a register from a chat."""

from datetime import date

from django.utils.translation import gettext, pgettext

from toutdoux.wording.chat.answers import plain
from toutdoux.wording.chat.dialogs import DialogWords
from toutdoux.wording.dates import day_words
from toutdoux.wording.entries import in_a_sentence, kind_word


def noted_words(*, kind: str, title: str, day: date, url: str) -> str:
    """Say that something is noted, and where more can be said of it."""
    said = gettext("Noted: %(kind)s, “%(title)s”, %(day)s.") % {
        "kind": in_a_sentence(kind_word(kind)),
        "title": plain(title),
        "day": day_words(day),
    }
    return f"{said} [{gettext('Say more of it on its page')}]({url})"


def how_to_note_words(*, prefix: str, kind: str) -> str:
    """Say how something is noted in one line."""
    if kind == "request":
        return gettext("Say from whom, a colon, and what is asked for: `%(prefix)s %(typed)s`.") % {
            "prefix": prefix,
            "typed": gettext("note request The choir: a room for Sunday"),
        }
    said = gettext(
        "Say what sort it is, a day if it is not today, and a few words: `%(prefix)s %(typed)s`. Sorts: activity, radio, training, "
        "publication, intervention, meeting, request, partner, project."
    )
    return said % {"prefix": prefix, "typed": gettext("note activity yesterday Street party")}


def note_dialog_words() -> DialogWords:
    """Ask for what is to be noted."""
    return DialogWords(
        title=pgettext("24 characters", "Note something"),
        intro=gettext("It joins the registers, and with them the period’s report. The rest can be said on its page."),
        submit=pgettext("24 characters", "Note it"),
    )


def note_labels() -> dict[str, str]:
    """Return the labels of the fields, 24 characters each."""
    return {
        "kind": pgettext("24 characters", "What sort it is"),
        "title": pgettext("24 characters", "In a few words"),
        "day": pgettext("24 characters", "Day"),
        "who": pgettext("24 characters", "From whom"),
        "text": pgettext("24 characters", "More about it"),
    }


def note_day_help() -> str:
    """Say how a day is written."""
    return gettext("Such as 2026-03-17, or yesterday. Empty: today.")


def note_who_help() -> str:
    """Say when it matters whom something comes from."""
    return gettext("For a request.")
