"""The secret addresses at which one member's programs read a feed or a calendar."""

from django.db import models
from django.db.models import Q


class FeedAddress(models.Model):
    """A secret address of one member's. Only its digest is kept; a revoked one stays, to say when it ended."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(revoked_at__isnull=True), name="feeds_one_address_in_use"
            ),
            models.CheckConstraint(condition=Q(kind__in=["outcomes", "deadlines"]), name="feeds_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"
