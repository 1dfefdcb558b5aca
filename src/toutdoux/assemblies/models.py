"""Assemblies: those that were held elsewhere and brought in whole, and those that are prepared, convened and held here."""

import uuid

from django.db import models
from django.db.models import F, Q


class Assembly(models.Model):
    """An assembly of the association. All share one numbering: AG1, AG2 and so on.

    One that was brought in has ``held_at``, its ``source`` file and a digest; every figure is worked out from it anew.
    One that is held here has ``prepared_at`` and ``starts_at``, and the rulebook it was convened under.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    held_at = models.DateTimeField(null=True)
    source = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField(null=True)
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    introduction = models.TextField(blank=True)
    items_until = models.DateTimeField(null=True)
    second_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    rulebook = models.ForeignKey("associations.RulebookVersion", null=True, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    #: When the agenda or the place last changed after the convening, and when everyone was last told.
    changed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    chair = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="assemblies_number_once"),
            models.UniqueConstraint(fields=["association", "held_at"], name="assemblies_instant_once"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=False, imported_at__isnull=False, prepared_at__isnull=True)
                | Q(held_at__isnull=True, imported_at__isnull=True, prepared_at__isnull=False, starts_at__isnull=False),
                name="assemblies_brought_in_or_held_here",
            ),
            models.CheckConstraint(
                condition=Q(convened_at__isnull=True) | Q(rulebook__isnull=False),
                name="assemblies_convened_under_rules",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(convened_at__isnull=False), name="assemblies_convened_first"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="assemblies_opened_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One item of the agenda. ``position`` orders the agenda; one that is only proposed has none yet."""

    class Kind(models.TextChoices):
        """What the assembly does with it."""

        INFORMATION = "information"
        DISCUSSION = "discussion"
        RESOLUTION = "resolution"
        REPORT = "report"
        ELECTION = "election"

    class State(models.TextChoices):
        """Proposed by a member and not in the agenda (yet, or any more); waiting in it; taken; done; deferred."""

        PROPOSED = "proposed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        WAITING = "waiting"
        CURRENT = "current"
        DONE = "done"
        DEFERRED = "deferred"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    #: Why whoever prepares did not take it into the agenda.
    answer = models.CharField(max_length=300, blank=True)
    deferred_action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    #: The same item at a later assembly, to which it was put off.
    later = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["assembly", "position"], name="assemblies_agenda")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "declined", "withdrawn"], position__isnull=True)
                | Q(state__in=["waiting", "current", "done", "deferred"], position__isnull=False),
                name="assemblies_agenda_has_places",
            ),
            models.UniqueConstraint(
                fields=["assembly"], condition=Q(state="current"), name="assemblies_one_item_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Proxy(models.Model):
    """A member (the giver) is represented by another (the holder), from when until when (excluded).

    ``whole``: at every item; otherwise at the items of its ``ProxyItem`` rows alone, and others may hold others.
    """

    class End(models.TextChoices):
        """Why it ended: the giver took it back or gave another, the holder declined it."""

        WITHDRAWN = "withdrawn"
        REPLACED = "replaced"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    whole = models.BooleanField(default=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=End, blank=True)
    #: Whom the holder who declined names in their place: the giver decides.
    suggested = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["assembly", "holder"], name="assemblies_proxies_held")]
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "giver"],
                condition=Q(ended_at__isnull=True, whole=True),
                name="assemblies_one_whole_proxy_each",
            ),
            models.UniqueConstraint(
                fields=["assembly", "giver", "holder"],
                condition=Q(ended_at__isnull=True),
                name="assemblies_one_proxy_per_holder",
            ),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="assemblies_no_proxy_to_oneself"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__gte=F("given_at")) & ~Q(end_reason="")),
                name="assemblies_proxy_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} by {self.holder_id}"


class ProxyItem(models.Model):
    """What a proxy says of one item: that it is for this item, and how to vote, if the giver binds the holder."""

    class Instruction(models.TextChoices):
        """How the holder must vote; empty: as they judge best."""

        FOR = "for"
        AGAINST = "against"
        BLANK = "blank"

    proxy = models.ForeignKey(Proxy, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    instruction = models.CharField(max_length=8, choices=Instruction, blank=True)
    #: The giver, for as long as the proxy stands: nobody is represented twice at one item.
    represented = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proxy", "item"], name="assemblies_proxy_item_once"),
            models.UniqueConstraint(fields=["item", "represented"], name="assemblies_one_holder_for_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.proxy_id} for {self.item_id}"


class ProxyLink(models.Model):
    """A mailed link to one gesture of one member, to be made once: to give a proxy, or to decline one. Only its digest is kept."""

    class Gesture(models.TextChoices):
        """What it opens."""

        GIVE = "give"
        DECLINE = "decline"

    token_digest = models.CharField(max_length=64, unique=True)
    gesture = models.CharField(max_length=8, choices=Gesture)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    proxy = models.ForeignKey(Proxy, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gesture="give", proxy__isnull=True) | Q(gesture="decline", proxy__isnull=False),
                name="assemblies_link_names_its_proxy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gesture} of {self.member_id}"


class Document(models.Model):
    """A file to read before the assembly, or at one item of it. ``sha256`` names the bytes for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["assembly", "added_at"], name="assemblies_documents")]

    def __str__(self) -> str:
        return self.title


class AskedOfTheRoom(models.Model):
    """What every vote of an assembly is, on an item or in a round of an election. What was asked of whom is frozen as it opens.

    ``present`` and ``represented`` among ``roll``; ``quorum``: how many were needed. Figures come with the close: those of a
    vote, and of a round by hands. ``forgotten_at``: when nothing of the ballot box is left in the database's own files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    roll = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    represented = models.PositiveIntegerField()
    quorum = models.PositiveIntegerField(null=True)
    base = models.CharField(max_length=12)
    closed_at = models.DateTimeField(null=True)
    for_votes = models.PositiveIntegerField(null=True)
    against_votes = models.PositiveIntegerField(null=True)
    blank_votes = models.PositiveIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class VoiceInTheRoom(models.Model):
    """One voice in what is asked, frozen as it opens. ``holder``: who represented the member then."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PartTaken(models.Model):
    """A voice has taken part: who spoke for it, the key of the request, the entry of the ledger."""

    speaker = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()

    class Meta:
        abstract = True
