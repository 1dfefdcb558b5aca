"""The register of members: profiles, leaves, organisations, those who ask to join, tables in and out."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.access_answers import (
    EVERYONE,
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
from tests.journeys.access_scene import Role, Scene

BOB = (Role.VOTER,)


def _table(_scene: Scene, _role: Role) -> SimpleUploadedFile:
    return SimpleUploadedFile("members.csv", b"name,email\nJo,jo@example.org\n", content_type="text/csv")


def _leave(_scene: Scene, _role: Role) -> str:
    return "2026-03-29T22:00:00.000000Z"


PROFILE: Data = {"name": "Robin", "pronoun": "they"}
DAYS: Data = {"first_day": "2026-04-10", "last_day": "2026-04-12"}

#: One writes about oneself, and voters about those who have no account.
_HAND_ON = (*may(BOB, "the voter's"), *may(VOTERS, "without account"))

ROWS: tuple[Row, ...] = (
    # Whoever is outside may ask, and so may who is inside: to them nothing happens, and the page says the same.
    anyone(
        "ask_to_join",
        "doors",
        nothing=("closed",),
        get=shown(EVERYONE, "open"),
        post=(
            give(Answer.CHANGED, (Role.ANONYMOUS, Role.OUTSIDER, Role.DEPARTED), "open"),
            give(Answer.PAGE, MEMBERS, "open"),
        ),
        data={"name": "Sam", "email": "sam@example.org", "words": "Hello"},
    ),
    inside("join_requests", get=shown(), post=may(VOTERS), data={"open": "on", "words": "Welcome"}),
    inside(
        "join_request",
        "requests",
        gesture="accept",
        nothing=("foreign",),
        post=may(VOTERS, "waiting"),
        data={"gesture": "accept"},
    ),
    inside(
        "join_request",
        "requests",
        gesture="decline",
        nothing=("foreign",),
        post=may(VOTERS, "waiting"),
        data={"gesture": "decline"},
    ),
    inside(
        "profile",
        "profiles",
        nothing=("foreign",),
        get=shown(MEMBERS, "the voter's", "without account"),
        post=_HAND_ON,
        data=PROFILE,
    ),
    inside(
        "leave",
        "profiles",
        nothing=("foreign",),
        get=shown(MEMBERS, "the voter's", "without account"),
        post=_HAND_ON,
        data=DAYS,
    ),
    inside("leave_end", "profiles", nothing=("foreign",), post=_HAND_ON, data={"from": _leave}),
    inside(
        "representatives",
        "organisations",
        nothing=("foreign",),
        post=(*may(VOTERS, "nobody's"), *led(VOTERS, "bob's")),
        data={"gesture": "name", "person": lambda scene, _role: str(scene.here.bob.member_id)},
    ),
    inside("organisation_votes", "organisations", nothing=("foreign",), get=shown(BOB, "bob's")),
    # An organisation without a seat is told so where it came from; so is whoever does not represent it.
    inside(
        "organisation_vote",
        "organisation actions",
        nothing=("foreign",),
        post=led(MEMBERS, "open"),
        data={"choice": "for", "version": "1", "idempotency_key": "a page"},
    ),
    inside("import_members", get=shown(VOTERS), post=shown(VOTERS), data={"table": _table, "origin": "toutdoux"}),
    inside("export_members", get=shown()),
)
