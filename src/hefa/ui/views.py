"""Pages for what went wrong before a view was reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form sent after signing out; the browser keeps what was typed."""
    del reason
    return render(request, "403_csrf.html", status=403)
