"""Who may vote on a text, what they said, and what was decided."""

from django.db import models
from django.db.models import Q

from toutdoux.decisions.models.actions import Action, Version


class Seat(models.Model):
    """One place in the council frozen for a version. A ballot needs one: nobody else can vote."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "member"], name="decisions_seat_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.version_id}"


class Ballot(models.Model):
    """One expression of one seat. A later one replaces it (``counting`` False) and keeps it as history."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    seq = models.PositiveBigIntegerField()
    counting = models.BooleanField(default=True)
    door = models.CharField(max_length=8)
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(counting=True), name="decisions_one_counting_ballot"),
            models.UniqueConstraint(fields=["seat", "key"], name="decisions_ballot_key_once"),
            models.CheckConstraint(condition=Q(choice__in=["for", "against", "blank"]), name="decisions_choice_known"),
        ]
        indexes = [
            # Holds all that a tally needs, so that one is read from the index alone, whatever the number of ballots.
            models.Index(fields=["seat", "choice", "at"], condition=Q(counting=True), name="decisions_tally"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} at {self.at}"


class Objection(models.Model):
    """An Against with its reason, and the search for a compromise that it opens."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member"],
                condition=Q(lifted_at__isnull=True),
                name="decisions_one_standing_objection",
            ),
        ]

    def __str__(self) -> str:
        return f"objection of {self.member_id}"


class ObjectionPost(models.Model):
    """One message in the thread of an objection."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=16)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["remark", "proposal", "answer"]), name="decisions_post_sort_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class OutcomeRecord(models.Model):
    """A decision, once made. An annulment is a second row; the first one is never rewritten."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12)
    branch = models.CharField(max_length=32)
    article = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    council = models.PositiveIntegerField()
    for_votes = models.PositiveIntegerField()
    against_votes = models.PositiveIntegerField()
    blank_votes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "status"], name="decisions_outcome_once"),
            models.CheckConstraint(
                condition=Q(council__gte=models.F("for_votes") + models.F("against_votes") + models.F("blank_votes")),
                name="decisions_outcome_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.status}"
