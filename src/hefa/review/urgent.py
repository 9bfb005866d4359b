"""The urgent route 应急发布: an approver's word first, the whole review after. Source: G18."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.core.review import Act, Consent, PersonId, PostKey, reasons_against_consent, with_consent
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.review.changes import step_fields
from hefa.review.models import ConsentBy, ReviewSheet, UrgentConsent
from hefa.review.queries import sheet_to_decide, with_everything
from hefa.review.telling import tell_of_turn

OLDEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An approver's word: whose, how and when it came, and what was said."""

    approver: Person
    how: str
    given_at: datetime
    words: str


@transaction.atomic
def record_consent(sheet: ReviewSheet, word: Word, *, person: Person, now: datetime) -> ReviewSheet:
    """Write down the consent on which the sheet may be released at once, and return it so.

    Written down by somebody who may release it, or by the approver. Raises Refused with every
    reason, Conflict when somebody acted first.
    """
    current = with_everything().get(pk=sheet.pk)
    before, approver = sheet_to_decide(current, now=now), actor_of(word.approver, now)
    steps = [at for at, step in enumerate(before.route.steps) if step.act is Act.APPROVE]
    posts = sorted({held.post for at in steps for held in before.seats(at, approver)})
    consent = Consent(person=PersonId(word.approver.key), post=posts[0] if posts else PostKey(""))
    found = [
        *reasons_against_consent(before, consent, approver),
        *_against_word(current, word, now),
    ]
    last = len(before.route.steps) - 1
    if person != word.approver and not before.seats(last, actor_of(person, now)):
        found.append(reason("review.not_to_record", clause="12(4)"))
    if found:
        raise Refused(found)
    after = with_consent(before, consent, approver)
    rows = ReviewSheet.objects.filter(pk=sheet.pk, acts=sheet.acts, ended="")
    fields = step_fields(current, after, now)
    if not rows.update(is_urgent=True, acts=F("acts") + 1, **fields):
        raise Conflict(reason("review.someone_was_first"))
    _write(current, word, consent, person=person, now=now)
    released_next = with_everything().get(pk=sheet.pk)
    tell_of_turn(released_next, now=now)
    return released_next


def _write(
    sheet: ReviewSheet, word: Word, consent: Consent, *, person: Person, now: datetime
) -> None:
    UrgentConsent.objects.create(
        sheet=sheet,
        approver=word.approver,
        post=consent.post,
        how=word.how,
        words=word.words.strip()[:300],
        given_at=word.given_at,
        recorded_by=person,
        recorded_at=now,
    )
    append(
        Fact(
            kind="review.consented",
            subject=f"sheet:{sheet.number}",
            body={
                "approver": word.approver.key,
                "post": consent.post,
                "how": word.how,
                "given_at": word.given_at.isoformat(),
                "package_sha256": sheet.package_sha256,
            },
            personal={"words": word.words.strip()[:300]},
        ),
        actor=person.key,
        now=now,
    )


def _against_word(sheet: ReviewSheet, word: Word, now: datetime) -> list[Reason]:
    found: list[Reason] = []
    if word.how not in ConsentBy.values:
        found.append(reason("review.consent_how_missing"))
    if not word.words.strip():
        found.append(reason("review.consent_without_words"))
    if not max(sheet.submitted_at, now - OLDEST) <= word.given_at <= now:
        found.append(reason("review.consent_at_another_time"))
    return found
