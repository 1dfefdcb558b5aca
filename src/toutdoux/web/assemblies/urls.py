"""Addresses of assemblies; these hang under ``/a/<slug>/``. The one with a token asks for no session."""

from django.urls import path

from toutdoux.web.assemblies import agenda_views, document_views, papers, preparing_views, proxy_views, views

urlpatterns = [
    path("assemblies/", views.assemblies_page, name="assemblies"),
    path("assemblies/new/", preparing_views.prepare, name="assembly_prepare"),
    path("assemblies/<str:reference>/", views.assembly_page, name="assembly"),
    path("assemblies/<str:reference>/told/", views.told_page, name="assembly_told"),
    path("assemblies/<str:reference>/change/", preparing_views.change, name="assembly_change"),
    path("assemblies/<str:reference>/convene/", preparing_views.convene, name="assembly_convene"),
    path("assemblies/<str:reference>/cancel/", preparing_views.cancel, name="assembly_cancel"),
    path("assemblies/<str:reference>/tell/", preparing_views.tell_again, name="assembly_tell"),
    path("assemblies/<str:reference>/agenda/", agenda_views.agenda_page, name="assembly_agenda"),
    path("assemblies/<str:reference>/propose/", agenda_views.propose, name="assembly_propose"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/", agenda_views.item_page, name="assembly_item"),
    path("assemblies/<str:reference>/items/<uuid:item_id>/do/", agenda_views.item_gesture, name="assembly_item_do"),
    path("assemblies/<str:reference>/documents/", document_views.documents_page, name="assembly_documents"),
    path("assemblies/<str:reference>/documents/<uuid:document_id>/", document_views.document, name="assembly_document"),
    path(
        "assemblies/<str:reference>/documents/<uuid:document_id>/remove/",
        document_views.remove,
        name="assembly_document_remove",
    ),
    path("assemblies/<str:reference>/papers/<slug:paper>.<slug:form>", papers.paper, name="assembly_paper"),
    path("assemblies/<str:reference>/proxy/", proxy_views.proxy_page, name="assembly_proxy"),
    path("assemblies/<str:reference>/proxy/back/", proxy_views.take_back, name="assembly_proxy_back"),
    path("assemblies/<str:reference>/proxy/<uuid:proxy_id>/", proxy_views.decline, name="assembly_proxy_decline"),
    path("proxy/<str:token>/", proxy_views.mailed, name="proxy_link"),
]
