"""Addresses about chat accounts and who belongs in the voting channel; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.chat import linking, membership

urlpatterns = [
    path("chat/", linking.accounts_page, name="chat_accounts"),
    path("chat/link/<str:token>/", linking.link_page, name="chat_link"),
    path("chat/<str:chat>/members/", membership.membership_page, name="chat_membership"),
]
