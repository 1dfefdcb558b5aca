"""The ledger of accesses: what can be entered, who may enter it and why, what was asked and what was done by hand.

No secret has a place here: no column holds one, and texts that look like one are refused.
"""

import uuid

from django.db import models
from django.db.models import Q


class Resource(models.Model):
    """Something that can be entered: a machine, a mailbox, a channel… ``owner`` None: the association as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=16)
    level = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    owner = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    review_months = models.PositiveSmallIntegerField()
    declared_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    sort__in=[
                        "machine",
                        "root",
                        "service",
                        "account",
                        "mailbox",
                        "key",
                        "public-channel",
                        "private-channel",
                    ]
                ),
                name="accesses_sort_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["everyday", "sensitive", "critical"]), name="accesses_level_known"
            ),
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=36), name="accesses_review_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Access(models.Model):
    """A member may enter something, for a purpose, from when to when. ``until`` is excluded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    cause = models.CharField(max_length=12)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_cause = models.CharField(max_length=12, blank=True)
    ended_by = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="action", action__isnull=False)
                | Q(cause="declared", action__isnull=True, declared_by__isnull=False),
                name="accesses_cause_named",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("starts_at")), name="accesses_until_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_cause="")
                | Q(ended_at__gte=models.F("starts_at")) & ~Q(ended_cause=""),
                name="accesses_end_has_a_cause",
            ),
        ]
        indexes = [models.Index(fields=["member", "resource"], name="accesses_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.resource_id}"


class Extension(models.Model):
    """An action put the end of an access off. ``before`` is kept, so that an annulment can go back to it."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey("decisions.Action", on_delete=models.PROTECT, related_name="+")
    before = models.DateTimeField()
    after = models.DateTimeField(null=True)
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["access", "action"], name="accesses_extension_once")]

    def __str__(self) -> str:
        return f"{self.access_id} until {self.after}"


class Review(models.Model):
    """What its holder answered when asked whether an access was still needed."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="+")
    kept = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.access_id} {'kept' if self.kept else 'given up'}"


class HandTick(models.Model):
    """Someone opened or shut a door by hand, and says so: once each."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8)
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access", "what"], name="accesses_tick_once"),
            models.CheckConstraint(condition=Q(what__in=["opened", "undone"]), name="accesses_tick_known"),
        ]

    def __str__(self) -> str:
        return f"{self.access_id} {self.what}"
