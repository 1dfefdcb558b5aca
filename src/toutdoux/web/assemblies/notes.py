"""What note-taking adds to the pages of an assembly."""

from typing import Any

from toutdoux.assemblies.sitting.queries import DeskPage, HerePage
from toutdoux.web.door import Visit


def desk_context(*, visit: Visit, page: DeskPage) -> dict[str, Any]:
    """Return what ``assemblies/desk/notes.html`` needs."""
    return {}


def here_context(*, visit: Visit, page: HerePage) -> dict[str, Any]:
    """Return what ``assemblies/here/notes.html`` needs."""
    return {}
