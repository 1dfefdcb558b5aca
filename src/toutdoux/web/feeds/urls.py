"""Addresses that other programs read, and the page where one makes one's own; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.feeds import reading, views

urlpatterns = [
    path("feeds/", views.feeds_page, name="feeds"),
    # Those with a token ask for no session: whoever holds the address reads.
    path("feeds/<str:token>/outcomes.atom", reading.member_outcomes, name="member-outcomes"),
    path("feeds/<str:token>/deadlines.ics", reading.member_deadlines, name="member-deadlines"),
    path("public/podcast.xml", reading.public_podcast, name="public-podcast"),
    path("public/outcomes.atom", reading.public_outcomes, name="public-outcomes"),
]
