"""How a page answers an act that was refused: the reasons in words, and the status."""

from http import HTTPStatus

from hefa.core.errors import Conflict, HefaError
from hefa.ui.words import reason_sentence


def told(error: HefaError) -> list[str]:
    """Return the reasons of an error in words."""
    return [reason_sentence(entry) for entry in error.reasons]


def status_of(error: HefaError) -> HTTPStatus:
    """Return the status of an answer that shows this error: too late, or not as it is."""
    is_late = isinstance(error, Conflict)
    return HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY
