"""The Chinese words of what is said about files that are no .docx."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    # Why a file is refused.
    "collect.not_readable": (
        "这种文件读不了。请用 Word 或 WPS 文件（.docx、.doc、.wps）、"
        ".rtf、.odt、.pdf、.md 或 .txt 文件。"
    ),
    "collect.web_page": (
        "这个文件里面其实是网页。请在 Word 或 WPS 里打开，另存为 .docx 后再上传。"
    ),
    "collect.office_missing": (
        "这台机器还没有装读旧格式的程序（LibreOffice）。文件已经存好。"
        "请在 Word 或 WPS 里另存为 .docx 后再上传。"
    ),
    "collect.office_gave_up": (
        "这个文件转换不出来，可能已损坏，也可能太大。文件已经存好。"
        "请在 Word 或 WPS 里另存为 .docx 后再上传。"
    ),
    "collect.office_busy": "正在转换别的文件，过一会儿自动再试。",
    "collect.pdf_broken": "这个 PDF 已损坏或不完整。请改用 Word 文件，或者重新导出后再上传。",
    "collect.pdf_encrypted": "这个 PDF 设有密码，无法读取。请取消密码后再上传。",
    "collect.pdf_no_text": "这个 PDF 里没有文字，多半是扫描的图片。请改用 Word 文件。",
    "collect.pdf_too_slow": "这个 PDF 太复杂，没能读完。请改用 Word 文件。",
    "collect.text_too_long": "文字超过 {ten_thousands} 万字，放不进一篇文章。请只留要发的内容。",
    "collect.text_encoding_unknown": "认不出这个文件的文字编码。请另存为 UTF-8 编码后再上传。",
    "collect.markdown_too_deep": "列表或引用一层套一层，太深了，读不全。请减少层次后再上传。",
    "collect.text_empty": "这里面没有文字。",
    # What the editor is told.
    "collect.converted": "这份文件是由旧格式转换来的，请对照原文件看一遍。",
    "collect.date_renewed": "有 {count} 处自动更新的日期或时间，转换后成了今天的，请对照原文改正。",
    "collect.pdf_text_only": (
        "只取了 PDF 里的文字，供参考：表格、图片和版式没有带进来，分段可能不准。"
        "有 Word 文件的，请改用 Word 文件。"
    ),
    "collect.pdf_pages_left_out": "PDF 共 {count} 页，只读了前 {text} 页。",
    "collect.pdf_page_number_dropped": "有 {count} 处页码没有带进来：{text}",
    "collect.web_code_dropped": "有 {count} 处网页代码没有带进来：{text}",
    "collect.front_matter_dropped": "开头的文件说明（{text}）没有带进正文。",
}
