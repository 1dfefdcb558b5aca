"""Charts as parts of a document."""

from toutdoux.drawing.charts import Bars, Columns, bars_svg, bars_text, columns_svg, columns_text
from toutdoux.reports.logic.document import Figure


def lying(ident: str, chart: Bars) -> Figure:
    """Return bars as a figure; ``ident`` is unique in the document."""
    return Figure(
        svg=bars_svg(chart, ident=ident), alt=chart.description, characters=bars_text(chart), caption=chart.title
    )


def standing(ident: str, chart: Columns) -> Figure:
    """Return columns as a figure; ``ident`` is unique in the document."""
    return Figure(
        svg=columns_svg(chart, ident=ident),
        alt=chart.description,
        characters=columns_text(chart),
        caption=chart.title,
    )
