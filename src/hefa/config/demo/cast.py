"""The demo's people, posts and account for each profile; it can never become a real one."""

from collections.abc import Mapping
from dataclasses import dataclass

PASSWORD = "qinghe-2026"  # noqa: S105  # printed for whoever tries the demo
ACCOUNT_KEY = "qinghe"
ACCOUNT_NAME = "青禾社区"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One person of the demo: sign-in name, name shown, phone, and posts as (post, unit)."""

    username: str
    name: str
    phone: str
    posts: tuple[tuple[str, str], ...]

    @property
    def wechat_name(self) -> str:
        """The name by which they follow the demo's account, so that previews reach them."""
        return f"demo_{self.username}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of one profile, their organisation, and the item with which a tour begins.

    `item` is (author, unit, category, column): who writes what where.
    """

    organisation: str
    short_name: str
    people: tuple[Role, ...]
    item: tuple[str, str, str, str]

    @property
    def own_numbers(self) -> tuple[str, ...]:
        """The numbers that are no private person's."""
        return ("0900-8000123", *(role.phone for role in self.people))


def _role(username: str, name: str, number: int, *posts: tuple[str, str]) -> Role:
    return Role(username=username, name=name, phone=f"0900-8000{number}", posts=posts)


CASTS: Mapping[str, Cast] = {
    "community": Cast(
        organisation="青禾街道办事处青禾社区居委会",
        short_name="青禾社区居委会",
        item=("zhang", "service", "notice", "notices"),
        people=(
            _role("zhang", "张干事", 101, ("contributor", "service")),
            _role("zhao", "赵站长", 102, ("unit_head", "service")),
            _role("sun", "孙专干", 103, ("sender", "service")),
            _role("wang", "王书记", 104, ("secretary", "committee"), ("owner", "committee")),
            _role("li", "李主任", 105, ("director", "committee")),
            _role("chen", "陈管理员", 106, ("administrator", "tech")),
            _role("he", "何干事", 107, ("inspector", "office"), ("sender", "office")),
            _role("zhou", "周主任", 108, ("office", "office")),
            _role("liu", "刘工", 109, ("tech_support", "tech")),
            _role("wu", "吴干事", 110, ("contributor", "culture")),
            _role("zheng", "郑科长", 111, ("unit_head", "culture")),
            _role("qian", "钱干事", 112, ("sender", "culture")),
        ),
    ),
    "hospital": Cast(
        organisation="安禾县人民医院",
        short_name="安禾县人民医院",
        item=("he", "internal", "visiting", "visiting"),
        people=(
            _role("he", "何护士", 201, ("writer", "internal")),
            _role("lin", "林主任", 202, ("section_chief", "internal")),
            _role("xu", "徐科长", 203, ("publicity_chief", "publicity")),
            _role("gao", "高专家", 204, ("medical_expert", "medical")),
            _role(
                "shen", "沈院长", 205, ("vice_president", "leadership"), ("council", "leadership")
            ),
            _role("tang", "唐编辑", 206, ("publicist", "publicity")),
            _role("luo", "罗值班", 207, ("watcher", "duty")),
            _role("bai", "白工", 208, ("engineer", "computing")),
        ),
    ),
}
