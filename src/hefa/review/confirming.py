"""The password given again before a release: kept in the session for as long as it counts."""

from datetime import datetime

from hefa.people.allauth import confirm_password
from hefa.registry.request import StaffRequest

_KEY = "review_confirmed_at"


def confirmed_at(request: StaffRequest) -> datetime | None:
    """Return when this session last gave its password again, or None."""
    said = request.session.get(_KEY)
    return datetime.fromisoformat(said) if isinstance(said, str) else None


def confirm(request: StaffRequest, password: str) -> datetime:
    """Note that the person has given the password again, and return when.

    Raises Refused when it is wrong or was tried too often.
    """
    confirm_password(request, request.person, password)
    request.session[_KEY] = request.now.isoformat()
    return request.now
