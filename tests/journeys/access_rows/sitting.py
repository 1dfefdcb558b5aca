"""What people do while an assembly is held. Alice chairs; Bob is in the room of the one that is open."""

from tests.journeys.access_answers import LEAD, MEMBERS, Data, Grant, Row, inside, led, may, shown
from tests.journeys.access_scene import Role, Scene
from toutdoux.assemblies.sitting.models import Hand

STATES = ("coming", "open", "empty", "prepared", "unknown")
HELD = ("coming", "open", "empty")


def seen(route: str) -> Row:
    """Describe a page of an assembly that is held: for every member."""
    return inside(route, "sittings", states=STATES, nothing=("unknown",), get=shown(MEMBERS, *HELD))


def pressed(route: str, *post: tuple[Grant, ...], **data: object) -> Row:
    """Describe a gesture."""
    told: Data = {name: value for name, value in data.items() if callable(value) or isinstance(value, str)}
    return inside(route, "sittings", states=STATES, nothing=("unknown",), post=sum(post, ()), data=told)


def bob(scene: Scene, role: Role) -> str:
    """Return whom a form names."""
    return str(scene.here.bob.member_id)


ROWS: tuple[Row, ...] = (
    *map(seen, ("assembly_desk", "assembly_here", "assembly_projector", "assembly_live")),
    pressed("assembly_tick", may(LEAD, "coming", "empty"), led(LEAD, "open"), member=bob, what="came"),
    pressed("assembly_check_in", may(LEAD, *HELD), how="code"),
    pressed("assembly_chair", may((Role.VOTER,), *HELD), led(LEAD, *HELD), instead="on"),
    pressed("assembly_roles", may(LEAD, *HELD), role="secretary", member=bob),
    pressed("assembly_open", may(LEAD, "coming"), led(LEAD, "open")),
    pressed("assembly_missing", may(LEAD, "empty")),
    pressed("assembly_pause", may(LEAD, "open"), what="suspend"),
    pressed("assembly_take", may(LEAD, "open"), item="none"),
    pressed("assembly_floor", may(LEAD, "open"), hand=lambda _scene, _role: str(Hand.objects.get().id)),
    pressed("assembly_order", may(LEAD, *HELD), first="on"),
    pressed("assembly_close", may(LEAD, "open")),
    # Said twice, an arrival is one; who is not there cannot leave.
    pressed(
        "assembly_arrive",
        may(MEMBERS, "coming", "empty"),
        may((Role.NEWCOMER, Role.LEAD), "open"),
        led((Role.VOTER,), "open"),
    ),
    pressed(
        "assembly_leave",
        may((Role.VOTER,), "open"),
        led((Role.NEWCOMER, Role.LEAD), "open"),
        led(MEMBERS, "coming", "empty"),
    ),
    pressed("assembly_hand", may((Role.VOTER,), "open"), hand="up"),
)
