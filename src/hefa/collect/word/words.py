"""The Chinese words of the reader's reasons and notes.

A note fills `{count}` and `{text}` (the places, or the strings that differ).
"""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    # Why a file is refused.
    "collect.file_empty": "这个文件是空的，请重新选择。",
    "collect.file_too_large": "文件超过 {megabytes} MB，请压缩其中的图片后再上传。",
    "collect.not_word": "这不是 Word 文件（.docx）。请在 Word 或 WPS 中另存为 .docx 后再上传。",
    "collect.word_legacy": "这是旧格式的 Word 文件（.doc 或 .wps）。请另存为 .docx 后再上传。",
    "collect.word_encrypted": "这个 Word 文件设有密码，无法读取。请取消密码后再上传。",
    "collect.word_macro": "这个 Word 文件带有宏，为安全起见不予读取。请另存为不带宏的 .docx。",
    "collect.word_broken": "这个 Word 文件已损坏或不完整。请打开后重新保存，再上传。",
    "collect.word_bomb": "这个文件解压后异常庞大，为安全起见不予读取。",
    "collect.word_too_long": "这个文件太长（{count} 段），一篇文章装不下。请只留要发布的部分。",
    "collect.word_empty": "这个 Word 文件里没有文字，也没有图片。",
    "collect.not_picture": "这不是可以使用的图片，请使用 jpg 或 png 图片。",
    "collect.picture_too_large": "图片超过 4000 万像素，请缩小后再使用。",
    # What was left out, as it should be.
    "collect.deleted_text_dropped": "有 {count} 处已删除的文字没有带进来：{text}",
    "collect.moved_text_dropped": "有 {count} 处文字按修订移到了新的位置：{text}",
    "collect.comment_dropped": "有 {count} 条批注没有带进来：{text}",
    "collect.hidden_text_dropped": "有 {count} 处隐藏的内容没有带进来：{text}",
    "collect.header_dropped": "有 {count} 处页眉或页脚没有带进来：{text}",
    "collect.page_break_dropped": "有 {count} 处分页没有带进来：{text}",
    "collect.field_code_dropped": "有 {count} 处域（自动更新的内容）只保留了当前结果：{text}",
    # What could not be carried over.
    "collect.picture_not_readable": "有 {count} 张图片无法读取，原处留有标记：{text}",
    "collect.linked_picture_dropped": "有 {count} 张图片只是外部链接，没有取回，原处有标记：{text}",
    "collect.object_dropped": "有 {count} 个嵌入的文件没有带进来，原处留有标记：{text}",
    "collect.chart_dropped": "有 {count} 个图表没有带进来，请改用图片，原处留有标记：{text}",
    "collect.formula_dropped": "有 {count} 个公式没有带进来，请改用图片，原处留有标记：{text}",
    "collect.shape_dropped": "有 {count} 个图形没有带进来：{text}",
    "collect.symbol_unknown": "有 {count} 个特殊符号无法识别，原处留有标记：{text}",
    "collect.ruby_dropped": "有 {count} 处注音没有带进来，正文保留：{text}",
    "collect.link_target_dropped": "有 {count} 处链接只保留了文字：{text}",
    "collect.picture_link_dropped": "有 {count} 张图片带有链接，只保留了图片：{text}",
    # What was changed or is doubtful.
    "collect.text_box_moved": "有 {count} 个文本框放到了所在段落之后：{text}",
    "collect.paragraphs_joined": "有 {count} 处按修订把两段连成了一段：{text}",
    "collect.title_note_moved": "标题的脚注移到了正文第一段：{text}",
    "collect.dots_made_bold": "有 {count} 处着重号改为加粗：{text}",
    "collect.picture_turned": "有 {count} 张图片在原文中转过方向，请核对：{text}",
    "collect.placeholder_kept": "有 {count} 处没有填写的提示文字，请填写或删去：{text}",
    "collect.contents_kept": "有 {count} 处目录带有页码，在网页上没有用处，请删去：{text}",
    "collect.private_character": "有 {count} 个字只有专门字库才有，手机上看不见，请核对：{text}",
    "collect.nested_table_flattened": "有 {count} 个套在表格里的表格改成了文字：{text}",
    "collect.layout_table_opened": "有 {count} 个只用于排版的单格表格改成了段落：{text}",
    "collect.blanks_made_right": "有 {count} 处用空格推到右边的文字改为右对齐：{text}",
    "collect.white_text": "有 {count} 处白色文字在原文中看不见，已改为可见，请核对：{text}",
    "collect.number_format_unknown": "有 {count} 处编号格式不认识，改用阿拉伯数字：{text}",
    "collect.title_from_name": "没有找到标题，暂用文件名代替：{text}",
    # What a second reading finds different.
    "collect.fidelity_not_checked": "无法对原文件进行第二次核对，请逐字对照原文。",
    "collect.fidelity_text": "与原文核对，少了 {count} 个字，请对照：{text}",
    "collect.fidelity_text_added": "与原文核对，多了 {count} 个字，请对照：{text}",
    "collect.fidelity_digits": "与原文核对，有 {count} 处数字不一致，请对照：{text}",
    "collect.fidelity_tables": "与原文核对，表格数量不一致：{text}",
    "collect.fidelity_rows": "与原文核对，表格行数不一致：{text}",
    "collect.fidelity_order": "与原文核对，有 {count} 段的先后次序不一致，请对照：{text}",
    "collect.fidelity_colours": "与原文核对，有 {count} 个字的颜色不见了：{text}",
    "collect.fidelity_cells": "与原文核对，表格的格数不一致：{text}",
    "collect.fidelity_spans": "与原文核对，表格合并的格子不一致：{text}",
    "collect.fidelity_pictures": "与原文核对，图片数量不一致：{text}",
}
