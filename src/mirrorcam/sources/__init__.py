"""Sources of pictures, or of samples recorded earlier, behind one small protocol.

A source is a context manager and an iterator. ``open_source`` imports only what it opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.face import Frame, HeadPose, Sample
from mirrorcam.imaging.opencv import LARGEST_PX, Pixels, too_large


class SourceError(BadInput):
    """A source cannot be opened or read: where, what, what to do."""


class Source(Protocol):
    """Yields frames to be tracked, or samples tracked before. ``time_s`` grows strictly from 0 on."""

    name: str
    """For a person to read: "camera 0 (Integrated Camera)", "smile.mp4", "the built-in performer"."""
    live: bool
    """True when frames arrive by themselves (a camera); otherwise they come as fast as they are asked for."""

    def __iter__(self) -> Iterator[Frame | Sample]: ...

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        """What the exercise asks for from now on (None: nothing); of two people, who leads: "left" or "right". Only a
        performer listens."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def not_too_large(pixels: Pixels, name: str) -> Pixels:
    """The same. Raises SourceError for a picture or a film, called ``name``, that is larger than can be looked at."""
    if not too_large(pixels):
        return pixels
    height, width = pixels.shape[:2]
    raise SourceError(
        f"{name}: its {width} × {height} pixels are more than can be looked at. Make it smaller, or cut out the face: "
        f"no side may be longer than {LARGEST_PX} pixels."
    )


class Opened:
    """What all sources have in common: they are closed once, end when closed, and most do not listen."""

    name = ""
    live = False

    def __init__(self) -> None:
        self.closed = False

    def prompt(self, asked: Expression | None, leads: str | None = None) -> None:
        """Nobody here performs."""

    def close(self) -> None:
        """May be called more than once, and from another thread."""
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


Draw = Callable[[Expression, HeadPose], NDArray[np.uint8]]
"""Draws a performer as others see them: (expression, head) → (h, w, 3) uint8 RGB."""

SOURCES: dict[str, str] = {
    "camera": 'the first camera, or "camera:2", or "camera:part of its name"',
    "synthetic": "the built-in performer, who makes what the exercise asks for",
    "video": "a film file, by its path",
    "images": "a picture file or a folder of them, by its path",
    "recording": "a session that was kept, by its path",
}
"""Kind of source → what to write for it. Each is a module here with ``open_named(name, draw)``."""

PICTURES = frozenset({
    ".jpg", ".jpeg", ".jfif", ".jpe", ".png", ".webp", ".bmp", ".tif", ".tiff", ".jp2", ".ppm", ".pgm", ".pnm",
    ".avif",
})  # fmt: skip
LIKE_PICTURES = frozenset(
    {
        ".gif",
        ".heic",
        ".heif",
        ".jxl",
        ".svg",
        ".psd",
        ".dng",
        ".cr2",
        ".cr3",
        ".nef",
        ".arw",
        ".raf",
        ".orf",
        ".rw2",
    }
)
"""Endings of other files that hold pictures. Of GIFs those with a single picture are read, and no other of these."""
PICTURE_STEP_S = 1 / 30
"""Between the pictures of a folder."""
RECORDING_HEADER = b"SQLite format 3\0"


def open_source(name: str, draw: Draw | None = None) -> Source:
    """Opens what ``name`` means: "camera", "camera:2", "camera:part of a name", "synthetic" (which needs
    ``draw``), or the path of a film, a picture, a folder of pictures or a recording.

    Raises SourceError when there is no such thing or when it cannot be opened.
    """
    kind = kind_of(name)
    opener: Callable[[str, Draw | None], Source] = import_module(f"{__name__}.{kind}").open_named
    return opener(name, draw)


def kind_of(name: str) -> str:
    """One of ``SOURCES``. Raises SourceError when ``name`` is neither a word of it nor a file or folder."""
    word = name.partition(":")[0]
    if word == "camera" or name == "synthetic":
        return word
    path = Path(name)
    if path.is_dir() or is_picture(path):
        return "images"
    if path.is_file():
        return "recording" if _begins(path, RECORDING_HEADER) else "video"
    if path.exists():
        raise SourceError(f"{name}: this is neither a regular file nor a folder. Give a film or a picture.")
    raise SourceError(f"{name}: there is no such file. Give {_choices()}.")


def is_picture(path: Path) -> bool:
    """A file with one picture that can be read, by its ending; a GIF only if it does not move."""
    ending = path.suffix.lower()
    if ending != ".gif":
        return ending in PICTURES and path.is_file()
    one: Callable[[Path], bool] = import_module(f"{__name__}.gif").holds_one_picture
    return path.is_file() and one(path)


def left_out_of(folder: Path) -> list[Path]:
    """What looks like a picture and is not among ``pictures_in``."""
    like = (p for p in _visible(folder) if p.suffix.lower() in LIKE_PICTURES and p.is_file())
    return sorted(p for p in like if not is_picture(p))


def _visible(folder: Path) -> Iterator[Path]:
    """Without hidden files, which systems leave beside others."""
    return (p for p in folder.iterdir() if not p.name.startswith("."))


def pictures_in(folder: Path) -> list[Path]:
    """By name, without hidden ones. Raises SourceError where there is none."""
    paths = sorted(filter(is_picture, _visible(folder)))
    if not paths:
        raise SourceError(
            f"{folder}: there is no picture in this folder. Give one with JPEG, PNG or WebP files."
        )
    return paths


def _begins(path: Path, header: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(header)) == header
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Give another file.") from error


def _choices() -> str:
    return '"camera", "synthetic", or the path of a film, a picture or a recording'
