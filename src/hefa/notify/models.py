"""Messages to people and groups: where they go, what each wants, and what became of each."""

from datetime import time

from django.db import models
from django.db.models import Q

from hefa.people.models import Person
from hefa.registry.models import Unit


class CheckpointMail(models.Model):
    """The checkpoint of one day for one person: begun before it is sent, sent once it has left.

    Begun and not sent means that nobody can know whether it arrived; it is never sent again.
    """

    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    size = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "校验点邮件"
        constraints = [
            models.UniqueConstraint(fields=["day", "person"], name="checkpoint_mail_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person}"


class Reminder(models.Model):
    """One duty of which one person was reminded: begun before the mail, sent once it has left."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    duty = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "到期提醒"
        constraints = [models.UniqueConstraint(fields=["person", "duty"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.duty}"


class Service(models.TextChoices):
    """Whose robot it is."""

    WECOM = "wecom", "企业微信"
    DINGTALK = "dingtalk", "钉钉"
    FEISHU = "feishu", "飞书"


class MessageKind(models.TextChoices):
    """What somebody is told."""

    WAITS = "waits", "有审核单等着办"
    RETURNED = "returned", "审核单被退回"
    RELEASED = "released", "审核单已核发"
    DUE_SOON = "due_soon", "审核单快到期"
    OVERDUE = "overdue", "审核单过期未办"
    ADVICE = "advice", "征求意见"
    ADVISED = "advised", "有了意见"
    DELEGATED = "delegated", "委托代办"
    BY_HAND = "by_hand", "发布要人来办"
    HALT = "halt", "停止发布"


class MessageState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", "等着发"
    SENT = "sent", "已发出"
    UNCLEAR = "unclear", "不知送到没有"
    FAILED = "failed", "没有发成"
    KEPT = "kept", "只在这里"
    SETTLED = "settled", "不用再发"


class Robot(models.Model):
    """A robot in a group chat 群机器人; key and signing secret lie encrypted and bound to it.

    `unit` is whose sheets it tells of, all units' when empty; `trouble_code` says why the last
    message was not taken, empty when it was.
    """

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    service = models.CharField("服务", max_length=10, choices=Service)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kinds = models.JSONField(default=list)
    address_sealed = models.TextField()
    secret_sealed = models.TextField(blank=True)
    is_on = models.BooleanField("在用", default=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble_detail = models.JSONField(default=dict, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "群机器人"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class MessageRule(models.Model):
    """When messages rest, how long they gather, and whether they name the title."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    quiet_from = models.TimeField("不打扰的时段，从", null=True, blank=True, default=time(22))
    quiet_until = models.TimeField("到", null=True, blank=True, default=time(7))
    gather_minutes = models.PositiveSmallIntegerField("合并几分钟内的", default=10)
    shows_title = models.BooleanField("写上标题", default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "通知规则"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="message_rule_is_single")]

    def __str__(self) -> str:
        return f"{self.quiet_from} {self.quiet_until}"


class MessageChoice(models.Model):
    """What one person does not want by mail, and whether the rest comes once a day."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    unwanted = models.JSONField(default=list)
    is_daily = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "通知选择"

    def __str__(self) -> str:
        return str(self.person_id)


class Message(models.Model):
    """One thing told to one person or one group: begun before it is sent, and once only.

    `about` and `occasion` name what it tells of and which turn of it; `act` is the step or act in
    words or as a code; `begun_at` while it waits means that it is being sent. It holds nothing of
    the article but the title, which goes out only where the rule says so.
    """

    kind = models.CharField(max_length=10, choices=MessageKind)
    about = models.CharField(max_length=100)
    occasion = models.CharField(max_length=60)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    robot = models.ForeignKey(
        Robot, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    number = models.CharField(max_length=80, blank=True)
    unit_name = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble_detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "通知"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="message_of_person"),
            models.Index(fields=["about", "state"], name="message_about"),
            models.Index(fields=["state", "-id"], name="message_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, robot__isnull=True)
                | Q(person__isnull=True, robot__isnull=False),
                name="message_has_one_reader",
            ),
            models.UniqueConstraint(
                fields=["kind", "about", "occasion", "person"],
                condition=Q(person__isnull=False),
                name="message_person_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "about", "occasion", "robot"],
                condition=Q(robot__isnull=False),
                name="message_robot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
