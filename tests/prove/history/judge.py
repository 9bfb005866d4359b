"""What must hold after every history, with the simulator's own counters as the judge."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from tests.prove.history.judging_orders import columns_written_over, faults_of_orders
from tests.prove.history.ordering import shown_at
from tests.prove.history.world import World

from hefa.core.package import Kind
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.publish.models import PermitLine, Publication, PublicationItem, PublicationState
from hefa.publish.queries import in_trouble, timeline

State = PublicationState
MOST_AGAIN = 2
LONGEST_UNSEEN = timedelta(minutes=30, seconds=1)
LEFT_AFTER = timedelta(hours=1)
RESTING = (State.PUBLISHED, State.CANCELLED, State.REMOVED)
STANDING = "SELECT id FROM publish_publication WHERE state_since < %s AND state NOT IN (%s, %s, %s)"
LONGEST_TURN = 60  # seconds: an entry bears the moment it was written, within its turn
BY_API = {"api", "mass_send"}
_CORRECTED = Q(publication__kind=Kind.CORRECTION, publication__state=State.PUBLISHED)
NOTHING_OUT = {State.CANCELLED, State.FAILED, State.HALTED}


def faults_at_rest(world: World) -> Iterator[str]:
    """Yield every promise that this history broke. Source: docs/design/publication.md."""
    truth = world.truth()
    for item in PublicationItem.objects.select_related("publication"):
        yield from _of_item(item, truth)
    for publication in Publication.objects.all():
        yield from _of_publication(publication, truth)
        yield from _of_second_submissions(publication, world)
    yield from faults_of_orders(truth)
    yield from columns_written_over(world)
    if not verify().is_sound:
        yield "the ledger is not sound"


def faults_under_way(world: World) -> Iterator[str]:
    """Yield the publications that have stood for over 30 minutes and alarm nobody."""
    since = connection.ops.adapt_datetimefield_value(world.now - LONGEST_UNSEEN)
    with connection.cursor() as cursor:  # written out: it is asked after every step
        cursor.execute(STANDING, [since, *RESTING])
        standing = [pk for (pk,) in cursor.fetchall()]
    if not standing:
        return
    seen = in_trouble(world.now).values_list("pk", flat=True)
    for publication in Publication.objects.filter(pk__in=standing).exclude(pk__in=seen):
        seconds = (world.now - publication.state_since).total_seconds()
        yield f"I5: {publication.state} for {seconds:.0f} s without an alarm"


def is_left_to_people(world: World) -> bool:
    """Whether all that does not rest was handed to a person an hour ago."""
    handed = {"state": State.HANDED, "state_since__lt": world.now - LEFT_AFTER}
    under_way = Publication.objects.exclude(state__in=[*NOTHING_OUT, *RESTING, State.NEEDS_HUMAN])
    return not under_way.exclude(**handed).exists()


def _of_item(item: PublicationItem, truth: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one released version: out twice, or without a permit."""
    mark = item.package_sha256[:16]
    out = [
        article
        for article in truth["articles"]
        if article["origin"] in BY_API and any(mark in one["content"] for one in article["items"])
    ]
    if len(out) > 1:
        yield f"I1: version {item.version_id} went out {len(out)} times"
    permits = PermitLine.objects.filter(
        version=item.version_id, permit__kind="submit", package_sha256=item.package_sha256
    )
    if out and not permits.exists():
        yield f"I2: version {item.version_id} went out without a permit"


def _is_out(item: PublicationItem, truth: dict[str, Any]) -> bool:
    mark = item.package_sha256[:16]
    out = [one for article in truth["articles"] for one in article["items"]]
    return any(mark in one["content"] for one in out)


def _of_second_submissions(publication: Publication, world: World) -> Iterator[str]:
    """Yield where it was submitted again by itself though that was not known, or too often."""
    again = timeline(publication).filter(kind="publish.submit_again").count()
    if again > (MOST_AGAIN if world.is_known else 0):
        yield f"{publication.op_id} was submitted again by itself {again} times"


def _of_publication(publication: Publication, truth: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one publication: more effects than intents, or a false state."""
    effects = [
        job
        for job in truth["jobs"]
        if job["media_id"] == publication.media_id and job["status"] == 0 and job["origin"] == "api"
    ]
    if len(effects) > 1:
        yield f"I1: draft of {publication.op_id} had {len(effects)} effects"
    entries = Entry.objects.filter(
        subject=f"publication:{publication.op_id}", kind="publish.submit_intended"
    )
    intents = sorted(moment_of(entry.ts).timestamp() for entry in entries)
    for job in effects:
        if not any(intent <= job["due_at"] + LONGEST_TURN for intent in intents):
            yield f"I4: an effect of {publication.op_id} had no intent before it"
    if publication.state in NOTHING_OUT and effects:
        yield f"I3: {publication.state}, but the draft is out"
    is_taken_back = publication.trouble_code == "publish.halted_taken_back"
    if is_taken_back and any(_is_out(item, truth) for item in publication.items.all()):
        yield f"I3: the draft of {publication.op_id} was taken from its operator, but it is out"
    if publication.kind == Kind.ARTICLE:
        yield from _of_article(publication, truth)
    if publication.state == State.SUBMITTED and not publication.next_at:
        yield "I3: submitted, and nobody will look again"


def _of_article(publication: Publication, truth: dict[str, Any]) -> Iterator[str]:
    """Yield where it is said to be out or gone and is not, or waits though all of it is gone."""
    items = list(publication.items.all())
    if publication.state == State.PUBLISHED:
        for item in items:
            if not _is_out(item, truth):
                yield f"I3: published, but version {item.version_id} is not out"
    if publication.state == State.NEEDS_HUMAN and all(item.removed_at for item in items):
        yield f"I6: {publication.op_id} waits for a person, but all of it is gone"
    if publication.state != State.REMOVED:
        return
    corrected = {item.pk for item in items if item.acted_on_by.filter(_CORRECTED).exists()}
    for item in items:
        if item.pk not in corrected and _is_standing(item, truth):
            yield f"I3: removed, but version {item.version_id} is out"


def _is_standing(item: PublicationItem, truth: dict[str, Any]) -> bool:
    """Whether it stands at its address, or, of one whose address is not known, anywhere.

    A second copy that somebody published by hand beside it is found by patrol, as released by
    nobody.
    """
    if (found := shown_at(truth, item.article_url)) is not None:
        return not found[1]["is_deleted"]
    mark = item.package_sha256[:16]
    out = [one for article in truth["articles"] for one in article["items"]]
    return any(mark in one["content"] for one in out if not one["is_deleted"])
