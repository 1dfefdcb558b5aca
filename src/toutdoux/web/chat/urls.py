"""Addresses of the connection to a chat; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.chat import connecting

urlpatterns = [
    path("chat/mattermost/connect/", connecting.connect_page, name="mattermost_connect"),
]
