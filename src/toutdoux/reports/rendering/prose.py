"""What members wrote in Markdown, as blocks of a document: the same fences as on pages, nothing fetched, nothing run."""

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from toutdoux.drawing.markdown import link_is_safe, parse_markdown
from toutdoux.reports.logic.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Literal,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)

#: A text stands in a numbered section; its own headings come under the numbered ones.
FIRST_LEVEL = 3
_LOWEST = 5


def prose(text: str, *, first_level: int = FIRST_LEVEL) -> tuple[Block, ...]:
    """Return ``text`` (Markdown) as blocks, its headings from ``first_level`` on.

    Pictures become links; addresses that are not safe become plain words.
    """
    return tuple(_blocks(SyntaxTreeNode(parse_markdown(text)).children, first_level))


def _blocks(nodes: list[SyntaxTreeNode], first_level: int = FIRST_LEVEL) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                level = min(first_level - 1 + int(node.tag[1]), _LOWEST)
                yield Heading(level=level, text="".join(run.text for run in _inline(node)))
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_blocks(item.children)) for item in node.children)
                yield Bullets(items=items, ordered=node.type == "ordered_list")
            case "blockquote":
                yield Quote(blocks=tuple(_blocks(node.children)))
            case "fence" | "code_block":
                yield Literal(text=node.content.rstrip("\n"))
            case "table":
                yield _table(node)
            case "paragraph":
                yield Paragraph(runs=_inline(node))
            case _:
                # A rule between two paragraphs says nothing that the paragraphs do not.
                continue


def _table(node: SyntaxTreeNode) -> Table:
    head, *bodies = node.children
    titles = ["".join(run.text for run in _inline(cell)) for cell in head.children[0].children]
    rows = [tuple(_inline(cell) for cell in row.children) for body in bodies for row in body.children]
    return Table(caption="", columns=tuple(Column(title=title) for title in titles), rows=tuple(rows))


def _inline(node: SyntaxTreeNode) -> Runs:
    found: list[Run] = []
    for child in node.children:
        _gather(child, found, Run(text=""))
    return tuple(run for run in found if run.text)


def _gather(node: SyntaxTreeNode, found: list[Run], style: Run) -> None:
    match node.type:
        case "strong":
            style = _styled(style, strong=True)
        case "em":
            style = _styled(style, emphasis=True)
        case "s":
            style = _styled(style, struck=True)
        case "link":
            style = _styled(style, href=_address(str(node.attrs.get("href", ""))))
        case "image":
            address = str(node.attrs.get("src", ""))
            found.append(_styled(style, text=node.content or address, href=_address(address)))
            return
        case "code_inline":
            found.append(_styled(style, text=node.content, code=True))
            return
        case "softbreak" | "hardbreak":
            found.append(_styled(style, text="\n"))
            return
        case "text":
            found.append(_styled(style, text=node.content))
            return
        case _:
            pass
    for child in node.children:
        _gather(child, found, style)


def _styled(run: Run, **changes: object) -> Run:
    return Run(**{**run.__dict__, **changes})


def _address(url: str) -> str:
    """Return an address that leads out of the document; one of our own pages leads nowhere once printed."""
    return url if "://" in url and link_is_safe(url) else ""
