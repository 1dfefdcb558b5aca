"""The register as a table, in and out: our columns, and those of Paheko and Galette by a mapping. Imports are hostile."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.kernel.table_cells import Cells
from toutdoux.kernel.table_faults import MAX_CELLS, MAX_ROWS, TableFault, fault
from toutdoux.kernel.table_text import (
    SEPARATORS,
    Malformed,
    Record,
    column_name,
    decode,
    guarded,
    records,
    separator_of,
    write_record,
)
from toutdoux.members.logic.profiles import LONGEST

#: What is read. The columns that an export adds (left_on apart) are admitted, and say nothing new.
READ = ("name", "kind", "email", "aliases", "pronoun", "title", "contact", "joined_on", "left_on")
TOLD = ("standing", "since")
COLUMNS = READ + TOLD

#: The columns of Galette's member exports; a company is an organisation, whoever is not active left on a day not told.
GALETTE: Mapping[str, tuple[str, ...]] = {
    "name": ("prenom_adh", "nom_adh"),
    "organisation": ("societe_adh",),
    "email": ("email_adh",),
    "aliases": ("pseudo_adh",),
    "joined_on": ("date_crea_adh",),
    "active": ("activite_adh",),
}
#: What Paheko's columns are called unless the association has renamed them: the first one found is taken.
PAHEKO: Mapping[str, tuple[str, ...]] = {
    "name": ("nom", "nom_et_prénom", "nom_prénom", "identité"),
    "email": ("email", "adresse_e_mail", "e_mail", "courriel"),
    "joined_on": ("date_inscription", "date_d'inscription", "date_d’inscription"),
    "contact": ("telephone", "téléphone", "numéro_de_téléphone"),
}
#: What a mapping may fill, the name first.
FIELDS = ("name", "organisation", "email", "aliases", "pronoun", "title", "contact", "joined_on", "left_on", "active")

_KINDS = {"": "person", "person": "person", "personne": "person", "organisation": "organisation"}
_NO = frozenset({"0", "non", "no", "false", "faux", "f"})


class Origin(StrEnum):
    """Where a table comes from."""

    TOUTDOUX = "toutdoux"
    PAHEKO = "paheko"
    GALETTE = "galette"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A member of a table, or who was one until ``left_on``. ``row`` is where it stands in the file.

    ``former``: they had left, on a day or after a joining that the table does not tell, and are not entered.
    """

    row: int
    name: str
    email: str = ""
    organisation: bool = False
    aliases: str = ""
    pronoun: str = ""
    title: str = ""
    contact: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    former: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """A member as an export tells of them; ``standing`` and ``since`` are the voting right at the day asked for."""

    name: str
    kind: str
    email: str
    aliases: str
    pronoun: str
    title: str
    contact: str
    joined_on: date
    left_on: date | None
    standing: str
    since: date | None


def read_text(*, data: bytes) -> tuple[Record, ...]:
    """Return the records of a CSV file, the header first. Raises ``Refused`` with every fault that can be told."""
    text = decode(data=data)
    first = text.partition("\n")[0]
    # Whatever program wrote it, its header shows our columns, or Galette's, or else most often its separator.
    names = {*COLUMNS, *(column for columns in (*GALETTE.values(), *PAHEKO.values()) for column in columns)}
    separator = separator_of(text=text, names=names)
    if separator == "," and "," not in first:
        separator = max(SEPARATORS, key=first.count)
    found: list[Record] = []
    try:
        for record in records(text=text, separator=separator):
            if len(found) > MAX_ROWS:
                raise Refused([fault(TableFault.TOO_MANY_ROWS, row=record.row, most=MAX_ROWS)])
            if not record.blank:
                found.append(record)
    except Malformed as malformed:
        raise Refused([fault(TableFault.QUOTES, row=malformed.row)]) from None
    if not found:
        raise Refused([fault(TableFault.EMPTY)])
    return tuple(found)


def guess(*, header: Sequence[str], origin: Origin) -> dict[str, tuple[str, ...]]:
    """Return which columns of a header fill which field, as far as their names tell."""
    there = {column_name(cell) for cell in header}
    if origin is Origin.GALETTE:
        found = {field: tuple(name for name in names if name in there) for field, names in GALETTE.items()}
    elif origin is Origin.PAHEKO:
        found = {field: tuple(name for name in names if name in there)[:1] for field, names in PAHEKO.items()}
    else:
        found = {field: (field,) for field in READ if field in there}
    return {field: names for field, names in found.items() if names}


def read_members(
    *, table: Sequence[Record], origin: Origin, mapping: Mapping[str, Sequence[str]] | None = None
) -> tuple[Line, ...]:
    """Read the members of a table, in its order. ``mapping``: which of its columns fill which field, where they are not known.

    Raises ``Refused`` with every fault, each with its row and column, and nothing else, on any table.
    """
    header = tuple(column_name(cell) for cell in table[0].cells)
    chosen = dict(mapping) if mapping else guess(header=header, origin=origin)
    refuse_if_any(_header_faults(table[0], header, chosen, origin))
    lines: list[Line] = []
    problems: list[Refusal] = []
    for record in table[1:]:
        if len(record.cells) > len(header):
            problems.append(
                fault(TableFault.EXTRA_CELLS, row=record.row, found=len(record.cells), expected=len(header))
            )
            continue
        cells = Cells(row=record.row, cells=_fields(dict(zip(header, record.cells, strict=False)), chosen))
        lines.append(_line(cells))
        problems += cells.problems
    problems = [_named(refusal, chosen) for refusal in [*problems, *_twice(lines)]]
    refuse_if_any(sorted(problems, key=lambda refusal: refusal.data["row"]))
    return tuple(lines)


