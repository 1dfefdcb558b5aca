"""Addresses of the pages of webhooks; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.webhooks import views

urlpatterns = [
    path("webhooks/", views.webhooks_page, name="webhooks"),
    path("webhooks/<uuid:hook_id>/", views.webhook_page, name="webhook"),
]
