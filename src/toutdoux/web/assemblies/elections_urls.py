"""Addresses of the elections of an assembly; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.assemblies import election_preparing, election_views

urlpatterns = [
    path(
        "assemblies/<str:reference>/items/<uuid:item_id>/election/",
        election_views.election,
        name="assembly_election",
    ),
    path(
        "assemblies/<str:reference>/items/<uuid:item_id>/election/prepare/",
        election_preparing.prepare,
        name="assembly_election_prepare",
    ),
    path(
        "assemblies/<str:reference>/items/<uuid:item_id>/election/rounds/<int:number>/<str:form>/",
        election_views.export,
        name="assembly_election_export",
    ),
]
