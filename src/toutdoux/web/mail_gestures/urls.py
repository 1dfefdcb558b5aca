"""Addresses of the gestures that mails offer, under ``/a/<slug>/``. They ask for no session, and give none."""

from django.urls import path

from toutdoux.web.mail_gestures import views

urlpatterns = [
    path("mail/<str:token>/", views.gesture_page, name="mail_gesture"),
]
