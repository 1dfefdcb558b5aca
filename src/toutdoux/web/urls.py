"""Every address of the web. ``/a/<slug>/`` holds all that belongs to one association."""

from django.urls import include, path

from toutdoux.web.members.joining import join_page

urlpatterns = [
    path("", include("toutdoux.web.accounts.urls")),
    path("", include("toutdoux.web.associations.urls")),
    path("join/<str:token>/", join_page, name="join"),
    path("a/<slug:slug>/", include("toutdoux.web.members.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.mandates.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.accesses.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.assemblies.holding_urls")),
    path("a/<slug:slug>/", include("toutdoux.web.assemblies.elections_urls")),
    path("a/<slug:slug>/", include("toutdoux.web.registers.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.reports.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.decisions.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.assemblies.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.assemblies.minutes_urls")),
    path("a/<slug:slug>/", include("toutdoux.web.preferences.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.chat.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.matrix.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.chat.linking_urls")),
    path("a/<slug:slug>/", include("toutdoux.web.mail_gestures.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.assemblies.voting_urls")),
    path("a/<slug:slug>/", include("toutdoux.web.inactivity.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.privacy.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.belonging.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.feeds.urls")),
    path("a/<slug:slug>/", include("toutdoux.web.webhooks.urls")),
]
