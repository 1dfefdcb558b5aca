"""What the ledger says of what is written together, and why something about it is refused. Stored words."""

from enum import StrEnum


class WritingEvent(StrEnum):
    """Entries written by this sub-domain."""

    SECTION_WRITTEN = "report.section-written"
    ARRANGED = "report.arranged"
    COMMENTED = "report.commented"
    WRITER_CHANGED = "report.writer-changed"
    FROZEN = "report.frozen"
    ADOPTED = "report.adopted"
    PUBLISHED = "report.published"
    UNPUBLISHED = "report.unpublished"
    ADOPTION_ENDED = "report.adoption-ended"
    CHARTER_WRITTEN = "charter.written"
    LETTERHEAD_CHANGED = "letterhead.changed"
    PERIOD_IMPORTED = "period.imported"


class WritingRefusal(StrEnum):
    """Why something about a report, a founding text or the letterhead is refused."""

    UNKNOWN_REPORT = "unknown-report"
    UNKNOWN_SECTION = "unknown-section"
    SECTION_CHANGED = "section-changed"
    TEXT_TOO_LONG = "writing-too-long"
    WORDS_MISSING = "writing-missing"
    TITLE_MISSING = "writing-title-missing"
    TOO_MANY_SECTIONS = "too-many-sections"
    WRITER_GONE = "writer-gone"
    UNKNOWN_EDITION = "unknown-edition"
    ALREADY_ADOPTED = "report-already-adopted"
    NOT_ADOPTED = "report-not-adopted"
    NOT_DECIDED = "report-not-decided"
    UNKNOWN_CHARTER = "unknown-charter"
    UNKNOWN_VERSION = "unknown-charter-version"
    CHARTER_CHANGED = "charter-changed"
    CHARTER_SAME = "charter-same"
    ARTICLE_MISSING = "article-missing"
    PICTURE_REFUSED = "picture-refused"
    COLOUR_REFUSED = "colour-refused"
    PAST_DIFFERS = "past-period-differs"
