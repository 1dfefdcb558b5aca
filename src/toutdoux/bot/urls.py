"""Where Mattermost calls. The addresses are named on the other side too, in ``integrations/mattermost/addresses.py``."""

from django.urls import path

from toutdoux.bot import buttons, commands, dialogs, proxies, questions

urlpatterns = [
    path("a/<slug:slug>/chat/mattermost/button/", buttons.pressed, name="mattermost_button"),
    path("a/<slug:slug>/chat/mattermost/question/", questions.pressed, name="mattermost_question"),
    path("a/<slug:slug>/chat/mattermost/proxy/", proxies.pressed, name="mattermost_proxy"),
    path("a/<slug:slug>/chat/mattermost/dialog/", dialogs.sent, name="mattermost_dialog"),
    path("a/<slug:slug>/chat/mattermost/command/", commands.typed, name="mattermost_command"),
]
