"""Review sheets, the acts on them, and the numbers they bear."""

from django.db import models
from django.db.models import F, Q

from hefa.collect.models import Version
from hefa.people.models import Person
from hefa.registry.models import AdoptedRegulation, Unit
from hefa.review.paper import models as paper_models  # noqa: F401  # tables of this app
from hefa.review.register import models as register_models  # noqa: F401  # tables of this app


class ReviewSheet(models.Model):
    """A review sheet 审核单: one version on its way along the regulation's route.

    `position` is the number of the step it waits for, past the last one when it waits for none;
    `awaits` is that step's act, so that an inbox is one indexed question; `ended` is empty until
    the sheet has ended. `acts` counts every act on it: whoever acts compares and sets it. A claim
    is a hint that somebody is at it. An urgent sheet, once released, waits for the review that
    was put off.
    """

    number = models.CharField("编号", max_length=80, unique=True)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="sheet")
    regulation = models.ForeignKey(AdoptedRegulation, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    package_sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)
    acts = models.PositiveIntegerField(default=0)
    awaits = models.CharField(max_length=10, blank=True)
    ended = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(db_index=True)
    waiting_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField("应办结", null=True, blank=True)
    is_urgent = models.BooleanField("应急", default=False)
    claimed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "审核单"
        indexes = [
            models.Index(fields=["awaits", "unit"], name="sheet_inbox"),
            models.Index(fields=["ended", "-id"], name="sheet_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True)
                | (~Q(ended="") & Q(ended_at__isnull=False, awaits=""))
                | Q(ended="released", ended_at__isnull=False, is_urgent=True),
                name="sheet_waits_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="sheet_claim_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class HandSignature(models.Model):
    """A signature written by hand on a screen, kept as a picture."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    png = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = "手写签名"
        constraints = [
            models.UniqueConstraint(fields=["person", "sha256"], name="hand_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.sha256[:8]}"


class Opinion(models.Model):
    """One act on a sheet: who, in which post, for whom, in what words, over which package.

    `step` is the number of the route's step it signs, None for an act that signs nothing;
    `for_person` is the holder for whom a delegate acted. `declarations` answers what the step
    asks, `yes`, `no` or `unsure` by key. The versions of the rules and of the renderer are those
    that stood on the screen. A return to an earlier step voids the signatures from there on:
    they are kept and count no more. `is_exception` marks one hand in two posts.
    """

    sheet = models.ForeignKey(ReviewSheet, on_delete=models.PROTECT, related_name="opinions")
    act = models.CharField(max_length=10)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opinions")
    for_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.CharField(max_length=40, blank=True)
    is_deputy = models.BooleanField(default=False)
    is_exception = models.BooleanField(default=False)
    words = models.CharField("意见", max_length=500, blank=True)
    declarations = models.JSONField(default=dict, blank=True)
    package_sha256 = models.CharField(max_length=64)
    rules_version = models.CharField(max_length=40, blank=True)
    renderer_version = models.CharField(max_length=40, blank=True)
    signature = models.ForeignKey(
        HandSignature, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "审核意见"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "step", "person", "post"],
                condition=Q(voided_at__isnull=True),
                name="opinion_once_a_step",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(step__isnull=False),
                name="opinion_voided_if_it_signed",
            ),
            models.CheckConstraint(
                condition=Q(for_person__isnull=True) | ~Q(for_person=F("person")),
                name="opinion_for_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.person_id}"


class Advice(models.Model):
    """Advice 征求意见: a question put to a named person and the answer; it decides nothing."""

    sheet = models.ForeignKey(ReviewSheet, on_delete=models.PROTECT, related_name="advice")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="advice_asked")
    question = models.CharField("想问什么", max_length=300)
    answer = models.CharField("答复", max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "征求意见"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="advice_open_or_answered",
            ),
            models.CheckConstraint(condition=~Q(asked_of=F("asked_by")), name="advice_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.asked_of_id}"


class ConsentBy(models.TextChoices):
    """How an approver's consent came."""

    PHONE = "phone", "电话"
    WORD = "word", "当面"
    MESSAGE = "message", "消息"


class UrgentConsent(models.Model):
    """An approver's consent by word 应急同意: who gave it, when and how, and who wrote it down.

    On it an urgent sheet is released before its review; the review follows.
    """

    sheet = models.OneToOneField(ReviewSheet, on_delete=models.PROTECT, related_name="consent")
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=40)
    how = models.CharField("怎样同意的", max_length=10, choices=ConsentBy)
    words = models.CharField("同意的原话和事由", max_length=300)
    given_at = models.DateTimeField("什么时候同意的")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "应急同意"

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.approver_id}"


class ExceptionCheck(models.Model):
    """A check afterwards 事后核对 of a sheet on which one person signed in two posts."""

    sheet = models.OneToOneField(ReviewSheet, on_delete=models.PROTECT, related_name="check_made")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField("核对情况", max_length=500)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "事后核对"

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.person_id}"


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
