"""Mail to people, in plain words; what goes wrong comes back as a reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from smtplib import SMTPAuthenticationError, SMTPException, SMTPServerDisconnected

from django.core.mail import BadHeaderError, EmailMessage, get_connection

from hefa.core.errors import Refused, Unavailable, reason
from hefa.notify.queries import has_mail_host
from hefa.registry.access import HERE
from hefa.registry.queries import installation
from hefa.ui.words import sentence


def send_test(to: str, *, now: datetime) -> None:
    """Send a test message to `to`; it has left this machine when this returns.

    Raises Refused when no mail server is named or it does not take the message, Unavailable
    when it does not answer: try again later.
    """
    detail = {
        "organisation": str(installation()),
        "moment": now.astimezone(HERE).strftime("%Y-%m-%d %H:%M"),
    }
    message = EmailMessage(
        subject=sentence("notify.test_subject"),
        body=sentence("notify.test_body", detail),
        to=[to],
    )
    if not deliver(message):
        raise Unavailable(reason("notify.mail_timed_out"))


def deliver(message: EmailMessage) -> bool:
    """Whether `message` has left for certain; False when it may have left and nobody can know.

    Raises Refused when no mail server is named or it does not take the message, Unavailable
    when it cannot be reached: the message has not left then, and may be sent again.
    """
    if not has_mail_host():
        raise Refused(reason("notify.no_mail_host"))
    to = message.to[0]
    message.subject = " ".join(message.subject.split())  # a name may hold a break; a header may not
    message.connection = get_connection()
    with _worded(to):
        message.connection.open()
    try:
        with _worded(to):
            message.send()
    except Unavailable:
        return False
    finally:
        message.connection.close()
    return True


@contextmanager
def _worded(to: str) -> Iterator[None]:
    """Let what a mail server does wrong come back as a reason."""
    try:
        yield
    except SMTPAuthenticationError:
        raise Refused(reason("notify.mail_sign_in_refused")) from None
    except (SMTPServerDisconnected, TimeoutError):
        # smtplib reports a silent server as one that hung up.
        raise Unavailable(reason("notify.mail_timed_out")) from None
    except (SMTPException, BadHeaderError):
        raise Refused(reason("notify.mail_refused", to=to)) from None
    except OSError:
        raise Unavailable(reason("notify.mail_unreachable")) from None
