"""The cast of a copied database, found again."""

from tests.prove.history.world import World
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


def decide_what_is_known(world: World) -> None:
    """Let WeChat take a draft once or twice, and people know it or not; never wrongly."""
    world.is_known = world.chance.random() < 0.5
    habit = "refuse" if world.is_known else world.chance.choice(["accept", "refuse"])
    world.console("settings", resubmit=habit)
    OfficialAccount.objects.update(is_resubmission_refused=world.is_known)
