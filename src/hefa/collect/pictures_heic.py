"""HEIC, what iPhones take: read where its decoder is installed, which has no wheel everywhere.

The decoder turns and mirrors the picture as the file says, so its EXIF orientation is spent.
Source: ISO/IEC 23008-12 6.5.10, 6.5.12; pi-heif's `register_heif_opener`.
"""

from typing import Final

# `mif1` and `msf1` say only that it is a container; what is in it may still be no HEVC.
_BRANDS: Final = (
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
)  # fmt: skip


def is_heic(content: bytes) -> bool:
    """Whether the bytes begin as HEIC."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def _formats() -> tuple[str, ...]:
    """Make Pillow read HEIC, its main picture only; empty where there is no decoder."""
    try:
        from pi_heif import register_heif_opener  # noqa: PLC0415  # not on every platform

        register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    except ImportError:
        return ()
    return ("HEIF",)


# What Pillow calls it; none where it cannot be read.
FORMATS: Final = _formats()
