"""Telling delegates: from the day on which another's post is theirs for a time."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from hefa.notify.models import MessageKind
from hefa.notify.outbox import News, tell
from hefa.registry.access import standing
from hefa.registry.labels import post_label


@transaction.atomic
def tell_delegates(now: datetime) -> int:
    """Return how many were told of a post that was delegated to them and holds now; each once.

    The register lies below and cannot tell; a delegation may also begin on a later day.
    """
    delegated = standing(now).exclude(for_person=None).select_related("person", "unit")
    return sum(
        tell(
            News(
                kind=MessageKind.DELEGATED,
                about=f"appointment:{appointment.pk}",
                occasion=appointment.starts_on.isoformat(),
                path=reverse("desk:me"),
                act=post_label(appointment.post),
                unit=appointment.unit,
            ),
            [appointment.person],
            now=now,
            groups=False,
        )
        for appointment in delegated
    )
