"""An action, its texts, who leads it, and what it is linked to."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

#: Titles come first in what is searched, without accents or capitals: in this order the register is read by title.
TITLE_ORDER = Left("search", 60)


class Action(models.Model):
    """What is decided. Status, execution and number are written by commands alone, each fact by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    period = models.ForeignKey("associations.Period", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    target = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    suffix = models.PositiveIntegerField(null=True)
    historical = models.BooleanField(default=False)
    rulebook = models.ForeignKey("associations.RulebookVersion", null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    search = models.TextField()
    created_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    current = models.ForeignKey("decisions.Version", null=True, on_delete=models.PROTECT, related_name="+")
    deadline = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, blank=True)
    decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    execution = models.CharField(max_length=12, default="to-do")
    ended_at = models.DateTimeField(null=True)
    carried_out_on = models.DateField(null=True)
    urgent_at = models.DateTimeField(null=True)
    lead_wanted = models.BooleanField(default=False)
    co_lead_wanted = models.BooleanField(default=False)
    discussion_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "period", "kind", "number"],
                condition=Q(number__isnull=False, target__isnull=True),
                name="decisions_number_once",
            ),
            models.UniqueConstraint(
                fields=["target", "suffix"], condition=Q(suffix__isnull=False), name="decisions_suffix_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ordinary", "extraordinary", "counter-vote"]), name="decisions_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="counter-vote", target__isnull=False)
                | (~Q(kind="counter-vote") & Q(target__isnull=True)),
                name="decisions_counter_vote_has_target",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "",
                        "announced",
                        "open",
                        "accepted",
                        "tacit",
                        "blocked",
                        "rejected",
                        "lapsed",
                        "withdrawn",
                        "annulled",
                    ]
                ),
                name="decisions_status_known",
            ),
            models.CheckConstraint(
                condition=Q(execution__in=["to-do", "in-progress", "done", "abandoned"]),
                name="decisions_execution_known",
            ),
            models.CheckConstraint(
                condition=Q(status="", opened_at__isnull=True)
                | Q(status="", historical=True)
                | Q(~Q(status=""), opened_at__isnull=False, rulebook__isnull=False, period__isnull=False),
                name="decisions_open_is_published",
            ),
        ]
        indexes = [
            models.Index(fields=["association", "status", "deadline"], name="decisions_due"),
            models.Index(fields=["association", "opened_on"], name="decisions_by_date"),
            models.Index(fields=["association", "decided_at"], name="decisions_by_decision"),
            # The register by title: without it ten thousand texts are read to show fifty titles.
            models.Index(
                "association",
                TITLE_ORDER,
                "id",
                condition=Q(number__isnull=False, target__isnull=True),
                name="decisions_by_title",
            ),
            # What home shows of the last weeks, and the few actions that look for people to carry them.
            models.Index(fields=["association", "status", "opened_at"], name="decisions_standing"),
            models.Index(
                fields=["association", "status"],
                condition=Q(lead_wanted=True) | Q(co_lead_wanted=True),
                name="decisions_wanted",
            ),
            # The totals of the register, and a member's drafts, among ten thousand actions.
            models.Index(
                fields=["association", "kind"],
                condition=Q(number__isnull=False, target__isnull=True),
                name="decisions_counted",
            ),
            models.Index(
                fields=["association", "created_by"],
                condition=Q(opened_at__isnull=True, historical=False),
                name="decisions_drafts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def text_id(self) -> int:
        """Return the id of the current version; an action has one from the transaction that creates it."""
        assert self.current_id is not None
        return self.current_id


class Version(models.Model):
    """One text of an action, never changed once published, with the council frozen at that instant."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    effects_only = models.BooleanField(default=False)
    salt = models.CharField(max_length=32, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    council = models.PositiveIntegerField(null=True)
    council_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="decisions_version_once")]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"


class Lead(models.Model):
    """A member who carries the action, first (lead) or with them (co-lead)."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    first = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "member"], name="decisions_lead_once"),
            models.UniqueConstraint(fields=["action"], condition=Q(first=True), name="decisions_one_first_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} leads {self.action_id}"


class Link(models.Model):
    """From one action to another of the same association: the second follows from the first, or replaces it…"""

    source = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=16)
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="decisions_link_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="decisions_link_not_to_itself"),
            models.CheckConstraint(
                condition=Q(sort__in=["follows", "replaces", "relates"]), name="decisions_link_sort_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.sort} {self.target_id}"
