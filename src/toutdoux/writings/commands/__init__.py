"""The only writers of what is written together: one transaction each, under the association's lock."""

from toutdoux.writings.commands.charters import write_charter
from toutdoux.writings.commands.freezing import (
    freeze_report,
    record_adoption,
    record_adoption_by_decision,
    record_end_of_adoption,
)
from toutdoux.writings.commands.letterheads import change_letterhead
from toutdoux.writings.commands.past import record_past_period
from toutdoux.writings.commands.publishing import publish_edition, unpublish_edition
from toutdoux.writings.commands.reports import (
    add_section,
    ask_writer,
    comment_section,
    move_section,
    record_text,
    rename_section,
    write_section,
)

__all__ = [
    "add_section",
    "ask_writer",
    "change_letterhead",
    "comment_section",
    "freeze_report",
    "move_section",
    "publish_edition",
    "record_adoption",
    "record_adoption_by_decision",
    "record_end_of_adoption",
    "record_past_period",
    "record_text",
    "rename_section",
    "unpublish_edition",
    "write_charter",
    "write_section",
]
