"""What is said about noting something in a register from a chat."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

from toutdoux.registers.logic.shape import Sheet
from toutdoux.registers.queries import EntryRow
from toutdoux.wording.chat.answers import plain
from toutdoux.wording.chat.dialogs import DialogWords
from toutdoux.wording.dates import day_words, moment_words
from toutdoux.wording.entries import field_label, in_a_sentence, kind_word, value_words


def noted_words(*, row: EntryRow, sheet: Sheet, url: str, zone: ZoneInfo) -> str:
    """Say that something is noted, what was understood of it, and where more can be said."""
    said = gettext("Noted: %(kind)s, “%(title)s”, %(day)s.") % {
        "kind": in_a_sentence(kind_word(row.kind)),
        "title": plain(row.title),
        "day": day_words(row.day),
    }
    more = [
        plain(pgettext("a field", "%(label)s: %(words)s") % {"label": label, "words": words})
        for label, words in _understood(row, sheet, zone)
    ]
    return " ".join(filter(None, [said, " · ".join(more), f"[{gettext('Say more of it on its page')}]({url})"]))


def _understood(row: EntryRow, sheet: Sheet, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Give what an entry says beside its title and its day, each with its label."""
    if row.last_day is not None:
        yield field_label(row.kind, "last_day"), day_words(row.last_day)
    for name, at in (("starts_at", row.starts_at), ("ends_at", row.ends_at)):
        if at is not None:
            yield field_label(row.kind, name), moment_words(at, zone=zone)
    if row.about_title:
        yield field_label(row.kind, "about"), row.about_title
    for one in sheet.fields:
        if one.name in row.values:
            yield field_label(row.kind, one.name), value_words(one, row.values[one.name])
    if row.people:
        yield field_label(row.kind, "people"), ", ".join(name for _, name in row.people)


def how_to_note_words(*, prefix: str, kind: str) -> str:
    """Say how something is noted in one line."""
    if kind == "request":
        return gettext("Say from whom, a colon, and what is asked for: `%(prefix)s %(typed)s`.") % {
            "prefix": prefix,
            "typed": gettext("note request The choir: a room for Sunday"),
        }
    if kind in {"incident", "maintenance"}:
        return gettext("Say what it happened to, a colon, what happened, and when: `%(prefix)s %(typed)s`.") % {
            "prefix": prefix,
            "typed": gettext("note incident yesterday Pads: disk full start=6:00 end=11:30"),
        }
    if kind == "chatons":
        return gettext("Say what it is about, and the position: `%(prefix)s %(typed)s`.") % {
            "prefix": prefix,
            "typed": gettext("note chatons A new member position=for"),
        }
    said = gettext(
        "Say what sort it is, a day if it is not today, and a few words: `%(prefix)s %(typed)s`. Figures may follow: "
        "`%(prefix)s %(figures)s`. Sorts: activity, radio, training, publication, intervention, student-project, chatons, "
        "meeting, request, partner, thanks, project, incident, maintenance."
    )
    return said % {
        "prefix": prefix,
        "typed": gettext("note activity yesterday Street party"),
        "figures": gettext("note training Free licences participants=10 passed=6 level=II at-level=5"),
    }


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
