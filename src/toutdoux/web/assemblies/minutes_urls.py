"""Addresses of the minutes of an assembly; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.assemblies import minutes_views as views

urlpatterns = [
    path("assemblies/<str:reference>/minutes/", views.minutes_page, name="minutes"),
    path("assemblies/<str:reference>/minutes/facts.toml", views.facts_file, name="minutes_facts"),
    path("assemblies/<str:reference>/minutes/notes/<uuid:note_id>/", views.note_page, name="minutes_note"),
    path("assemblies/<str:reference>/minutes/notes/<uuid:note_id>/save/", views.save_note, name="minutes_save"),
    path("assemblies/<str:reference>/minutes/notes/<uuid:note_id>/do/", views.note_gesture, name="minutes_note_do"),
    path("assemblies/<str:reference>/minutes/pad/", views.pad_page, name="minutes_pad"),
    path("assemblies/<str:reference>/minutes/tasks/", views.take_task, name="minutes_task"),
    path("assemblies/<str:reference>/minutes/tasks/<uuid:task_id>/", views.finish_task, name="minutes_task_done"),
    path("assemblies/<str:reference>/minutes/approvers/", views.name_approvers, name="minutes_approvers"),
    path("assemblies/<str:reference>/minutes/approve/", views.approve, name="minutes_approve"),
    path("assemblies/<str:reference>/minutes/correct/", views.correct, name="minutes_correct"),
]
