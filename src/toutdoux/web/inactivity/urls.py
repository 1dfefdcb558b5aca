"""Addresses of taking part; these hang under ``/a/<slug>/``. The one with a token asks for no session."""

from django.urls import path

from toutdoux.web.inactivity import mailed, views

urlpatterns = [
    path("taking-part/", views.inactivity_page, name="inactivity"),
    path("taking-part/answer/", views.answer, name="inactivity_answer"),
    path("taking-part/back/<uuid:member_id>/", views.come_back, name="come_back"),
    path("taking-part/<uuid:procedure_id>/", views.run_page, name="inactivity_run"),
    path("taking-part/<uuid:procedure_id>/<uuid:listed_id>/", views.person_step, name="inactivity_person"),
    path("staying/<str:token>/", mailed.answer_page, name="stay_link"),
]
