"""Pictures made fit for WeChat: small, upright, and without a word about their origin."""

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from hefa.collect import pictures_heic as heic
from hefa.collect.pictures_animated import frames_only, is_gif
from hefa.collect.pictures_colour import has_alpha, in_srgb
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused, reason

MAX_PIXELS: Final = 40_000_000
MAX_WIDTH: Final = 1080
MAX_HEIGHT: Final = 20_000
MAX_BYTES: Final = 1_000_000
MAX_GIF_BYTES: Final = 10 * 1024 * 1024  # as WeChat's material takes them

_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", *heic.FORMATS)
_WITHOUT_LOSS = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_QUALITIES = (88, 80, 70, 60, 50, 40)
_SMALLEST_STEP = 0.75
_WHITE = (255, 255, 255)
# Grey levels whose contrast to WeChat's dark page #191919 is under 3, and how much ink they are.
_DARK_LEVELS = 101
_DARK_SHARE = 0.02
_VISIBLE_ALPHA = 128
_THOUSANDTHS_OF_PERCENT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it will be sent; `sha256` is of exactly these bytes."""

    sha256: str
    media_type: str
    content: bytes
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """What is cut off each side, in 1/1000 of a percent of the picture's width or height."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


NO_CROP = Crop()


def prepare_picture(content: bytes, *, crop: Crop = NO_CROP) -> Picture:
    """Return the picture re-encoded as jpg or png, ≤ 1080 px wide and below 1 MB.

    Orientation is applied, colours are in sRGB, metadata is gone, what is cropped away is cut
    off for good. An animated gif stays one, as long as nothing is cropped. Equal input gives
    equal bytes. Raises Refused when it is no picture (svg included, and heic where it cannot be
    read), has more than 40 million pixels, or is an animation above 10 MB.
    """
    if crop == NO_CROP and is_gif(content) and (animation := _animation(content)):
        return animation
    image, origin = _decoded(content)
    return _finished(_fitted(_cut(_inked(image), crop), MAX_WIDTH), origin)


def finished_jpeg(image: Image.Image) -> Picture:
    """Return an image that was put together here as a jpg below 1 MB."""
    return _finished(image, "")


def opened_picture(content: bytes) -> Image.Image:
    """Return the upright first frame on white. Raises Refused as `prepare_picture` does."""
    return _on_white(_decoded(content)[0])


def _finished(image: Image.Image, origin: str) -> Picture:
    encoded, media_type = _encoded(image, origin)
    with Image.open(io.BytesIO(encoded)) as result:
        width, height = result.size
    return Picture(
        sha256=sha256_hex(encoded),
        media_type=media_type,
        content=encoded,
        width=width,
        height=height,
    )


def _animation(content: bytes) -> Picture | None:
    """Return a gif of several frames as it stands, without its comments; None for a still one."""
    try:
        frames, count = frames_only(content)
    except ValueError:
        raise Refused(reason("collect.not_picture")) from None
    if count < 2:  # noqa: PLR2004  # one frame is a still picture
        return None
    first, _ = _decoded(frames)
    if len(frames) > MAX_GIF_BYTES:
        raise Refused(reason("collect.gif_too_large", megabytes=MAX_GIF_BYTES // 1024**2))
    return Picture(
        sha256=sha256_hex(frames),
        media_type="image/gif",
        content=frames,
        width=first.width,
        height=first.height,
    )


def _decoded(content: bytes) -> tuple[Image.Image, str]:
    """Return the upright first frame, in sRGB, and the name of its format."""
    if heic.is_heic(content) and not heic.FORMATS:
        raise Refused(reason("collect.picture_heic"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise Refused(reason("collect.picture_too_large"))
            origin = image.format or ""
            image.load()
            return in_srgb(ImageOps.exif_transpose(image)), origin
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(reason("collect.picture_too_large")) from None
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        RuntimeError,
    ):
        # Pillow's decoders raise all of these for damaged files.
        raise Refused(reason("collect.not_picture")) from None


def _inked(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, or grey where it is grey; transparent where that stays readable.

    Source: WeChat's article rules, 4.3.2: transparent pictures must stand out from #191919.
    """
    if not has_alpha(image):
        return _on_white(image)
    layer = image.convert("RGBA")
    return _on_white(layer) if _would_vanish(layer) else layer


def _would_vanish(layer: Image.Image) -> bool:
    """Whether a dark page would swallow some of the ink; no ink and no gaps count as well."""
    alpha = layer.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return True  # nothing is transparent, so nothing is to be kept
    visible = alpha.point(lambda level: 255 if level >= _VISIBLE_ALPHA else 0)
    levels = layer.convert("L").histogram(visible)
    return sum(levels[:_DARK_LEVELS]) >= _DARK_SHARE * sum(levels)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, or grey where it is grey, with transparency on white."""
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        image = image.point(lambda level: level / 256).convert("L")
    if has_alpha(image):
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, _WHITE)
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


def _cut(image: Image.Image, crop: Crop) -> Image.Image:
    """Return what the author left visible; a crop that leaves nothing is no crop."""
    if crop == NO_CROP:
        return image

    def share(length: int, part: int) -> int:
        return round(length * max(part, 0) / _THOUSANDTHS_OF_PERCENT)

    left, top = share(image.width, crop.left), share(image.height, crop.top)
    right = image.width - share(image.width, crop.right)
    bottom = image.height - share(image.height, crop.bottom)
    if left >= right or top >= bottom:
        return image
    return image.crop((left, top, right, bottom))


def _fitted(image: Image.Image, width: int) -> Image.Image:
    scale = min(width / image.width, MAX_HEIGHT / image.height, 1)
    if scale == 1:
        return image
    size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, origin: str) -> tuple[bytes, str]:
    """Return the bytes below the limit: png for drawings, else jpg as good as fits."""
    if origin in _WITHOUT_LOSS or image.mode == "RGBA":
        encoded = _saved(image, "PNG", compress_level=6)
        if len(encoded) < MAX_BYTES:
            return encoded, "image/png"
    image = _on_white(image)
    while True:
        for quality in _QUALITIES:
            encoded = _saved(image, "JPEG", quality=quality, optimize=True)
            if len(encoded) < MAX_BYTES:
                return encoded, "image/jpeg"
        smaller = (int(image.width * _SMALLEST_STEP), int(image.height * _SMALLEST_STEP))
        image = image.resize(smaller, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    buffer = io.BytesIO()
    clean.save(buffer, kind, **options)
    return buffer.getvalue()
