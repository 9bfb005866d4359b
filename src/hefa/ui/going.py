"""Where a page goes after an act, whether the browser sent it or a script did."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect

SENT_BY_SCRIPT = "HX-Request"


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Return what leads to the page at `address`, as a fresh page with its messages.

    A script follows a redirect by itself and would lose the messages shown once; it is told to
    open the page instead.
    """
    if SENT_BY_SCRIPT in request.headers:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
