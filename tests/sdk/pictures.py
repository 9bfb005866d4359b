"""Small files that are what their names say, as (name, content)."""

import io

from PIL import Image
from tests.sandbox.client import png

PICTURE = ("c.png", png())
SOUND = ("v.mp3", b"ID3" + b"\0" * 60)
FILM = ("f.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 60)


def jpeg() -> tuple[str, bytes]:
    """Return a cover as `thumb` asks for: a JPEG."""
    content = io.BytesIO()
    Image.new("RGB", (20, 20)).save(content, "JPEG")
    return "t.jpg", content.getvalue()
