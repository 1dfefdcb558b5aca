"""What the elections of an assembly add to its three pages."""

from typing import Any

from toutdoux.assemblies.sitting.queries import DeskPage, HerePage, RoomPage
from toutdoux.web.door import Visit


def desk_context(*, visit: Visit, page: DeskPage) -> dict[str, Any]:
    """Return what ``assemblies/desk/elections.html`` needs."""
    return {}


def here_context(*, visit: Visit, page: HerePage) -> dict[str, Any]:
    """Return what ``assemblies/here/elections.html`` needs."""
    return {}


def projector_context(*, visit: Visit, page: RoomPage) -> dict[str, Any]:
    """Return what ``assemblies/projector/elections.html`` needs."""
    return {}
