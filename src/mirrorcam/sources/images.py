"""One or several pictures from files, as the frames of a very short film."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from mirrorcam.face import Frame
from mirrorcam.imaging.opencv import Pixels, cv2, rgb
from mirrorcam.sources import PICTURE_STEP_S, Draw, Opened, SourceError, not_too_large, pictures_in
from mirrorcam.sources.gif import read_gif

MOST_BEFORE = 1 << 16
"""Bytes of a PNG in which it has said that it moves, if it does: before the first picture."""

UNREADABLE = (
    OSError,
    UnidentifiedImageError,
    ValueError,
    EOFError,
    SyntaxError,
    Image.DecompressionBombError,
)
"""What Pillow raises at a file that it cannot read."""
TRANSPARENT = (b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*")
"""How files begin of which parts can be transparent."""
TRANSPARENT_BOXES = (b"ftyp", b"jP  ")
"""So do others, behind their first four bytes: AVIF and JPEG 2000."""
GREY = 128
"""Of 255: what is seen through transparent parts."""
LESSER_PICTURE = 254
"""TIFF's NewSubfileType: bit 0, a smaller copy of another picture; bit 2, a mask."""


def open_named(name: str, draw: Draw | None) -> Images:
    path = Path(name)
    if not path.is_dir():
        return Images([path])
    return Images(pictures_in(path), name=path.name)


class Images(Opened):
    """Pictures in the order given, 1/30 s apart. They are read as they are asked for.

    Raises SourceError at a file that is no picture.
    """

    def __init__(self, paths: Sequence[Path], name: str = "") -> None:
        super().__init__()
        self.name = name or ", ".join(path.name for path in paths)
        self._paths = tuple(paths)

    def __iter__(self) -> Iterator[Frame]:
        for index, path in enumerate(self._paths):
            if self.closed:
                return
            yield Frame(index * PICTURE_STEP_S, index, read_picture(path), str(path))


def read_picture(path: Path) -> Pixels:
    """(h, w, 3) uint8 RGB: turned upright as its EXIF says, grey and 16 bits converted; what is transparent is
    grey, as whatever colours a file has there nobody sees."""
    if path.suffix.lower() == ".gif":
        return not_too_large(read_gif(path, GREY), str(path))
    try:
        content = np.fromfile(path, np.uint8)  # not imread: it fails at non-ASCII names on Windows
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Give another picture.") from error
    try:
        picture = _decoded(content)
    except cv2.error as error:
        raise SourceError(f"{path}: this picture cannot be decoded ({error.err}). Give another.") from error
    if moving := _moving(content[:MOST_BEFORE].tobytes()):
        raise SourceError(
            f"{path}: this {moving} moves, and only its first picture could be read. Save it as a film, such as MP4, "
            "or the one picture that you mean as PNG."
        )
    if (pages := _pages(content.tobytes())) > 1:
        raise SourceError(
            f"{path}: this TIFF holds {pages} pictures, and only the first could be read. Save the one picture that "
            "you mean as PNG."
        )
    if picture is None:
        what = "this is not a picture that can be read" if content.size else "the file is empty"
        raise SourceError(f"{path}: {what}. Give a whole JPEG, PNG or WebP file.")
    return _on_grey(not_too_large(picture, str(path)), content)


def _decoded(content: Pixels) -> Pixels | None:
    """None where it cannot be. OpenCV turns every kind upright but AVIF."""
    if not content.size:
        return None
    if (upright := _avif(content)) is not None:
        return upright
    picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
    return None if picture is None else rgb(picture)


def _avif(content: Pixels) -> Pixels | None:
    """None where it is none, or the Pillow at hand reads none."""
    if content[4:8].tobytes() != b"ftyp":
        return None
    try:
        with Image.open(BytesIO(content.tobytes())) as picture:
            return np.array(ImageOps.exif_transpose(picture).convert("RGB"), np.uint8)
    except UNREADABLE:
        return None


def _on_grey(picture: Pixels, content: Pixels) -> Pixels:
    """The same array where nothing is transparent."""
    begins, box = content[:4].tobytes(), content[4:8].tobytes()
    opaque = _opaque(content) if begins in TRANSPARENT or box in TRANSPARENT_BOXES else None
    if opaque is None or opaque.shape != picture.shape[:2] or opaque.min() == 255:
        return picture
    share = opaque[..., None] / 255
    return np.rint(picture * share + GREY * (1 - share)).astype(np.uint8)


def _opaque(content: Pixels) -> Pixels | None:
    """(h, w), 0 transparent to 255 opaque, upright; None where nothing is said of it. OpenCV gives it only together
    with a picture that is not turned upright."""
    try:
        with Image.open(BytesIO(content.tobytes())) as picture:
            if not picture.has_transparency_data:
                return None
            return np.array(ImageOps.exif_transpose(picture).convert("RGBA").getchannel("A"), np.uint8)
    except UNREADABLE:
        return None


def _moving(begins: bytes) -> str:
    """What it is called, if it is a picture file that holds several pictures to be shown one after the other."""
    if begins[:4] == b"RIFF" and begins[8:16] == b"WEBPVP8X" and begins[20:21] and begins[20] & 0x02:
        return "WebP"
    if begins[:8] == b"\x89PNG\r\n\x1a\n" and b"acTL" in begins.partition(b"IDAT")[0]:
        return "PNG"
    return "AVIF" if begins[4:12] == b"ftypavis" else ""


def _pages(content: bytes) -> int:
    """How many pictures a TIFF holds one after the other, without previews and masks of them; 0: it is none."""
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    if content[:4] not in (b"II*\0", b"MM\0*"):
        return 0

    def number(at: int, size: int) -> int:
        return int.from_bytes(content[at : at + size], order)

    at, seen, whole = number(4, 4), set[int](), 0
    while 8 <= at < len(content) and at not in seen:
        seen.add(at)
        entries = range(at + 2, at + 2 + 12 * number(at, 2), 12)
        lesser = any(number(entry, 2) == LESSER_PICTURE and number(entry + 8, 4) & 0b101 for entry in entries)
        whole += not lesser
        at = number(entries.stop, 4)
    return whole
