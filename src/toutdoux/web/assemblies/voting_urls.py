"""Addresses of the votes of an assembly; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.assemblies import amendment_views, item_views, vote_views

urlpatterns = [
    path("assemblies/<str:reference>/votes/", vote_views.votes, name="assembly_votes"),
    path("assemblies/<str:reference>/votes/open/", vote_views.put_to_vote, name="assembly_put_to_vote"),
    path("assemblies/<str:reference>/votes/<int:number>/", vote_views.vote_page, name="assembly_vote"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/amend/", amendment_views.amend, name="assembly_amend"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/purchase/", item_views.buy, name="assembly_purchase"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/changes/", item_views.changes, name="assembly_item_changes"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/defer/", item_views.defer, name="assembly_defer"),
    path(
        "assemblies/<str:reference>/amendments/<uuid:amendment_id>/",
        amendment_views.reword,
        name="assembly_amendment",
    ),
    path(
        "assemblies/<str:reference>/amendments/<uuid:amendment_id>/move/",
        amendment_views.move,
        name="assembly_amendment_move",
    ),
    path(
        "assemblies/<str:reference>/amendments/<uuid:amendment_id>/withdraw/",
        amendment_views.withdraw,
        name="assembly_amendment_withdraw",
    ),
]
