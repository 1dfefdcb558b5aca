"""Assemblies that are not open: in every state, with items, documents, proxies and mailed links."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tests.support.assemblies import convened, give, item, prepared
from tests.support.people import World
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.queries import MeetingRow

Place = Mapping[str, Mapping[str, Any]]
FILE = (Path(__file__).parents[3] / "docs" / "assembly-file.md").read_text(encoding="utf-8")
#: The assembly that items are put off to.
LATER = "The next one"
PAST = FILE.split("```toml\n", 1)[1].split("```", 1)[0].encode()


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/convening.py`` are played at."""
    slug = here.slug
    written, known, given_up = prepared(here), convened(here), convened(here)
    changed = convened(here, items_until=here.now + timedelta(days=9))
    _item(here, changed, "More to talk about")
    represented = convened(here)
    give(here, represented, "bob", "eli")
    held = give(here, represented, "dana", "alice")
    commands.cancel_assembly(actor=here.alice, assembly_id=given_up.id, now=here.now)
    prepared(here, title=LATER, starts_at=here.now + timedelta(days=40))
    past = commands.import_assembly(association_id=here.association_id, actor_id=None, source=PAST, now=here.now)
    proposed = commands.propose_item(actor=here.charlie, assembly_id=written.id, draft=_draft("A pond"), now=here.now)
    document, elsewhere_document = (_document(here, one) for one in (written, changed))
    far = convened(elsewhere)
    references = {
        "prepared": written.reference,
        "convened": known.reference,
        "changed": changed.reference,
        "represented": represented.reference,
        "given up": given_up.reference,
        "past": f"AG{past.number}",
        "unknown": "AG999",
    }
    items = {
        "in the agenda": item(written, "Buy a saw"),
        "proposed": proposed,
        "misplaced": item(known, "Buy a saw"),
        "unknown": uuid4(),
    }
    documents = {"there": document, "misplaced": elsewhere_document, "unknown": uuid4()}
    of = written.reference
    return {
        "assemblies": {state: {"slug": slug, "reference": found} for state, found in references.items()},
        "items": {state: {"slug": slug, "reference": of, "item_id": found} for state, found in items.items()},
        "documents": {
            state: {"slug": slug, "reference": of, "document_id": found} for state, found in documents.items()
        },
        "papers": {
            "convening": {"slug": slug, "reference": of, "paper": "convening", "form": "md"},
            "attendance": {"slug": slug, "reference": of, "paper": "attendance", "form": "md"},
            "minutes": {"slug": slug, "reference": references["past"], "paper": "minutes", "form": "md"},
            "unknown": {"slug": slug, "reference": of, "paper": "minutes", "form": "md"},
        },
        "proxies": {
            "held by the lead": {"slug": slug, "reference": represented.reference, "proxy_id": held},
            "unknown": {"slug": slug, "reference": represented.reference, "proxy_id": uuid4()},
        },
        "mailed proxies": {
            "to give": {"slug": slug, "token": _link(here, known, "eli")},
            "to decline": {"slug": slug, "token": _link(here, represented, "alice", proxy_id=held)},
            "over": {"slug": slug, "token": _link(here, known, "eli", lasts=timedelta())},
            "foreign": {"slug": slug, "token": _link(elsewhere, far, "eli")},
            "unknown": {"slug": slug, "token": "made-up"},
        },
    }


def _draft(title: str) -> ItemDraft:
    return ItemDraft(kind=ItemKind.DISCUSSION, title=title)


def _item(world: World, found: MeetingRow, title: str) -> UUID:
    return commands.add_item(actor=world.alice, assembly_id=found.id, draft=_draft(title), now=world.now)


def _document(world: World, found: MeetingRow) -> UUID:
    return commands.add_document(
        actor=world.alice, assembly_id=found.id, title="Map", name="map.txt", data=b"Left, then right", now=world.now
    )


def _link(
    world: World,
    found: MeetingRow,
    name: str,
    *,
    proxy_id: UUID | None = None,
    lasts: timedelta = timedelta(days=9),
) -> str:
    return commands.proxy_link(
        assembly_id=found.id,
        member_id=world.people[name].member_id,
        proxy_id=proxy_id,
        expires_at=world.now + lasts,
        now=world.now,
    )
