"""The registers in words: what they are called, their kinds, fields, states; amounts and lengths of time."""

from toutdoux.wording.entries.fields import choice_word, field_help, field_label
from toutdoux.wording.entries.figures import (
    amount_words,
    cents_words,
    length_words,
    share_words,
    size_words,
    value_words,
)
from toutdoux.wording.entries.kinds import in_a_sentence, kind_plural, kind_word, register_purpose, register_word
from toutdoux.wording.entries.states import state_word

__all__ = [
    "amount_words",
    "cents_words",
    "choice_word",
    "field_help",
    "field_label",
    "in_a_sentence",
    "kind_plural",
    "kind_word",
    "length_words",
    "register_purpose",
    "register_word",
    "share_words",
    "size_words",
    "state_word",
    "value_words",
]
