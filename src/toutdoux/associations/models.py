"""The tenant and what is its own: settings, periods, versions of its rulebook."""

import uuid

from django.db import models


class Association(models.Model):
    """Everything belongs to exactly one association, and is found under ``/a/<slug>/``."""

    class Address(models.TextChoices):
        """How the pages speak to the reader in French."""

        VOUS = "vous"
        TU = "tu"

    class Inclusive(models.TextChoices):
        """How gendered French words are written."""

        MEDIAN = "median"
        DOUBLET = "doublet"

    class PublicRegister(models.TextChoices):
        """What people outside may read."""

        CLOSED = "closed"
        WITHOUT_NAMES = "without-names"
        WITH_NAMES = "with-names"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60)
    language = models.CharField(max_length=8, default="fr")
    address_form = models.CharField(max_length=8, choices=Address, default=Address.VOUS)
    inclusive_form = models.CharField(max_length=12, choices=Inclusive, default=Inclusive.MEDIAN)
    public_register = models.CharField(max_length=16, choices=PublicRegister, default=PublicRegister.CLOSED)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A named span (P20, A21) to which actions are attributed. Old periods may have no dates. ``ends_on`` is excluded."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "code"], name="associations_period_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="associations_period_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RulebookVersion(models.Model):
    """One version of the rules, as canonical data. Never changed: a new rule is a new version.

    ``action``: the one that adopted it, if one did.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    data = models.TextField()
    digest = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="associations_rulebook_once"),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} rulebook {self.number}"
