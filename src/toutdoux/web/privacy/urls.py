"""Addresses of what is known of people, and how long; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.privacy import kept, views

urlpatterns = [
    path("my-data/", views.my_data_page, name="my_data"),
    path("my-data/file/", views.my_data_file, name="my_data_file"),
    path("my-data/erasure/", views.erasure_page, name="erasure"),
    path("kept/", kept.kept_page, name="kept"),
    path("kept/erasure/", kept.ask, name="ask_erasure"),
    path("kept/erasure/<uuid:erasure_id>/", kept.call_off, name="cancel_erasure"),
]
