"""Addresses of founding, settings and the rulebook."""

from django.urls import path, register_converter

from toutdoux.rules.shipped import SHIPPED
from toutdoux.web.associations import rulebook, settings, starting


class ShippedConverter:
    """The name of a rulebook that comes with Toutdoux."""

    regex = "|".join(SHIPPED)

    def to_python(self, value: str) -> str:
        """Return the name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name."""
        return value


register_converter(ShippedConverter, "shipped")

urlpatterns = [
    path("", starting.start_page, name="start"),
    path("new/", starting.found_page, name="found"),
    path("rulebooks/<shipped:name>/", starting.shipped_rulebook_page, name="shipped_rulebook"),
    path("a/<slug:slug>/settings/", settings.settings_page, name="settings"),
    path("a/<slug:slug>/rulebook/", rulebook.rulebook_page, name="rulebook"),
    path("a/<slug:slug>/rulebook/try/", rulebook.try_page, name="rulebook_try"),
]
