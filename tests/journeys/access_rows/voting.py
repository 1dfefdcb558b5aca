"""Voting in assemblies. Alice runs the desk and is not noted as there; Bob is in the room, the newcomer is not on the roll."""

from tests.journeys.access_answers import LEAD, MEMBERS, VOTERS, Row, inside, may, shown
from tests.journeys.access_scene import Role, Scene
from tests.support.assemblies import item
from toutdoux.assemblies.queries import access_meeting

HELD = ("named", "hands", "quiet")
NO_ITEM = ("misplaced", "foreign")


def saw(scene: Scene, role: Role) -> str:
    """Return the item of the quiet assembly that can be put to the vote."""
    place = scene.places["votings"]["quiet"]
    return str(item(access_meeting(actor=scene.here.alice, reference=place["reference"]), "Buy a saw"))


ROWS: tuple[Row, ...] = (
    inside("assembly_votes", "votings", nothing=("unknown",), get=shown(MEMBERS, *HELD)),
    inside(
        "assembly_put_to_vote",
        "votings",
        nothing=("unknown",),
        post=may(LEAD, "quiet"),
        data={"item": saw, "way": "hands"},
    ),
    inside(
        "assembly_vote",
        "votes",
        nothing=("unknown",),
        get=shown(MEMBERS, "named", "hands"),
        post=may(LEAD, "named"),
        data={"do": "close"},
        gesture="close",
    ),
    inside(
        "assembly_vote",
        "votes",
        nothing=("unknown",),
        post=may(LEAD, "hands"),
        data={"do": "totals", "for": "2"},
        gesture="totals",
        get=shown(MEMBERS, "named", "hands"),
    ),
    inside(
        "assembly_vote",
        "votes",
        nothing=("unknown",),
        post=may(LEAD, "named", "hands"),
        data={"do": "cancel", "reason": "Counted twice"},
        gesture="cancel",
        get=shown(MEMBERS, "named", "hands"),
    ),
    inside(
        "assembly_vote",
        "votes",
        nothing=("unknown",),
        post=may((Role.VOTER,), "named"),
        data={"do": "cast", "idempotency_key": "a page", "own": "for"},
        gesture="cast",
        get=shown(MEMBERS, "named", "hands"),
    ),
    inside(
        "assembly_amend",
        "voted items",
        nothing=NO_ITEM,
        get=shown(MEMBERS, "waiting", "report", "voted"),
        post=may(VOTERS, "waiting", "report"),
        data={"change": "end", "words": "Say more"},
    ),
    inside(
        "assembly_purchase",
        "voted items",
        nothing=NO_ITEM,
        get=shown(MEMBERS, "waiting", "report", "voted"),
        post=may(LEAD, "waiting"),
        data={"do": "begin", "within": "2500"},
    ),
    inside(
        "assembly_item_changes",
        "voted items",
        nothing=NO_ITEM,
        get=shown(MEMBERS, "waiting", "report", "voted"),
        post=may(LEAD, "waiting", "report"),
    ),
    inside(
        "assembly_defer",
        "voted items",
        nothing=NO_ITEM,
        get=shown(MEMBERS, "waiting", "report", "voted"),
        post=may(LEAD, "waiting", "report"),
        data={"discussion": "Bob: later."},
    ),
    inside(
        "assembly_amendment",
        "amendments",
        nothing=("foreign", "unknown"),
        get=(*shown(LEAD, "of the voter", "of another"), *shown((Role.VOTER,), "of the voter")),
        post=(*may(LEAD, "of the voter", "of another"), *may((Role.VOTER,), "of the voter")),
        data={"change": "end", "words": "Say less"},
    ),
    inside(
        "assembly_amendment_move",
        "amendments",
        nothing=("foreign", "unknown"),
        post=may(LEAD, "of the voter", "of another"),
        data={"by": "later"},
    ),
    inside(
        "assembly_amendment_withdraw",
        "amendments",
        nothing=("foreign", "unknown"),
        post=(*may(LEAD, "of the voter", "of another"), *may((Role.VOTER,), "of the voter")),
    ),
)
