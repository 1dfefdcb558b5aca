"""Addresses of what is sent, to whom and how; these hang under ``/a/<slug>/``. Those with a token ask for no session."""

from django.urls import path

from toutdoux.web.preferences import deliveries, mail_vote, messages, views

urlpatterns = [
    path("preferences/", views.preferences_page, name="preferences"),
    path("preferences/<str:token>/", views.mailed_preferences_page, name="mailed_preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail-vote/<str:token>/", mail_vote.vote_page, name="mail_vote"),
    path("sent/<int:delivery_id>/", messages.message_page, name="sent_message"),
    path("deliveries/", deliveries.deliveries_page, name="deliveries"),
]
