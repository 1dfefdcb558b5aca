"""What is sent, in sentences: a subject and pieces that a channel lays out in its own way."""

from toutdoux.wording.messages.assemblies import AssemblyLinks, assembly_letter
from toutdoux.wording.messages.entrusted import EntrustedUrls, election_letter, renewal_letter, review_letter
from toutdoux.wording.messages.letters import (
    Frame,
    Told,
    amended_letter,
    digest_letter,
    invited_letter,
    objection_letter,
    opened_letter,
    outcome_letter,
    reminder_letter,
)
from toutdoux.wording.messages.pieces import Bar, Heading, Link, Piece, Quote, Text, Written
from toutdoux.wording.messages.words import (
    about_word,
    channel_words,
    day_names,
    gathered_sentence,
    hour_words,
    state_word,
    trouble_words,
    why_sentence,
)

__all__ = [
    "AssemblyLinks",
    "Bar",
    "EntrustedUrls",
    "Frame",
    "Heading",
    "Link",
    "Piece",
    "Quote",
    "Text",
    "Told",
    "Written",
    "about_word",
    "amended_letter",
    "assembly_letter",
    "channel_words",
    "day_names",
    "digest_letter",
    "election_letter",
    "gathered_sentence",
    "hour_words",
    "invited_letter",
    "objection_letter",
    "opened_letter",
    "outcome_letter",
    "reminder_letter",
    "renewal_letter",
    "review_letter",
    "state_word",
    "trouble_words",
    "why_sentence",
]
