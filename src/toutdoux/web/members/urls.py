"""Addresses of the register of members; these hang under ``/a/<slug>/``, an invitation does not."""

from django.urls import path

from toutdoux.web.members import asking_views, profile_views, representing_views, table_views, views

urlpatterns = [
    path("join/", asking_views.ask_page, name="ask_to_join"),
    path("members/", views.members_page, name="members"),
    path("members/new/", views.add_page, name="add_member"),
    path("members/import/", table_views.import_page, name="import_members"),
    path("members/export/", table_views.export_page, name="export_members"),
    path("members/requests/", asking_views.requests_page, name="join_requests"),
    path("members/requests/<uuid:person_id>/", asking_views.answer_request, name="join_request"),
    path("members/<uuid:member_id>/", views.member_page, name="member"),
    path("members/<uuid:member_id>/profile/", profile_views.profile_page, name="profile"),
    path("members/<uuid:member_id>/leave/", profile_views.leave_page, name="leave"),
    path("members/<uuid:member_id>/leave/end/", profile_views.leave_end, name="leave_end"),
    path("members/<uuid:member_id>/representatives/", profile_views.representatives, name="representatives"),
    path("members/<uuid:member_id>/votes/", representing_views.votes_page, name="organisation_votes"),
    path("members/<uuid:member_id>/votes/<str:reference>/", representing_views.vote, name="organisation_vote"),
    path("members/<uuid:member_id>/invitation/", views.invitation_page, name="invitation"),
    path("members/<uuid:member_id>/departure/", views.departure_page, name="departure"),
]
