"""Choosing what an action changes by itself: several things, in rows, without a script. The domain judges; a form only reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.kernel.refusal import Refusal
from toutdoux.web.decisions.effects_chooser import Chooser
from toutdoux.web.decisions.effects_rows import CHOOSE, NEEDED, SORTS, draft, row_fields, rows_before
from toutdoux.wording.refusals import sentence

#: More rows of one sort in one action than anyone reads.
MOST_ROWS = 30
MORE = "more"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One sort as the page shows it: rows with their names, unfolded (``begun``) when something is in them."""

    sort: str
    title: str
    more: str
    rows: tuple[tuple[str, list[BoundField]], ...]
    begun: bool


class EffectsForm(forms.Form):
    """The part of a form about effects: voting rights ticked by name, rows of other gestures, the rules as a text."""

    grants = forms.MultipleChoiceField(
        label=_("Grant the voting right to"),
        required=False,
        help_text=_("From the very instant it passes, by itself. Everyone else holds it already."),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    rules = forms.BooleanField(
        label=_("Propose a new version of the rules"),
        required=False,
        help_text=_("Change what you want in the text below; everyone will see the difference, article by article."),
    )
    toml = forms.CharField(
        label=_("The rules, as a file"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "code"}),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, chooser: Chooser, **options: Any) -> None:
        initial = _initial(chooser) | (options.pop("initial", None) or {})
        super().__init__(data, initial=initial, **options)
        self.chooser = chooser
        if not chooser.open:
            for name in ("grants", "rules", "toml", "base"):
                del self.fields[name]
            return
        grants = self.fields["grants"]
        assert isinstance(grants, forms.MultipleChoiceField)
        grants.choices = list(chooser.grants)
        for sort in SORTS:
            for number in range(self._count(sort)):
                self.fields.update(row_fields(sort, number, chooser))

    def rows(self, sort: str) -> list[list[BoundField]]:
        """Return the bound fields of each row of one sort, as ``SORTS`` names them."""
        found = []
        for number in range(MOST_ROWS):
            names = [name for name in self.fields if name.startswith(f"{sort}-{number}-")]
            if names:
                found.append([self[name] for name in names])
        return found

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the sorts of rows there is anything to choose in, and that of accesses, which says where to add one."""
        nothing = {"service": not self.chooser.services, "report": not self.chooser.reports}
        begun = self.begun
        return tuple(
            Part(
                sort=sort,
                title=words.title,
                more=words.more,
                rows=tuple((words.legend % {"number": n}, row) for n, row in enumerate(self.rows(sort), start=1)),
                begun=sort in begun,
            )
            for sort, words in SORTS.items()
            if not nothing.get(sort)
        )

    @property
    def main_fields(self) -> list[BoundField]:
        """Return the other fields."""
        return [self[name] for name in self.fields if not _is_effect(name)]

    @property
    def begun(self) -> frozenset[str]:
        """Return which parts hold something, or are wrong: those that are shown unfolded."""
        found = {sort for sort in SORTS if any(row[0].value() or any(f.errors for f in row) for row in self.rows(sort))}
        if self.chooser.open and (self["grants"].value() or self["grants"].errors):
            found.add("grants")
        if self.chooser.open and (self["rules"].value() or self["toml"].errors):
            found.add("rules")
        if self.data.get(MORE) in SORTS:
            found.add(str(self.data[MORE]))
        return frozenset(found)

    @property
    def wants_more(self) -> bool:
        """Say whether one more row was asked for, and nothing else."""
        return self.data.get(MORE) in SORTS

    def clean(self) -> dict[str, Any]:
        """Say, at its row, what a gesture begun lacks; the domain refuses the same, without knowing of rows."""
        typed = super().clean() or {}
        for sort, row in self._filled(typed):
            for name, code in NEEDED[row["do"]]:
                if not row.get(name) and f"{row['row']}-{name}" not in self.errors:
                    self.add_error(f"{sort}-{row['number']}-{name}", sentence(Refusal(code=code)))
        return typed

    def effects(self) -> tuple[EffectDraft, ...]:
        """Return the effects chosen, in the order of the page."""
        typed = self.cleaned_data
        found = [
            EffectDraft(kind=EffectKind.GRANT_VOTING_RIGHT, params={"member": member})
            for member in typed.get("grants", ())
        ]
        found += [draft(row) for _sort, row in self._filled(typed)]
        if typed.get("rules"):
            params = {"toml": typed["toml"].replace("\r\n", "\n"), "base": typed["base"] or self.chooser.rulebook}
            found.append(EffectDraft(kind=EffectKind.ADOPT_RULEBOOK, params=params))
        return tuple(found)

    def _filled(self, typed: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the rows in which a gesture is chosen."""
        for sort in SORTS:
            for number in range(MOST_ROWS):
                start = f"{sort}-{number}-"
                row = {name.removeprefix(start): typed.get(name) for name in self.fields if name.startswith(start)}
                if row.get("do"):
                    yield sort, {**row, "row": start.rstrip("-"), "number": number}

    def _count(self, sort: str) -> int:
        """Return how many rows there are: those sent, or those of before and an empty one; one more where asked."""
        if not self.is_bound:
            return min(MOST_ROWS, len(rows_before(self.chooser, sort)) + 1)
        sent = [
            int(part[1])
            for name in self.data
            if (part := name.split("-"))[0] == sort and len(part) == 3 and part[1].isascii() and part[1].isdigit()
        ]
        # The number in a name is a stranger's: what it may reach is bounded before anything is built from it.
        last = max((number for number in sent if number < MOST_ROWS), default=-1)
        return min(MOST_ROWS, last + 1 + (self.data.get(MORE) == sort))


def _initial(chooser: Chooser) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "grants": [
            e.params.get("member")
            for e in chooser.before
            if e.kind == EffectKind.GRANT_VOTING_RIGHT and not chooser.named
        ],
        "toml": chooser.rules,
        "base": chooser.rulebook,
    }
    for sort in SORTS:
        for number, row in enumerate(rows_before(chooser, sort)):
            initial |= {f"{sort}-{number}-{name}": value for name, value in row.items()}
    for effect in chooser.before:
        if effect.kind == EffectKind.ADOPT_RULEBOOK:
            initial |= {"rules": True, "toml": effect.params["toml"], "base": effect.params["base"]}
    return initial


def _is_effect(name: str) -> bool:
    return name in {"grants", "rules", "toml", "base", "effects_only"} or name.split("-", maxsplit=1)[0] in SORTS
