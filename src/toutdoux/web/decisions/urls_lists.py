"""Addresses of the lists: home, the register, what people outside may read of it, and the way in of old tables."""

from django.urls import path

from toutdoux.web.decisions import home_views, import_views, public_views, register_views

urlpatterns = [
    path("", home_views.home, name="home"),
    path("register/", register_views.register, name="register"),
    path("register/export/", register_views.register_export, name="register-export"),
    path("import/", import_views.import_table, name="import"),
    path("public/", public_views.public, name="public"),
    path("public/<str:reference>/", public_views.public_action_page, name="public-action"),
]
