"""Periods, the reports that are written about them, their sections and editions."""

from tests.journeys.access_answers import EVERYONE, MEMBERS, VOTERS, Answer, Row, anyone, give, inside, may, shown

THERE = ("the period",)
SECTION = ("asked", "own")
EDITIONS = ("frozen", "adopted", "published")

ROWS: tuple[Row, ...] = (
    inside("periods", get=shown()),
    inside("period", "periods", nothing=("unknown",), get=shown(MEMBERS, *THERE)),
    inside(
        "period_close",
        "periods",
        nothing=("unknown",),
        post=may(VOTERS, *THERE),
        data={"last_day": "2026-12-31"},
    ),
    inside("report", "reports", nothing=("unknown", "elsewhere"), get=shown(MEMBERS, "activity", "technical")),
    inside("report_file", "reports", nothing=("unknown", "elsewhere"), get=shown(MEMBERS, "activity", "technical")),
    inside(
        "report_add",
        "reports",
        nothing=("unknown", "elsewhere"),
        post=may(VOTERS, "activity", "technical"),
        data={"title": "The garden"},
    ),
    inside(
        "report_freeze",
        "reports",
        nothing=("unknown", "elsewhere"),
        # One that was adopted is frozen no more.
        post=may(VOTERS, "activity"),
    ),
    inside(
        "report_section",
        "sections",
        nothing=("unknown",),
        get=shown(MEMBERS, *SECTION),
        post=may(MEMBERS, *SECTION),
        data={"text": "What happened.", "version": "0"},
    ),
    inside(
        "report_move",
        "sections",
        nothing=("unknown",),
        post=may(VOTERS, *SECTION),
        data={"move": "up"},
    ),
    inside(
        "report_rename",
        "sections",
        nothing=("unknown",),
        post=may(VOTERS, *SECTION),
        data={"title": "What we did"},
    ),
    inside(
        "report_comment",
        "sections",
        nothing=("unknown",),
        post=may(MEMBERS, *SECTION),
        data={"text": "Shall we say why?"},
    ),
    inside(
        "report_writer",
        "sections",
        nothing=("unknown",),
        post=may(VOTERS, *SECTION),
        data={"name": "Bob"},
    ),
    inside("edition", "editions", nothing=("foreign", "unknown"), get=shown(MEMBERS, *EDITIONS)),
    inside("edition_file", "editions", nothing=("foreign", "unknown"), get=shown(MEMBERS, *EDITIONS)),
    inside(
        "edition_adopt",
        "editions",
        nothing=("foreign", "unknown"),
        post=(*may(VOTERS, "frozen"), give(Answer.REFUSED, VOTERS, "adopted", "published")),
        data={"by": "P20-E7"},
    ),
    inside(
        "edition_publish",
        "editions",
        nothing=("foreign", "unknown"),
        # Only what was adopted; twice is once.
        post=(
            *may(VOTERS, "adopted"),
            give(Answer.REFUSED, VOTERS, "frozen"),
            give(Answer.AWAY, VOTERS, "published"),
        ),
    ),
    inside(
        "edition_unpublish",
        "editions",
        nothing=("foreign", "unknown"),
        post=(*may(VOTERS, "published"), give(Answer.AWAY, VOTERS, "adopted", "frozen")),
    ),
    # What anybody may read: published reports, and no other.
    anyone("public-reports", "published", nothing=("none", "unknown"), get=shown(EVERYONE, "published")),
    anyone("public-report", "published", nothing=("none", "unknown"), get=shown(EVERYONE, "published")),
    anyone("public-report-file", "published", nothing=("none", "unknown"), get=shown(EVERYONE, "published")),
    inside("charters", get=shown()),
    inside("charter", "charters", nothing=("unknown",), get=shown(MEMBERS, "statutes", "none yet")),
    inside("charter_difference", "charters", nothing=("unknown", "none yet"), get=shown(MEMBERS, "statutes")),
    inside("charter_file", "charters", nothing=("unknown", "none yet"), get=shown(MEMBERS, "statutes")),
    inside(
        "charter_write",
        "charters",
        nothing=("unknown",),
        get=shown(MEMBERS, "statutes", "none yet"),
        post=may(VOTERS, "none yet"),
        data={"text": "## Article 1. Name\n\nThe Fireflies.", "note": "", "in_force_on": "2026-03-01", "version": "0"},
    ),
    inside("letterhead", get=shown(), post=may(VOTERS), data={"logo_words": "A firefly", "colour": "#2C6A4B"}),
    inside("letterhead_picture", get=shown()),
)
