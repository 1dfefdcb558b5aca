"""One connection for each association, the thread of each action, and every post of ours in it."""

from django.db import models
from django.db.models import Q


class Connection(models.Model):
    """The voting channel of an association, and what we need to write there. Without secrets once disconnected.

    ``sealed_token`` and ``sealed_secret`` are sealed (``integrations.secrets``); of the token of the slash command only
    a digest is kept, for we only compare it.
    """

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=12)
    base_url = models.URLField(max_length=300)
    team_id = models.CharField(max_length=40)
    team_name = models.CharField(max_length=80)
    channel_id = models.CharField(max_length=40)
    channel_name = models.CharField(max_length=80)
    bot_user_id = models.CharField(max_length=40)
    bot_username = models.CharField(max_length=80)
    sealed_token = models.TextField(blank=True)
    sealed_secret = models.TextField(blank=True)
    command_id = models.CharField(max_length=40, blank=True)
    command_token_digest = models.CharField(max_length=64, blank=True)
    connected_at = models.DateTimeField()
    connected_by_id = models.UUIDField()
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["connected", "off"]), name="mattermost_state_known"),
            models.CheckConstraint(
                condition=(Q(state="connected") & ~Q(sealed_token="") & ~Q(sealed_secret=""))
                | Q(state="off", sealed_token="", sealed_secret="", command_token_digest=""),
                name="mattermost_secrets_only_while_connected",
            ),
            models.UniqueConstraint(
                fields=["base_url", "channel_id"], condition=Q(state="connected"), name="mattermost_one_channel_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} in {self.channel_name}"


class Thread(models.Model):
    """What the channel shows of one action. Its row is claimed by whoever writes there: two workers never post twice.

    ``told_seq`` is the last entry of the ledger that the root post shows; ``version`` that of the text whose buttons
    are there (0: none are); ``closes_at`` and ``halfway_at`` say when time alone will call for another look.
    """

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("decisions.Action", on_delete=models.CASCADE, related_name="+")
    channel_id = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    told_seq = models.PositiveBigIntegerField(default=0)
    halfway_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    heard_until = models.PositiveBigIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "channel_id"], name="mattermost_one_thread_each"),
        ]
        indexes = [
            models.Index(fields=["halfway_at"], name="mattermost_halfway", condition=Q(halfway_at__isnull=False)),
            models.Index(fields=["closes_at"], name="mattermost_closes", condition=Q(closes_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"thread of {self.action_id}"


class Post(models.Model):
    """One post of ours: the root of a thread, or a reply in it. ``key`` names the thing said, which is said once.

    The row is written before the server is asked; ``post_id`` once it has answered. A row without it after a failure
    makes the next try look for the post before writing it again.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey("decisions.Action", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    buttons = models.BooleanField(default=False)
    post_id = models.CharField(max_length=40, blank=True)
    root_id = models.CharField(max_length=40, blank=True)
    tried_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "key"], name="mattermost_said_once"),
            models.UniqueConstraint(fields=["post_id"], condition=~Q(post_id=""), name="mattermost_post_known_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.action_id}"
