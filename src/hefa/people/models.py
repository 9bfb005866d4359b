"""People: one's own account, one-time sign-in links and the record of sign-ins."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from ulid import ULID


def new_person_key() -> str:
    """Return a fresh stable id for a person, as it stands in the ledger."""
    return f"person-{ULID()}"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""


class Person(AbstractBaseUser):
    """A person who may sign in; posts and units come from appointments, not from here."""

    key = models.CharField(max_length=40, unique=True, default=new_person_key, editable=False)
    username = models.CharField("登录名", max_length=40, unique=True)
    display_name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=20, blank=True)
    mail = models.EmailField("邮箱", blank=True)
    wechat_name = models.CharField("个人微信号", max_length=40, blank=True)
    is_active = models.BooleanField("在用", default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "mail"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = PersonManager()

    class Meta:
        verbose_name = "人员"
        ordering = ["display_name", "id"]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """Return the name shown everywhere."""
        return self.display_name


class SignInLink(models.Model):
    """A one-time link that opens a person's account; only its SHA-256 is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "一次性登录链接"

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"


class SignInEvent(models.Model):
    """One try to sign in, kept apart from the ledger because there may be very many."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True)
    name_given = models.CharField(max_length=60)
    is_success = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "登录记录"

    def __str__(self) -> str:
        return f"{self.name_given} {self.at:%Y-%m-%d %H:%M}"
