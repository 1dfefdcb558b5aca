"""Bringing in assemblies that were held."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max

from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.assemblies.models import Assembly
from toutdoux.associations.queries import association
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.rules.time import instant


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a file. ``added`` is False when the same assembly was there already."""

    number: int
    added: bool
    facts: AssemblyFacts


def import_assembly(
    *, association_id: UUID, actor_id: UUID | None, source: bytes, dry_run: bool = False, now: datetime
) -> Imported:
    """Bring in an assembly written as TOML, whole or not at all.

    Refuses every fault of the file, and another assembly at the same instant whose facts differ; the same facts again
    change nothing.
    """
    facts = assembly_from_toml(source)
    held_at = instant(local=facts.held_at, zone=association(association_id=association_id).zone)
    with writing(association_id=association_id, now=now) as log:
        rows = Assembly.objects.filter(association_id=association_id)
        known = rows.filter(held_at=held_at).first()
        if known is not None:
            if assembly_from_toml(known.source) != facts:
                data = {"number": known.number, "title": known.title}
                raise Refused([Refusal(code=AssemblyRefusal.ASSEMBLY_DIFFERS, data=data)])
            return Imported(number=known.number, added=False, facts=facts)
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        if dry_run:
            return Imported(number=number, added=True, facts=facts)
        salt, text = secrets.token_hex(32), source.decode("utf-8-sig")
        row = Assembly.objects.create(
            id=uuid4(),
            association_id=association_id,
            number=number,
            title=facts.title,
            held_at=held_at,
            source=text,
            salt=salt,
            digest=digest({"salt": salt, "source": text}),
            imported_at=log.at,
        )
        log.append(
            kind=AssemblyEvent.IMPORTED,
            actor_id=actor_id,
            data={"assembly": str(row.id), "number": number, "digest": row.digest},
        )
    return Imported(number=number, added=True, facts=facts)
