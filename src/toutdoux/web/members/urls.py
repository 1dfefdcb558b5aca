"""Addresses of the register of members; these hang under ``/a/<slug>/``, an invitation does not."""

from django.urls import path

from toutdoux.web.members import views

urlpatterns = [
    path("members/", views.members_page, name="members"),
    path("members/new/", views.add_page, name="add_member"),
    path("members/<uuid:member_id>/", views.member_page, name="member"),
    path("members/<uuid:member_id>/invitation/", views.invitation_page, name="invitation"),
    path("members/<uuid:member_id>/departure/", views.departure_page, name="departure"),
]
