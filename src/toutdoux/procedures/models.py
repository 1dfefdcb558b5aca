"""Tables of what spans several sub-domains: the inactivity procedure, being welcomed, what is kept of a person and how long."""

import uuid

from django.db import models
from django.db.models import Q


class Inactivity(models.Model):
    """One run of the inactivity procedure: over which votes, under which rules, and how far it has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    rulebook = models.ForeignKey("associations.RulebookVersion", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    votes = models.PositiveIntegerField()
    started_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    #: What the action is withdrawn with when nobody is left on it, in the words of whoever opened it.
    nobody_left = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="procedures_window_not_empty"),
            models.CheckConstraint(
                condition=Q(action__isnull=True, opened_by__isnull=True)
                | Q(action__isnull=False, opened_by__isnull=False, asked_at__isnull=False),
                name="procedures_action_after_asking",
            ),
        ]

    def __str__(self) -> str:
        return f"inactivity of {self.association_id} since {self.started_at}"


class ListedMember(models.Model):
    """Someone on the list of one run, what they took part in, and what became of the question.

    Its id is what the ledger names: who was asked can be read here alone, and by those who may.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inactivity = models.ForeignKey(Inactivity, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    could = models.PositiveIntegerField()
    took = models.PositiveIntegerField()
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    taken_off_why = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=16, blank=True)
    told_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    trouble = models.CharField(max_length=200, blank=True)
    reply_by = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inactivity", "member"], name="procedures_listed_once"),
            models.CheckConstraint(condition=Q(took__lt=models.F("could")), name="procedures_listed_missed_some"),
            models.CheckConstraint(condition=Q(answer__in=["", "stay", "leave"]), name="procedures_answer_known"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, reply_by__isnull=True)
                | Q(told_at__isnull=False, reply_by__gt=models.F("told_at")),
                name="procedures_delay_runs_from_being_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.inactivity_id}"


class AnswerLink(models.Model):
    """A mailed link to the two buttons of one person. Only its digest is kept."""

    listed = models.ForeignKey(ListedMember, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer of {self.listed_id}"


class Welcomer(models.Model):
    """A member whom newcomers may ask: they said so themselves."""

    member = models.OneToOneField("members.Member", primary_key=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} welcomes"


class FirstSteps(models.Model):
    """A member who has put the first steps away."""

    member = models.OneToOneField("members.Member", primary_key=True, on_delete=models.CASCADE, related_name="+")
    put_away_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} knows the way"


class Meetings(models.Model):
    """The regular meetings of an association: every so many weeks, from a first day, at a time, somewhere."""

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    weeks = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    begins = models.TimeField()
    place = models.CharField(max_length=200)
    arranged_by = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    arranged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=12), name="procedures_weeks_of_meetings")
        ]

    def __str__(self) -> str:
        return f"every {self.weeks} weeks from {self.first_on}"


class Organiser(models.Model):
    """A member who is willing to organise a meeting when their turn comes."""

    member = models.OneToOneField("members.Member", primary_key=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} organises"


class MeetingTurn(models.Model):
    """A meeting proposed to one volunteer, and what they said. One who declines makes way for the next."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    accepted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "on"], name="procedures_turn_answered_once"),
            models.UniqueConstraint(
                fields=["association", "on"], condition=Q(accepted=True), name="procedures_one_organiser"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.on}"


class Erasure(models.Model):
    """A person is to be erased from the register at ``due_at``, unless it is called off before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(cancelled_at__isnull=True), name="procedures_one_erasure"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(applied_at__isnull=True),
                name="procedures_erased_or_called_off",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.member_id}"


class Retention(models.Model):
    """How long an association keeps one kind of data, where it has chosen otherwise than the default."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    days = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "kind"], name="procedures_retention_once"),
            models.CheckConstraint(condition=Q(days__gte=30, days__lte=3660), name="procedures_retention_days"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class ReminderRound(models.Model):
    """The last day, in UTC, on which the reminders that time alone calls for were looked for."""

    association = models.OneToOneField("associations.Association", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.association_id} on {self.on}"


class RetentionRound(models.Model):
    """A day on which what had grown too old was erased, and how much of it."""

    association = models.ForeignKey("associations.Association", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["association", "on"], name="procedures_retention_round_once")]

    def __str__(self) -> str:
        return f"{self.association_id} on {self.on}"
