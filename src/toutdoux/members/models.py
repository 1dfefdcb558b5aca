"""The register of members, their dated voting rights, and the invitations that link an account to a member."""

import uuid

from django.db import models


class Member(models.Model):
    """A person of one association. ``account`` is empty until the person has followed an invitation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "account"], name="members_account_once"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("joined_at")),
                name="members_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VotingRight(models.Model):
    """A stretch of time during which a member may vote, and where it comes from. ``ends_at`` is excluded."""

    class Cause(models.TextChoices):
        """Where a voting right comes from."""

        FOUNDER = "founder"
        WAITING = "waiting"
        GRANT = "grant"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=12, choices=Cause)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="members_right_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(cause="grant", action__isnull=False)
                | (~models.Q(cause="grant") & models.Q(action__isnull=True)),
                name="members_grant_names_its_action",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} from {self.starts_at}"


class Invitation(models.Model):
    """A link to copy or mail, once, that makes its reader this member. Only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.member_id}"
