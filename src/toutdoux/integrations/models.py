"""The outbox: how far the ledger has been told, who wants what, and every message with what became of it."""

from django.db import models
from django.db.models import Q


class Cursor(models.Model):
    """Up to which entry the ledger of an association has been turned into messages. Its row is the planners' lock."""

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    seq = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.association_id} told to {self.seq}"


class Preference(models.Model):
    """What one member wants to be told, through what and when. Without a row the defaults hold."""

    member = models.OneToOneField("members.Member", primary_key=True, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=8, default="mail")
    moment = models.CharField(max_length=8, default="at-once")
    hour = models.PositiveSmallIntegerField(default=18)
    weekday = models.PositiveSmallIntegerField(default=4)
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    reminders = models.BooleanField(default=True)
    zone = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["mail", "chat", "none"]), name="integrations_way_known"),
            models.CheckConstraint(
                condition=Q(moment__in=["at-once", "daily", "weekly"]), name="integrations_moment_known"
            ),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_to__lte=23, weekday__lte=6),
                name="integrations_hours_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} by {self.way}"


class Delivery(models.Model):
    """One message to one person (or, without a member, to a channel), from its planning to what became of it.

    ``key`` names the thing it is about: two messages about one thing to one person cannot both exist. ``attempts``
    also tells claims apart: only whoever made the latest may say what became of it.
    """

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=16)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    entry_seq = models.PositiveBigIntegerField(null=True)
    key = models.CharField(max_length=200, unique=True)
    not_before = models.DateTimeField()
    state = models.CharField(max_length=12, default="waiting")
    reason = models.CharField(max_length=16, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "sent", "failed", "given-up", "skipped"]),
                name="integrations_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", claimed_until__isnull=False)
                | (~Q(state="claimed") & Q(claimed_until__isnull=True)),
                name="integrations_claim_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="integrations_sent_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="integrations_due"),
            models.Index(fields=["association", "created_at"], name="integrations_by_date"),
            models.Index(fields=["member", "created_at"], name="integrations_by_member"),
            models.Index(fields=["address", "created_at"], condition=~Q(address=""), name="integrations_by_address"),
        ]

    def __str__(self) -> str:
        return self.key


class DigestItem(models.Model):
    """One thing that a digest will tell. ``key`` as a message of its own would have had it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=16)
    action = models.ForeignKey("decisions.Action", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    entry_seq = models.PositiveBigIntegerField(null=True)
    key = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.key


class Reminded(models.Model):
    """An open action whose reminders were looked at, for one version of its text."""

    action = models.OneToOneField("decisions.Action", primary_key=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.action_id} v{self.version}"


class VoteLink(models.Model):
    """A mailed link to the three buttons: for one member, one version of one text. Only its digest is kept."""

    token_digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("decisions.Action", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"vote of {self.member_id} on {self.action_id}"


class GestureLink(models.Model):
    """A mailed link to one gesture of one member, to be made once. Only its digest is kept.

    ``action`` is empty where the gesture begins one; ``objection`` names what is answered.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    gesture = models.CharField(max_length=12)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    objection = models.ForeignKey("decisions.Objection", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gesture="propose", action__isnull=True) | (~Q(gesture="propose") & Q(action__isnull=False)),
                name="integrations_gesture_names_its_action",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gesture} of {self.member_id}"
