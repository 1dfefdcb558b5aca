"""The forms of a document: PDF to keep and print, ODT to finish by hand, HTML for a site, Markdown for a wiki."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toutdoux.reports.logic.document import Document
from toutdoux.reports.rendering.html import to_html
from toutdoux.reports.rendering.markdown import to_markdown
from toutdoux.reports.rendering.odt import to_odt
from toutdoux.reports.rendering.pdf import to_pdf

FORMATS: Mapping[str, Callable[[Document], bytes]] = MappingProxyType(
    {
        "pdf": to_pdf,
        "odt": to_odt,
        "html": lambda document: to_html(document).encode(),
        "md": lambda document: to_markdown(document).encode(),
    }
)

__all__ = ["FORMATS", "to_html", "to_markdown", "to_odt", "to_pdf"]
