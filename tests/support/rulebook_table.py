"""The table of every parameter of each shipped rulebook, as it stands in docs/rulebook.md and docs/rulebook.fr.md.

``python -m tests.support.rulebook_table`` writes it anew after a change in rules/shipped.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from toutdoux.rules.reading import missing, rulebook_to_data
from toutdoux.rules.shipped import SHIPPED, shipped

ROOT = Path(__file__).parents[2]
DOCS = {"en": ROOT / "docs" / "rulebook.md", "fr": ROOT / "docs" / "rulebook.fr.md"}
BEGIN = "<!-- table: written by tests/support/rulebook_table.py -->\n"
END = "<!-- end of table -->\n"

#: Texts, which every association writes for itself, are no parameters.
_TEXTS = {"name", "title", "intent", "examples"}

_WORDS = {
    "en": {
        "key": "key",
        "open": "*open*",
        "none": "—",
        "council": "of the council",
        "same-time": "same time",
        "days": "{number} days, {ends}",
        "hours": "{number} hours",
    },
    "fr": {
        "key": "clé",
        "open": "*à choisir*",
        "none": "—",
        "council": "du conseil",
        "same-time": "même heure",
        "days": "{number} jours, {ends}",
        "hours": "{number} heures",
    },
}


def table(language: str) -> str:
    """Return the table in Markdown: a row for each parameter, a column for each rulebook."""
    words = _WORDS[language]
    columns = {name: dict(_parameters(rulebook_to_data(shipped(name)), words)) for name in SHIPPED}
    still_open = {name: {value.key for value in missing(shipped(name))} for name in SHIPPED}
    keys = list(dict.fromkeys(key for column in columns.values() for key in column))
    keys += sorted({key for keys in still_open.values() for key in keys} - set(keys))
    keys.append("assembly.second_convening")
    rows = [[words["key"], *(f"`{name}`" for name in SHIPPED)], ["---"] * (len(SHIPPED) + 1)]
    for key in keys:
        cells = [columns[name].get(key, words["open" if key in still_open[name] else "none"]) for name in SHIPPED]
        rows.append([f"`{key}`", *cells])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _parameters(data: Mapping[str, Any], words: Mapping[str, str], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if not prefix and key in _TEXTS:
            continue
        path = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            yield path, f"`{str(value).lower() if isinstance(value, bool) else value}`"
        elif "base" in value:
            yield path, f"{'≥' if value['inclusive'] else '>'} {value['share']} {words[value['base']]}"
        elif "days" in value:
            yield path, words["days"].format(number=value["days"], ends=words[value["ends"]])
        elif "hours" in value:
            yield path, words["hours"].format(number=value["hours"])
        else:
            yield from _parameters(value, words, f"{path}.")


def with_table(text: str, language: str) -> str:
    """Return the text of a page with its table written anew."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table(language)}\n{END}{after}"


if __name__ == "__main__":
    for language, page in DOCS.items():
        page.write_text(with_table(page.read_text(encoding="utf-8"), language), encoding="utf-8")
