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
    """A manuscript 稿件: what a unit wants to say; its state is that of its versions."""

    kind = models.CharField(max_length=20, default="article")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="manuscripts")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="manuscripts")
    created_at = models.DateTimeField(db_index=True)
    binned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "稿件"
        indexes = [
            models.Index(fields=["unit", "-id"], name="manuscript_by_unit"),
            models.Index(fields=["author", "-id"], name="manuscript_by_author"),
        ]

    def __str__(self) -> str:
        return f"稿件 {self.pk}"


class Version(models.Model):
    """A version 版次: open to its author until frozen, then unchanged for ever.

    `edit` counts saves, so that two people saving at once are told apart.
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
    mass_send = models.BooleanField("群发", default=False)
    comments = models.BooleanField("开放留言", default=False)
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
    """A Word file handed in, what reading it changed or dropped, or why it could not be read."""

    manuscript = models.ForeignKey(
        Manuscript, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
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
