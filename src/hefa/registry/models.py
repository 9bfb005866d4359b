"""The register: the organisation, units, appointments, official accounts, columns, regulation."""

from django.db import models
from django.db.models import F, Q

from hefa.people.models import Person


class Installation(models.Model):
    """The one organisation that this installation serves, and its first-day tests."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    organisation = models.CharField("单位全称", max_length=80, blank=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    issued_on = models.DateField("印发之日", null=True, blank=True)
    mail_tested_at = models.DateTimeField(null=True, blank=True)
    mail_tested_to = models.CharField(max_length=120, blank=True)
    backup_place = models.CharField("备份位置", max_length=255, blank=True)
    backup_checked_at = models.DateTimeField(null=True, blank=True)
    own_numbers = models.JSONField("对外电话", default=list, blank=True)
    quiet_from = models.TimeField("安静时段从", null=True, blank=True)
    quiet_until = models.TimeField("安静时段到", null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "本单位"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_is_single")]

    def __str__(self) -> str:
        return self.short_name or self.organisation


class Witness(models.Model):
    """One of at most three people who get the ledger's checkpoint by mail every day."""

    place = models.PositiveSmallIntegerField(primary_key=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT)

    class Meta:
        verbose_name = "校验点收件人"
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=3), name="witness_one_of_three"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class Mailbox(models.Model):
    """The mailbox whose mails become drafts; its password lies encrypted and bound to it.

    `looked_at` and `trouble_code` say when it was last looked into and what stood in the way.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_on = models.BooleanField("收信", default=True)
    address = models.EmailField("收稿邮箱")
    host = models.CharField("收信服务器", max_length=120)
    port = models.PositiveIntegerField("端口", default=993)
    is_plain = models.BooleanField(default=False)
    user = models.CharField("登录名", max_length=120)
    secret_sealed = models.TextField(blank=True)
    folder = models.CharField("文件夹", max_length=120, default="INBOX")
    authserv_id = models.CharField("核验方名称", max_length=120, blank=True)
    asks_token = models.BooleanField("要一次性口令", default=False)
    begins_on = models.DateField()
    looked_at = models.DateTimeField(null=True, blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "收稿邮箱"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="mailbox_is_single"),
            models.CheckConstraint(
                condition=Q(is_plain=False) | Q(host__in=["localhost", "127.0.0.1", "::1"]),
                name="mailbox_plain_on_this_machine_only",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class AdoptedRegulation(models.Model):
    """One adopted version of a regulation, kept word for word."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    effective_on = models.DateField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)

    class Meta:
        verbose_name = "制度"
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="regulation_once")]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.version} 版"


class AdoptionDraft(models.Model):
    """An adoption being prepared: the text as it was handed in, and who is to take which post.

    `seats` is a list of `{post, unit, holder, deputy}`, people by primary key or None; None
    before anybody chose.
    """

    text = models.TextField()
    source = models.CharField(max_length=120)
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    chosen_at = models.DateTimeField()
    seats = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "待采用的制度"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.source


class Unit(models.Model):
    """A unit 单位, 科室 or 网点."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "单位"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A person holding a post in a unit from one day to another, as holder or deputy.

    One delegated for a time names `for_person`, the holder whose post it is.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField("岗位", max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    is_deputy = models.BooleanField("副岗", default=False)
    for_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("免职日期", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        ordering = ["unit_id", "post", "is_deputy"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(for_person__isnull=True)
                | (Q(is_deputy=True, ends_on__isnull=False) & ~Q(for_person=F("person"))),
                name="appointment_delegated_for_a_time",
            ),
            models.UniqueConstraint(
                fields=["person", "post", "unit"],
                condition=Q(ends_on__isnull=True),
                name="appointment_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


class AccountKind(models.TextChoices):
    """What kind of account WeChat has given, or a sandbox in demo mode."""

    SUBSCRIPTION = "subscription", "公众号（订阅号）"
    SERVICE = "service", "服务号"
    SANDBOX = "sandbox", "演示账号"


class OfficialAccount(models.Model):
    """An official account 公众号; its secret lies encrypted and bound to this row.

    `refused_channel` is the best road that WeChat was last seen to refuse for want of permission,
    since `refused_at`. `is_resubmission_refused` is a person's word that WeChat takes a draft only
    once; `resubmission_refused_at` when a second submission was seen to be refused.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    wechat_id = models.CharField("微信号", max_length=40)
    kind = models.CharField("类型", max_length=20, choices=AccountKind)
    is_verified = models.BooleanField("已认证", default=False)
    appid = models.CharField("开发者 ID", max_length=40)
    secret_sealed = models.TextField(blank=True)
    base_url = models.CharField(max_length=120, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    test_code = models.CharField(max_length=60, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    count_code = models.CharField(max_length=60, blank=True)
    refused_channel = models.CharField(max_length=10, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    is_resubmission_refused = models.BooleanField(default=False)
    resubmission_refused_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "公众号"

    def __str__(self) -> str:
        return self.name


class AccountCallback(models.Model):
    """Where WeChat sends an account's messages, and the keys that prove they are WeChat's.

    The keys lie encrypted; the former ones hold until `old_until`, so that they can be changed
    without a message lost. What was heard last and what was refused last is for the page only.
    """

    account = models.OneToOneField(
        OfficialAccount, on_delete=models.CASCADE, primary_key=True, related_name="callback"
    )
    key = models.CharField(max_length=43, unique=True)
    token_sealed = models.TextField()
    aes_key_sealed = models.TextField()
    old_token_sealed = models.TextField(blank=True)
    old_aes_key_sealed = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    holding_text = models.CharField("临时答复", max_length=600, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_kind = models.CharField(max_length=60, blank=True)
    heard_mode = models.CharField(max_length=20, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_code = models.CharField(max_length=60, blank=True)
    refused_count = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "消息接收"

    def __str__(self) -> str:
        return str(self.account_id)


class Column(models.Model):
    """A column 栏目 of the account, with the cover used where an item has none."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    default_cover_sha256 = models.CharField(max_length=64, blank=True)
    update_cycle_days = models.PositiveSmallIntegerField("更新周期（天）", default=30)
    is_open = models.BooleanField("启用", default=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "栏目"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
