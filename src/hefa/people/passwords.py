"""The rules of a password, said in plain words."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hefa.people.models import Person
from hefa.ui.words import sentence

_WORDS = {
    "password_too_short": "people.password_short",
    "password_too_common": "people.password_common",
    "password_too_similar": "people.password_similar",
}


def check_rules(password: str, person: Person | None) -> None:
    """Raise ValidationError, saying every rule that `password` breaks and what to do instead.

    Long is good, no mixture of signs is asked for. Source: 11; V6.2.1, V6.2.4, V6.2.5.
    """
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise ValidationError(
            [
                sentence(_WORDS[found.code]) if found.code in _WORDS else found
                for found in error.error_list
            ]
        ) from None
