"""The registers: any member notes activities; money and services are kept by those who vote."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.journeys.access_answers import EVERYONE, MEMBERS, VOTERS, Data, Row, anyone, inside, led, may, shown

NOTED: Data = {"title": "A fair", "day": "2026-03-10", "note": ""}

ROWS: tuple[Row, ...] = (
    inside("registers", get=shown()),
    inside("entries", "register names", nothing=("unknown",), get=shown(MEMBERS, "activities", "partners")),
    inside("entries_export", "register names", nothing=("unknown",), get=shown(MEMBERS, "activities", "partners")),
    inside(
        "entry_new",
        "entry kinds",
        nothing=("unknown",),
        get=shown(MEMBERS, "event"),
        post=may(MEMBERS, "event"),
        data=NOTED,
    ),
    inside("entry", "entries", nothing=("foreign", "unknown"), get=shown(MEMBERS, "noted", "withdrawn")),
    inside(
        "entry_edit",
        "entries",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "noted", "withdrawn"),
        post=may(MEMBERS, "noted"),
        data={**NOTED, "from_whom": "The choir", "revision": "1"},
    ),
    inside(
        "entry_move",
        "entries",
        nothing=("foreign", "unknown"),
        post=may(MEMBERS, "noted"),
        data={"state": "answered", "day": "2026-03-11"},
    ),
    inside(
        "entry_tie",
        "services",
        nothing=("foreign",),
        post=may(VOTERS, "here"),
        data={"other_id": lambda scene, _role: str(scene.places["machines"]["free"]["entry_id"]), "day": "2026-03-11"},
    ),
    inside("entry_untie", "standing", nothing=("foreign",), post=may(VOTERS, "here"), data={"day": "2026-03-11"}),
    inside(
        "entry_withdraw",
        "entries",
        nothing=("foreign", "unknown"),
        get=shown(MEMBERS, "noted", "withdrawn"),
        post=may(MEMBERS, "noted"),
        data={"reason": "Noted twice"},
    ),
    inside(
        "entry_file_add",
        "entries",
        nothing=("foreign", "unknown"),
        post=may(MEMBERS, "noted"),
        data={"file": lambda _scene, _role: SimpleUploadedFile("poster.pdf", b"%PDF-1.7 a poster")},
    ),
    inside("entry_receipt", "memberships", nothing=("a request", "foreign"), get=shown(MEMBERS, "received")),
    inside("entry_file", "entry files", nothing=("misplaced", "foreign", "unknown"), get=shown(MEMBERS, "kept")),
    inside(
        "entry_file_remove",
        "entry files",
        nothing=("misplaced", "foreign", "unknown"),
        post=may(MEMBERS, "kept"),
    ),
    # The podcast is for anyone to listen to; where no episode was put in it there is none.
    anyone("public-podcast", "podcasts", nothing=("empty", "unknown"), get=shown(EVERYONE, "here")),
    inside("availability", get=shown()),
    inside("money", get=shown()),
    # Without a period that has days there is nothing to take away, and without a SIREN no name for it.
    inside("money_fec", get=led(MEMBERS)),
    inside(
        "money_settings",
        get=shown(),
        post=may(VOTERS),
        data={"accounts": "Paheko", "limit": "50", "siren": "", "levels": "", "chart": ""},
    ),
    inside(
        "money_allowed",
        get=shown(),
        post=may(VOTERS),
        data={"action": "P26-E2", "purpose": "An oven", "amount": "90", "heading": "", "day": "2026-03-10"},
    ),
)
