"""What the door asks besides the signatures: the moment, and what the package was signed for."""

from collections.abc import Iterator
from datetime import datetime

from hefa.core.errors import Reason, reason
from hefa.core.package import Kind, Package
from hefa.core.quiet import end_of_quiet as end_within
from hefa.publish.channels import is_within
from hefa.publish.models import Publication
from hefa.publish.orders.acting import against_anew, item_named
from hefa.publish.orders.replacing import in_place_of
from hefa.publish.queries import may_be_cancelled
from hefa.publish.quota import mass_sends_left, next_mass_send_on
from hefa.registry.access import HERE
from hefa.registry.queries import quiet_hours
from hefa.ui.templatetags.hefa import day as day_in_words


def against_moment(publication: Publication, now: datetime) -> Iterator[Reason]:
    """Yield why this is not the moment: too early, quiet hours, the day's mass send is used."""
    planned_at = publication.planned_at
    moment = max(planned_at or now, now)
    if planned_at and planned_at > now:
        yield reason("publish.too_early")
    quiet_until = None if publication.is_urgent else end_of_quiet(moment)
    if quiet_until is not None:
        yield reason("publish.quiet_hours", until=f"{quiet_until.astimezone(HERE):%H:%M}")
    if not publication.mass_send:
        return
    day = moment.astimezone(HERE).date()
    if not mass_sends_left(publication.account, day, now=now, besides=publication.pk):
        next_on = next_mass_send_on(publication.account, day, now=now, besides=publication.pk)
        yield reason("publish.mass_send_used", on=day_in_words(next_on, now))


def end_of_quiet(moment: datetime) -> datetime | None:
    """Return when the quiet hours that `moment` falls into end, or None outside them."""
    begins, ends = quiet_hours()
    return end_within(moment, begins, ends)


def against_package(publication: Publication, package: Package, now: datetime) -> Iterator[Reason]:
    """Yield where the signed package asks for something else than this publication does."""
    if package.kind is not Kind.ARTICLE:
        yield from against_anew(package)
        yield from _against_second(publication, package)
    if package.account != publication.account.key:
        yield reason("publish.other_account", clause="12(4)")
    if not is_within(publication.channel, package.channel):
        yield reason("publish.other_channel", clause="12(4)")
    if package.mass_send != publication.mass_send:
        yield reason("publish.mass_send_differs", clause="12(4)")
    if not cover_sha256_of(package):
        yield reason("publish.cover_missing")
    if package.notice_until and package.notice_until < now.astimezone(HERE).date():
        yield reason("publish.notice_over")


def _against_second(publication: Publication, package: Package) -> Iterator[Reason]:
    """Yield where another correction came, or may have come, in the former's place already."""
    former = item_named(package.acts_on)
    others = in_place_of(former, besides=publication) if former is not None else ()
    if any(not may_be_cancelled(one) for one in others):
        yield reason("publish.replaced_already", clause="12(4)")


def cover_sha256_of(package: Package) -> str:
    """Return the cover that was signed: its own, else the first picture readers meet."""
    return package.cover_sha256 or next(iter(package.picture_sha256s), "")
