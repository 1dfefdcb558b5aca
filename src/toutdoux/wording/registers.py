"""How a register counts itself, on pages and in documents alike."""

from django.utils.translation import gettext, ngettext


def totals_words(*, extraordinary: int, ordinary: int) -> str:
    """Count as the printed register does: "39 actions = 26 extraordinary + 13 ordinary"."""
    total = extraordinary + ordinary
    return gettext("%(all)s = %(extraordinary)s + %(ordinary)s") % {
        "all": ngettext("%(count)s action", "%(count)s actions", total) % {"count": total},
        "extraordinary": ngettext("%(count)s extraordinary", "%(count)s extraordinary", extraordinary)
        % {"count": extraordinary},
        "ordinary": ngettext("%(count)s ordinary", "%(count)s ordinary", ordinary) % {"count": ordinary},
    }


def early_note() -> str:
    """Say why something was carried out before it was decided."""
    return gettext("Carried out early, by urgency (art. 13).")
