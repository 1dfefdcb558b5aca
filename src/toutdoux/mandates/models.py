"""Mandates: their kinds, who holds them and until when, and what was handed over."""

import uuid

from django.db import models
from django.db.models import Q


class Kind(models.Model):
    """A mandate of the association's own, or what it has written about one that every association has."""

    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80, blank=True)
    duties = models.TextField(blank=True)
    #: The association has written its own checklist: an empty one is then meant.
    own_checklist = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["association", "code"], name="mandates_kind_once")]

    def __str__(self) -> str:
        return self.code


class ChecklistLine(models.Model):
    """One thing the next person needs, in the words of the association. Copied when a hand-over begins."""

    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "position"], name="mandates_checklist_line_once")]

    def __str__(self) -> str:
        return self.text


class Mandate(models.Model):
    """A member answers for a kind of duties, from when to when (excluded), by an election or an action."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cause = models.CharField(max_length=12)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="mandates_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("starts_at")),
                name="mandates_ended_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cause="election", action__isnull=True) | Q(cause="action", action__isnull=False),
                name="mandates_action_named",
            ),
        ]
        indexes = [models.Index(fields=["association", "code", "starts_at"], name="mandates_by_kind")]

    def __str__(self) -> str:
        return f"{self.code}: {self.member_id}"


class HandOver(models.Model):
    """The file of what is handed over at the end of a mandate."""

    mandate = models.OneToOneField(Mandate, primary_key=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"hand-over of {self.mandate_id}"


class HandOverLine(models.Model):
    """One line of it: a code of ours or words of theirs, a note for the next person, and who ticked it when."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "position"], name="mandates_hand_over_line_once"),
            models.CheckConstraint(
                condition=Q(ticked_at__isnull=True, ticked_by__isnull=True)
                | Q(ticked_at__isnull=False, ticked_by__isnull=False),
                name="mandates_ticked_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.code
