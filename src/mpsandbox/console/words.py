"""What a page of the console says of an act that could not be done; programs read the original."""

import re

# What a field is called on the pages; the others by the name that programs use.
LABELS = {
    "times": "次数",
    "seconds": "秒数",
    "errcode": "错误码",
    "path": "接口",
    "kind": "类型",
    "title": "标题",
    "content": "正文",
    "find": "原来的文字",
    "replace": "改成的文字",
    "count": "人数或个数",
    "status": "结果",
    "advance_seconds": "拨快的秒数",
    "set_to": "拨到的时间",
    "speed": "走速",
    "date": "日期",
    "read_user": "阅读人数",
    "idx": "第几篇",
    "keyword": "关键词",
    "answer": "回复",
    "match_mode": "消息",
    "type": "动作",
    "mode": "消息加解密方式",
    "url": "服务器地址",
    "token": "令牌",
    "aes_key": "消息加解密密钥",
    "event_key": "菜单的 key 或链接",
    "bot_wall": "机器访问文章时",
    "public_pages": "所有人访问文章时",
    "name": "名称",
    "nth": "从第几次起",
    "probability": "概率",
    "daily_limit": "一天的次数",
    "per_minute": "一分钟的次数",
}

_SENTENCES = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"errcode (?P<code>-?\d+)", "微信不收，错误码 {code}。请核对填的内容。"),
        (r"(?P<name>\w+): text expected", "“{name}”要填文字。请补上。"),
        (r"(?P<name>\w+): whole number expected", "“{name}”要填整数，比如 3。"),
        (r"(?P<name>\w+): seconds expected", "“{name}”要填 0 以上的数，比如 30。"),
        (r"(?P<name>\w+): true or false expected", "“{name}”只能选是或否。"),
        (r"(?P<name>\w+): .*\bone of .* expected", "“{name}”没有这一项。请从列表里选。"),
        (r"status: send success, .* expected", "没有这样的群发结果。请从列表里选。"),
        (r"fail_idx: list of numbers expected", "没有通过的篇号要写成数字。"),
        (r"count: 1 to (?P<most>\d+) expected.*", "“人数或个数”要在 1 到 {most} 之间。"),
        (r"button: 1 to (?P<most>\d+) expected", "菜单要有 1 到 {most} 项。"),
        (r"button: a name expected", "菜单项还没有名称。请补上。"),
        (r"(find: )?this text does not occur", "文章里没有这段文字。请照原文再抄一遍。"),
        (r"this article has been corrected before", "这一篇已经改过一次，不能再改。"),
        (
            r"at most (?P<most>\d+) characters can be corrected",
            "一次最多改 {most} 个字。请少改一些。",
        ),
        (r"(?P<name>\w+): no such \w+", "没有找到要办的那一项。请刷新页面再看。"),
        (r"no such act", "没有这个动作。请从页面上的按钮来办。"),
        (r"no such page", "没有这一页。"),
        (r"date: .* expected", "“日期”没有写对。请照 2026-11-23 这样写。"),
        (r"set_to: .* expected", "“拨到的时间”没有写对。请照 2026-11-23T09:00 这样写。"),
        (r"speed: at most (?P<most>\d+) expected", "“走速”最多 {most}。"),
        (r"appid: taken", "这个 AppID 已经有了。请换一个。"),
        (r"nothing was kept", "还没有存过，没有可以退回的样子。请先存一次。"),
        (r"no callback is entered", "还没有填服务器配置，没有地方可推送。请先填好。"),
        (r"url: not verified: HTTP (?P<code>\d+)", "服务器答复 HTTP {code}，没有通过验证。"),
        (
            r"url: not verified: the answer .*",
            "服务器没有照样答复 echostr，没有通过验证。请核对令牌。",
        ),
        (r"url: not verified: .*", "连不上这个服务器地址，没有通过验证。请核对地址。"),
        (r"url: an http or https address expected", "“服务器地址”要以 http:// 或 https:// 开头。"),
        (r"token: .* expected", "“令牌”要 3 到 32 个字母或数字。"),
        (r"aes_key: .* expected", "“消息加解密密钥”要 43 个字母或数字。"),
        (r"(?P<name>\w+): (addresses|an address) expected", "“{name}”要填 IP 地址。"),
        (r"(?P<name>\w+): paths with .* expected", "“{name}”要写成接口和是否。"),
        (r"a JSON object is expected", "发来的内容读不懂。"),
    )
)
_OTHERWISE = "请核对填的内容再试。"


def in_words(message: str) -> str:
    """Return what a person reads for the text of an `ActError`."""
    for pattern, sentence in _SENTENCES:
        if match := pattern.fullmatch(message):
            found = match.groupdict()
            return sentence.format(**found | {"name": _label(found.get("name", ""))})
    return _OTHERWISE


def _label(name: str) -> str:
    return LABELS.get(name, name)
