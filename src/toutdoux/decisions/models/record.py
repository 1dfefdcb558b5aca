"""What is written about an action beside its text: notes, the discussion, the row of an old table."""

import uuid

from django.db import models
from django.db.models import Q

from toutdoux.decisions.models.actions import Action


class Note(models.Model):
    """Words about an action that are part of the record: why withdrawn, why urgent, how done, a footnote."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16)
    text = models.TextField()
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    about__in=["withdrawal", "urgency", "progress", "done", "abandonment", "footnote", "undone"]
                ),
                name="decisions_note_about_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Remark(models.Model):
    """One message of the discussion about an action, from whichever door. ``external_id`` lets a replay be recognised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    source = models.CharField(max_length=8)
    external_id = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "source", "external_id"],
                condition=~Q(external_id=""),
                name="decisions_remark_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["web", "mail", "chat"]), name="decisions_remark_source_known"
            ),
        ]
        indexes = [models.Index(fields=["action", "at"], name="decisions_discussion")]

    def __str__(self) -> str:
        return self.text[:40]


class HistoricalRecord(models.Model):
    """A row of an old table, kept as printed. It creates no member, no ballot, no effect."""

    action = models.OneToOneField(Action, primary_key=True, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    for_votes = models.PositiveIntegerField()
    against_votes = models.PositiveIntegerField(null=True)
    council = models.PositiveIntegerField()
    label = models.CharField(max_length=16)
    status_text = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    link = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    urgent = models.CharField(max_length=8, blank=True)
    carried_out_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(council__gte=models.F("for_votes") + models.functions.Coalesce("against_votes", 0)),
                name="decisions_historical_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"row of {self.action_id}"
