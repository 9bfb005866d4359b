"""Mails as people's programs write them, for tests."""

import base64
from email.message import EmailMessage
from email.utils import quote
from io import BytesIO
from urllib.parse import quote as percent

from PIL import Image
from tests.fixtures.docx import opening_hours_notice

ZHANG = "zhang@qinghe.example"
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def mail(
    words: str = "明天上午停水检修。",
    *,
    sender: str = f"张干事 <{ZHANG}>",
    subject: str = "停水通知",
    message_id: str = "<1@qinghe.example>",
    **heads: str,
) -> EmailMessage:
    """Return a plain mail; more heads by name, an underscore for the hyphen."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "gao@qinghe.example", subject
    if message_id:
        made["Message-ID"] = message_id
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


def with_word(made: EmailMessage, content: bytes | None = None, name: str = "通知.docx") -> bytes:
    """Return the mail with a Word file attached, its name by RFC 2231."""
    made.add_attachment(
        opening_hours_notice() if content is None else content,
        maintype="application",
        subtype=WORD,
        filename=name,
    )
    return bytes(made)


def picture(width: int = 300, colour: str = "red") -> bytes:
    """Return a small png."""
    buffer = BytesIO()
    Image.new("RGB", (width, 200), colour).save(buffer, "PNG")
    return buffer.getvalue()


def raw(*heads: bytes, body: bytes = b"") -> bytes:
    """Return a mail written head by head."""
    return b"\r\n".join(heads) + b"\r\n\r\n" + body


def attached(disposition: bytes, content_type: bytes = b"application/octet-stream") -> bytes:
    """Return a mail with one attachment whose heads are written as they stand here."""
    body = b"\r\n".join(
        [
            b"--x",
            b"Content-Type: " + content_type,
            b"Content-Disposition: " + disposition,
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.b64encode(b"content"),
            b"--x--",
            b"",
        ]
    )
    return raw(
        b"From: zhang@qinghe.example", b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="x"', body=body,
    )  # fmt: skip


# One name, written in the ways that mail programs write it.
NAME = "关于停水的通知（定稿）.docx"
_UTF8 = percent(NAME)
_GB = percent(NAME.encode("gb18030"))
NAMES = {
    "RFC 2231": f"attachment; filename*=UTF-8''{_UTF8}".encode(),
    "RFC 2231 in gb18030": f"attachment; filename*=gb18030''{_GB}".encode(),
    "RFC 2231, said gb2312": f"attachment; filename*=gb2312''{_GB}".encode(),
    "RFC 2231 in pieces": (
        f"attachment; filename*0*=UTF-8''{_UTF8[:60]};\r\n filename*1*={_UTF8[60:]}".encode()
    ),
    "RFC 2231 without its asterisk": f"attachment; filename=\"UTF-8''{_UTF8}\"".encode(),
    "RFC 2047, where it does not belong": (
        b'attachment; filename="=?utf-8?B?' + base64.b64encode(NAME.encode()) + b'?="'
    ),
    "RFC 2047 in gbk": (
        b'attachment; filename="=?GBK?B?' + base64.b64encode(NAME.encode("gbk")) + b'?="'
    ),
    "RFC 2047, a character cut in two": (
        b'attachment; filename="=?utf-8?B?'
        + base64.b64encode(NAME.encode()[:10])
        + b"?=\r\n =?utf-8?B?"
        + base64.b64encode(NAME.encode()[10:])
        + b'?="'
    ),
    "bare utf-8": f'attachment; filename="{quote(NAME)}"'.encode(),
    "bare gb18030": f'attachment; filename="{quote(NAME)}"'.encode("gb18030"),
}
