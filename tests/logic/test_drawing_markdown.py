"""Members' Markdown: what it may say, and everything it may not do to a reader."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.drawing.markdown import link_is_safe, render_markdown, words_of

INLINE = {"a", "br", "code", "del", "em", "s", "strong"}
BLOCKS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start"), ("th", "scope")}


class Reader(HTMLParser):
    """What a browser would find: elements, attributes and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


def assert_harmless(html: str) -> None:
    found = Reader(html)
    assert found.elements <= INLINE | BLOCKS | TABLES
    assert found.attributes <= ATTRIBUTES
    assert all(link_is_safe(address) for address in found.addresses), found.addresses


def test_it_works() -> None:
    assert render_markdown("Bonjour **à tou·tes**,\nvoir [le règlement](/a/x/reglement).") == (
        "<p>Bonjour <strong>à tou·tes</strong>,<br>\n"
        'voir <a href="/a/x/reglement" rel="nofollow noopener">le règlement</a>.</p>\n'
    )


def test_headings_come_down_under_the_title_of_the_page() -> None:
    assert render_markdown("# Un\n\n## Deux").split("\n")[:2] == ["<h3>Un</h3>", "<h4>Deux</h4>"]
    assert "<h1>" in render_markdown("# Un", heading_shift=0)


def test_headings_skip_no_level() -> None:
    html = render_markdown("### Un\n\n##### Deux\n\n# Trois\n\n###### Quatre")
    assert html.split("\n")[:4] == ["<h3>Un</h3>", "<h4>Deux</h4>", "<h3>Trois</h3>", "<h4>Quatre</h4>"]


def test_tables_and_strikethrough_are_understood() -> None:
    html = render_markdown("| objet | prix |\n|:--|--:|\n| carte | ~~90~~ 54 € |")
    assert '<th scope="col">objet</th>' in html
    assert "<s>90</s> 54 €" in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("written", "address", "rest"),
    [
        ("voir https://exemple.org/a?b=1.", "https://exemple.org/a?b=1", "."),
        ("(https://exemple.org/Pain_(aliment))", "https://exemple.org/Pain_(aliment)", ")"),
        ("« https://exemple.org »", "https://exemple.org", " »"),
        ("<https://exemple.org/x>", "https://exemple.org/x", ""),
    ],
)
def test_a_bare_address_is_a_link_without_the_punctuation_around(written: str, address: str, rest: str) -> None:
    html = render_markdown(written)
    assert Reader(html).addresses == [address]
    assert html.strip().endswith(f"{address}</a>{rest}</p>")


def test_an_address_inside_a_link_or_code_is_left_alone() -> None:
    html = render_markdown("[https://a.example](https://b.example) `https://c.example`")
    assert Reader(html).addresses == ["https://b.example"]


def test_a_picture_becomes_a_link() -> None:
    html = render_markdown("![plan du local](https://exemple.org/plan.png)")
    assert html == '<p><a href="https://exemple.org/plan.png" rel="nofollow noopener">plan du local</a></p>\n'


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<form action=https://evil.example><button>voter</button></form>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    '![x"onerror="alert(1)](https://e.example/a.png)',
    '[x](https://e.example "\\" onmouseover=alert(1) \\"")',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    'https://e.example/"onmouseover="alert(1)',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "\x00<script>alert(1)</script>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_does_nothing(payload: str) -> None:
    assert_harmless(render_markdown(payload))
    assert_harmless(render_markdown(f"> 1. **{payload}**"))


@given(text=st.text() | st.lists(st.sampled_from([*PAYLOADS, "[", "](", ")", "<", "*", "|", "\n"])).map("".join))
def test_no_text_at_all_does_anything(text: str) -> None:
    assert_harmless(render_markdown(text))


@pytest.mark.parametrize("url", ["http://a", "HTTPS://a", "mailto:a@b", "/a/x", "#note", "?q=1:2", "//a.example"])
def test_an_ordinary_link_is_kept(url: str) -> None:
    assert link_is_safe(url)


@pytest.mark.parametrize("url", ["javascript:1", " javascript:1", "JAVA\tSCRIPT:1", "data:x", "ftp://a", "tel:1"])
def test_any_other_scheme_is_not(url: str) -> None:
    assert not link_is_safe(url)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The kitchen is **lent** on _two_ evenings", "The kitchen is lent on two evenings"),
        ("One line\nand the next", "One line\nand the next"),
        ("# A title\n\n- one\n- `two`\n\n> three", "A title\n\none\n\ntwo\n\nthree"),
        ("Read [the terms](https://example.org/a)", "Read the terms (https://example.org/a)"),
        ("Read https://example.org/a.", "Read https://example.org/a."),
        ("```\nas it is\n```", "as it is"),
        ("", ""),
    ],
)
def test_the_words_of_a_text_are_what_one_reads_and_where_links_lead(text: str, words: str) -> None:
    assert words_of(text) == words
