"""What an action changes by itself, and what became of it."""

from django.db import models
from django.db.models import Q

from toutdoux.decisions.models.actions import Version


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
