"""Tables of the decisions: one row per fact, constraints for every invariant a database can hold."""

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


class Effect(models.Model):
    """What an action changes by itself when it passes: part of the version people voted on."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    params = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="decisions_effect_position_once")]

    def __str__(self) -> str:
        return self.kind


class EffectRecord(models.Model):
    """What became of an effect: applied, without object, reversed, or to undo by hand. Each at most once."""

    effect = models.ForeignKey(Effect, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16)
    at = models.DateTimeField()
    because = models.CharField(max_length=40, blank=True)
    ticked_at = models.DateTimeField(null=True)
    ticked_by = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["effect", "what"], name="decisions_effect_record_once"),
            models.CheckConstraint(
                condition=Q(what__in=["applied", "without-object", "reversed", "by-hand"]),
                name="decisions_effect_record_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect_id} {self.what}"


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


class Note(models.Model):
    """Words about an action that are part of the record: why withdrawn, why urgent, how done, a footnote."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16)
    text = models.TextField()
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    about__in=["withdrawal", "urgency", "progress", "done", "abandonment", "footnote", "undone"]
                ),
                name="decisions_note_about_known",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Remark(models.Model):
    """One message of the discussion about an action, from whichever door. ``external_id`` lets a replay be recognised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    source = models.CharField(max_length=8)
    external_id = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "source", "external_id"],
                condition=~Q(external_id=""),
                name="decisions_remark_once",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["web", "mail", "chat"]), name="decisions_remark_source_known"
            ),
        ]
        indexes = [models.Index(fields=["action", "at"], name="decisions_discussion")]

    def __str__(self) -> str:
        return self.text[:40]


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


class HistoricalRecord(models.Model):
    """A row of an old table, kept as printed. It creates no member, no ballot, no effect."""

    action = models.OneToOneField(Action, primary_key=True, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    for_votes = models.PositiveIntegerField()
    against_votes = models.PositiveIntegerField(null=True)
    council = models.PositiveIntegerField()
    label = models.CharField(max_length=16)
    status_text = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    link = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    urgent = models.CharField(max_length=8, blank=True)
    carried_out_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(council__gte=models.F("for_votes") + models.functions.Coalesce("against_votes", 0)),
                name="decisions_historical_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"row of {self.action_id}"
