"""Rounds of patrol and what each saw; observations are facts and are never changed."""

from django.db import models

from hefa.people.models import Person
from hefa.publish.models import PublicationItem
from hefa.registry.models import OfficialAccount


class Result(models.TextChoices):
    """What a look at one article found."""

    SAME = "same", "一致"
    CHANGED = "changed", "有不同"
    MISSING = "missing", "线上没有"
    UNKNOWN = "unknown", "没能看到"
    UNAUTHORISED = "unauthorised", "没有审核单"


class PatrolRound(models.Model):
    """One round over one account."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "巡检"

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Observation(models.Model):
    """What one round saw of one article; the time seen is the time of discovery."""

    round = models.ForeignKey(PatrolRound, on_delete=models.PROTECT, related_name="observations")
    item = models.ForeignKey(
        PublicationItem, on_delete=models.PROTECT, null=True, related_name="observations"
    )
    article_id = models.CharField(max_length=128, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=20, choices=Result)
    differences = models.JSONField(default=list)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "巡检记录"
        indexes = [
            models.Index(fields=["item", "-id"], name="observation_by_item"),
            models.Index(fields=["result", "-id"], name="observation_by_result"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.result}"