def write_csv(*, rows: Iterable[Told]) -> bytes:
    """Write members as UTF-8 CSV. What a spreadsheet would run as a formula gets an apostrophe, which reading takes away."""
    lines = [write_record(cells=COLUMNS)]
    lines += [write_record(cells=map(guarded, cells)) for cells in written(rows=rows)]
    return "".join(lines).encode()


def write_json(*, rows: Iterable[Told]) -> bytes:
    """Write members as a JSON list of objects with the same columns; a day that is not there is null."""
    days = {"joined_on", "left_on", "since"}
    objects = [
        {column: cell or None if column in days else cell for column, cell in zip(COLUMNS, cells, strict=True)}
        for cells in written(rows=rows)
    ]
    return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode()


def written(*, rows: Iterable[Told]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each member in the order of ``COLUMNS``."""
    for row in rows:
        values = [getattr(row, column) for column in COLUMNS]
        yield tuple(value.isoformat() if isinstance(value, date) else value or "" for value in values)


def again(*, lines: Iterable[Line]) -> bytes:
    """Write lines that were read as a table of our own, to be read again when the person has agreed to them."""
    out = [write_record(cells=READ)]
    for line in lines:
        cells = (
            line.name,
            "organisation" if line.organisation else "",
            line.email,
            line.aliases,
            line.pronoun,
            line.title,
            line.contact,
            line.joined_on.isoformat() if line.joined_on and not line.former else "",
            "1970-01-01" if line.former else line.left_on.isoformat() if line.left_on else "",
        )
        out.append(write_record(cells=map(guarded, cells)))
    return "".join(out).encode()


def _named(refusal: Refusal, chosen: Mapping[str, Sequence[str]]) -> Refusal:
    """Name the columns as the file does."""
    names = chosen.get(refusal.data["column"])
    return replace(refusal, data={**refusal.data, "column": ", ".join(names)}) if names else refusal


def _header_faults(
    first: Record, header: Sequence[str], chosen: Mapping[str, Sequence[str]], origin: Origin
) -> list[Refusal]:
    faults = []
    if len(header) > MAX_CELLS:
        return [fault(TableFault.EXTRA_CELLS, row=first.row, found=len(header), expected=MAX_CELLS)]
    for index, name in enumerate(header):
        if name and name in header[:index]:
            faults.append(fault(TableFault.DUPLICATE_COLUMN, row=first.row, column=name))
        elif origin is Origin.TOUTDOUX and name not in COLUMNS:
            faults.append(
                fault(TableFault.UNKNOWN_COLUMN, row=first.row, column=name, position=index + 1, of="members")
            )
    missing = [name for names in chosen.values() for name in names if column_name(name) not in header]
    faults += [fault(TableFault.MISSING_COLUMN, row=first.row, column=name) for name in missing]
    if not chosen.get("name") and not chosen.get("organisation"):
        faults.append(fault(TableFault.MISSING_COLUMN, row=first.row, column="name"))
    return faults


def _fields(cells: Mapping[str, str], chosen: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return a record by our fields: several columns make one text, a company's name makes an organisation."""
    found = {
        field: " ".join(part for name in names if (part := cells.get(column_name(name), "").strip()))
        for field, names in chosen.items()
    }
    company = found.pop("organisation", "")
    if company:
        found |= {"name": company, "kind": "organisation"}
    return found


def _line(cells: Cells) -> Line:
    kind = _KINDS.get(cells.cells.get("kind", "").strip().casefold())
    if kind is None:
        cells.refuse(TableFault.UNKNOWN_SORT, column="kind", value=cells.cells["kind"].strip())
    name = cells.text("name", longest=LONGEST["name"], required=True)
    email = cells.text("email", longest=LONGEST["email"]).strip().lower()
    if email and not _looks_like_an_address(email):
        cells.refuse(TableFault.NOT_AN_EMAIL, column="email", value=email)
    texts = {
        field: " ".join(cells.text(field, longest=LONGEST[field]).split())
        for field in ("aliases", "pronoun", "title", "contact")
    }
    inactive = cells.cells.get("active", "").strip().casefold() in _NO
    joined_on, left_on = cells.day("joined_on", day_first=True), cells.day("left_on", day_first=True)
    if joined_on is not None and left_on is not None and left_on < joined_on:
        cells.refuse(TableFault.LEFT_FIRST, column="left_on", value=left_on.isoformat(), joined=joined_on.isoformat())
    former = joined_on is None if left_on is not None else inactive
    return Line(
        row=cells.row,
        name=" ".join(name.split()),
        email=email,
        organisation=kind == "organisation",
        joined_on=joined_on,
        left_on=None if former else left_on,
        former=former,
        **texts,
    )


def _looks_like_an_address(email: str) -> bool:
    """Refuse what no mail could reach; the full rule is applied by the command."""
    name, at, domain = email.rpartition("@")
    return bool(name and at and "." in domain.strip(".")) and not any(c.isspace() or c in ",;<>" for c in email)


def _twice(lines: Sequence[Line]) -> list[Refusal]:
    """Name the lines that stand for someone an earlier line stands for: the same address, or the same name without one."""
    seen: dict[str, int] = {}
    faults = []
    for line in lines:
        key = line.email or searchable(line.name)
        if key and key in seen:
            column = "email" if line.email else "name"
            faults.append(
                fault(TableFault.TWICE, row=line.row, column=column, value=line.email or line.name, other=seen[key])
            )
        seen.setdefault(key, line.row)
    return faults
