"""What the demo's items say; every name and number in them is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hefa.core.document import Node

# What the authors state of the content 内容情况, and of a text with somebody's number in it.
STATED: Mapping[str, str] = {
    "secrecy": "no",
    "secrecy_items": "none",
    "pii": "no",
    "minors": "no",
    "image_rights": "本单位拍摄",
}
PERSONAL: Mapping[str, str] = {**STATED, "pii": "yes", "pii_handling": "consented"}


class Stage(StrEnum):
    """How far the demo brings an item; AGREED lacks only the release."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    RELEASED = "released"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item: who writes it for which unit, where it belongs, and its lines.

    A line that begins with `# ` is a heading, one with `> ` stands at the end of its line.
    """

    title: str
    author: str
    unit: str
    category: str
    column: str
    lines: tuple[str, ...]

    @property
    def document(self) -> Node:
        """The lines as a document."""
        return {"type": "doc", "content": [_block(line) for line in self.lines]}


def _block(line: str) -> Node:
    text = [{"type": "text", "text": line.removeprefix("# ").removeprefix("> ")}]
    if line.startswith("# "):
        return {"type": "heading", "attrs": {"level": 1}, "content": text}
    attrs = {"align": "right"} if line.startswith("> ") else {"indent": 200}
    return {"type": "paragraph", "attrs": attrs, "content": text}


BOOKS = Piece(
    title="社区图书角新书上架",
    author="zhang",
    unit="service",
    category="convenience",
    column="service",
    lines=(
        "便民服务站图书角新到图书 126 册，有少儿、健康、农技三类，居民凭登记卡借阅。",
        "# 一、借阅时间",
        "每天 9:30 到 17:30，午间不闭馆。",
        "# 二、怎么登记",
        "到便民服务站窗口登记，或拨打 0900-8000123 预约。",
        "> 便民服务站",
    ),
)
CLEANING = Piece(
    title="“清洁家园”活动安排",
    author="zhang",
    unit="service",
    category="notice",
    column="notices",
    lines=(
        "各位居民：社区组织“清洁家园”志愿活动，欢迎参加。",
        "# 一、时间和地点",
        "2026年12月5日（星期六）上午 9:00，在社区北门集合，请自带手套。",
        "# 二、活动内容",
        "清理楼道杂物、清扫小区主路和花池周边，归整单元门口停放的车辆。",
        "# 三、报名方式",
        "到便民服务站登记，或拨打 0900-8000123。",
    ),
)
CANTEEN = Piece(
    title="老年食堂 12 月菜单",
    author="zhang",
    unit="service",
    category="convenience",
    column="service",
    lines=(
        "老年食堂 12 月起换新菜单，每餐两荤两素一汤，价格不变。",
        "# 开餐时间",
        "早餐 7:30，午餐 11:30，晚餐 17:30。行动不便的老人可以预约送餐，电话 0900-8000123。",
    ),
)
SAFETY = Piece(
    title="冬季用电用气安全提示",
    author="zhang",
    unit="service",
    category="notice",
    column="notices",
    lines=(
        "天气转冷，请各家各户注意用电用气安全。",
        "# 一、用电",
        "不要同时开几台大功率电器，出门前关掉电热毯和取暖器。",
        "# 二、用气",
        "用气时开窗通风，软管每半年查一次，闻到异味先关阀门再开窗。",
        "> 青禾社区居委会",
    ),
)
PHONES = Piece(
    title="便民服务站电话一览",
    author="zhang",
    unit="service",
    category="convenience",
    column="service",
    lines=(
        "便民服务站各窗口电话如下，工作日 9:30 到 18:30 有人接听。",
        "综合窗口 0900-8000123，供暖报修也打这个电话。",
    ),
)
CHORUS = Piece(
    title="社区合唱队招募队员",
    author="wu",
    unit="culture",
    category="news",
    column="life",
    lines=(
        "社区合唱队招募新队员，喜欢唱歌就可以来，不收费用。",
        "每周三晚上在文化活动室排练，有老师指导。",
    ),
)
CHECK_UP = Piece(
    title="供暖季上门检查的安排",
    author="zhang",
    unit="service",
    category="notice",
    column="notices",
    lines=("供热公司本周上门检查暖气阀门，请家中留人。", "有事请打 0900-8000123 改期。"),
)

CLINIC = Piece(
    title="内科夜间门诊开诊时间",
    author="he",
    unit="internal",
    category="visiting",
    column="visiting",
    lines=(
        "内科夜间门诊每天 17:30 到 21:00 开诊，挂号在一楼大厅。",
        "# 一、怎么挂号",
        "到窗口或自助机挂号，拨打 0900-8000123 可以预约。",
        "> 内科",
    ),
)
VACCINE = Piece(
    title="秋冬季怎样预防流感",
    author="he",
    unit="internal",
    category="health",
    column="health",
    lines=("秋冬季是流感高发时候。勤洗手、多通风，发热先戴口罩再来医院。",),
)
PARKING = Piece(
    title="停车场临时调整的告知",
    author="he",
    unit="internal",
    category="visiting",
    column="visiting",
    lines=("门诊楼东侧停车场检修路面，就诊车辆请停到南门停车场。",),
)
LECTURE = Piece(
    title="内科健康讲座回顾",
    author="he",
    unit="internal",
    category="dynamics",
    column="dynamics",
    lines=("内科医生到社区讲高血压的日常管理，现场量血压、答问题。",),
)

STORIES: Mapping[str, tuple[tuple[Piece, Stage], ...]] = {
    "community": (
        (BOOKS, Stage.PUBLISHED),
        (SAFETY, Stage.PUBLISHED),
        (PHONES, Stage.RELEASED),
        (CANTEEN, Stage.AGREED),
        (CLEANING, Stage.REVIEWED),
        (CHORUS, Stage.RETURNED),
        (CHECK_UP, Stage.SUBMITTED),
    ),
    "hospital": (
        (CLINIC, Stage.PUBLISHED),
        (VACCINE, Stage.AGREED),
        (PARKING, Stage.REVIEWED),
        (LECTURE, Stage.SUBMITTED),
    ),
}
