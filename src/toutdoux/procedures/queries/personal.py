"""My data: everything that is known of one person, table by table, from the one list of what is personal.

Tables are reached by their names, as a backup does: what a person may ask for must not depend on which part of the
program somebody remembered to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model, Q

from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.ledger.queries import entries
from toutdoux.members.queries import member as member_row
from toutdoux.members.queries import names
from toutdoux.procedures.logic.personal import HIDDEN, PERSONAL, Table
from toutdoux.registers.queries import titles


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """What one table knows of the person. Rows are plain values by field; people and entries of registers are named, other
    things given by id.
    """

    name: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class MyData:
    """Everything about one person in one association, their account included, and what they did there."""

    member_id: UUID
    name: str
    at: datetime
    tables: tuple[DataTable, ...]
    acts: tuple[Mapping[str, Any], ...]


def my_data(*, actor: Actor, now: datetime) -> MyData:
    """Return everything that is known of the actor. Secrets and digests of secrets are left out."""
    row = member_row(actor=actor, member_id=actor.member_id, now=now)
    entered = titles(association_id=actor.association_id, withdrawn=True)
    known = {**entered, **names(association_id=actor.association_id)}
    tables = []
    for label, table in PERSONAL.items():
        found = rows_of(label=label, table=table, member_id=row.id, account_id=row.account_id)
        plain = tuple(_plain(one, known) for one in found.order_by("pk"))
        if plain:
            tables.append(DataTable(name=label, rows=plain))
    acts = tuple(
        {"at": instant_text(entry.at), "what": entry.kind}
        for entry in entries(association_id=actor.association_id)
        if entry.actor_id == row.id
    )
    return MyData(member_id=row.id, name=row.name, at=now, tables=tuple(tables), acts=acts)


def rows_of(*, label: str, table: Table, member_id: UUID, account_id: UUID | None) -> Any:
    """Return the rows of a table about one person, as a query."""
    wanted = Q(pk__in=[])
    for path in table.paths:
        wanted |= Q(**{path: member_id})
    if account_id is not None:
        for path in table.account_paths:
            wanted |= Q(**{path: account_id})
    return all_rows(label).filter(wanted)


def all_rows(label: str) -> Any:
    """Return every row of a table, by its name, as a query."""
    return apps.get_model(label)._default_manager.all()  # noqa: SLF001 -- Django's own name for it


def _plain(row: Model, known: Mapping[UUID, str]) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in HIDDEN]  # noqa: SLF001 -- Django's way
    return {field.name: _value(row, field, known) for field in fields}


def _value(row: Model, field: "Field[Any, Any]", known: Mapping[UUID, str]) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return known.get(value, str(value)) if field.is_relation else str(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if not isinstance(value, dict | list) else value
