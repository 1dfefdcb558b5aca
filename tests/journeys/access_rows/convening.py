"""Assemblies before they open: prepared, convened, changed since, given up, brought in; their agenda, documents, proxies."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.access_answers import (
    EVERYONE,
    LEAD,
    MEMBERS,
    VOTERS,
    Data,
    Grant,
    Row,
    anyone,
    inside,
    led,
    may,
    shown,
)
from tests.journeys.access_scene import Role, Scene
from tests.journeys.access_scenes.convening import LATER
from toutdoux.assemblies.queries import meetings

FORM: Data = {
    "title": "Another assembly",
    "day": "2026-06-06",
    "hour": "14:00",
    "place": "The town hall",
    "link": "",
    "introduction": "",
    "items_day": "",
}
ITEM: Data = {"title": "A bicycle shed", "kind": "discussion", "text": ""}
HERE = ("prepared", "convened", "changed", "represented", "given up")
ALL = (*HERE, "past")


def about(route: str, *post: tuple[Grant, ...], data: Data | None = None, nothing: tuple[str, ...] = ("past",)) -> Row:
    """Describe a page of one assembly and what is typed there: every member reads it."""
    return inside(
        route,
        "assemblies",
        nothing=("unknown", *nothing),
        get=shown(MEMBERS, *ALL),
        post=sum(post, ()),
        data=data or {},
    )


def pressed(route: str, post: tuple[Grant, ...]) -> Row:
    """Describe a gesture about one assembly."""
    return inside(route, "assemblies", nothing=("unknown", "past"), post=post)


def done(what: str, *post: tuple[Grant, ...]) -> Row:
    """Describe a gesture about one item."""
    return inside(
        "assembly_item_do",
        "items",
        nothing=("misplaced", "unknown"),
        post=sum(post, ()),
        data={"do": what, "answer": "", "to": later},
        gesture=what,
    )


def dana(scene: Scene, role: Role) -> str:
    """Return whom a form names."""
    return str(scene.here.dana.member_id)


def later(scene: Scene, role: Role) -> str:
    """Return the assembly that an item is put off to."""
    rows = meetings(association_id=scene.here.association_id)
    return next(str(row.id) for row in rows if row.title == LATER)


def budget(scene: Scene, role: Role) -> SimpleUploadedFile:
    """Return a file to upload."""
    return SimpleUploadedFile("budget.md", b"Twelve euros")


ROWS: tuple[Row, ...] = (
    inside("assemblies", get=shown()),
    inside("assembly_prepare", get=shown(), post=may(VOTERS), data=FORM),
    inside("assembly", "assemblies", nothing=("unknown",), get=shown(MEMBERS, *ALL)),
    inside("assembly_told", "assemblies", nothing=("unknown",), get=shown(MEMBERS, *ALL)),
    about("assembly_change", may(VOTERS, "prepared", "convened", "changed", "represented"), data=FORM, nothing=()),
    # Convened once is convened.
    about("assembly_convene", may(VOTERS, "prepared"), led(VOTERS, "convened", "changed", "represented"), nothing=()),
    about("assembly_cancel", may(VOTERS, "prepared", "convened", "changed", "represented"), led(VOTERS, "given up")),
    pressed("assembly_tell", may(VOTERS, "changed")),
    about("assembly_agenda", may(VOTERS, "prepared", "changed"), data=ITEM),
    about("assembly_propose", may(MEMBERS, "prepared", "changed"), data=ITEM),
    inside(
        "assembly_item",
        "items",
        nothing=("misplaced", "unknown"),
        get=shown(MEMBERS, "in the agenda", "proposed"),
        post=may(VOTERS, "in the agenda"),
        data=ITEM,
    ),
    done("up", may(VOTERS, "in the agenda")),
    done("remove", may(VOTERS, "in the agenda")),
    done("accept", may(VOTERS, "proposed"), led(VOTERS, "in the agenda")),
    done("decline", may(VOTERS, "proposed")),
    done("later", may(VOTERS, "in the agenda", "proposed")),
    done("withdraw", may((Role.NEWCOMER,), "proposed")),
    about(
        "assembly_documents",
        may(VOTERS, "prepared", "convened", "changed", "represented"),
        data={"file": budget, "title": "Budget", "item": ""},
    ),
    inside("assembly_document", "documents", nothing=("misplaced", "unknown"), get=shown(MEMBERS, "there")),
    inside("assembly_document_remove", "documents", nothing=("misplaced", "unknown"), post=may(VOTERS, "there")),
    inside("assembly_paper", "papers", nothing=("unknown",), get=shown(MEMBERS, "convening", "attendance", "minutes")),
    about("assembly_proxy", may(VOTERS, "convened", "changed"), data={"holder": dana}, nothing=()),
    pressed("assembly_proxy_back", may((Role.VOTER,), "represented")),
    inside(
        "assembly_proxy_decline", "proxies", get=shown(LEAD, "held by the lead"), post=may(LEAD, "held by the lead")
    ),
    # Whoever holds the mail: these ask for no session, and give none.
    anyone(
        "proxy_link",
        "mailed proxies",
        nothing=("foreign", "unknown"),
        get=shown(EVERYONE, "to give", "to decline"),
        post=may(EVERYONE, "to give", "to decline"),
        data={"holder": dana},
    ),
)
