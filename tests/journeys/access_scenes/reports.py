"""A period with its reports: one in the writing, one that was adopted, a section somebody is asked for, one of their own."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from tests.support.people import World
from toutdoux.associations.queries import association, period
from toutdoux.procedures.adopting import adopt_edition
from toutdoux.reports.editions import freeze, publish
from toutdoux.writings.commands import add_section, change_letterhead, write_charter
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.charters import Charter
from toutdoux.writings.queries import access_edition, charter_versions

Place = Mapping[str, Mapping[str, Any]]
CODE = "P26"


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/reports.py`` are played at."""
    row = period(association_id=here.association_id, code=CODE)
    add_section(actor=here.alice, period_id=row.id, which=Which.ACTIVITY, title="Beans", now=here.now)
    frozen, adopted = _frozen(here, Which.ACTIVITY), _frozen(here, Which.TECHNICAL)
    adopt_edition(actor=here.alice, edition_id=adopted, reference="P20-E7", now=here.now)
    public = _frozen(here, Which.FINANCIAL)
    adopt_edition(actor=here.alice, edition_id=public, reference="P20-E7", now=here.now)
    row_of = access_edition(association_id=here.association_id, edition_id=public)
    publish(actor=here.alice, edition=row_of, now=here.now)
    day = here.now.date()
    for text in ("## Article 1. Name\n\nThe Fireflies.", "## Article 1. Name\n\nThe Glow-worms."):
        stands = len(charter_versions(association_id=here.association_id, code=Charter.STATUTES))
        write_charter(
            actor=here.alice,
            code=Charter.STATUTES,
            text=text,
            note="",
            in_force_on=day,
            version=stands,
            now=here.now,
        )
    change_letterhead(actor=here.alice, logo=picture(), logo_words="", colour="", now=here.now)
    slug = {"slug": here.slug}
    activity = {**slug, "code": CODE, "which": "activity"}
    return {
        "periods": {"the period": {**slug, "code": CODE}, "unknown": {**slug, "code": "Z99"}},
        "reports": {
            "activity": activity,
            "technical": {**activity, "which": "technical"},
            "unknown": {**activity, "which": "poetry"},
            "elsewhere": {**activity, "code": "Z99"},
        },
        "sections": {
            "asked": {**activity, "section": "ordinary"},
            "own": {**activity, "section": "own-1"},
            "unknown": {**activity, "section": "own-99"},
        },
        "published": {
            "published": {**activity, "which": "financial"},
            "none": {**activity, "slug": elsewhere.slug},
            "unknown": {**activity, "slug": "no-such-place"},
        },
        "charters": {
            "statutes": {**slug, "text": "statutes"},
            "none yet": {**slug, "text": "internal-rules"},
            "unknown": {**slug, "text": "poems"},
        },
        "editions": {
            "frozen": {**slug, "edition_id": frozen},
            "adopted": {**slug, "edition_id": adopted},
            "published": {**slug, "edition_id": public},
            "foreign": {**slug, "edition_id": _frozen(elsewhere, Which.ACTIVITY)},
            "unknown": {**slug, "edition_id": uuid4()},
        },
    }


def picture() -> bytes:
    """Return a small picture, as somebody would send it."""
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(held, format="PNG")
    return held.getvalue()


def _frozen(place: World, which: Which) -> UUID:
    row = association(association_id=place.association_id)
    found = period(association_id=place.association_id, code=CODE)
    return freeze(actor=place.alice, association=row, period=found, which=which, language="en", now=place.now)
