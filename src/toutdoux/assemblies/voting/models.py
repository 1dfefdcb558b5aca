"""Votes of an assembly: their seats, ballots and figures; the ballot box of confidential ones, apart from all of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from toutdoux.assemblies.models import AskedOfTheRoom, PartTaken, VoiceInTheRoom

CHOICES = ["for", "against", "blank"]


class Amendment(models.Model):
    """A change to the text of an item, voted before it, by ``position``: as they came, unless the desk orders them otherwise.

    ``passage``: the words it is about; ``text``: those that come. ``number`` is its name, and never changes. Its digest in the
    ledger is salted: what was proposed can be proved, and is not told.
    """

    class Change(models.TextChoices):
        """What it does to the text."""

        REPLACE = "replace"
        DELETE = "delete"
        AFTER = "after"
        END = "end"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey("assemblies.Item", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    change = models.CharField(max_length=8, choices=Change, default=Change.END)
    passage = models.TextField(blank=True)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="voting_amendment_number_once"),
            models.CheckConstraint(
                condition=Q(change="end", passage="") | (~Q(change="end") & ~Q(passage="")),
                name="voting_amendment_has_its_passage",
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.number}"


class Vote(AskedOfTheRoom):
    """One vote, on an item or on an amendment to it: the ``text`` as it stands if it is adopted, and its ``digest``."""

    item = models.ForeignKey("assemblies.Item", on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(Amendment, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    majority = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="voting_number_once"),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(closed_at__isnull=True, cancelled_at__isnull=True),
                name="voting_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, for_votes__isnull=True, majority="")
                | (
                    Q(closed_at__isnull=False)
                    & ~Q(majority="")
                    & Q(for_votes__lte=F("present") + F("represented") - F("against_votes") - F("blank_votes"))
                ),
                name="voting_figures_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.number}"


class Seat(VoiceInTheRoom):
    """One voice in one vote."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "member"], name="voting_seat_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.vote_id}"


class Ballot(PartTaken):
    """What a seat says in a named vote. Cast again, it is replaced; the ledger keeps what it was."""

    seat = models.OneToOneField(Seat, primary_key=True, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(choice__in=CHOICES), name="voting_choice_known")]

    def __str__(self) -> str:
        return f"seat {self.seat_id}"


class Mark(PartTaken):
    """A seat has taken part in a confidential vote: that it did, and never what it chose."""

    seat = models.OneToOneField(Seat, primary_key=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"seat {self.seat_id}"


class Slip(models.Model):
    """A ballot in a box that is still closed: no voter, no time, no serial. Destroyed when the box is opened.

    No foreign key leads here or away, so that the whole table can be emptied at once. Copies of the database leave it out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.UUIDField()
    content = models.TextField()

    def __str__(self) -> str:
        return "a ballot"


class CountedSlip(models.Model):
    """A ballot of a box that was opened, written anew in an order that means nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.UUIDField(db_index=True)
    content = models.TextField()

    def __str__(self) -> str:
        return "a ballot"


class Purchase(models.Model):
    """A purchase in two steps: begun within an amount at one item, its itemised list approved at another, later.

    One row for each step: ``within`` where it is begun, ``begun_at_item`` where its list is. Amounts are in cents.
    """

    item = models.OneToOneField("assemblies.Item", primary_key=True, on_delete=models.CASCADE, related_name="+")
    within = models.PositiveBigIntegerField(null=True)
    begun_at_item = models.ForeignKey("assemblies.Item", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(within__isnull=False, begun_at_item__isnull=True)
                | Q(within__isnull=True, begun_at_item__isnull=False),
                name="voting_purchase_is_one_step",
            )
        ]

    def __str__(self) -> str:
        return f"purchase at {self.item_id}"


class PurchaseLine(models.Model):
    """One line of an itemised list."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    cents = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purchase", "position"], name="voting_purchase_line_once")]

    def __str__(self) -> str:
        return self.label


class ItemEffect(models.Model):
    """What the adoption of an item would change by itself, as it is proposed. What is voted on is frozen with the vote."""

    item = models.ForeignKey("assemblies.Item", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    params = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="voting_effect_position_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"


class VoteEffect(models.Model):
    """What the adoption of an item changes by itself, frozen as its vote opens. ``what`` and why, once it was adopted."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    params = models.JSONField()
    what = models.CharField(max_length=20, blank=True)
    because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vote", "position"], name="voting_vote_effect_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.vote_id}"
