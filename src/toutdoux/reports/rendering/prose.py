"""What members wrote in Markdown, as blocks of a document: the same fences as on pages, nothing fetched, nothing run."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
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
#: Browsers follow no longer ones everywhere, and the engine of the PDF takes few more.
LONGEST_ADDRESS = 2_000
_RUNS = "runs"


def prose(text: str, *, first_level: int = FIRST_LEVEL) -> tuple[Block, ...]:
    """Return ``text`` (Markdown) as blocks, its headings from ``first_level`` on.

    Pictures become links; addresses that are not safe become plain words.
    """
    tokens = parse_markdown(text)
    for token in tokens:
        # A tree of the words too would be as deep as the marks that people nest, which nothing bounds.
        if token.children is not None:
            token.meta[_RUNS], token.children = tuple(_words(token.children)), None
    return tuple(_blocks(SyntaxTreeNode(tokens).children, first_level))


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
    return tuple(run for child in node.children for run in child.meta[_RUNS])


def _words(tokens: Sequence[Token]) -> Iterator[Run]:
    style, around = Run(text=""), []
    for token in tokens:
        if token.nesting == 1:
            around.append(style)
            style = _opened(style, token)
        elif token.nesting == -1:
            style = around.pop()
        elif run := _word(style, token):
            yield run


def _opened(style: Run, token: Token) -> Run:
    match token.tag:
        case "strong":
            return _styled(style, strong=True)
        case "em":
            return _styled(style, emphasis=True)
        case "s":
            return _styled(style, struck=True)
        case _:
            return _styled(style, href=_address(str(token.attrs.get("href", ""))))


def _word(style: Run, token: Token) -> Run | None:
    match token.type:
        case "image":
            address = str(token.attrs.get("src", ""))
            return _styled(style, text=token.content or address, href=_address(address))
        case "softbreak" | "hardbreak":
            return _styled(style, text="\n")
        case _:
            return _styled(style, text=token.content, code=token.type == "code_inline") if token.content else None


def _styled(run: Run, **changes: object) -> Run:
    return Run(**{**run.__dict__, **changes})


def _address(url: str) -> str:
    """Return an address that leads out of the document; one of our own pages leads nowhere once printed, nor one too long."""
    return url if "://" in url and len(url) <= LONGEST_ADDRESS and link_is_safe(url) else ""
