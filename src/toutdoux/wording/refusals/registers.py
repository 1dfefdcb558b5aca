"""Why something about an entry of a register is refused, in sentences."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.wording.dates import day_words

Data = Mapping[str, Any]

_SENTENCES: Mapping[RegisterRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        RegisterRefusal.UNKNOWN_ENTRY: lambda _: gettext("There is no such entry here: look in the registers."),
        RegisterRefusal.UNKNOWN_KIND: lambda _: gettext("There is no such kind of entry: choose one of those offered."),
        RegisterRefusal.UNKNOWN_FILE: lambda _: gettext("There is no such file here: look at the page of the entry."),
        RegisterRefusal.TITLE_MISSING: lambda _: gettext("Say in a few words what it is: the lists show that line."),
        RegisterRefusal.DAY_MISSING: lambda _: gettext("A day is needed: it says which period this belongs to."),
        RegisterRefusal.DAY_OUT_OF_RANGE: lambda data: gettext("Choose a day between %(first)s and %(last)s.") % data,
        RegisterRefusal.LAST_DAY_FIRST: lambda _: gettext("The last day comes after the first one, or is the same."),
        RegisterRefusal.END_FIRST: lambda _: gettext("What ends does so after it began: choose a later time."),
        RegisterRefusal.BEGINNING_MISSING: lambda _: gettext("Say when it began: a day and a time."),
        RegisterRefusal.AMOUNT_MISSING: lambda _: gettext("An amount is needed, such as 54,28."),
        RegisterRefusal.ABOUT_MISSING: lambda _: gettext(
            "Say what it is about: choose an entry that is there already."
        ),
        RegisterRefusal.ABOUT_UNKNOWN: lambda _: gettext("It cannot be about that: choose one of the entries offered."),
        RegisterRefusal.ABOUT_UNCLEAR: lambda data: (
            gettext("Nothing it can be about is called “%(name)s”, or several are: write the name as on its page.")
            % data
        ),
        RegisterRefusal.FIELD_UNKNOWN: lambda data: gettext("“%(field)s” is no field of this kind of entry.") % data,
        RegisterRefusal.UNREAD: lambda data: (
            gettext("Nothing is noted, because this could not be read: %(words)s.") % data
        ),
        RegisterRefusal.FIELD_MISSING: lambda _: gettext("This is needed: a word is enough."),
        RegisterRefusal.TOO_LONG: lambda data: gettext("This is too long: at most %(most)s characters fit.") % data,
        RegisterRefusal.CONTROL_CHARACTER: lambda _: gettext(
            "There is a character here that cannot be seen: type the text again, or paste it without its formatting."
        ),
        RegisterRefusal.NUMBER_OUT_OF_RANGE: lambda _: gettext(
            "Give a number from zero up, within what an association can count."
        ),
        RegisterRefusal.CHOICE_UNKNOWN: lambda _: gettext("Choose one of those offered."),
        RegisterRefusal.LINK_MALFORMED: lambda _: gettext("A web address begins with https:// and holds no space."),
        RegisterRefusal.LOOKS_SECRET: lambda _: gettext(
            "This looks like a password, a key or a token. Nothing secret is kept here: write where it is kept."
        ),
        RegisterRefusal.MORE_THAN: lambda _: gettext(
            "This figure is larger than the one it is part of: one of the two is to be corrected."
        ),
        RegisterRefusal.PERSON_UNKNOWN: lambda data: (
            gettext("Nobody in the register of members is called “%(name)s”: name others in the text.") % data
        ),
        RegisterRefusal.PERSON_UNCLEAR: lambda data: (
            gettext("Several members are called “%(name)s”: name them in the text, so that it is clear who is meant.")
            % data
        ),
        RegisterRefusal.STATE_UNKNOWN: lambda _: gettext("Choose where it stands among those offered."),
        RegisterRefusal.STATE_THE_SAME: lambda _: gettext("It stands there already: there is nothing to change."),
        RegisterRefusal.TIE_UNKNOWN: lambda _: gettext("It does not stand there: choose one of those offered."),
        RegisterRefusal.TIED_ALREADY: lambda _: gettext("It stands there already: say first that it left."),
        RegisterRefusal.TIE_EARLIER: lambda data: (
            gettext("It has stood there since %(day)s: choose that day or a later one.")
            % {"day": day_words(date.fromisoformat(data["day"]))}
        ),
        RegisterRefusal.STATE_EARLIER: lambda data: (
            gettext("It has stood where it is since %(day)s: choose that day or a later one.")
            % {"day": day_words(date.fromisoformat(data["day"]))}
        ),
        RegisterRefusal.STATE_BY_DECISION: lambda _: gettext(
            "Only a decision brings it there: propose an action that does so."
        ),
        RegisterRefusal.PERIOD_UNKNOWN: lambda data: (
            gettext("There is no period “%(period)s”: choose one that has been opened.") % data
        ),
        RegisterRefusal.REASON_MISSING: lambda _: gettext("Say why: a line is enough, and it stays with the entry."),
        RegisterRefusal.WITHDRAWN: lambda _: gettext(
            "This entry was withdrawn: it can no longer be changed. Note a new one."
        ),
        RegisterRefusal.CHANGED_MEANWHILE: lambda _: gettext(
            "Someone changed this entry meanwhile: look at it again before changing it."
        ),
        RegisterRefusal.FILE_EMPTY: lambda _: gettext("Choose a file that is not empty."),
        RegisterRefusal.FILE_TOO_BIG: lambda data: gettext("This file is too big: at most %(most)s MB fit.") % data,
        RegisterRefusal.FILE_UNKNOWN_SORT: lambda _: gettext(
            "Only PDF, PNG, JPEG, WebP, ODT and ODS files are kept: save it as one of these."
        ),
        RegisterRefusal.FILE_TOO_MANY: lambda data: gettext("An entry keeps at most %(most)s files.") % data,
    }
)


def register_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``RegisterRefusal``."""
    data = refusal.data
    sentence = _SENTENCES[RegisterRefusal(refusal.code)](data)
    # From a file, it says where in it.
    return (
        gettext("Line %(line)s, “%(key)s”: %(sentence)s") % {**data, "sentence": sentence}
        if "line" in data
        else sentence
    )
