"""From bytes to values and line numbers. ``tomllib`` gives the values, tree-sitter the line of each key."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.reading.faults import Path, RulebookFault

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
#: More dots than this in one line of a text that is not TOML anyway are not looked at.
_MAX_DOTS = 64

_LANGUAGE = Language(tree_sitter_toml.language())
_KEYS = ("bare_key", "quoted_key", "dotted_key")
_NESTING = ("array", "inline_table", "dotted_key")
_WHERE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, kw_only=True)
class Source:
    """The values of a TOML text, and on which line (from 1) each key stands."""

    values: dict[str, Any]
    lines: dict[Path, int]


def parse(source: bytes | str, *, most: int = MAX_BYTES) -> Source:
    """Read TOML of at most ``most`` bytes. Raises ``Refused`` for what is too large, not UTF-8, too deep or not TOML; nothing else."""
    text = _decode(source, most)
    root = Parser(_LANGUAGE).parse(text.encode()).root_node
    _refuse_bombs(text, root)
    try:
        values = tomllib.loads(text)
    except ValueError as error:
        # TOMLDecodeError is a ValueError; so is an integer with more digits than Python agrees to read.
        raise Refused([_not_toml(str(error), text)]) from error
    return Source(values=values, lines=_lines(root))


def _decode(source: bytes | str, most: int) -> str:
    try:
        data = source.encode() if isinstance(source, str) else source
        if len(data) > most:
            raise Refused([Refusal(code=RulebookFault.TOO_LARGE, data={"limit": most // 1024})])
        # Some editors begin a file with a byte order mark: it is no fault of the person who wrote the rules.
        return data.decode("utf-8-sig")
    except UnicodeError as error:
        raise Refused([Refusal(code=RulebookFault.NOT_UTF8)]) from error


def _refuse_bombs(text: str, root: Node) -> None:
    """Refuse what would exhaust ``tomllib``, which recurses into arrays and is quadratic in the dots of one key."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        depth += node.type in _NESTING
        if depth > MAX_DEPTH:
            data = {"line": node.start_point[0] + 1, "limit": MAX_DEPTH}
            raise Refused([Refusal(code=RulebookFault.TOO_DEEP, data=data)])
        waiting += [(child, depth) for child in node.children]
    if not root.has_error:
        return
    # Where the grammar has lost its way the tree proves nothing about depth; look at the lines themselves.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MAX_DOTS or line.count("[") + line.count("{") > _MAX_DOTS:
            raise Refused([Refusal(code=RulebookFault.NOT_TOML, data={"line": number, "column": 1})])


def _not_toml(message: str, text: str) -> Refusal:
    where = _WHERE.search(message)
    if where and where[1]:
        line, column = int(where[1]), int(where[2])
    else:
        last = text.rstrip().split("\n")
        line, column = len(last), len(last[-1]) + 1
    # What tomllib says of a key, or of a table, that comes twice.
    twice = "Cannot overwrite" in message or "Cannot declare" in message or "Cannot mutate" in message
    code = RulebookFault.DUPLICATE_KEY if twice else RulebookFault.NOT_TOML
    return Refusal(code=code, data={"line": line, "column": column})


def _lines(root: Node) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    sizes: dict[Path, int] = {}
    for node in root.named_children:
        if node.type == "pair":
            _note(lines, (), node)
            continue
        if node.type not in ("table", "table_array_element"):
            continue
        path: Path = ()
        for part in _key(node):
            path += (part,)
            if path in sizes and not (node.type == "table_array_element" and len(path) == len(_key(node))):
                path += (sizes[path] - 1,)
        if node.type == "table_array_element":
            sizes[path] = sizes.get(path, 0) + 1
            path += (sizes[path] - 1,)
        _remember(lines, path, node)
        for child in node.named_children:
            _note(lines, path, child)
    return lines


def _note(lines: dict[Path, int], path: Path, node: Node) -> None:
    """Note the line of ``node`` (a pair, or an item of an array) and of all that it holds."""
    if node.type == "pair":
        path += _key(node)
        _remember(lines, path, node)
        for value in node.named_children:
            _note(lines, path, value)
    elif node.type == "inline_table":
        for pair in node.named_children:
            _note(lines, path, pair)
    elif node.type == "array":
        items = [item for item in node.named_children if item.type != "comment"]
        for index, item in enumerate(items):
            _remember(lines, (*path, index), item)
            _note(lines, (*path, index), item)


def _remember(lines: dict[Path, int], path: Path, node: Node) -> None:
    """Note a line for ``path`` and the tables it implies, unless they were met before."""
    while path:
        lines.setdefault(path, node.start_point[0] + 1)
        path = path[:-1]


def _key(node: Node) -> tuple[str, ...]:
    """Return the parts of the key of a pair or of the header of a table; none where the text is broken."""
    return tuple(part for child in node.named_children[:1] if child.type in _KEYS for part in _parts(child))


def _parts(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _parts(child)
    else:
        # tomllib itself undoes the quotes and escapes of a key.
        yield from tomllib.loads(f"{(node.text or b'').decode()} = 0")
