"""Who is told of publishing: whoever is to publish or to look, and those who may stop it."""

from datetime import datetime

from django.urls import reverse

from hefa.core.rights import RULES, Right
from hefa.notify.models import MessageKind
from hefa.notify.outbox import News, tell
from hefa.publish.models import Publication, PublishingHalt
from hefa.registry.access import holding


def tell_operator(publication: Publication, *, now: datetime) -> None:
    """Tell whoever ordered `publication` that it needs a person; in the caller's transaction."""
    items = publication.items.select_related("version__sheet", "version__manuscript__unit")
    first = items.order_by("position").first()
    if first is None:
        return
    news = News(
        kind=MessageKind.BY_HAND,
        about=f"publication:{publication.op_id}",
        occasion=f"{publication.state}-{now:%Y%m%d%H%M%S%f}",
        path=reverse("publish:publication", args=[publication.op_id]),
        number=first.version.sheet.number,
        title=first.version.title,
        unit=first.version.manuscript.unit,
        is_urgent=publication.is_urgent,
    )
    tell(news, [publication.ordered_by], now=now)


def tell_of_halt(halt: PublishingHalt, *, now: datetime) -> None:
    """Tell everybody who may stop and lift that publishing is stopped, also at night."""
    posts = RULES[Right.HALT_PUBLISHING].anywhere
    held = holding(posts, now).select_related("person").order_by("pk")
    news = News(
        kind=MessageKind.HALT,
        about=f"halt:{halt.pk}",
        occasion="set",
        path=reverse("respond:halt"),
        act="publish.see_halt",
    )
    readers = {appointment.person for appointment in held} - {halt.set_by}
    tell(news, readers, now=now)
