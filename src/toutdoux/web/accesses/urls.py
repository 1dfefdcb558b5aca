"""Addresses of the accesses; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.accesses import mailed, views

urlpatterns = [
    path("access-review/<str:token>/", mailed.review_page, name="review_link"),
    path("accesses/", views.accesses_page, name="accesses"),
    path("accesses/mine/", views.mine_page, name="my_accesses"),
    path("accesses/by-hand/", views.by_hand_page, name="accesses_by_hand"),
    path("accesses/things/new/", views.resource_new, name="resource_new"),
    path("accesses/things/<uuid:resource_id>/", views.resource_page, name="resource"),
    path("accesses/things/<uuid:resource_id>/edit/", views.resource_edit, name="resource_edit"),
    path("accesses/things/<uuid:resource_id>/close/", views.resource_close, name="resource_close"),
    path("accesses/things/<uuid:resource_id>/declare/", views.declare, name="access_declare"),
    path("accesses/<uuid:access_id>/still-needed/", views.review, name="access_review"),
    path("accesses/<uuid:access_id>/tick/", views.tick, name="access_tick"),
    path("accesses/<uuid:access_id>/end/", views.end, name="access_end"),
]
