"""Refusals on forms: each sentence stands beside the field it is about, and what was typed stays."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from django import forms

from toutdoux.kernel.refusal import Refusal
from toutdoux.wording.refusals import sentence

#: Codes of several sub-domains with the field each is about. Pairs, since two sub-domains may spell a code alike.
Fields = Sequence[tuple[StrEnum, str]]


def tell(form: forms.Form, refusals: Iterable[Refusal], *, fields: Fields) -> None:
    """Add the sentences of ``refusals`` to ``form``, at their fields, or above all of them for those without one."""
    places: Mapping[tuple[type, str], str] = {(type(code), str(code)): field for code, field in fields}
    for refusal in refusals:
        form.add_error(places.get((type(refusal.code), str(refusal.code))), sentence(refusal))
