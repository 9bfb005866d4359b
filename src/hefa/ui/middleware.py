"""The outer edge of a request: the four errors become pages that say what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hefa.core.errors import Conflict, HefaError, Refused, Tampered, Unavailable
from hefa.ui.words import clause_label, reason_sentence

STATUS: dict[type[HefaError], int] = {Refused: 403, Conflict: 409, Unavailable: 503, Tampered: 503}


class ReasonsMiddleware:
    """Shows the reasons of a refused act; nothing typed is lost, the page keeps the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response of the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page with the reasons of one of the four errors; others go on."""
        if not isinstance(error, HefaError):
            return None
        status = STATUS[type(error)]
        reasons = [
            {"text": reason_sentence(entry), "clause": clause_label(entry.clause)}
            for entry in error.reasons
        ]
        if "application/json" in request.headers.get("accept", ""):
            message = " ".join(entry["text"] for entry in reasons)
            return JsonResponse({"reasons": reasons, "message": message}, status=status)
        return render(request, "ui/refused.html", {"reasons": reasons}, status=status)
