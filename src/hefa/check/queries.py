"""What the machine finds in a version now, and which of it people have answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from hefa.check.dates import dates_in
from hefa.check.engine import all_rules, check, clean_rules
from hefa.check.form import form_of
from hefa.check.models import FindingAnswer, OwnTerm
from hefa.check.rules import Limits, Subject
from hefa.check.rules import OwnTerm as Term
from hefa.collect.models import Enclosure, Version
from hefa.collect.packages import package_shown
from hefa.core.change import WRITTEN
from hefa.core.document import Node, text_of
from hefa.core.finding import Answer, Finding, Severity, Verdict, open_blockers, unanswered
from hefa.core.package import sealed
from hefa.core.review import PersonId
from hefa.registry.access import HERE
from hefa.registry.queries import installation
from hefa.render.article import rendering

# As long as an address that WeChat gives, so that the length checked is the length sent.
LONGEST_ADDRESS = "https://mmbiz.qpic.cn/mmbiz_jpg/" + "x" * 64 + "/0?wx_fmt=jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The machine's look 机审 at one version: what was found, answered, and is still open."""

    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    open: tuple[Finding, ...]
    blockers: tuple[Finding, ...]
    clean: tuple[str, ...]
    rendered_length: int | None
    limits: Limits

    @property
    def unanswered_count(self) -> int:
        """How many findings that need an answer have none; hints need none."""
        return sum(finding.severity is not Severity.INFO for finding in self.open)


def look_at(version: Version, *, now: datetime, document: Node | None = None) -> Look:
    """Return the look at `version`, or at `document` as it is being written in its place.

    A take-down and a column change have no text for readers: there is nothing to find.
    """
    if version.manuscript.kind not in WRITTEN:
        return Look(
            findings=(), answers=(), open=(), blockers=(), clean=(), rendered_length=None,
            limits=Limits(),
        )  # fmt: skip
    subject = subject_of(version, now=now, document=document)
    findings = check(subject, key=settings.PLACE_KEY)
    answers = answers_to(version.manuscript_id)
    return Look(
        findings=findings,
        answers=answers,
        open=unanswered(findings, answers),
        blockers=open_blockers(findings, answers),
        clean=clean_rules(findings),
        rendered_length=subject.rendered_length,
        limits=subject.limits,
    )


def personal_in(look: Look) -> int:
    """Return how many places of a text the machine takes for somebody's personal data.

    Those of which a person said that they are none are not counted.
    """
    personal = {rule.id for rule in all_rules() if rule.is_personal}
    last = {(answer.rule, answer.place): answer.verdict for answer in look.answers}
    return sum(
        found.rule in personal and last.get((found.rule, found.place)) is not Verdict.NOT_AN_ERROR
        for found in look.findings
    )


def answers_to(manuscript_id: int) -> tuple[Answer, ...]:
    """Return every answer given on a manuscript, oldest first. One query."""
    rows = FindingAnswer.objects.filter(manuscript_id=manuscript_id).order_by("id")
    return tuple(
        Answer(
            rule=row.rule,
            place=row.place,
            verdict=Verdict(row.verdict),
            reason=row.reason,
            person=PersonId(row.person.key),
        )
        for row in rows.select_related("person")
    )


def subject_of(version: Version, *, now: datetime, document: Node | None = None) -> Subject:
    """Return what the rules are asked about: the version's fields and what they must know."""
    package = package_shown(version)
    body = document or package.document
    written = sealed(replace(package, document=body))
    addresses = dict.fromkeys(written.picture_sha256s, LONGEST_ADDRESS)
    made = rendering(written, addresses)
    today = now.astimezone(HERE).date()
    return Subject(
        title=package.title,
        author=package.author,
        digest=package.digest,
        document=body,
        category=version.category,
        column=package.column,
        source=version.source_name or package.source_url,
        contact=version.contact,
        audience=version.audience,
        today=today,
        own_numbers=frozenset(installation().own_numbers),
        own_terms=own_terms(now),
        rendered_length=len(made.html),
        form=form_of(made, written.document),
        attached=attached_words(version.manuscript_id, written.attachment_sha256s),
        copied_dates=copied_dates(version, today),
    )


def attached_words(manuscript_id: int, sha256s: Sequence[str]) -> tuple[str, ...]:
    """Return the words read out of each attachment, in order; empty for one that none were.

    No query without an attachment.
    """
    if not sha256s:
        return ()
    rows = Enclosure.objects.filter(manuscript=manuscript_id, result__in=sha256s)
    known = dict(rows.values_list("result", "words"))
    return tuple(known.get(sha256, "") for sha256 in sha256s)


def copied_dates(version: Version, today: date) -> frozenset[str]:
    """Return the dates as written in the item that this one was begun from; mostly none."""
    source = version.manuscript.copied_from
    if source is None:
        return frozenset()
    text = "\n".join((source.title, source.digest, text_of(source.document)))
    return frozenset(text[found.start : found.end] for found in dates_in(text, today))


def own_terms(now: datetime) -> tuple[Term, ...]:
    """Return the organisation's own terms that have not run out. Source: 9(6)."""
    today = now.astimezone(HERE).date()
    rows = OwnTerm.objects.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
    return tuple(
        Term(term=row.term, severity=Severity(row.severity), reason=row.reason) for row in rows
    )
