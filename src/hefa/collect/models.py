"""Manuscripts, their versions, the files they came from and the pictures in them."""

from django.db import models
from django.db.models import Q

from hefa.people.models import Person
from hefa.registry.models import Column, OfficialAccount, Unit


class StoredFile(models.Model):
    """A file kept under HEFA_HOME by its SHA-256; what was uploaded is never lost."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.name


class Manuscript(models.Model):
    """A manuscript 稿件: what a unit wants to say; its state is that of its versions.

    `about` is the released version that a take-down or a correction is about.
    """

    kind = models.CharField(max_length=20, default="article")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="manuscripts")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="manuscripts")
    created_at = models.DateTimeField(db_index=True)
    binned_at = models.DateTimeField(null=True, blank=True)
    copied_from = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    about = models.ForeignKey(
        "Version", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    class Meta:
        verbose_name = "稿件"
        indexes = [
            models.Index(fields=["unit", "-id"], name="manuscript_by_unit"),
            models.Index(fields=["author", "-id"], name="manuscript_by_author"),
            # Few are about another: an index over all of them would be read from end to end.
            models.Index(
                fields=["about"], condition=models.Q(about__isnull=False), name="manuscript_about"
            ),
        ]

    def __str__(self) -> str:
        return f"稿件 {self.pk}"


class Version(models.Model):
    """A version 版次: open to its author until frozen, then unchanged for ever.

    `edit` counts saves, so that two people saving at once are told apart. `acts_on` and `change`
    stand in the package of every kind but an article's. `stated` is what its author says of the
    content.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField("标题", max_length=200, blank=True)
    signed_author = models.CharField("作者（署名）", max_length=60, blank=True)
    digest = models.CharField("摘要（读者所见）", max_length=300, blank=True)
    document = models.JSONField(default=dict)
    cover = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.CharField("信息类别", max_length=40, blank=True)
    column = models.ForeignKey(
        Column, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField("发布事由", max_length=200, blank=True)
    audience = models.CharField("面向", max_length=60, blank=True)
    contact = models.CharField("联系电话", max_length=60, blank=True)
    source_url = models.CharField("阅读原文", max_length=1000, blank=True)
    source_name = models.CharField("信息来源", max_length=100, blank=True)
    planned_at = models.DateTimeField("拟发布时间", null=True, blank=True)
    notice_until = models.DateField("公示截止", null=True, blank=True)
    theme = models.CharField("版式", max_length=40, blank=True)
    mass_send = models.BooleanField("群发", default=False)
    comments = models.BooleanField("开放留言", default=False)
    acts_on = models.CharField(max_length=40, blank=True)
    change = models.JSONField(default=dict, blank=True)
    stated = models.JSONField("内容情况", default=dict, blank=True)
    edit = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    package = models.BinaryField(null=True, blank=True)
    package_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = "版次"
        constraints = [
            models.UniqueConstraint(fields=["manuscript", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["manuscript"],
                condition=Q(frozen_at__isnull=True),
                name="version_open_once",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | ~Q(package_sha256=""),
                name="version_frozen_has_package",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "未命名"


class WordFile(models.Model):
    """A file handed in, what reading it changed or dropped, or why it could not be read.

    `waits_for` is the unit whose manuscript it becomes, while it waits to be converted.
    """

    manuscript = models.ForeignKey(
        Manuscript, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    waits_for = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_from = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    report = models.JSONField(default=list)
    trouble_code = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "来稿文件"

    def __str__(self) -> str:
        return self.name


class Enclosure(models.Model):
    """A picture or attachment handed in for a manuscript: as it came, and as it will go out.

    `result` is empty while nothing can go out of it; `trouble_code` then says why. `words` is
    the text that could be read out of an attachment.
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="enclosures")
    use = models.CharField(max_length=10)
    name = models.CharField(max_length=255)
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="enclosures"
    )
    words = models.TextField(blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)
    received_from = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = "随稿文件"

    def __str__(self) -> str:
        return self.name


class CoverCut(models.Model):
    """How a cover was cut out of its original: two frames, in 1/10000 of its width and height."""

    cover = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="cut"
    )
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    wide_left = models.PositiveIntegerField()
    wide_top = models.PositiveIntegerField()
    wide_width = models.PositiveIntegerField()
    square_left = models.PositiveIntegerField()
    square_top = models.PositiveIntegerField()
    square_width = models.PositiveIntegerField()

    class Meta:
        verbose_name = "封面裁剪"

    def __str__(self) -> str:
        return str(self.pk)


class MailState(models.TextChoices):
    """What has become of a mail."""

    WAITING = "waiting", "等着读"
    DRAFTED = "drafted", "成了草稿"
    REPEATED = "repeated", "先前已收"
    REFUSED = "refused", "没有收"
    IGNORED = "ignored", "没有理会"


class IncomingMail(models.Model):
    """A mail seen in the mailbox: what became of it and why, and whether its sender was told.

    `place` names mailbox and folder: the server's numbers hold there only, and only as long as
    it keeps its `uid_validity`. `letter` is what stood in the mail beside its Word file.
    """

    place = models.CharField(max_length=255)
    uid_validity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(db_index=True)
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    message_id = models.CharField(max_length=255, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    proved_by = models.CharField(max_length=60, blank=True)
    reasons = models.JSONField(default=list)
    file = models.ForeignKey(WordFile, on_delete=models.SET_NULL, null=True, related_name="+")
    manuscript = models.ForeignKey(
        Manuscript, on_delete=models.SET_NULL, null=True, related_name="mails"
    )
    letter = models.TextField(blank=True)
    is_to_move = models.BooleanField(default=False)
    is_to_answer = models.BooleanField(default=False)
    answer_attempts = models.PositiveSmallIntegerField(default=0)
    answer_begun_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "来信"
        constraints = [
            models.UniqueConstraint(fields=["place", "uid_validity", "uid"], name="mail_once"),
            models.UniqueConstraint(
                fields=["sender", "message_id"],
                condition=Q(state=MailState.DRAFTED) & ~Q(message_id=""),
                name="mail_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.uid}"


class MailToken(models.Model):
    """A word that a person may put into one subject line; only its SHA-256 is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "来信口令"

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"
