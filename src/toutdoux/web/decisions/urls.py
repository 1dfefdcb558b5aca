"""Addresses of the actions, under ``/a/<slug>/``. Lists have their own module."""

from django.urls import URLPattern, URLResolver, path

from toutdoux.web.decisions import (
    action_views,
    ballot_views,
    carrying_views,
    draft_views,
    noting_views,
    practice_views,
    remark_views,
    urls_lists,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("practice/", practice_views.practice, name="practice"),
    path("actions/new/", draft_views.new, name="draft-new"),
    path("drafts/<uuid:draft_id>/", draft_views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/edit/", draft_views.edit, name="draft-edit"),
    path("drafts/<uuid:draft_id>/publish/", draft_views.publish, name="draft-publish"),
    path("drafts/<uuid:draft_id>/delete/", draft_views.delete, name="draft-delete"),
    path("actions/<str:reference>/", action_views.action, name="action"),
    path("actions/<str:reference>/versions/", action_views.versions, name="action-versions"),
    path("actions/<str:reference>/vote/", ballot_views.ballot, name="ballot"),
    path("actions/<str:reference>/objections/<int:objection_id>/", ballot_views.objection, name="objection"),
    path("actions/<str:reference>/amend/", carrying_views.amend, name="action-amend"),
    path("actions/<str:reference>/withdraw/", carrying_views.withdraw, name="action-withdraw"),
    path("actions/<str:reference>/urgency/", carrying_views.urgency, name="action-urgency"),
    path("actions/<str:reference>/start/", carrying_views.start, name="action-start"),
    path("actions/<str:reference>/done/", carrying_views.done, name="action-done"),
    path("actions/<str:reference>/abandon/", carrying_views.abandon, name="action-abandon"),
    path("actions/<str:reference>/undone/", noting_views.undone, name="action-undone"),
    path("actions/<str:reference>/effects/<int:record_id>/", noting_views.tick, name="action-tick"),
    path("actions/<str:reference>/counter-vote/", carrying_views.counter_vote, name="action-counter-vote"),
    path("actions/<str:reference>/footnote/", noting_views.footnote, name="action-footnote"),
    path("actions/<str:reference>/link/", noting_views.link, name="action-link"),
    path("actions/<str:reference>/remarks/", remark_views.remark, name="action-remark"),
    path("actions/<str:reference>/lead/", noting_views.lead, name="action-lead"),
    *urls_lists.urlpatterns,
]
