"""Doors, frozen facts and frozen rows of the decisions. Surfaces read through these."""

from toutdoux.decisions.queries.doors import ActionKey, access_action
from toutdoux.decisions.queries.lists import Home, Register, RegisterFilter, home, register
from toutdoux.decisions.queries.pages import ActionPage, action_page, draft_page
from toutdoux.decisions.queries.rows import ActionRow

__all__ = [
    "ActionKey",
    "ActionPage",
    "ActionRow",
    "Home",
    "Register",
    "RegisterFilter",
    "access_action",
    "action_page",
    "draft_page",
    "home",
    "register",
]
