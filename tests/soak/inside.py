"""Run in an installation, as a process of its own: `python -m tests.soak.inside PROGRAM '{"argument": …}'`.

Prints what the program returns, as JSON after the mark "@@", so that whatever else is printed does no harm.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up

from tests.soak import audit, hall, races, stage  # noqa: E402
from toutdoux.operations.serving import migrate  # noqa: E402


def migrate_by_steps() -> None:
    """Create the tables by every migration, one after another, as an installation that grew up with them."""
    call_command("migrate", verbosity=0)


PROGRAMS: Mapping[str, Callable[..., Any]] = {
    "migrate": migrate,
    "migrate_by_steps": migrate_by_steps,
    "found": stage.found,
    "audit": audit.audit,
    "votes": audit.votes,
    "closing": races.closing,
    "settling": races.settling,
    "numbering": races.numbering,
    "gathered": hall.gathered,
    "come": hall.come,
    "left": hall.left,
}

if __name__ == "__main__":
    answer = PROGRAMS[sys.argv[1]](**json.loads(sys.argv[2]))
    sys.stdout.write("\n@@" + json.dumps(answer, default=str))
