"""Every address of the web. ``/a/<slug>/`` holds all that belongs to one association."""

from django.urls import include, path

urlpatterns = [
    path("", include("toutdoux.web.accounts.urls")),
    path("", include("toutdoux.web.associations.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.members.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.decisions.urls")),
]
