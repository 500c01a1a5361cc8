"""A film file. Its frames keep the times that the film gives them, and come as fast as they are asked for.

Interlaced films come in whole pictures, or not at all (decoding.py).

Some films are kept in pixels that are no squares (DV, anamorphic recordings): their frames come in square ones, so that
a face is as wide as it is. A film that says nothing of its pixels has square ones, as every player takes it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from mirrorcam.face import Frame
from mirrorcam.imaging.opencv import Pixels, cv2, film, in_squares, rgb
from mirrorcam.sources import LIKE_PICTURES, Draw, Opened, SourceError, not_too_large
from mirrorcam.sources.decoding import Pictures
from mirrorcam.sources.lost_end import lost_end

USUAL_FPS = 30.0
FPS_RANGE = (1.0, 1000.0)
"""What is believed of a film's own word about its frame rate."""
MOST_STRETCHED = 4.0
"""Width to height of a pixel, or height to width, as far as a film's own word is believed. The most that is in use is
about 2 (anamorphic lenses, half-wide 3-D)."""
UNREADABLE_HERE = {
    b"ftypheic": "HEIC", b"ftypheix": "HEIC", b"ftypmif1": "HEIF", b"ftypmsf1": "HEIF", b"ftyphevc": "HEIC",
}  # fmt: skip
"""How photographs of telephones begin, from their fifth byte on → what they are called."""
UNREADABLE_ENDINGS = LIKE_PICTURES - {".gif"}
TEXT = "ansi"
"""How FFmpeg calls the pictures that it draws of a text file (.txt, .nfo, .asc): white letters on black."""
GIF = "gif"
"""How FFmpeg calls its pictures. It counts them, and still reads no more than one where nothing says for how long."""
USUAL_FILMS = "Give a film such as MP4, MKV, MOV or WebM."


def open_named(name: str, draw: Draw | None) -> Video:
    return Video(Path(name))


class Video(Opened):
    """Raises SourceError when the file is no film, and after its last picture when it has lost its end. Turned films
    (telephones) come upright."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        if not path.is_file():
            raise SourceError(f"{path}: there is no such file. Give a film or a picture.")
        self.name = path.name
        self._path = path
        self._capture = film(path)
        if not self._capture.isOpened() or _packed(self._capture) == TEXT:
            raise SourceError(f"{path}: {_why_not(path)}")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._step_s = 1 / (fps if FPS_RANGE[0] <= fps <= FPS_RANGE[1] else USUAL_FPS)
        self._pixel = _pixel(self._capture)
        if not 1 / MOST_STRETCHED <= self._pixel <= MOST_STRETCHED:
            raise SourceError(
                f"{path}: says that its pixels are {self._pixel:g} times as wide as high, so nobody can tell how "
                "wide a face in it is. Save it with square pixels."
            )
        self._told = int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)) if _packed(self._capture) == GIF else 0
        self._pictures_of = Pictures(path, self._capture)
        self._begun = False
        self._turn = threading.Lock()

    def __iter__(self) -> Iterator[Frame]:
        if self._begun and not self.closed:
            raise SourceError(f"{self._path}: a film is read once. Open it again.")
        self._begun = True
        first_s = last_s = None
        index = -1
        for index, (stamp_s, pixels) in enumerate(self._pictures()):
            first_s = stamp_s if first_s is None else first_s
            time_s = stamp_s - first_s
            last_s = time_s if last_s is None or time_s > last_s else last_s + self._step_s
            yield Frame(last_s, index, pixels, str(self._path))
        if self.closed:
            return
        if last_s is None:
            raise SourceError(f"{self._path}: no picture in it can be read. {_perhaps(self._capture)}")
        if lost_end(self._path):
            raise SourceError(
                f"{self._path}: it has lost its end: the file is shorter than it says itself, as a copy that broke off "
                f"is. Its first {last_s:.1f} s could be seen; copy it once more for the rest."
            )
        if index + 1 < self._told:
            raise SourceError(
                f"{self._path}: only {index + 1} of its {self._told} pictures could be read. "
                "Save it as MP4, and give that."
            )

    def _pictures(self) -> Iterator[tuple[float, Pixels]]:
        while (picture := self._read()) is not None:
            yield picture

    def _read(self) -> tuple[float, Pixels] | None:
        with self._turn:
            read = None if self.closed else self._pictures_of.read()
            if read is None:
                return None
            time_s, picture = read
            return time_s, not_too_large(in_squares(rgb(picture), self._pixel), str(self._path))

    def close(self) -> None:
        super().close()
        with self._turn:  # OpenCV does not survive a release in the middle of a read
            self._pictures_of.release()


def _pixel(capture: cv2.VideoCapture) -> float:
    """How wide a pixel is for its height, in frames as they come: OpenCV turns them upright, but not this."""
    wide, high = capture.get(cv2.CAP_PROP_SAR_NUM), capture.get(cv2.CAP_PROP_SAR_DEN)
    if wide <= 0 or high <= 0:
        return 1.0
    on_its_side = round(capture.get(cv2.CAP_PROP_ORIENTATION_META)) % 180 == 90
    return float(high / wide if on_its_side else wide / high)


def _packed(capture: cv2.VideoCapture) -> str:
    """How its pictures are packed: the four letters of its codec."""
    code = int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little", signed=True)
    return code.decode("ascii", "replace").strip("\0 ")


def _perhaps(capture: cv2.VideoCapture) -> str:
    """Why a film that opens has no picture: how its pictures are packed is known, though not how to unpack them."""
    packed = _packed(capture)
    if not packed.isalnum():
        return "Is the file whole?"
    return (
        f"Either the file is not whole, or its kind of pictures ({packed}) cannot be read here. "
        "Save it as MP4 with H.264."
    )


def _why_not(path: Path) -> str:
    if path.stat().st_size == 0:
        return f"the file is empty. {USUAL_FILMS}"
    with path.open("rb") as file:
        begins = file.read(12)[4:]
    ending = path.suffix.lower()
    if begins in UNREADABLE_HERE or ending in UNREADABLE_ENDINGS:
        kind = UNREADABLE_HERE.get(begins) or ending.removeprefix(".").upper()
        return f"this kind of picture ({kind}) cannot be read here. Save it as JPEG or PNG."
    return f"this is not a film that can be read, or it is cut off. {USUAL_FILMS}"
