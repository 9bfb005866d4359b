"""The words of collecting: its reasons, what reading a file changed, and ledger entries."""

from hefa.collect.legacy.words import WORDS as OTHER_FILES
from hefa.collect.mail.words import WORDS as MAIL
from hefa.collect.word.words import WORDS as WORD_READER

WORDS = {
    **WORD_READER,
    **MAIL,
    **OTHER_FILES,
    "collect.file_gone": "有一份保存的文件不见了（{name}）。请找技术支持从备份里找回。",
    "collect.file_altered": "有一份保存的文件被改动过（{name}）。请找技术支持从备份里找回。",
    "collect.package_altered": "送审件被改动过，已停止发布。请找技术支持核对台账。",
    "collect.version_open": "这篇稿件已经有一版正在写，请接着写那一版。",
    "collect.submitted_once": "送审过的稿件不能丢进回收站，编号要留档。",
    "collect.saved_by_another": "刚才有人在别处改过这一版。请先复制您写的，刷新页面看过再改。",
    "collect.submitted_meanwhile": "这一版已经在别处送审，不能再改。请先复制您写的，再去看审核单。",
    "collect.reading_broke_off": "没有读完就停了。请再导入一次，还不行就找技术支持。",
    "collect.read_by_another": "这个文件刚才已经读过了。",
    "collect.sheet_stands": "上一版还在审核，或者已经核发。要改，请先撤回或等退回。",
    "collect.in_the_bin": "这篇稿件在回收站里。请先取回，再送审。",
    "collect.nothing_written": "标题或正文还是空的，写好再送审。",
    "collect.picture_heic": "这是手机的 HEIC 照片，微信不收。请在手机相册里另存为 JPG，"
    "或用微信发给自己再存下来，然后重新上传。",
    "collect.picture_too_heavy": "图片文件超过 {megabytes} MB。请先缩小，再上传。",
    "collect.gif_too_large": "动图超过 {megabytes} MB，微信不收。请减少帧数或缩小，再上传。",
    "collect.no_file_chosen": "还没有选文件。请先选一个，再点一次。",
    "collect.not_its_picture": "这张图片不在这篇稿件里。请从下面的图片里选，或者上传一张。",
    "collect.attachment_unknown": "附件只收 .docx、.xlsx 和 .pdf。请另存为其中一种，再上传。",
    "collect.attachment_legacy": "这是旧格式的文件。请另存为 .docx 或 .xlsx，再上传。",
    "collect.attachment_macro": "这个文件带有宏或脚本，不能发给读者。请另存为不带宏的，再上传。",
    "collect.attachment_encrypted": "这个文件设有密码，读者打不开。请取消密码，再上传。",
    "collect.attachment_broken": "这个文件已损坏或不完整。请打开后重新保存，再上传。",
    "collect.attachment_bomb": "这个文件解压后异常庞大，为安全起见不收。",
    "collect.attachment_gone": "这个附件已经不在文中了。请刷新页面看看。",
    "collect.not_released": "只有核发过的稿件才能照着写。",
    "collect.another_on_its_way": "这篇文章已有一件撤稿或更正在办。请先办完那一件，或者撤回它。",
    "collect.small_edit_too_large": "小改最多改 {most} 个字，现在改了 {count} 个字。"
    "请改少一点，或者选“重发”。",
    "collect.small_edit_not_text": "小改只能改正文里的字，不能动标题、图片、版式和别的栏目。"
    "请改回去，或者选“重发”。",
    "collect.manner_missing": "还没有选怎么改。请选“小改”或“重发”。",
    "collect.nothing_corrected": "和原文一字不差，没有可更正的。请先改，再送审。",
    "collect.begun": "新建稿件",
    "collect.begun_take_down": "提出{title}",
    "collect.begun_correction": "提出更正《{title}》",
    "collect.begun_column_change": "提出栏目变动",
    "collect.enclosed": "收到随稿文件",
    "collect.copied": "照旧稿起稿",
    "collect.purged": "回收站到期清除",
    "collect.imported": "导入 Word",
    "collect.file_received": "收到文件",
    "collect.revised": "开始新的一版",
    "collect.binned": "丢进回收站",
    "collect.restored": "从回收站取回",
}
