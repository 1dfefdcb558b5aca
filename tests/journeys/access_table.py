"""Who may do what: one row for every route. What is not granted here is refused, and the suite says so.

A row names the route, the states its address can be in (``access_scene`` plays them), and *grants*: in these states, these
people get this answer. For everyone and everything else the answer follows from the door:

- inside an association: strangers are asked to sign in, people from outside and those who left find nothing;
- behind a sign-in: strangers are asked to sign in;
- in a state where there is nothing, or nothing of theirs, people find nothing; a method without a grant is not allowed;
- whatever is left is refused, in a sentence.

An area of its own keeps its rows in ``access_rows/<area>.py``, as ``ROWS``, and what they need of the scene in
``access_scenes/<area>.py``, as ``places(*, here, elsewhere)``.
"""

import importlib
import pkgutil
from pathlib import Path

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.access_answers import (
    ACCOUNTS,
    EVERYONE,
    LEAD,
    LIVE,
    MEMBERS,
    STRANGERS,
    VOTERS,
    Answer,
    Data,
    Row,
    anyone,
    give,
    inside,
    led,
    may,
    on_action,
    on_draft,
    shown,
    signed_in,
)
from tests.journeys.access_scene import CAST, OLD_TABLE, Role, Scene
from tests.support.people import tout_doux
from tests.support.visitors import PASSWORD
from toutdoux.rules.reading import rulebook_to_toml


def _agreed(scene: Scene, _role: Role) -> str:
    """Return the preview of an old table that the lead was shown, as their page carries it."""
    return signing.dumps(
        {
            "association": str(scene.here.association_id),
            "member": str(scene.here.people[CAST[Role.LEAD]].member_id),
            "period": "P19",
            "kind": "extraordinary",
            "table": OLD_TABLE.decode(),
        },
        salt="toutdoux.import",
        compress=True,
    )


def _table(_scene: Scene, _role: Role) -> SimpleUploadedFile:
    return SimpleUploadedFile("P19.csv", OLD_TABLE, content_type="text/csv")


WORDS = {"reason": "Because it matters to us"}
FOUNDING: Data = {
    "name": "The Glow-worms",
    "slug": "glow-worms",
    "zone": "Europe/Paris",
    "language": "en",
    "address_form": "vous",
    "inclusive_form": "median",
    "rulebook": "tout-doux-cratie",
    "waiting": "3",
    "waiting_unit": "months",
    "founder_name": "Ada",
    "founder_email": "ada@example.org",
    "founder_password": PASSWORD,
    "others": "Jo\nSam <sam@example.org>",
    "code": "P26",
    "first_day": "2026-01-01",
    "last_day": "2026-06-30",
}

