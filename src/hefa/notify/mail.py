"""Mail to people, in plain words; what goes wrong comes back as a reason."""

from datetime import datetime
from smtplib import SMTPAuthenticationError, SMTPException, SMTPServerDisconnected

from django.core.mail import EmailMessage

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
    if not has_mail_host():
        raise Refused(reason("notify.no_mail_host"))
    detail = {
        "organisation": str(installation()),
        "moment": now.astimezone(HERE).strftime("%Y-%m-%d %H:%M"),
    }
    message = EmailMessage(
        subject=sentence("notify.test_subject"),
        body=sentence("notify.test_body", detail),
        to=[to],
    )
    try:
        message.send()
    except SMTPAuthenticationError:
        raise Refused(reason("notify.mail_sign_in_refused")) from None
    except (SMTPServerDisconnected, TimeoutError):
        # smtplib reports a silent server as one that hung up.
        raise Unavailable(reason("notify.mail_timed_out")) from None
    except SMTPException:
        raise Refused(reason("notify.mail_refused", to=to)) from None
    except OSError:
        raise Unavailable(reason("notify.mail_unreachable")) from None
