"""Addresses of periods and their reports; these hang under ``/a/<slug>/``."""

from django.urls import path

from toutdoux.web.reports import charter_views, edition_views, period_views, public_views, section_views, views

urlpatterns = [
    path("periods/", period_views.periods_page, name="periods"),
    path("periods/<slug:code>/", period_views.period_page, name="period"),
    path("periods/<slug:code>/close/", period_views.close, name="period_close"),
    path("periods/<slug:code>/<slug:which>/", views.report_page, name="report"),
    path("periods/<slug:code>/<slug:which>/file/", views.report_file, name="report_file"),
    path("periods/<slug:code>/<slug:which>/add/", section_views.add, name="report_add"),
    path("periods/<slug:code>/<slug:which>/freeze/", edition_views.freeze_now, name="report_freeze"),
    path("periods/<slug:code>/<slug:which>/<slug:section>/", section_views.section_page, name="report_section"),
    path("periods/<slug:code>/<slug:which>/<slug:section>/move/", section_views.move, name="report_move"),
    path("periods/<slug:code>/<slug:which>/<slug:section>/rename/", section_views.rename, name="report_rename"),
    path("periods/<slug:code>/<slug:which>/<slug:section>/comment/", section_views.comment, name="report_comment"),
    path("periods/<slug:code>/<slug:which>/<slug:section>/writer/", section_views.writer, name="report_writer"),
    path("public/reports/", public_views.public_reports, name="public-reports"),
    path("public/reports/<slug:code>/<slug:which>/", public_views.public_report, name="public-report"),
    path("public/reports/<slug:code>/<slug:which>/file/", public_views.public_report_file, name="public-report-file"),
    path("texts/", charter_views.charters_page, name="charters"),
    path("texts/<slug:text>/", charter_views.charter_page, name="charter"),
    path("texts/<slug:text>/difference/", charter_views.charter_difference, name="charter_difference"),
    path("texts/<slug:text>/file/", charter_views.charter_file, name="charter_file"),
    path("texts/<slug:text>/write/", charter_views.charter_write, name="charter_write"),
    path("letterhead/", charter_views.letterhead_page, name="letterhead"),
    path("letterhead/picture/", charter_views.letterhead_picture, name="letterhead_picture"),
    path("editions/<uuid:edition_id>/", edition_views.edition_page, name="edition"),
    path("editions/<uuid:edition_id>/file/", edition_views.edition_file, name="edition_file"),
    path("editions/<uuid:edition_id>/publish/", edition_views.edition_publish, name="edition_publish"),
    path("editions/<uuid:edition_id>/unpublish/", edition_views.edition_unpublish, name="edition_unpublish"),
    path("editions/<uuid:edition_id>/adopt/", edition_views.adopt, name="edition_adopt"),
]
