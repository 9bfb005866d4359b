"""Who does what in a simulated month, under each profile."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who writes what for which unit under a profile, who comes, goes and handles what.

    A kind of item is (author, unit, category, column); those of `later` may be written once the
    appointments of `begins` (person, post, unit, deputy) hold.
    """

    kinds: tuple[tuple[str, str, str, str], ...]
    later: tuple[str, str, str, str]
    begins: tuple[tuple[str, str, str, bool], ...]
    ends: tuple[str, str]
    keeper: str
    handler: str
    leader: str


PLANS = {
    "community": Plan(
        kinds=(
            ("zhang", "service", "notice", "notices"),
            ("zhang", "service", "convenience", "service"),
            ("wu", "culture", "news", "life"),
            ("wu", "culture", "general", "life"),
        ),
        later=("zhou", "office", "general", "life"),
        begins=(("he", "office", "office", True),),
        ends=("li", "director"),
        keeper="chen",
        handler="liu",
        leader="wang",
    ),
    "hospital": Plan(
        kinds=(
            ("he", "internal", "visiting", "visiting"),
            ("he", "internal", "health", "health"),
            ("he", "internal", "dynamics", "dynamics"),
        ),
        later=("he", "emergency", "visiting", "visiting"),
        begins=(("he", "writer", "emergency", False), ("gao", "section_chief", "emergency", False)),
        ends=("shen", "council"),
        keeper="tang",
        handler="bai",
        leader="shen",
    ),
}
