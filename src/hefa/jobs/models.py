"""Jobs as rows: the truth stays in the database, an engine only wakes."""

from django.db import models


class JobRun(models.Model):
    """One piece of work, done once for its kind and key, under a lease and a fence."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    next_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "任务"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="job_once")]
        indexes = [models.Index(fields=["next_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PeriodicSlot(models.Model):
    """One slot of a rhythm; taking it is inserting it, so it runs once."""

    kind = models.CharField(max_length=60)
    slot_at = models.DateTimeField()
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = "定时任务"
        constraints = [models.UniqueConstraint(fields=["kind", "slot_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slot_at:%Y-%m-%d %H:%M}"
