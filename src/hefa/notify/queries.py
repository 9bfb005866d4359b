"""What is known of the ways to reach people."""

from django.conf import settings


def has_mail_host() -> bool:
    """Whether technical support has named a mail server for this installation."""
    return bool(settings.EMAIL_HOST)
