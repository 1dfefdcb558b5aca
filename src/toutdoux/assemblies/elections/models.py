"""Elections of an assembly: who stands for what, the rounds with their seats, ballots and counts, who was elected."""

import uuid

from django.db import models
from django.db.models import F, Q

from toutdoux.assemblies.models import AskedOfTheRoom, PartTaken, VoiceInTheRoom


class Election(models.Model):
    """What an item of the agenda elects. ``code``: the mandate; empty for a single list, where each person has theirs.

    ``method`` and ``tie`` (empty for a single list) are those of the rulebook as it was prepared. ``handing_over``: whoever
    held the mandates before hands them over when the new ones begin.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField("assemblies.Item", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=24)
    tie = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=24, blank=True)
    seats = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    handing_over = models.BooleanField(default=True)
    prepared_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    proclaimed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assembly", "prepared_at"], name="elections_of_assembly")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="elections_ends_after_start"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="elections_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.method}: {self.code}"


class Option(models.Model):
    """What a ballot speaks of: one person, or a list with its title."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "position"], name="elections_option_position_once")]

    def __str__(self) -> str:
        return self.title or f"option {self.position}"


class Candidate(models.Model):
    """Somebody who stands, by their own word: proposed by someone else, they stand once they have accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=500, blank=True)
    proposed_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "member"],
                condition=Q(withdrawn_at__isnull=True),
                name="elections_candidate_stands_once",
            ),
            models.UniqueConstraint(fields=["option", "position"], name="elections_candidate_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.code}"


class Round(AskedOfTheRoom):
    """One round of an election. What is voted on is frozen as it opens: ``options`` by id, ``lengths`` of lists.

    ``orders`` are what settles ties, ``result`` the full count; both come with the close, and hands leave totals.
    """

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField()
    last = models.BooleanField()
    options = models.JSONField()
    lengths = models.JSONField()
    orders = models.JSONField(default=list)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="elections_round_number_once"),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(closed_at__isnull=True, cancelled_at__isnull=True),
                name="elections_one_round_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result__isnull=True)
                | Q(closed_at__isnull=False, result__isnull=False),
                name="elections_closed_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number}"


class Seat(VoiceInTheRoom):
    """One voice in one round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="elections_seat_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.round_id}"


class Ballot(PartTaken):
    """What a seat says in a round by names, as (option, mark). Cast again, it is replaced; the ledger keeps what it was."""

    seat = models.OneToOneField(Seat, primary_key=True, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField()

    def __str__(self) -> str:
        return f"seat {self.seat_id}"


class Mark(PartTaken):
    """A seat has taken part in a confidential round: that it did, and never what it chose."""

    seat = models.OneToOneField(Seat, primary_key=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"seat {self.seat_id}"


class Elected(models.Model):
    """Somebody who was elected, and the mandate they received."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    mandate = models.OneToOneField("mandates.Mandate", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "member"], name="elections_elected_once")]

    def __str__(self) -> str:
        return f"{self.member_id} by {self.election_id}"
