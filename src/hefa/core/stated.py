"""What the author states of the content 内容情况: secrets, personal data, minors, pictures."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hefa.core.asked import asked_of_author, reasons_lacking
from hefa.core.errors import Reason, reason
from hefa.core.regulation import FormField, Regulation

Stated = Mapping[str, Any]

FORM: Final = "review_sheet"
SECRECY: Final = "secrecy"
PII: Final = "pii"
IMAGE_RIGHTS: Final = "image_rights"
# The fields of the form that ask about the content, in its order.
QUESTIONS: Final = (
    SECRECY, "secrecy_items", PII, "pii_handling", "minors", "consent_ref", IMAGE_RIGHTS,
)  # fmt: skip
# What is asked only where another answer makes it matter.
ONLY_IF: Final[Mapping[str, tuple[str, str]]] = {
    "pii_handling": (PII, "yes"),
    "consent_ref": ("minors", "yes"),
}
_MUST_BE: Final[Mapping[str, str]] = {SECRECY: "no", "secrecy_items": "none"}
_MOST_CHARACTERS: Final = 200


def asked_by(regulation: Regulation | None) -> tuple[FormField, ...]:
    """Return the fields that the review sheet of `regulation` asks the author, in its order."""
    return asked_of_author(regulation, FORM, QUESTIONS)


def does_matter(key: str, stated: Stated, *, has_pictures: bool) -> bool:
    """Whether the field `key` is to be answered, by the other answers and by the pictures."""
    if key == IMAGE_RIGHTS:
        return has_pictures
    other, answer = ONLY_IF.get(key, ("", ""))
    return not other or stated.get(other) == answer


def as_signed(stated: Stated, *, has_pictures: bool) -> dict[str, str]:
    """Return what stands in the package: every answer that matters, none that says nothing."""
    given = {key: str(stated.get(key) or "").strip() for key in QUESTIONS}
    return {
        key: text[:_MOST_CHARACTERS]
        for key, text in given.items()
        if text and does_matter(key, stated, has_pictures=has_pictures)
    }


def reasons_against_stated(
    regulation: Regulation, stated: Stated, *, has_pictures: bool
) -> tuple[Reason, ...]:
    """Every reason a text cannot be submitted with what was `stated` of it.

    A required answer is missing, or what must not be published was found to be in it.
    Source: 12 lead the form is filled in; 9 lead nothing secret and nothing internal.
    """
    form = regulation.form(FORM)
    signed = as_signed(stated, has_pictures=has_pictures)
    if form is None:
        return ()
    return (
        *reasons_lacking(
            "core.stated_missing",
            form.clause,
            _missing(asked_by(regulation), signed, has_pictures=has_pictures),
        ),
        *_forbidden(regulation, signed),
    )


def _missing(
    asked: Iterable[FormField], signed: Stated, *, has_pictures: bool
) -> Iterable[FormField]:
    for field in asked:
        is_lacking = field.is_required and field.key not in signed
        if is_lacking and does_matter(field.key, signed, has_pictures=has_pictures):
            yield field


def _forbidden(regulation: Regulation, signed: Stated) -> Iterable[Reason]:
    named = [one.clause for one in regulation.declarations if one.key == SECRECY]
    for key, harmless in _MUST_BE.items():
        if signed.get(key, harmless) != harmless:
            yield reason(f"core.stated_{key}", clause=named[0] if named else "")
