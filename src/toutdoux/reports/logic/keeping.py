"""A document as one text that is kept, and the same document back from it: what an edition is."""

import base64
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from toutdoux.kernel.canonical import canonical_json
from toutdoux.reports.logic.document import (
    Align,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Literal,
    Note,
    Paragraph,
    Quote,
    Run,
    Source,
    Table,
)

_KINDS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (Bullets, Column, Document, Figure, Heading, Literal, Note, Paragraph, Quote, Run, Source, Table)
}
_KIND = "is"


def document_text(document: Document) -> str:
    """Return the document as canonical JSON: the same document is always the same text."""
    return canonical_json(_plain(document)).decode()


def document_from_text(text: str) -> Document:
    """Return the document that ``document_text`` wrote."""
    document = _made(json.loads(text))
    assert isinstance(document, Document)
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        # What is as it would be anyway is left out: a table of three thousand rows is mostly that.
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        held = {one.name: _plain(said[one.name]) for one in fields(value) if said[one.name] != one.default}
        return {_KIND: type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return {_KIND: "day", "day": value.isoformat()}
    if isinstance(value, bytes):
        return {_KIND: "bytes", "bytes": base64.b64encode(value).decode()}
    return str(value) if isinstance(value, Align) else value


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, dict):
        return value
    if value[_KIND] == "day":
        return date.fromisoformat(value["day"])
    if value[_KIND] == "bytes":
        return base64.b64decode(value["bytes"])
    held = {key: _made(one) for key, one in value.items() if key != _KIND}
    if "align" in held:
        held["align"] = Align(held["align"])
    return _KINDS[value[_KIND]](**held)
