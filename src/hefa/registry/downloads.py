"""Texts handed out as files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def text_file(text: str, name: str) -> HttpResponse:
    """Return `text` as a file to keep, byte for byte, under a name that may be Chinese."""
    disposition = content_disposition_header(True, name)  # Django's own form
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(text.encode(), content_type="text/plain; charset=utf-8", headers=headers)
