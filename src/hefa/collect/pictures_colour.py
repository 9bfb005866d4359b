"""Colours as every screen shows them: a picture with a colour profile of its own in sRGB.

What is sent carries no profile, so a phone would take the numbers of a wider space for sRGB.
"""

import io
from functools import cache
from typing import Final

from PIL import Image, ImageCms

# What pictures are in by the profile's colour space, and what Pillow calls it.
_MODES: Final = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_SRGB: Final = "sRGB"
_WITH_ALPHA: Final = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})


def has_alpha(image: Image.Image) -> bool:
    """Whether something in the picture may be transparent."""
    return image.mode in _WITH_ALPHA or "transparency" in image.info


def in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB; as it is without a profile, or with one that cannot be used.

    Grey stays grey, transparency stays. Source: ICC.1:2022; Pillow's ImageCms.
    """
    profile = _profile(image.info.get("icc_profile"))
    mode = _MODES.get(profile.profile.xcolor_space.strip(), "") if profile else ""
    if profile is None or not _is_in(image, mode) or _is_srgb(profile):
        return image
    layer = image.convert("RGBA") if has_alpha(image) else image
    try:
        found = ImageCms.profileToProfile(
            layer.convert(mode), profile, _srgb(), outputMode="RGB", inPlace=False
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if found is None:
        return image
    found.info.clear()
    if mode == "L":
        found = found.convert("L")
    if layer is not image:
        found.putalpha(layer.getchannel("A"))
    return found


def _profile(content: object) -> ImageCms.ImageCmsProfile | None:
    """Return the profile in the bytes; None when there are none, or they are broken."""
    if not isinstance(content, bytes) or not content:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(content))
    except (OSError, ValueError, TypeError):
        return None


def _is_in(image: Image.Image, mode: str) -> bool:
    """Whether the numbers of the picture are of the profile's kind; palettes hold RGB."""
    if mode == "RGB":
        return image.mode in {"RGB", "RGBA", "P", "PA"}
    return image.mode in ({"L", "LA"} if mode == "L" else {mode})


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether the profile is one of the many that only say sRGB, so that nothing is to be done."""
    return (profile.profile.profile_description or "").startswith(_SRGB)


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(_SRGB))
