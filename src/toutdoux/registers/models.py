"""The registers: entries of a few fields each, what was said before, where they stood and since when, files kept with them.

One table holds every kind: what all kinds share are columns with constraints, what a kind alone has is ``values``, checked by
its sheet (``logic.shape``). Nothing is deleted: an entry is withdrawn with its reason.
"""

import uuid

from django.db import models
from django.db.models import F, Q


class Entry(models.Model):
    """One thing noted in a register. ``revision`` counts what was changed; ``key`` lets the same gesture be told twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=12)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    day = models.DateField()
    last_day = models.DateField(null=True)
    period = models.ForeignKey("associations.Period", null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    values = models.TextField(default="{}")
    search = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(register__in=["activity", "request", "partner", "project", "money", "service"]),
                name="registers_register_known",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("day")), name="registers_last_day_after"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"), starts_at__isnull=False),
                name="registers_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="") | (Q(amount__gte=0) & ~Q(currency="")),
                name="registers_amount_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="registers_withdrawn_with_a_reason",
            ),
            # What was decided names its decision.
            models.CheckConstraint(
                condition=Q(decided=False) | Q(action__isnull=False), name="registers_decided_by_an_action"
            ),
            models.UniqueConstraint(fields=["association", "key"], condition=~Q(key=""), name="registers_key_once"),
        ]
        indexes = [
            models.Index(fields=["association", "register", "day"], name="registers_by_day"),
            models.Index(fields=["association", "kind", "day"], name="registers_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """A member who took part in what an entry tells."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "member"], name="registers_part_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.entry_id}"


class Tie(models.Model):
    """From which day to which other (excluded; none: until now) an entry stands on another: a service on a machine."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    before_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "other"], condition=Q(before_on__isnull=True), name="registers_tied_once"
            ),
            models.CheckConstraint(
                condition=Q(before_on__isnull=True) | Q(before_on__gte=F("since_on")), name="registers_tie_ends_after"
            ),
            models.CheckConstraint(condition=~Q(entry=F("other")), name="registers_tie_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} on {self.other_id}"


class Step(models.Model):
    """From which day an entry stands where, and which action says so, if one does. The last one is where it stands."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="registers_step_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"


class Revision(models.Model):
    """What an entry said before it was changed, as JSON; ``number`` is the revision that said so."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    before = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="registers_revision_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} revision {self.number}"


class File(models.Model):
    """A file kept with an entry: its bytes rest in the database, so that a backup has them and no path leads to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Weighed(models.Model):
    """What the file at the web address of an entry weighs in bytes, and what it is, as its server said when it was asked.

    ``revision`` is that of the entry for which it was asked. ``tries`` counts the questions to which no size was answered,
    one after another. Where the entry names another address since, this is not about it.
    """

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    address = models.CharField(max_length=500)
    size = models.BigIntegerField(null=True)
    media_type = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__isnull=True) | Q(size__gt=0), name="registers_weighs_something")
        ]

    def __str__(self) -> str:
        return self.address


class Settings(models.Model):
    """What an association says once about a register: where its real accounts are, how its memberships are called."""

    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=12)
    values = models.TextField(default="{}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["association", "register"], name="registers_settings_once")]

    def __str__(self) -> str:
        return f"{self.association_id} {self.register}"
