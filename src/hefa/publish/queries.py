"""What waits to be published, what is under way, in doubt, or out."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.collect.models import Version
from hefa.core.package import Kind
from hefa.ledger.models import Entry
from hefa.publish import pace
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import ACTING
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON, BEFORE_SUBMISSION
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet
from hefa.review.queries import released_sheets

State = PublicationState

_NOT_DELETING = AT_AN_END | {State.QUEUED, State.HALTED, State.FAILED}


def awaiting_publication() -> QuerySet[ReviewSheet]:
    """Return released sheets of articles that no publication has taken, newest first."""
    claimed = PublicationItem.objects.filter(version=OuterRef("version"), claims=True)
    article = Version.objects.filter(pk=OuterRef("version"), manuscript__kind=Kind.ARTICLE)
    # The kind is asked last, of the few that are not taken: of all it would read every version.
    return released_sheets().filter(~Exists(claimed), Exists(article))


def with_items() -> QuerySet[Publication]:
    """Return publications with what a list shows, in a fixed number of queries; no previews."""
    return (
        Publication.objects.exclude(kind="preview")
        .select_related("account", "ordered_by")
        .prefetch_related("items__version")
        .order_by("-pk")
    )


def under_way() -> QuerySet[Publication]:
    """Return the publications that the machine is still busy with."""
    return with_items().exclude(state__in=AT_AN_END | AWAITING_PERSON)


def awake() -> QuerySet[Publication]:
    """Return everything that the machine is to carry on, previews too."""
    return Publication.objects.exclude(state__in=AT_AN_END | AWAITING_PERSON)


def due_publications(now: datetime) -> QuerySet[Publication]:
    """Return the publications that a worker may take up now."""
    return under_way().filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=now),
        Q(next_at__isnull=True) | Q(next_at__lte=now),
    )


def in_trouble(now: datetime) -> QuerySet[Publication]:
    """Return what a person must see: asked for, failed, stopped, or open for over 30 minutes.

    Waiting for its planned time is no trouble.
    """
    needs = Q(state__in=(State.NEEDS_HUMAN, State.FAILED, State.HALTED))
    slow = ~Q(state__in=AT_AN_END | AWAITING_PERSON) & Q(state_since__lte=now - pace.CLEAR_BY)
    waits = Q(state=State.QUEUED, planned_at__gt=now - pace.CLEAR_BY)
    return with_items().filter(needs | (slow & ~waits))


def in_hand(actor_key: str = "") -> QuerySet[Publication]:
    """Return the articles that a person is to publish, or to tell the link of; of one operator."""
    found = with_items().filter(state=State.HANDED, kind=Kind.ARTICLE)
    return found.filter(ordered_by__key=actor_key) if actor_key else found


def publication_of(version: Version) -> Publication | None:
    """Return the publication that holds `version`, or the last one that held it."""
    item = version.items.select_related("publication").order_by("-claims", "-pk").first()
    return item.publication if item is not None else None


def published_items(account: OfficialAccount | None = None) -> QuerySet[PublicationItem]:
    """Return the items that have been seen out, newest first; of one account when given."""
    items = PublicationItem.objects.filter(published_at__isnull=False).select_related(
        "version", "publication", "account"
    )
    if account is not None:
        items = items.filter(account=account)
    return items.order_by("-published_at", "publication_id", "position")


def standing_items(account: OfficialAccount | None = None) -> QuerySet[PublicationItem]:
    """Return the published items that readers are to find: not taken down, not corrected since."""
    return published_items(account).filter(removed_at=None)


def being_taken_down(account: OfficialAccount) -> set[int]:
    """Return the keys of the published items that may be deleted now by an order to do so.

    An order that was stopped or came to nothing before any deletion is none.
    """
    rows = PublicationItem.objects.filter(
        account=account, publication__kind=Kind.TAKE_DOWN, acts_on__isnull=False
    ).exclude(publication__state__in=_NOT_DELETING)
    asked = rows.values_list("acts_on", "publication__state", "publication__trouble_detail")
    return {
        key
        for key, state, detail in asked
        if key is not None
        and not (state == State.NEEDS_HUMAN and detail.get("from") in BEFORE_SUBMISSION)
    }


def timeline(publication: Publication) -> QuerySet[Entry]:
    """Return the ledger's entries about `publication`, oldest first."""
    return Entry.objects.filter(subject=f"publication:{publication.op_id}").order_by("seq")


def cancelled_with(publication: Publication) -> list[Publication]:
    """Return what one order made together with it and nothing of which can be out yet.

    A correction that is published anew is two publications: the former's take-down, and what
    comes in its place.
    """
    versions = publication.items.filter(version__manuscript__kind=Kind.CORRECTION)
    both = Publication.objects.filter(
        kind__in=(Kind.TAKE_DOWN, Kind.ARTICLE), items__version__in=versions.values("version")
    )
    others = both.exclude(pk=publication.pk).exclude(state__in=AT_AN_END)
    return [one for one in others.select_related("account") if may_be_cancelled(one)]


def may_be_cancelled(publication: Publication) -> bool:
    """Whether nothing of it can be out, so that a person may cancel it."""
    if publication.kind == Kind.COLUMN_CHANGE and publication.state == State.NEEDS_HUMAN:
        return True  # menu and columns are read before it is begun again
    if publication.is_unclear or publication.article_id:
        return False
    came_from = publication.trouble_detail.get("from")
    is_handed = publication.state == State.HANDED or (
        publication.state == State.NEEDS_HUMAN and came_from == State.HANDED
    )
    if is_handed and publication.kind in ACTING:  # what a person was to do is not done
        return True
    return (
        publication.state in BEFORE_SUBMISSION
        or publication.state in (State.HALTED, State.FAILED)
        or (publication.state == State.NEEDS_HUMAN and came_from in BEFORE_SUBMISSION)
    )


def takes_links(publication: Publication) -> bool:
    """Whether a person may tell where it is out: it was handed over, or may be out unseen."""
    came_from = publication.trouble_detail.get("from")
    may_be_out = came_from in (State.HANDED, State.SUBMIT_UNKNOWN, State.SUBMITTED)
    stands = publication.state == State.HANDED or (
        publication.state == State.NEEDS_HUMAN and may_be_out
    )
    return stands and publication.kind == Kind.ARTICLE


def resuming_state(publication: Publication) -> PublicationState | None:
    """Return the state from which a person may set it going again, or None when at work."""
    if publication.kind in ACTING:  # each begins by reading, so that it may begin again
        stands = publication.state in (State.FAILED, State.HALTED, State.NEEDS_HUMAN)
        return State.QUEUED if stands else None
    return _resuming_article(publication)


def _resuming_article(publication: Publication) -> PublicationState | None:
    """Return from where an article goes on.

    Submitting again leads past reading the draft back, so that it is still what was released.
    """
    fresh = State.DRAFTED if publication.media_id else State.QUEUED
    if publication.state in (State.FAILED, State.HALTED):
        return fresh
    if publication.state != State.NEEDS_HUMAN:
        return None
    detail = publication.trouble_detail
    came_from = detail.get("from")
    if came_from in (State.DRAFTED, State.HANDED):  # an edited draft is made anew
        may_be_out = publication.is_unclear or "out" in detail
        return State(came_from) if may_be_out else State.QUEUED
    if came_from == State.SUBMIT_UNKNOWN and detail.get("draft") == "there":
        return State.DRAFTED
    if came_from in (State.SUBMITTED, State.SUBMIT_UNKNOWN):
        return State(came_from)
    return fresh
