"""Who is there and whom the quorum is taken of; what the pages of an assembly under way show. Nothing here writes."""

from toutdoux.assemblies.sitting.queries.pages import (
    DeskPage,
    HerePage,
    Person,
    RoomPage,
    desk_page,
    here_page,
    room_page,
)
from toutdoux.assemblies.sitting.queries.room import (
    SittingRow,
    StayRow,
    Version,
    access_live,
    attendance,
    hands,
    own_room,
    quorum_at,
    roll_at,
    room_at,
    runs_desk,
    sitting,
    version,
)

__all__ = [
    "DeskPage",
    "HerePage",
    "Person",
    "RoomPage",
    "SittingRow",
    "StayRow",
    "Version",
    "access_live",
    "attendance",
    "desk_page",
    "hands",
    "here_page",
    "own_room",
    "quorum_at",
    "roll_at",
    "room_at",
    "room_page",
    "runs_desk",
    "sitting",
    "version",
]
