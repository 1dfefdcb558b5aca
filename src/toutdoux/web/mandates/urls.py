"""Addresses of the mandates; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.mandates import views

urlpatterns = [
    path("mandates/", views.mandates_page, name="mandates"),
    path("mandates/election/", views.election_page, name="mandate_election"),
    path("mandates/kinds/new/", views.kind_new, name="mandate_kind_new"),
    path("mandates/kinds/<slug:code>/", views.kind_edit, name="mandate_kind"),
    path("mandates/<uuid:mandate_id>/", views.hand_over_page, name="mandate"),
    path("mandates/<uuid:mandate_id>/hand-over/", views.open_file, name="hand_over_open"),
    path("mandates/<uuid:mandate_id>/lines/", views.add_line, name="hand_over_add"),
    path("mandates/<uuid:mandate_id>/lines/<int:line_id>/", views.note_line, name="hand_over_line"),
    path("mandates/<uuid:mandate_id>/lay-down/", views.lay_down, name="mandate_lay_down"),
]
