"""Addresses of the registers; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.registers import entry_views, file_views, money_views, service_views, tie_views, views

urlpatterns = [
    path("registers/", views.registers_page, name="registers"),
    path("registers/new/<str:kind>/", entry_views.entry_new, name="entry_new"),
    path("registers/entry/<uuid:entry_id>/", entry_views.entry_page, name="entry"),
    path("registers/entry/<uuid:entry_id>/edit/", entry_views.entry_edit, name="entry_edit"),
    path("registers/entry/<uuid:entry_id>/move/", entry_views.entry_move, name="entry_move"),
    path("registers/entry/<uuid:entry_id>/stands-on/", tie_views.entry_tie, name="entry_tie"),
    path("registers/entry/<uuid:entry_id>/stands-on/<uuid:other_id>/end/", tie_views.entry_untie, name="entry_untie"),
    path("registers/entry/<uuid:entry_id>/withdraw/", entry_views.entry_withdraw, name="entry_withdraw"),
    path("registers/entry/<uuid:entry_id>/files/", file_views.file_add, name="entry_file_add"),
    path("registers/entry/<uuid:entry_id>/files/<uuid:file_id>/", file_views.file_page, name="entry_file"),
    path("registers/entry/<uuid:entry_id>/receipt.pdf", file_views.receipt_page, name="entry_receipt"),
    path(
        "registers/entry/<uuid:entry_id>/files/<uuid:file_id>/remove/", file_views.file_remove, name="entry_file_remove"
    ),
    path("registers/money/balance/", money_views.balance_page, name="money"),
    path("registers/money/entries.txt", money_views.fec_page, name="money_fec"),
    path("registers/money/settings/", money_views.settings_page, name="money_settings"),
    path("registers/money/allowed/", money_views.allowed_page, name="money_allowed"),
    path("registers/service/availability/", service_views.availability_page, name="availability"),
    path("registers/<str:register>/", views.entries_page, name="entries"),
    path("registers/<str:register>/table/", views.entries_export, name="entries_export"),
]
