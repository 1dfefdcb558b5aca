"""What people write around the facts of an assembly: notes, tasks, approvals; the record that is frozen, its corrections."""

import uuid

from django.db import models
from django.db.models import Q


class Note(models.Model):
    """A paragraph of the minutes. ``place`` orders those of one item; ``version`` counts how often it was saved.

    ``speaker`` is who said it: a member, or a name that is not in the register. ``id`` is made where it is typed, so that
    saving again what may have been saved already makes no second one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("assemblies.Item", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    speaker = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    author = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assembly", "item", "place"], name="minutes_notes")]

    def __str__(self) -> str:
        return self.text[:80]


class NoteVersion(models.Model):
    """What a note said when it was saved, and who saved it. Never changed."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    speaker = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "version"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.version}"


class Task(models.Model):
    """Something somebody takes on at an assembly, and by when. ``owner`` is a member, or None with ``owner_name``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("assemblies.Item", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    owner = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner", "done_at"], name="minutes_tasks_of")]
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="minutes_task_number_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="minutes_task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Approval(models.Model):
    """Somebody named to approve the minutes, and when they did, of which text."""

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    #: The digest of the facts that were approved: another text needs another approval.
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "member"], name="minutes_named_once")]

    def __str__(self) -> str:
        return f"{self.assembly_id} by {self.member_id}"


class Record(models.Model):
    """The facts of an assembly as they were approved, in the format of docs/assembly-file.md, with their digest."""

    assembly = models.OneToOneField("assemblies.Assembly", on_delete=models.PROTECT, related_name="+", primary_key=True)
    source = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assembly_id} {self.digest[:16]}"


class Addendum(models.Model):
    """A dated correction of minutes that are frozen. They stay as they are; this stands after them."""

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()
    author = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "number"], name="minutes_addendum_once")]

    def __str__(self) -> str:
        return f"{self.assembly_id} {self.number}"
