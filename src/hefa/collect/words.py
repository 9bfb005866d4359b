"""The words of collecting: its reasons, what reading a file changed, and ledger entries."""

from hefa.collect.word.words import WORDS as WORD_READER

WORDS = {
    **WORD_READER,
    "collect.file_gone": "有一份保存的文件不见了（{name}）。请找技术支持从备份里找回。",
    "collect.file_altered": "有一份保存的文件被改动过（{name}）。请找技术支持从备份里找回。",
    "collect.package_altered": "送审件被改动过，已停止发布。请找技术支持核对台账。",
    "collect.version_open": "这篇稿件已经有一版正在写，请接着写那一版。",
    "collect.submitted_once": "送审过的稿件不能丢进回收站，编号要留档。",
    "collect.saved_by_another": "刚才有人在别处改过这一版。请先复制您写的，刷新页面看过再改。",
    "collect.reading_broke_off": "没有读完就停了。请再导入一次，还不行就找技术支持。",
    "collect.sheet_stands": "上一版还在审核，或者已经核发。要改，请先撤回或等退回。",
    "collect.in_the_bin": "这篇稿件在回收站里。请先取回，再送审。",
    "collect.nothing_written": "标题或正文还是空的，写好再送审。",
    "collect.begun": "新建稿件",
    "collect.imported": "导入 Word",
    "collect.file_received": "收到文件",
    "collect.revised": "开始新的一版",
    "collect.binned": "丢进回收站",
    "collect.restored": "从回收站取回",
}
