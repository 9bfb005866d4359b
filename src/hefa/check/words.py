"""The words of the machine's look 机审: what was found, what to do, and the labels."""

from collections.abc import Mapping

from hefa.core.finding import Finding
from hefa.render.words import FORM_WORDS

WORDS: Mapping[str, str] = {
    "check.p01": "这里有身份证号：{excerpt}。",
    "check.p01.todo": "先想这一项能不能不公布。要公布就遮住：只留前 6 位和最后 1 位。",
    "check.p01.unproven": "这里像是身份证号，但校验位对不上：{excerpt}。",
    "check.p01.unproven.todo": "抄错的号也可能是别人的：是身份证号就遮住。不是就说明是什么号。",
    "check.p03": "这里有手机号：{excerpt}。",
    "check.p03.todo": "个人的手机号要遮住或删去。是本单位对外公开的号码，就说明理由。",
    "check.d01": "没有这一天：{date}。",
    "check.d01.todo": "对照原始通知，改成真有的日期。",
    "check.d02": "日期和星期对不上：{date}是{right}，文中写{written}。",
    "check.d02.todo": "先看日期对不对：日期对就改星期，星期对就改日期。",
    "check.w01": "字数超过微信的上限。",
    "check.w01.todo": "删短以后再查一遍。",
    "check.w01.title": "标题有 {count} 个字，微信最多收 {limit} 个。",
    "check.w01.title.todo": "把标题删到 {limit} 个字以内，多出的话可以写进摘要。",
    "check.w01.author": "作者有 {count} 个字，微信最多收 {limit} 个。",
    "check.w01.author.todo": "把作者删到 {limit} 个字以内，可以用科室的简称。",
    "check.w01.digest": "摘要有 {count} 个字，微信最多收 {limit} 个。",
    "check.w01.digest.todo": "把摘要删到 {limit} 个字以内。",
    "check.w01.body": "正文连同排版有 {count} 个字符，微信最多收 {limit} 个。",
    "check.w01.body.todo": "删短正文，或分成两篇。大表格可以改成附件。",
    "check.w02": "送审信息还没填全。",
    "check.w02.todo": "补齐送审信息。",
    "check.w02.column": "还没选栏目。",
    "check.w02.column.todo": "补齐送审信息，选一个栏目。",
    "check.w02.category": "还没选类别。",
    "check.w02.category.todo": "补齐送审信息，选一个类别。",
    "check.w02.audience": "还没写给谁看。",
    "check.w02.audience.todo": "补齐送审信息，写上面向哪些读者，如“全体居民”。",
    "check.w02.source": "没有写来源。",
    "check.w02.source.todo": "自己采写的填“自采”，转自别处的填来源和原文链接。",
    "check.w02.contact": "没有写联系方式。",
    "check.w02.contact.todo": "填上读者能找到本单位的电话或地址。",
    "check.w03": "排版有不合微信规矩的地方。",
    "check.w03.todo": "清除这一段的格式，再查一遍。",
    **{f"check.w03.{case}": text for case, text in FORM_WORDS.items()},
    "check.x01": "“{excerpt}”在本单位词表里：{reason}。",
    "check.x01.todo": "看看要不要换个说法。词表只作提醒，用不用由您定。",
    "check.d07": "这个日期是从旧稿带过来的：{date}。",
    "check.d07.todo": "对照这一次的安排改掉。本来就是这一天，就点“不用改”。",
    "check.place.title": "在标题里",
    "check.place.author": "在作者里",
    "check.place.digest": "在摘要里",
    "check.place.redHead.number": "在红头的文号里",
    "check.place.image.alt": "在第 {ordinal} 张图的图片内容里",
    "check.place.image.source": "在第 {ordinal} 张图的来源里",
    "check.place.image.licence": "在第 {ordinal} 张图的使用许可里",
    "check.place.box.title": "在第 {ordinal} 个框的标题里",
    "check.place.attachment.name": "在第 {ordinal} 个附件的名字里",
    "check.place.attachment.text": "在第 {ordinal} 个附件的内容里",
    "check.place.footnote.words": "在第 {ordinal} 条脚注里",
    "check.verdict_missing": "请选“说明理由”或“不用改”。",
    "check.term_known": "“{term}”已经在表里了。",
    "check.term_expired": "用到的那天已经过去了，请改成今天以后的日子。",
    "check.term_added": "加了一个自有提示词",
    "check.term_removed": "删去一个自有提示词",
    "check.answered": "答复问题项",
    "check.still_there": "这一处还没有改：原来的文字还在。请先改好，再查一遍。",
    "check.reason_missing": "还没有写理由。请写一句为什么可以保留。",
    "check.finding_gone": "这一处已经不在文中了。请再查一遍。",
    "check.severity.B": "必须处理",
    "check.severity.W": "提醒",
    "check.severity.I": "提示",
    "check.verdict.fixed": "已改正",
    "check.verdict.masked": "已遮住",
    "check.verdict.not_an_error": "不用改",
    "check.verdict.accepted": "已说明理由",
}


def sentence(finding: Finding) -> str:
    """Return what is wrong, in one sentence that shows no full personal number."""
    return WORDS[finding.code].format(excerpt=finding.excerpt, **finding.detail)


def place(finding: Finding) -> str:
    """Return where `finding` stands when that is not the body, in words; else empty."""
    words = WORDS.get(f"check.place.{finding.field}", "") if finding.field else ""
    return words.format(ordinal=finding.ordinal)


def to_do(finding: Finding) -> str:
    """Return what to do about `finding`, in a sentence or two."""
    return WORDS[f"{finding.code}.todo"].format(excerpt=finding.excerpt, **finding.detail)
