"""Incidents and their timelines."""

from django.db import models
from django.db.models import Q

from hefa.patrol.models import Observation
from hefa.people.models import Person


class Incident(models.Model):
    """A sudden event 突发事件; its time of discovery is written once."""

    number = models.CharField(max_length=20, unique=True)
    cause = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    discovered_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    first_action_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_drill = models.BooleanField("演练", default=False)

    class Meta:
        verbose_name = "突发事件"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause"], condition=Q(closed_at__isnull=True), name="incident_one_per_cause"
            )
        ]

    def __str__(self) -> str:
        return self.number


class IncidentStep(models.Model):
    """One entry of an incident's timeline."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "处置记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.kind
