"""Why a table cannot be read, in sentences: where, what is wrong, and what would mend it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.decisions.logic.tables import COLUMNS, TableFault
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.table import COLUMNS as MEMBER_COLUMNS

Data = Mapping[str, Any]

_OF_THE_FILE = frozenset({TableFault.TOO_BIG, TableFault.EMPTY, TableFault.NOT_A_SHEET})


def _unknown_column(data: Data) -> str:
    if not data["column"]:
        return gettext("column %(position)s has no name.") % data
    known = gettext("this column is not known; the columns are %(columns)s.")
    return known % {"columns": ", ".join(MEMBER_COLUMNS if data.get("of") == "members" else COLUMNS)}


_SENTENCES: Mapping[TableFault, Callable[[Data], str]] = MappingProxyType(
    {
        TableFault.NOT_AN_EMAIL: lambda data: gettext("“%(value)s” is not an email address.") % data,
        TableFault.TWICE: lambda data: gettext("“%(value)s” stands in row %(other)s already.") % data,
        TableFault.UNKNOWN_SORT: lambda data: (
            gettext("“%(value)s” is not known; write “person” or “organisation”, or nothing.") % data
        ),
        TableFault.IN_THE_FUTURE: lambda data: (
            gettext("%(value)s is still to come; a table tells what has been.") % data
        ),
        TableFault.LEFT_FIRST: lambda data: gettext("%(value)s comes before the day of joining, %(joined)s.") % data,
        TableFault.NOT_A_SHEET: lambda _: gettext(
            "This file cannot be read as a spreadsheet: save it as ODS or CSV, and try again."
        ),
        TableFault.TOO_BIG: lambda data: (
            gettext("This file is larger than %(megabytes)s MB: give the table alone, or in several parts.") % data
        ),
        TableFault.EMPTY: lambda _: gettext("This file is empty."),
        TableFault.ENCODING: lambda _: gettext(
            "this is not UTF-8 text; save the table as CSV in UTF-8, and try again."
        ),
        TableFault.NUL: lambda _: gettext(
            "this is not text (there is a NUL); save the table as CSV in UTF-8, and try again."
        ),
        TableFault.NO_HEADER: lambda data: gettext("the first line must name the columns: %(expected)s.") % data,
        TableFault.UNKNOWN_COLUMN: _unknown_column,
        TableFault.DUPLICATE_COLUMN: lambda _: gettext("this column is there more than once."),
        TableFault.MISSING_COLUMN: lambda _: gettext("this column is missing."),
        TableFault.TOO_MANY_ROWS: lambda data: (
            gettext("a table may have %(most)s rows at most: give it in several parts.") % data
        ),
        TableFault.QUOTES: lambda _: gettext(
            "the quotation marks do not pair up, or a cell is endless; a cell that holds one begins and ends with one, "
            "and each inside is doubled."
        ),
        TableFault.MISSING_CELLS: lambda data: (
            gettext("the row stops before this column (%(found)s cells, %(expected)s columns).") % data
        ),
        TableFault.EXTRA_CELLS: lambda data: (
            gettext(
                "the row goes on after this column (%(found)s cells, %(expected)s columns); a text that holds the "
                "separator goes between quotation marks."
            )
            % data
        ),
        TableFault.CONTROL_CHARACTER: lambda data: (
            gettext("this text holds an invisible character (%(character)s) to be removed.") % data
        ),
        TableFault.TOO_LONG: lambda data: gettext("%(length)s characters, where %(longest)s fit.") % data,
        TableFault.EMPTY_CELL: lambda _: gettext("this cell is empty, and something is needed here."),
        TableFault.NOT_A_NUMBER: lambda data: gettext("“%(value)s” is not a whole number.") % data,
        TableFault.WITH_COUNCIL: lambda data: (
            gettext("“%(value)s”: write %(count)s here, and %(council)s in the column council.") % data
        ),
        TableFault.NEGATIVE: lambda data: gettext("“%(value)s” is below zero.") % data,
        TableFault.ZERO: lambda _: gettext("this number is at least 1."),
        TableFault.TOO_LARGE: lambda data: gettext("“%(value)s” is too large a number.") % data,
        TableFault.DUPLICATE_NUMBER: lambda data: gettext("number %(value)s is already in row %(first)s.") % data,
        TableFault.TALLY: lambda data: (
            gettext("%(for)s for and %(against)s against are more than a council of %(council)s.") % data
        ),
        TableFault.DATE_FORM: lambda data: (
            gettext("“%(value)s” is to be written as year-month-day: %(expected)s.") % data
        ),
        TableFault.DATE_IMPOSSIBLE: lambda data: (
            gettext("“%(value)s” is not a day of the years %(first)s to %(last)s.") % data
        ),
        TableFault.UNKNOWN_LABEL: lambda data: (
            gettext(
                "“%(value)s” is not a status: Menée, Acceptée, Abandonnée, En attente, En cours, Rejetée or Ouverte."
            )
            % data
        ),
        TableFault.UNKNOWN_URGENT: lambda data: (
            gettext("“%(value)s” is neither oui nor non (an empty cell is no).") % data
        ),
        TableFault.LINK: lambda data: gettext("“%(value)s” is not an address in http:// or https://.") % data,
    }
)


def table_fault(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``TableFault``, with its row and column in front."""
    code = TableFault(refusal.code)
    sentence = _SENTENCES[code](refusal.data)
    place = {**refusal.data, "sentence": sentence}
    if code in _OF_THE_FILE:
        return sentence
    if not refusal.data["column"]:
        return gettext("Row %(row)s: %(sentence)s") % place
    return gettext("Row %(row)s, column %(column)s: %(sentence)s") % place
