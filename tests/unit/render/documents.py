"""Small documents to render, and what WeChat makes of HTML."""

import re
from typing import Any

from hefa.core.document import Node
from hefa.core.package import Channel, Kind, Package

PICTURE = "a" * 64
OTHER_PICTURE = "b" * 64
ADDRESSES = {
    PICTURE: "https://mmbiz.qpic.cn/mmbiz_png/PicOne/0?wx_fmt=png",
    OTHER_PICTURE: "https://mmbiz.qpic.cn/sz_mmbiz_jpg/PicTwo/0?wx_fmt=jpeg",
}


def package(*blocks: Node, **changed: Any) -> Package:
    fields: dict[str, Any] = {
        "kind": Kind.ARTICLE,
        "title": "关于停水的通知",
        "author": "办公室",
        "digest": "",
        "document": {"type": "doc", "content": list(blocks)},
        "cover_sha256": "c" * 64,
        "theme": "community@1",
        "account": "阳光社区",
        "column": "通知",
        "channel": Channel.API,
        "mass_send": False,
        "comments": False,
        "source_url": "",
        "notice_until": None,
    }
    return Package(**{**fields, **changed})


def text(words: str, **marks: Node) -> Node:
    """One run; `bold={}` or `color={"value": "#FF0000"}` are its marks."""
    made = [{"type": name, "attrs": attrs} for name, attrs in marks.items()]
    return {"type": "text", "text": words, "marks": made}


def paragraph(*content: Node | str, **attrs: str | int) -> Node:
    runs = [text(run) if isinstance(run, str) else run for run in content]
    return {"type": "paragraph", "attrs": attrs, "content": runs}


def heading(words: str, level: int = 1) -> Node:
    return {"type": "heading", "attrs": {"level": level}, "content": [text(words)]}


def image(sha256: str = PICTURE, **attrs: str | int) -> Node:
    return {"type": "image", "attrs": {"sha256": sha256, "width": 1080, "height": 720, **attrs}}


def cell(*content: Node | str, kind: str = "tableCell", **attrs: str | int) -> Node:
    flow = [paragraph(each) if isinstance(each, str) else each for each in content]
    return {"type": kind, "attrs": attrs, "content": flow}


def table(*rows: list[Node]) -> Node:
    return {"type": "table", "content": [{"type": "tableRow", "content": row} for row in rows]}


def red_head(*content: Node | str, **attrs: str) -> Node:
    return {**paragraph(*content), "type": "redHead", "attrs": attrs}


def box(*content: Node | str, **attrs: str) -> Node:
    return {**cell(*content), "type": "box", "attrs": attrs}


def footnote(words: str) -> Node:
    return {"type": "footnote", "attrs": {"words": words}}


def attachment(name: str, sha256: str = "d" * 64) -> Node:
    return {"type": "attachment", "attrs": {"sha256": sha256, "name": name}}


def name_list(rows: int, columns: int = 6) -> Node:
    head = [cell(f"列{column}", kind="tableHeader") for column in range(columns)]
    body = [
        [cell(paragraph(f"{row}号{column}列", align="center")) for column in range(columns)]
        for row in range(1, rows)
    ]
    return table(head, *body)


NOTICE: tuple[Node, ...] = (
    heading("一、停水时间"),
    paragraph("定于", text("明天", bold={}, color={"value": "#C00000"}), "停水。", indent=200),
    image(alt="停水范围图", source="本单位摄"),
    paragraph("详见", text("公告", link={"href": "https://example.gov.cn/a?b=1&c=2"}), "。"),
    table(
        [cell("楼号", kind="tableHeader"), cell("时间", kind="tableHeader")],
        [cell("1号楼"), cell("8时")],
        [cell("2号楼"), cell("9时")],
    ),
    image(OTHER_PICTURE),
    paragraph("特此通知", align="right"),
)


def as_wechat_keeps(html: str) -> str:
    """What the draft box and the public page make of sent HTML, all at once."""
    kept = re.sub(
        r' src="https://([^"]+)/0\?([^"]*)"', r' data-src="http://\1/640?\2&amp;from=appmsg"', html
    )
    kept = re.sub(
        r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})",
        lambda found: "rgb({}, {}, {})".format(*(int(part, 16) for part in found.groups())),
        kept,
    )
    kept = kept.replace("<br>", "<br  />").replace("&nbsp;", "\u00a0")
    kept = re.sub(
        r"<(td|th)([^>]*)>([^<]+)</\1>", r"<\1\2><p><span leaf=''>\3</span></p></\1>", kept
    )
    kept = kept.replace("<p style", '\n<p class="p1" nodeleaf="" style').replace(
        "</p>", "\u200b</p>\n"
    )
    inner = kept[kept.index(">") + 1 : kept.rindex("</section>")]  # the outer wrapper dissolves
    return f'{inner}<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>'
