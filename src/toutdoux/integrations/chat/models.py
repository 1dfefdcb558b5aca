"""Chat accounts joined to members, what was done once, what is to be said in private, who belongs in the channel."""

from django.db import models
from django.db.models import Q

_CHATS = ["mattermost", "matrix"]


class ChatIdentity(models.Model):
    """An account of a chat that one member has said, signed in, to be theirs. Each way there is one."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    server = models.CharField(max_length=255)
    user_id = models.CharField(max_length=255)
    user_name = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "chat"], name="chat_one_account_of_a_member"),
            models.UniqueConstraint(
                fields=["association", "chat", "server", "user_id"], name="chat_one_member_of_an_account"
            ),
            models.CheckConstraint(condition=Q(chat__in=_CHATS), name="chat_identity_chat_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.chat}"


class LinkRequest(models.Model):
    """A link that was sent in private to a chat account: whoever follows it, signed in, may say that it is theirs.

    Only its digest is kept.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    server = models.CharField(max_length=255)
    user_id = models.CharField(max_length=255)
    user_name = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(chat__in=_CHATS), name="chat_link_chat_known")]
        indexes = [models.Index(fields=["association", "chat", "user_id", "created_at"], name="chat_links_by_account")]

    def __str__(self) -> str:
        return f"link for {self.chat} {self.user_id}"


class SeenTrigger(models.Model):
    """A gesture that was answered. The same one again is given the same answer, and does nothing."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    trigger_digest = models.CharField(max_length=64)
    user_id = models.CharField(max_length=255)
    answer = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "chat", "trigger_digest"], name="chat_trigger_once"),
        ]
        indexes = [models.Index(fields=["association", "chat", "user_id", "at"], name="chat_gestures_by_account")]

    def __str__(self) -> str:
        return f"{self.chat} {self.user_id} at {self.at}"


class Nonce(models.Model):
    """What lets one dialog be sent once, by the person it was opened for, about what it was opened for."""

    token_digest = models.CharField(max_length=64, unique=True)
    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    user_id = models.CharField(max_length=255)
    purpose = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} for {self.user_id}"


class Whisper(models.Model):
    """Something to say to one chat account in private: tried at once, then by the worker until it is said.

    ``attempts`` tells claims apart, as in the outbox. A link or an invitation is made when it is said.
    """

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    user_id = models.CharField(max_length=255)
    user_name = models.CharField(max_length=255, blank=True)
    sort = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    member = models.ForeignKey("members.Member", null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("members.Member", null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "sent", "failed", "given-up"]),
                name="chat_whisper_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", claimed_until__isnull=False)
                | (~Q(state="claimed") & Q(claimed_until__isnull=True)),
                name="chat_whisper_claim_ends",
            ),
            models.CheckConstraint(
                condition=Q(sort__in=["text", "link", "invitation"]), name="chat_whisper_sort_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="chat_whispers_due")]

    def __str__(self) -> str:
        return f"{self.sort} to {self.user_id}"


class Following(models.Model):
    """Up to which entry of the ledger the voting channel of a chat has been made to follow the council."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["association", "chat"], name="chat_following_once")]

    def __str__(self) -> str:
        return f"{self.chat} followed to {self.seq}"


class Placement(models.Model):
    """What the last entry about a member asks of the voting channel, from ``due_at`` on, until it is done."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    chat = models.CharField(max_length=16)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    wanted = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "chat"], name="chat_one_place_of_a_member"),
            models.CheckConstraint(condition=Q(wanted__in=["inside", "outside"]), name="chat_place_known"),
        ]
        indexes = [models.Index(fields=["done_at", "next_try_at"], name="chat_places_due")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.wanted}"
