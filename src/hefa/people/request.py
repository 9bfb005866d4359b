"""A request that carries its moment."""

from datetime import datetime

from django.http import HttpRequest


class MomentRequest(HttpRequest):
    """A request with the moment at which it came in, read once at the edge."""

    now: datetime
