"""What can be done while an assembly is held. Each function is one transaction, unless it says that it is part of one."""

from toutdoux.assemblies.sitting.commands.coming import arrive, arrive_with_code, leave, tick_arrival, tick_departure
from toutdoux.assemblies.sitting.commands.desk import (
    close_assembly,
    hand_over,
    name_secretary,
    open_assembly,
    record_missing_quorum,
    resume,
    set_check_in,
    suspend,
    take_chair,
)
from toutdoux.assemblies.sitting.commands.items import leave_item, take_item
from toutdoux.assemblies.sitting.commands.page import page_of, turn
from toutdoux.assemblies.sitting.commands.speaking import (
    end_speech,
    give_floor,
    let_first_timers_first,
    lower_hand,
    raise_hand,
)

__all__ = [
    "arrive",
    "arrive_with_code",
    "close_assembly",
    "end_speech",
    "give_floor",
    "hand_over",
    "leave",
    "leave_item",
    "let_first_timers_first",
    "lower_hand",
    "name_secretary",
    "open_assembly",
    "page_of",
    "raise_hand",
    "record_missing_quorum",
    "resume",
    "set_check_in",
    "suspend",
    "take_chair",
    "take_item",
    "tick_arrival",
    "tick_departure",
    "turn",
]
