"""One connection for each association, what it has announced in the room, and the rooms where it speaks to one person."""

from django.db import models
from django.db.models import Q


class Connection(models.Model):
    """The council's room, and what we need to read and write there. Without secret once disconnected.

    ``sealed_token`` is sealed (``integrations.secrets``). ``since`` is the server's token up to which everything in the
    room has been heard; it moves only after what came before it has been dealt with.
    """

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=12)
    url = models.URLField(max_length=300)
    bot_id = models.CharField(max_length=255)
    sealed_token = models.TextField(blank=True)
    room_id = models.CharField(max_length=255)
    room_name = models.CharField(max_length=255, blank=True)
    since = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField()
    connected_by_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["connected", "off"]), name="matrix_state_known"),
            models.CheckConstraint(
                condition=(Q(state="connected") & ~Q(sealed_token="")) | Q(state="off", sealed_token=""),
                name="matrix_secret_only_while_connected",
            ),
            models.UniqueConstraint(fields=["room_id"], condition=Q(state="connected"), name="matrix_one_room_each"),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} in {self.room_id}"


class Announcement(models.Model):
    """The message that announces one version of one action, and is edited as votes come. Reactions to it are votes.

    ``told_seq`` is the last entry of the ledger that it shows; ``marks`` are the bot's own reactions, which are what one
    presses, by choice, while votes are taken; ``said`` names the milestones told in its thread; ``halfway_at`` and ``closes_at`` say when time alone calls for a look.
    """

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("decisions.Action", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    room_id = models.CharField(max_length=255)
    event_id = models.CharField(max_length=255, unique=True)
    told_seq = models.PositiveBigIntegerField(default=0)
    marks = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    halfway_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "version", "room_id"], name="matrix_announced_once"),
        ]
        indexes = [
            models.Index(fields=["halfway_at"], name="matrix_halfway", condition=Q(halfway_at__isnull=False)),
            models.Index(fields=["closes_at"], name="matrix_closes", condition=Q(closes_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} v{self.version}"


class DirectRoom(models.Model):
    """The room where one account is spoken to alone."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    bot_id = models.CharField(max_length=255)
    user_id = models.CharField(max_length=255)
    room_id = models.CharField(max_length=255, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "bot_id", "user_id"], name="matrix_one_room_for_two"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.association_id}"
