"""Texts handed out as files."""

from urllib.parse import quote

from django.http import HttpResponse


def text_file(text: str, name: str) -> HttpResponse:
    """Return `text` as a file to keep, byte for byte, under a name that may be Chinese."""
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
