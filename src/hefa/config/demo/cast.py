"""The demo community's people, posts and account; it can never become a real one."""

from dataclasses import dataclass

ORGANISATION = "青禾社区居委会"
PASSWORD = "qinghe-2026"  # noqa: S105  # printed for whoever tries the demo
ACCOUNT_KEY = "qinghe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One person of the demo: sign-in name, name shown, phone, and posts as (post, unit)."""

    username: str
    name: str
    phone: str
    posts: tuple[tuple[str, str], ...]


CAST = (
    Role(
        username="zhang", name="张干事", phone="0900-8000101", posts=(("contributor", "service"),)
    ),
    Role(username="zhao", name="赵站长", phone="0900-8000102", posts=(("unit_head", "service"),)),
    Role(username="sun", name="孙专干", phone="0900-8000103", posts=(("sender", "service"),)),
    Role(
        username="wang",
        name="王书记",
        phone="0900-8000104",
        posts=(("approver", "committee"), ("owner", "committee")),
    ),
    Role(username="li", name="李主任", phone="0900-8000105", posts=(("approver", "committee"),)),
    Role(
        username="chen", name="陈管理员", phone="0900-8000106", posts=(("administrator", "tech"),)
    ),
    Role(
        username="he",
        name="何干事",
        phone="0900-8000107",
        posts=(("inspector", "office"), ("sender", "office")),
    ),
    Role(username="zhou", name="周主任", phone="0900-8000108", posts=(("office", "office"),)),
    Role(username="liu", name="刘工", phone="0900-8000109", posts=(("tech_support", "tech"),)),
    Role(username="wu", name="吴干事", phone="0900-8000110", posts=(("contributor", "culture"),)),
    Role(
        username="zheng",
        name="郑科长",
        phone="0900-8000111",
        posts=(("unit_head", "culture"),),
    ),
    Role(username="qian", name="钱干事", phone="0900-8000112", posts=(("sender", "culture"),)),
)
OWN_NUMBERS = ("0900-8000123", *(role.phone for role in CAST))
