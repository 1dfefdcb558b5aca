"""Addresses of an assembly under way; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.assemblies import gestures, holding

urlpatterns = [
    path("assemblies/<str:reference>/desk/", holding.desk, name="assembly_desk"),
    path("assemblies/<str:reference>/desk/tick/", gestures.tick, name="assembly_tick"),
    path("assemblies/<str:reference>/desk/check-in/", gestures.check_in, name="assembly_check_in"),
    path("assemblies/<str:reference>/desk/chair/", gestures.chair, name="assembly_chair"),
    path("assemblies/<str:reference>/desk/roles/", gestures.roles, name="assembly_roles"),
    path("assemblies/<str:reference>/desk/open/", gestures.begin, name="assembly_open"),
    path("assemblies/<str:reference>/desk/missing/", gestures.missing, name="assembly_missing"),
    path("assemblies/<str:reference>/desk/pause/", gestures.pause, name="assembly_pause"),
    path("assemblies/<str:reference>/desk/item/", gestures.take, name="assembly_take"),
    path("assemblies/<str:reference>/desk/floor/", gestures.floor, name="assembly_floor"),
    path("assemblies/<str:reference>/desk/order/", gestures.order, name="assembly_order"),
    path("assemblies/<str:reference>/desk/close/", gestures.end, name="assembly_close"),
    path("assemblies/<str:reference>/here/", holding.here, name="assembly_here"),
    path("assemblies/<str:reference>/here/arrive/", gestures.arrive, name="assembly_arrive"),
    path("assemblies/<str:reference>/here/leave/", gestures.leave, name="assembly_leave"),
    path("assemblies/<str:reference>/here/hand/", gestures.hand, name="assembly_hand"),
    path("assemblies/<str:reference>/projector/", holding.projector, name="assembly_projector"),
    path("assemblies/<str:reference>/live/", holding.live_events, name="assembly_live"),
]
