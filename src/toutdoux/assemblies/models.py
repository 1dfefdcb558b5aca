"""Assemblies that were held: the facts as they were written down, frozen with their digest."""

import uuid

from django.db import models


class Assembly(models.Model):
    """An assembly of an old time, brought in whole. ``source`` is the file; every figure is worked out from it anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    held_at = models.DateTimeField()
    source = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="assemblies_number_once"),
            models.UniqueConstraint(fields=["association", "held_at"], name="assemblies_instant_once"),
        ]

    def __str__(self) -> str:
        return self.title
