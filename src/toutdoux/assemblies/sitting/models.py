"""What an assembly leaves while it is held: who was there and when, whom the quorum was taken of, who asked to speak."""

from django.db import models
from django.db.models import F, Q


class Sitting(models.Model):
    """An assembly as it is held. ``check_in``: how people may say by themselves that they are there.

    ``secret`` is what the codes shown in the room follow from. ``turn`` counts what everyone in the room must see at once
    (the item at hand, a vote that opens or closes); ``beat`` counts what leaves no entry in the ledger (who asks to speak).
    """

    class CheckIn(models.TextChoices):
        """The desk alone; with the code shown in the room; from anywhere."""

        DESK = "desk"
        CODE = "code"
        OPEN = "open"

    assembly = models.OneToOneField("assemblies.Assembly", primary_key=True, on_delete=models.PROTECT, related_name="+")
    check_in = models.CharField(max_length=4, choices=CheckIn, default=CheckIn.DESK)
    secret = models.CharField(max_length=64)
    suspended_at = models.DateTimeField(null=True)
    first_timers_first = models.BooleanField(default=False)
    #: When the quorum was found missing: this assembly will not be held.
    missing_at = models.DateTimeField(null=True)
    #: Who counted when it was opened, or when the quorum was found missing.
    seats = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    represented = models.PositiveIntegerField(null=True)
    turn = models.PositiveBigIntegerField(default=0)
    beat = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True, present__isnull=True, represented__isnull=True)
                | Q(seats__gte=F("present") + F("represented")),
                name="sitting_figures_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assembly_id}"


class Seat(models.Model):
    """A member of the roll, frozen when the assembly was opened."""

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assembly", "member"], name="sitting_seat_once")]

    def __str__(self) -> str:
        return f"{self.assembly_id} {self.member_id}"


class Attendance(models.Model):
    """Someone in the room, from ``arrived_at`` until ``left_at`` (excluded); who stays to the end has none."""

    class How(models.TextChoices):
        """By themselves; with the code shown in the room; the desk ticked them."""

        SELF = "self"
        CODE = "code"
        DESK = "desk"

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=4, choices=How)

    class Meta:
        indexes = [models.Index(fields=["assembly", "member"], name="sitting_attendance_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "member"], condition=Q(left_at__isnull=True), name="sitting_there_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="sitting_arrives_before_leaving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} from {self.arrived_at}"


class Hand(models.Model):
    """Someone asks to speak at an item: from ``raised_at``, having the floor since ``called_at``, until ``ended_at``."""

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("assemblies.Item", null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "member"], condition=Q(ended_at__isnull=True), name="sitting_one_hand_each"
            ),
            models.UniqueConstraint(
                fields=["assembly"],
                condition=Q(called_at__isnull=False, ended_at__isnull=True),
                name="sitting_one_speaks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} since {self.raised_at}"


class Guess(models.Model):
    """A code that was not the one of the room; kept for as long as it bounds how many may be tried."""

    assembly = models.ForeignKey("assemblies.Assembly", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["assembly", "member", "at"], name="sitting_guesses")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.at}"
