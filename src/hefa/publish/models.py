"""The outbox: publications, the permits they go out under, and the stop."""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from ulid import ULID

from hefa.collect.models import Version
from hefa.core.package import Kind
from hefa.people.models import Person
from hefa.registry.models import OfficialAccount


class PublicationState(models.TextChoices):
    """The states of the publication protocol. Source: docs/design/publication.md."""

    RELEASED = "released", "待排期"
    QUEUED = "queued", "等候发布"
    DRAFTING = "drafting", "正在存入草稿箱"
    DRAFT_UNKNOWN = "draft_unknown", "正在查草稿箱"
    DRAFTED = "drafted", "已存入草稿箱"
    VERIFIED = "verified", "草稿已核对"
    SUBMITTING = "submitting", "正在提交微信"
    SUBMIT_UNKNOWN = "submit_unknown", "正在查是否已发布"
    SUBMITTED = "submitted", "已提交微信"
    HANDED = "handed", "等人在微信发表"
    PUBLISHED = "published", "已发布"
    REMOVED = "removed", "线上已无"
    FAILED = "failed", "没有发出"
    NEEDS_HUMAN = "needs_human", "等人处理"
    HALTED = "halted", "已停止"
    CANCELLED = "cancelled", "已取消"


def new_operation_id() -> str:
    """Return a fresh id for one publication."""
    return str(ULID())


class Publication(models.Model):
    """What goes to WeChat at once: an ordered list of 1-8 released versions.

    `is_unclear` stays once a submission was left without a readable answer: such a publication
    never lets go of its versions. `is_urgent` goes out in the quiet hours too.
    """

    op_id = models.CharField(max_length=26, unique=True, default=new_operation_id)
    kind = models.CharField(max_length=20, default="article")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    mass_send = models.BooleanField(default=False)
    state = models.CharField(
        max_length=20, choices=PublicationState, default=PublicationState.RELEASED
    )
    media_id = models.CharField(max_length=128, blank=True)
    publish_id = models.CharField(max_length=40, blank=True)
    article_id = models.CharField(max_length=128, blank=True)
    msg_id = models.CharField(max_length=40, blank=True)
    msg_data_id = models.CharField(max_length=40, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    state_since = models.DateTimeField()
    intent_at = models.DateTimeField(null=True, blank=True)
    is_unclear = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble_detail = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "发布件"
        indexes = [models.Index(fields=["state", "next_at"], name="publication_due")]

    def __str__(self) -> str:
        return self.op_id

    @cached_property
    def named_items(self) -> list[tuple[int, int, str, str]]:
        """Position, version, package and title of each item, in order; they stay as composed.

        A take-down is named by the article that goes.
        """
        items = self.items.order_by("position")
        title = ("acts_on__" if self.kind == Kind.TAKE_DOWN else "") + "version__title"
        return list(items.values_list("position", "version_id", "package_sha256", title))


class PublicationItem(models.Model):
    """One released version at its place, from 1, in a publication.

    `acts_on` is the published item that a take-down or a correction is about.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="items")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    acts_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="acted_on_by"
    )
    package_sha256 = models.CharField(max_length=64)
    rendered_html = models.TextField(blank=True)
    rendered_sha256 = models.CharField(max_length=64, blank=True)
    renderer_version = models.PositiveSmallIntegerField(default=1)
    article_url = models.CharField(max_length=500, blank=True)
    claims = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "发布件条目"
        ordering = ["publication_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="item_position_once"),
            models.UniqueConstraint(
                fields=["account", "version"],
                condition=Q(claims=True, acts_on__isnull=True),
                name="item_version_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=8), name="item_position_1_to_8"
            ),
        ]
        indexes = [  # few act on another: one over all would be read from end to end
            models.Index(
                fields=["acts_on"], condition=Q(acts_on__isnull=False), name="item_acts_on"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.position}"


class Permit(models.Model):
    """A one-use permit for one attempt of one publication; only the door writes it.

    `operator` is the person who may do it by hand, where a person and not Hefa does it.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="permits")
    attempt = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    operator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = "发布许可"
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind", "attempt"], name="permit_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind} {self.attempt}"


class PermitLine(models.Model):
    """What a permit lets out at one place: the signed package and the very bytes."""

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    package_sha256 = models.CharField(max_length=64)
    rendered_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "发布许可条目"
        constraints = [
            models.UniqueConstraint(fields=["permit", "position"], name="permit_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.permit_id}/{self.position}"


class PublishingHalt(models.Model):
    """The stop: while one stands for an account, no submission starts."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="halts")
    words = models.CharField("原因", max_length=200)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "停止发布"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(lifted_at__isnull=True), name="halt_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("lift_asked_by")),
                name="halt_lifted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class AccountToken(models.Model):
    """The access token that all processes share; encrypted, one row an account."""

    account = models.OneToOneField(
        OfficialAccount, on_delete=models.CASCADE, primary_key=True, related_name="token"
    )
    token_sealed = models.TextField()
    expires_at = models.DateTimeField()
    renewal_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "接口凭证"

    def __str__(self) -> str:
        return str(self.account_id)


class UploadedPicture(models.Model):
    """Where WeChat keeps a picture of ours, so that none goes up twice."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    use = models.CharField(max_length=10)
    url = models.CharField(max_length=500, blank=True)
    media_id = models.CharField(max_length=128, blank=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = "已上传图片"
        constraints = [
            models.UniqueConstraint(fields=["account", "sha256", "use"], name="picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.sha256[:8]}"


class AccountMenu(models.Model):
    """The account's custom menu as it was read or set; the former ones are the way back."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="menus")
    buttons = models.JSONField(default=list)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="menus"
    )
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "自定义菜单"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.seen_at:%Y-%m-%d %H:%M}"


class AccountEvent(models.Model):
    """An event that WeChat pushed to us, kept once; it wakes a read and changes no state."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="events")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "微信通知"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="event_once")]
        indexes = [models.Index(fields=["received_at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ReadCount(models.Model):
    """How often a published item was read and passed on, on one day, as WeChat counts it."""

    item = models.ForeignKey(PublicationItem, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField()
    read_users = models.PositiveIntegerField(default=0)
    share_users = models.PositiveIntegerField(default=0)
    is_final = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "阅读量"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.day}"
