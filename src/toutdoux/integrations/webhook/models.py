"""The addresses to which an association sends what happens."""

import uuid

from django.db import models
from django.db.models import Q


class Hook(models.Model):
    """One address. Its secret signs what is sent there, and is sealed at rest; one that has ended keeps none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    sealed_secret = models.CharField(max_length=300, blank=True)
    kinds = models.JSONField()
    created_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "url"], condition=Q(ended_at__isnull=True), name="webhook_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} of {self.association_id}"
