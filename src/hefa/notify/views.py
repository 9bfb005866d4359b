"""The button that sends a test message."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hefa.core.errors import Refused, Unavailable
from hefa.notify.actions import send_test_mail
from hefa.registry.pages import manager_act
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence, sentence


class TestMailForm(forms.Form):
    """Where the test message goes."""

    to = forms.EmailField()


@manager_act
def mail_test(request: StaffRequest) -> HttpResponse:
    """Send a test message and return to the page, which keeps the address."""
    form = TestMailForm(request.POST)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            send_test_mail(to, by=request.person, now=request.now)
        except (Refused, Unavailable) as error:
            for entry in error.reasons:
                messages.error(request, reason_sentence(entry))
        else:
            messages.success(request, sentence("notify.test_sent", {"to": to}))
    else:
        messages.error(request, sentence("notify.mail_address_wrong"))
    kept = urlencode({"to": request.POST.get("to", "")})
    return redirect(f"{reverse('registry:mail_and_backup')}?{kept}")