_COMMON: tuple[Row, ...] = (
    # --- accounts -------------------------------------------------------------------------------------------------
    anyone(
        "sign_in",
        get=(*shown(STRANGERS), *led(ACCOUNTS)),
        post=led(EVERYONE),
        data={"email": "alice.here@example.org", "password": PASSWORD},
    ),
    # No mail leaves the installation of the tests; with mail, see the journeys of accounts.
    anyone(
        "sign_in_link",
        nothing=("",),
        get=(give(Answer.NOTHING, EVERYONE),),
        post=(give(Answer.NOTHING, EVERYONE),),
        data={"email": "alice.here@example.org"},
    ),
    anyone(
        "sign_in_by_link",
        "links",
        get=(*shown(EVERYONE, "valid"), give(Answer.GONE, EVERYONE)),
        post=(*led(EVERYONE, "valid"), give(Answer.GONE, EVERYONE)),
    ),
    anyone("sign_out", get=led(EVERYONE), post=(give(Answer.SIGN_IN, EVERYONE),)),
    anyone("set_language", get=led(EVERYONE), post=led(EVERYONE), data={"language": "fr"}),
    signed_in("account", gesture="profile", get=shown(ACCOUNTS), post=may(ACCOUNTS), data={"profile-name": "Someone"}),
    signed_in(
        "account",
        gesture="password",
        get=shown(ACCOUNTS),
        post=may(ACCOUNTS),
        data={"change": "password", "password-current": PASSWORD, "password-new": "seven blue kites at noon"},
    ),
    # --- founding -------------------------------------------------------------------------------------------------
    anyone(
        "start",
        get=(give(Answer.SIGN_IN, STRANGERS), *shown((Role.DEPARTED,)), *led((Role.OUTSIDER, *MEMBERS))),
        post=(give(Answer.SIGN_IN, STRANGERS), *shown((Role.DEPARTED,)), *led((Role.OUTSIDER, *MEMBERS))),
    ),
    signed_in("found", get=shown(ACCOUNTS), post=may(ACCOUNTS), data=FOUNDING),
    anyone("shipped_rulebook", "shipped", get=shown(EVERYONE), post=shown(EVERYONE)),
    anyone(
        "join",
        "invitations",
        nothing=("unknown",),
        get=(*shown(EVERYONE, "valid"), give(Answer.GONE, EVERYONE, "used", "revoked", "expired")),
        # Whoever is, or was, in the register with this account is not entered a second time.
        post=(
            *may((Role.ANONYMOUS, Role.OUTSIDER), "valid"),
            give(Answer.GONE, EVERYONE, "used", "revoked", "expired"),
        ),
        data={"name": "Dana", "email": "dana@example.org", "password": PASSWORD},
    ),
    # --- the association ------------------------------------------------------------------------------------------
    inside("home", get=shown()),
    inside(
        "settings",
        gesture="settings",
        get=shown(),
        post=may(VOTERS),
        data={
            "name": "The Glow-worms",
            "language": "fr",
            "address_form": "tu",
            "inclusive_form": "doublet",
            "public_register": "with-names",
        },
    ),
    inside(
        "settings",
        gesture="period",
        get=shown(),
        post=may(VOTERS),
        data={
            "change": "period",
            "period-code": "A26",
            "period-first_day": "2026-07-01",
            "period-last_day": "2026-12-31",
        },
    ),
    inside("rulebook", get=shown(), post=shown()),
    inside("rulebook_try", get=shown(), post=shown(), data={"toml": rulebook_to_toml(tout_doux("consent"))}),
    inside("practice", get=shown(), post=led(MEMBERS), data={"choice": "for"}),
    inside("register", get=shown()),
    inside("register-export", get=shown()),
    inside(
        "import",
        gesture="look",
        get=shown(VOTERS),
        post=shown(VOTERS),
        data={"table": _table, "period": "P19", "kind": "extraordinary"},
    ),
    inside(
        "import",
        gesture="agree",
        get=shown(VOTERS),
        # What one member was shown, another cannot agree to.
        post=(*may(LEAD), *led((Role.VOTER,))),
        data={"agreed": _agreed},
    ),
    # --- the people -----------------------------------------------------------------------------------------------
    inside("members", get=shown(), post=shown()),
    inside("add_member", get=shown(), post=may(VOTERS), data={"name": "Hugo", "email": "hugo@example.org"}),
    inside(
        "member",
        "people",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "uninvited", "the voter", "the newcomer", "gone"),
        post=shown(MEMBERS, "uninvited", "the voter", "the newcomer", "gone"),
    ),
    inside(
        "invitation",
        "people",
        nothing=("foreign", "unknown"),
        get=led(MEMBERS, "uninvited", "the voter", "the newcomer", "gone"),
        post=may(VOTERS, "uninvited"),
    ),
    inside(
        "departure",
        "people",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "uninvited", "the voter", "the newcomer", "gone"),
        post=(*may(VOTERS, "uninvited", "the voter", "the newcomer"), *may((Role.NEWCOMER,), "the newcomer")),
    ),
    # --- writing --------------------------------------------------------------------------------------------------
    inside("draft-new", get=shown(), post=may(MEMBERS), data={"title": "Plant a pear tree", "kind": "ordinary"}),
    on_draft("draft", get=Answer.PAGE),
    on_draft(
        "draft-edit",
        get=Answer.PAGE,
        post=Answer.CHANGED,
        data={"title": "Plant a pear tree", "kind": "ordinary"},
    ),
    on_draft("draft-publish", get=Answer.AWAY, post=Answer.CHANGED),
    on_draft("draft-delete", get=Answer.PAGE, post=Answer.CHANGED),
    # --- an action ------------------------------------------------------------------------------------------------
    inside(
        "action",
        "actions",
        states=(*LIVE, "historical", "foreign"),
        nothing=("foreign",),
        get=shown(MEMBERS, *LIVE, "historical"),
    ),
    inside(
        "action-versions",
        "actions",
        states=(*LIVE, "historical", "foreign"),
        nothing=("foreign",),
        get=(*shown(MEMBERS, *LIVE), *led(MEMBERS, "historical")),
    ),
    on_action(
        "ballot",
        get=led(MEMBERS, *LIVE, "historical"),
        # Passing is not closing; what is done or withdrawn is closed. The newcomer has no seat.
        post=may(VOTERS, "open", "passed", "announced", "counter"),
        data={"choice": "for", "version": "1", "idempotency_key": "a-key", "reason": ""},
    ),
    on_action(
        "action-amend",
        post=(*may(LEAD, "open"), *may((Role.VOTER,), "counter")),
        data={"title": "Open a library of tools", "text": "With a stove."},
    ),
    on_action("action-withdraw", post=(*may(LEAD, "open"), *may((Role.VOTER,), "counter")), data=WORDS),
    on_action("action-urgency", post=may(LEAD, "open"), data=WORDS),
    on_action("action-start", more=("urgent",), post=may(LEAD, "passed", "announced", "urgent"), data=WORDS),
    on_action("action-done", more=("urgent",), post=may(LEAD, "passed", "announced", "urgent"), data=WORDS),
    on_action("action-abandon", more=("urgent",), post=may(LEAD, "passed", "announced", "urgent"), data=WORDS),
    on_action("action-counter-vote", post=may(VOTERS, "open", "passed", "announced"), data=WORDS),
    on_action("action-footnote", post=may(VOTERS, *LIVE), data=WORDS),
    on_action("action-undone", post=may(VOTERS, *LIVE), data=WORDS),
    on_action("action-link", post=may(VOTERS, *LIVE), data={"sort": "relates", "other": "P26-E6"}),
    on_action(
        "action-lead",
        more=("wanted",),
        post=(
            *may(LEAD, "open", "passed", "announced", "done", "withdrawn", "wanted"),
            *may((Role.VOTER,), "counter", "wanted"),
            *may((Role.NEWCOMER,), "wanted"),
        ),
        data={"lead": "on"},
    ),
    # An objection is found by its own number; the action before it only says where to go on.
    inside(
        "objection",
        "objections",
        gesture="lift",
        get=led(MEMBERS),
        post=may((Role.VOTER,), "of the voter", "misplaced"),
        data={"gesture": "lift"},
    ),
    inside(
        "objection",
        "objections",
        gesture="keep",
        get=led(MEMBERS),
        post=may((Role.VOTER,), "of the voter", "misplaced"),
        data={"gesture": "keep"},
    ),
    inside(
        "objection",
        "objections",
        gesture="talk",
        get=led(MEMBERS),
        # Whoever is in the association may talk; the thread stays open afterwards.
        post=may(MEMBERS, "of the voter", "of another", "over", "misplaced"),
        data={"gesture": "post", "sort": "proposal", "text": "What if it were smaller?"},
    ),
    inside("action-tick", "effects", post=may(VOTERS, "to undo")),
    # --- what people outside may read -----------------------------------------------------------------------------
    anyone("public", "registers", nothing=("closed", "unknown"), get=shown(EVERYONE, "without-names", "with-names")),
    anyone(
        "public-action",
        "registers",
        nothing=("closed", "unknown"),
        get=shown(EVERYONE, "without-names", "with-names"),
    ),
)


def _rows_of_areas() -> tuple[Row, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent / "access_rows")]))
    return tuple(row for name in names for row in importlib.import_module(f"tests.journeys.access_rows.{name}").ROWS)


ROWS: tuple[Row, ...] = (*_COMMON, *_rows_of_areas())
