"""What is entrusted to people: mandates with their hand-over files, accesses with their reviews and ticks."""

from tests.journeys.access_answers import (
    EVERYONE,
    LEAD,
    MEMBERS,
    VOTERS,
    Answer,
    Data,
    Row,
    anyone,
    give,
    inside,
    led,
    may,
    shown,
)
from tests.journeys.access_scene import Role

THING: Data = {"name": "The blog", "sort": "service", "level": "everyday", "owner": "", "review_months": "6"}
KIND: Data = {"name": "Key keeper", "duties": "Keeps the keys", "checklist": "The keys"}
THINGS = ("open", "closed")

ROWS: tuple[Row, ...] = (
    inside("mandates", get=shown()),
    inside(
        "mandate_election",
        get=shown(),
        post=may(VOTERS),
        data={
            "mandate": "financial",
            "member": lambda scene, _role: str(scene.here.dana.member_id),
            "first_day": "2026-04-01",
            "last_day": "2026-06-30",
        },
    ),
    inside("mandate_kind_new", get=shown(), post=may(VOTERS), data=KIND),
    inside(
        "mandate_kind",
        "mandate kinds",
        nothing=("unknown",),
        get=shown(MEMBERS, "financial"),
        post=may(VOTERS, "financial"),
        data=KIND,
    ),
    inside("mandate", "mandates", nothing=("foreign", "unknown"), get=shown(MEMBERS, "of the lead", "of another")),
    inside(
        "hand_over_open",
        "mandates",
        nothing=("foreign", "unknown"),
        # Opening what is open already changes nothing.
        post=(*may(VOTERS, "of the lead"), *led(VOTERS, "of another")),
    ),
    inside(
        "hand_over_add",
        "mandates",
        nothing=("foreign", "unknown"),
        post=(give(Answer.CHANGED, VOTERS, "of another"), give(Answer.REFUSED, VOTERS, "of the lead")),
        data={"text": "The stamp"},
    ),
    inside(
        "hand_over_line",
        "hand-over lines",
        nothing=("misplaced", "foreign", "unknown"),
        post=may(VOTERS, "open"),
        data={"note": "In the drawer", "done": "yes"},
    ),
    inside(
        "mandate_lay_down",
        "mandates",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "of the lead", "of another"),
        post=may(LEAD, "of the lead"),
    ),
    inside("accesses", get=shown()),
    inside("my_accesses", get=shown()),
    inside("accesses_by_hand", get=shown()),
    inside("resource_new", get=shown(), post=may(VOTERS), data=THING),
    inside("resource", "things", nothing=("foreign", "unknown"), get=shown(MEMBERS, *THINGS)),
    inside(
        "resource_edit",
        "things",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, *THINGS),
        post=may(VOTERS, *THINGS),
        data=THING,
    ),
    inside(
        "resource_close",
        "things",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, *THINGS),
        post=may(VOTERS, "open"),
    ),
    inside(
        "access_declare",
        "things",
        nothing=("foreign", "unknown"),
        get=led(MEMBERS, *THINGS),
        post=may(VOTERS, "open"),
        data={"member": lambda scene, _role: str(scene.here.eli.member_id), "purpose": "Writing"},
    ),
    inside(
        "access_review",
        "access",
        nothing=("foreign", "unknown"),
        post=may((Role.NEWCOMER,), "of the newcomer"),
        data={"answer": "keep"},
    ),
    inside(
        "access_tick",
        "access",
        nothing=("foreign", "unknown"),
        post=may(VOTERS, "to shut"),
        data={"what": "undone"},
    ),
    inside("access_end", "access", nothing=("foreign", "unknown"), post=may(VOTERS, "of the newcomer")),
    anyone(
        "review_link",
        "mailed reviews",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "open"),
        post=may(EVERYONE, "open"),
        data={"answer": "keep"},
    ),
)
