"""What the regulation's form of a column change asks, and what Hefa can fill in of it."""

from hefa.collect.models import Version
from hefa.core.change import reasons_against_change
from hefa.core.column_form import asked_by, reasons_against_column_form
from hefa.core.errors import Reason
from hefa.core.package import Kind
from hefa.core.regulation import Regulation
from hefa.people.models import Person
from hefa.registry.models import Unit


def known_of(unit: Unit, person: Person, regulation: Regulation | None) -> dict[str, str]:
    """Return what the form asks and a column change begins with: the unit's name, the author's."""
    known = {"provider": unit.name, "owner": person.display_name}
    asked = {field.key for field in asked_by(regulation)}
    return {key: text for key, text in known.items() if key in asked}


def reasons_against_column_change(
    version: Version, regulation: Regulation | None
) -> tuple[Reason, ...]:
    """Every reason `version` cannot be submitted as the column change it is; none if it is none."""
    if version.manuscript.kind != Kind.COLUMN_CHANGE:
        return ()
    against = reasons_against_change(Kind.COLUMN_CHANGE, version.change, version.acts_on)
    return (*against, *reasons_against_form(version, regulation))


def reasons_against_form(version: Version, regulation: Regulation | None) -> tuple[Reason, ...]:
    """Return why `version`, if it is a column change, lacks what its form requires."""
    if regulation is None or version.manuscript.kind != Kind.COLUMN_CHANGE:
        return ()
    return reasons_against_column_form(regulation, version.change, phone=version.contact)
