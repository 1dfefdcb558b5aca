"""Writing minutes: notes and tasks while the assembly goes on and after, approval, corrections."""

from toutdoux.assemblies.minutes.commands.approving import add_correction, approve_minutes, name_approvers
from toutdoux.assemblies.minutes.commands.noting import Saved, import_pad, move_note, remove_note, save_note
from toutdoux.assemblies.minutes.commands.tasks import finish_task, take_task

__all__ = [
    "Saved",
    "add_correction",
    "approve_minutes",
    "finish_task",
    "import_pad",
    "move_note",
    "name_approvers",
    "remove_note",
    "save_note",
    "take_task",
]
