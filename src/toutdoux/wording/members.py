"""Words of the register of members: its columns and fields."""

from django.utils.translation import gettext


def field_word(field: str) -> str:
    """Name a field of a profile, as the pages do."""
    return {
        "name": gettext("Name"),
        "email": gettext("Email address"),
        "aliases": gettext("Other names"),
        "pronoun": gettext("Pronoun"),
        "title": gettext("Title"),
        "contact": gettext("How to reach me"),
    }[field]
