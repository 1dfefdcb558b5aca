"""Addresses of signing in and of one's account."""

from django.urls import path
from django.views.i18n import set_language

from toutdoux.web.accounts import account_views, guarding_views, outside_views, views

urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign_in"),
    path("sign-in/link/", views.sign_in_link_page, name="sign_in_link"),
    path("sign-in/link/<str:token>/", views.sign_in_by_link_page, name="sign_in_by_link"),
    path("sign-in/second-step/", views.second_step_page, name="second_step"),
    path("sign-in/passkey/", guarding_views.sign_in_passkey_page, name="sign_in_passkey"),
    path("sign-in/passkey/options/", guarding_views.sign_in_passkey_options_page, name="sign_in_passkey_options"),
    path("sign-in/with/<slug:name>/", outside_views.leave_page, name="outside_leave"),
    path("sign-in/with/<slug:name>/back/", outside_views.back_page, name="outside_back"),
    path("sign-out/", views.sign_out_page, name="sign_out"),
    path("account/", account_views.account_page, name="account"),
    path("account/journal/", account_views.journal_page, name="account_journal"),
    path("account/confirm/", account_views.confirm_page, name="confirm"),
    path("account/address/", account_views.address_page, name="address"),
    path("address/<str:token>/", account_views.prove_address_page, name="prove_address"),
    path("account/passkeys/", guarding_views.passkey_page, name="passkey"),
    path("account/passkeys/options/", guarding_views.passkey_options_page, name="passkey_options"),
    path("account/passkeys/<uuid:passkey_id>/remove/", guarding_views.remove_passkey_page, name="remove_passkey"),
    path("account/codes/", guarding_views.codes_page, name="codes"),
    path("account/codes/end/", guarding_views.end_codes_page, name="end_codes"),
    path("account/codes/recovery/", guarding_views.recovery_codes_page, name="recovery_codes"),
    path("account/identities/<slug:name>/link/", outside_views.link_page, name="link_identity"),
    path("account/identities/<int:identity_id>/unlink/", outside_views.unlink_page, name="unlink_identity"),
    path("account/devices/end-others/", account_views.end_other_sessions_page, name="end_other_sessions"),
    path("account/devices/<uuid:device>/end/", account_views.end_session_page, name="end_session"),
    path("language/", set_language, name="set_language"),
]
