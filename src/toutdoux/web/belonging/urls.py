"""Addresses of being welcomed, and of meetings; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.belonging import meetings, views

urlpatterns = [
    path("first-steps/", views.first_steps_page, name="first_steps"),
    path("first-steps/helping/", views.helping, name="helping"),
    path("meetings/", meetings.meetings_page, name="meetings"),
    path("meetings/turn/", meetings.turn, name="meeting_turn"),
    path("meetings/stop/", meetings.stop, name="stop_meetings"),
]
