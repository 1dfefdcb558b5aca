"""Addresses of signing in and of one's account."""

from django.urls import path
from django.views.i18n import set_language

from toutdoux.web.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign_in"),
    path("sign-in/link/", views.sign_in_link_page, name="sign_in_link"),
    path("sign-in/link/<str:token>/", views.sign_in_by_link_page, name="sign_in_by_link"),
    path("sign-out/", views.sign_out_page, name="sign_out"),
    path("account/", views.account_page, name="account"),
    path("language/", set_language, name="set_language"),
]
