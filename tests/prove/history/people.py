"""The cast of a copied database, found again."""

from tests.unit.publish.factory import House

from hefa.people.models import Person
from hefa.registry.models import AdoptedRegulation, OfficialAccount, Unit

NAMES = ("author", "endorser", "approver", "sender", "administrator", "stranger")


def house_again() -> House:
    """Return the house that stands in the database."""
    people = {name: Person.objects.get(username=name) for name in NAMES}
    return House(
        account=OfficialAccount.objects.get(),
        unit=Unit.objects.get(),
        regulation=AdoptedRegulation.objects.get(),
        **people,
    )
