"""Review sheets, the acts on them, and the numbers they bear."""

from django.db import models
from django.db.models import Q

from hefa.collect.models import Version
from hefa.people.models import Person
from hefa.registry.models import AdoptedRegulation, Unit


class SheetSeries(models.Model):
    """The last number given in a year; a number once given is never given again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "审核单编号"

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04}"


class ReviewSheet(models.Model):
    """A review sheet 审核单: one version on its way along the regulation's route.

    `position` counts the signatures; `ended` is empty while the sheet waits for somebody;
    `awaits` is the act it waits for, so that an inbox is one indexed question.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="sheet")
    regulation = models.ForeignKey(AdoptedRegulation, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    package_sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    awaits = models.CharField(max_length=10, blank=True)
    ended = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(db_index=True)
    waiting_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "审核单"
        indexes = [
            models.Index(fields=["awaits", "unit"], name="sheet_inbox"),
            models.Index(fields=["ended", "-id"], name="sheet_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True)
                | (~Q(ended="") & Q(ended_at__isnull=False, awaits="")),
                name="sheet_waits_or_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Opinion(models.Model):
    """One act on a sheet: who, in which post, in what words, over which package."""

    sheet = models.ForeignKey(ReviewSheet, on_delete=models.PROTECT, related_name="opinions")
    act = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    post = models.CharField(max_length=40, blank=True)
    is_deputy = models.BooleanField(default=False)
    words = models.CharField("意见", max_length=500, blank=True)
    package_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "审核意见"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "step"], name="opinion_step_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.person_id}"


class Reading(models.Model):
    """The version a person last looked at, so that the next look begins with what changed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    manuscript = models.ForeignKey(
        "collect.Manuscript", on_delete=models.CASCADE, related_name="readings"
    )
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "阅读记录"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "manuscript", "version"], name="reading_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version_id}"
