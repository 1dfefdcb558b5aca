"""Addresses about Matrix; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.matrix import views

urlpatterns = [
    path("chat/matrix/", views.matrix_page, name="matrix"),
]
