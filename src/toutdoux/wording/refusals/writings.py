"""Why something about a report, a founding text or the letterhead is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.writings.logic.events import WritingRefusal

Data = Mapping[str, Any]

_SENTENCES: Mapping[WritingRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        WritingRefusal.UNKNOWN_REPORT: lambda _: gettext(
            "There is no such report: a period has an activity report, a financial one and a technical one."
        ),
        WritingRefusal.UNKNOWN_SECTION: lambda _: gettext(
            "There is no such section in this report: look at the list of its sections."
        ),
        WritingRefusal.SECTION_CHANGED: lambda data: (
            gettext(
                "Someone has written here since you began (version %(version)s). Both texts are shown: put together what is "
                "good in them, then keep yours."
            )
            % data
        ),
        WritingRefusal.TEXT_TOO_LONG: lambda data: gettext("This is too long: at most %(most)s characters fit.") % data,
        WritingRefusal.WORDS_MISSING: lambda _: gettext("Words are needed here: a few are enough."),
        WritingRefusal.TITLE_MISSING: lambda _: gettext("A section needs a title: a few words are enough."),
        WritingRefusal.TOO_MANY_SECTIONS: lambda data: (
            gettext("A report has at most %(most)s sections of your own: write in one of those that are there.") % data
        ),
        WritingRefusal.WRITER_GONE: lambda _: gettext(
            "This person is not a member now: choose someone who is, or ask nobody."
        ),
        WritingRefusal.NOT_ADOPTED: lambda _: gettext(
            "Only a report that was adopted is published: an action or an assembly adopts it first."
        ),
        WritingRefusal.UNKNOWN_EDITION: lambda _: gettext(
            "There is no such edition here: look in the list of editions of the report."
        ),
        WritingRefusal.ALREADY_ADOPTED: lambda _: gettext(
            "This report was adopted, and stays as it is. What is new belongs to the next period’s."
        ),
        WritingRefusal.NOT_DECIDED: lambda data: (
            gettext(
                "%(reference)s has not passed: only an action that has, or an assembly that is over, adopts a report."
            )
            % data
        ),
        WritingRefusal.UNKNOWN_CHARTER: lambda _: gettext(
            "There is no such founding text: an association has its statutes and its internal rules."
        ),
        WritingRefusal.UNKNOWN_VERSION: lambda _: gettext(
            "There is no such version of this text: look in the list of its versions."
        ),
        WritingRefusal.CHARTER_CHANGED: lambda data: (
            gettext("Someone has entered version %(version)s since you began: begin again from it.") % data
        ),
        WritingRefusal.CHARTER_SAME: lambda _: gettext(
            "This is word for word the version that stands: nothing to enter."
        ),
        WritingRefusal.ARTICLE_MISSING: lambda _: gettext(
            "No article was found: begin each with a line such as “## Article 1. Name”."
        ),
        WritingRefusal.PICTURE_REFUSED: lambda data: (
            gettext(
                "This is no picture that can be read safely: choose a PNG, JPEG, GIF or WebP file of at most %(most)s MB. "
                "Drawings (SVG) are not taken, since they may hold programs."
            )
            % data
        ),
        WritingRefusal.COLOUR_REFUSED: lambda _: gettext(
            "A colour is written as six digits or letters after a sign: #2C6A4B, for example. Leave it empty for ours."
        ),
        WritingRefusal.PAST_DIFFERS: lambda _: gettext(
            "Other facts were brought in for this period already, and stay: nothing is rewritten."
        ),
    }
)


def writing_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``WritingRefusal``."""
    return _SENTENCES[WritingRefusal(refusal.code)](refusal.data)
