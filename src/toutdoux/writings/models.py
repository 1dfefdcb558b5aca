"""What an association writes together: the reports of its periods, its founding texts, the head of its letters."""

import uuid

from django.db import models
from django.db.models import Q


class Report(models.Model):
    """One of the three reports of a period, from the moment someone arranges it or writes in it."""

    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("associations.Period", on_delete=models.PROTECT, related_name="+")
    which = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "which"], name="writings_report_once")]

    def __str__(self) -> str:
        return f"{self.which} {self.period_id}"


class Section(models.Model):
    """A section in its place. ``code`` says which figures it holds; one of the association's own holds only its text."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    title = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField()
    hidden = models.BooleanField(default=False)
    writer = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="writings_section_once")]

    def __str__(self) -> str:
        return self.code


class SectionText(models.Model):
    """One version of the text of a section, never changed. ``figures`` are those its author had under their eyes."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    figures = models.TextField(default="{}")
    author = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="writings_text_once")]

    def __str__(self) -> str:
        return f"{self.section_id} version {self.version}"


class SectionComment(models.Model):
    """What somebody says beside a section, not in it."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["section", "said_at"], name="writings_comments")]

    def __str__(self) -> str:
        return f"{self.section_id} by {self.author_id}"


class Edition(models.Model):
    """A report as it stood at an instant, whole, with its digest: what is read, voted on and adopted. Never changed.

    ``action`` or ``assembly``: what adopted it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    document = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    assembly = models.ForeignKey("assemblies.Assembly", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="writings_edition_once"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(adopted_at__isnull=False), name="writings_one_adopted_edition"
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, action__isnull=True, assembly__isnull=True)
                | Q(adopted_at__isnull=False, action__isnull=False, assembly__isnull=True)
                | Q(adopted_at__isnull=False, action__isnull=True, assembly__isnull=False),
                name="writings_adopted_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} edition {self.number}"


class Publication(models.Model):
    """That anybody may read an adopted edition, for as long as this row is there, and the PDF they are given."""

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.edition_id)


class CharterVersion(models.Model):
    """One version of a founding text (``statutes``, ``internal-rules``), never changed: another is another version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    text = models.TextField()
    note = models.CharField(max_length=300, blank=True)
    in_force_on = models.DateField()
    digest = models.CharField(max_length=64)
    author = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "code", "number"], name="writings_charter_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.number}"


class Letterhead(models.Model):
    """What stands on the first page of documents: a picture drawn anew by us, and one colour."""

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    logo = models.BinaryField(null=True)
    logo_words = models.CharField(max_length=120, blank=True)
    colour = models.CharField(max_length=7, blank=True)

    def __str__(self) -> str:
        return str(self.association_id)


class PastPeriod(models.Model):
    """What a file said of a past period that no register of ours held, with the file's digest."""

    period = models.OneToOneField("associations.Period", primary_key=True, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.period_id)
