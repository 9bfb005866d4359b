"""Values of a TOML file: each of the kind its place asks for, or a fault that names the place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Raw = Mapping[str, Any]


class Wrong(Exception):
    """One thing in the file that cannot be read: what, and the path it stands at."""

    def __init__(self, what: str, path: str) -> None:
        super().__init__(what)
        self.what = what
        self.path = path


def one(raw: Raw, name: str, kind: type[T]) -> T:
    """Return the value `name` of the file itself, which must be of `kind`."""
    value = raw.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Wrong(name, name)
    return value


def table(
    raw: Raw, name: str, build: Callable[[Raw, str], T], *, is_optional: bool = False
) -> tuple[T, ...]:
    """Return what `build` makes of each table of the list `[[name]]`, in order."""
    if not is_optional and not raw.get(name):
        raise Wrong(name, name)
    return inner(raw, name, "", build)


def inner(raw: Raw, name: str, path: str, build: Callable[[Raw, str], T]) -> tuple[T, ...]:
    """Return what `build` makes of each table of the list `name` in the table at `path`."""
    here = f"{path}.{name}".lstrip(".")
    listed = raw.get(name, [])
    if not isinstance(listed, list):
        raise Wrong(name, here)
    for number, entry in enumerate(listed):
        if not isinstance(entry, dict):
            raise Wrong(name, f"{here}.{number}")
    return tuple(build(entry, f"{here}.{number}") for number, entry in enumerate(listed))


def plain(made: Callable[..., T]) -> Callable[[Raw, str], T]:
    """Return the reader of a table whose keys are the fields of the dataclass `made`."""

    def build(raw: Raw, path: str) -> T:
        return make(made, raw, path)

    return build


def make(made: Callable[..., T], raw: Raw, path: str, **ready: object) -> T:
    """Return `made` from the values of `raw` and those made `ready` before.

    A missing, unknown or wrongly typed field is a fault that names it, and so is one whose
    value `made` itself does not take.
    """
    known = {entry.name: entry for entry in fields(made)}  # type: ignore[arg-type]  # a dataclass
    for name, value in raw.items():
        if name not in known or (name not in ready and not _fits(value, known[name].type)):
            raise Wrong(name, f"{path}.{name}")
    for name, entry in known.items():
        is_needed = entry.default is MISSING and entry.default_factory is MISSING
        if is_needed and name not in raw and name not in ready:
            raise Wrong(name, path)
    try:
        return made(**{**raw, **ready})
    except ValueError as error:
        raise Wrong(str(error), f"{path}.{error}") from None


def chosen(values: type[E], raw: Raw, name: str, path: str, *, default: E | None = None) -> E:
    """Return the member of the enumeration `values` that the field names."""
    if name not in raw:
        if default is None:
            raise Wrong(name, path)
        return default
    return member(values, raw[name], f"{path}.{name}")


def member(values: type[E], value: object, path: str) -> E:
    """Return the member of the enumeration `values` that has the value `value`."""
    found = next((one for one in values if one.value == value), None)
    if found is None:
        raise Wrong(str(value), path)
    return found


def texts(raw: Raw, name: str, path: str, *, default: Sequence[str] | None = None) -> Sequence[str]:
    """Return the list of texts that the field holds."""
    if name not in raw and default is not None:
        return default
    value = raw.get(name)
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Wrong(name, f"{path}.{name}")
    return value


def of_each(raw: Raw, name: str, path: str, kind: type[T]) -> Mapping[str, T]:
    """Return the table `name` whose values must all be of `kind`; empty when there is none."""
    here = f"{path}.{name}".lstrip(".")
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise Wrong(name, here)
    for key, entry in value.items():
        if not isinstance(entry, kind) or isinstance(entry, bool):
            raise Wrong(key, f"{here}.{key}")
    return value


def _fits(value: object, declared: object) -> bool:
    """Whether a value of the file is of the plain type that a field is declared with."""
    if declared is bool:
        return isinstance(value, bool)
    if declared in (int, int | None):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) if declared is str else True
