"""The one door to OpenCV: what must be said to it before it is loaded, and a decoder that never guesses."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Any

# Take films from the disk only: OpenCV would open http:, rtsp: and udp: names too.
os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "protocol_whitelist;file"
# Some Windows drivers need 4 to 20 s to open with hardware transforms.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
# A missing camera is said by mirrorcam, once, in words.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
os.environ.setdefault("AV_LOG_FORCE_NOCOLOR", "1")

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Pixels

__all__ = [
    "LARGEST_PX", "Pixels", "cv2", "film", "film_in_whole_pictures", "in_squares", "rgb", "too_large", "turned",
    "turned_within",
]  # fmt: skip

LARGEST_PX = 25_000
"""The longest side of a picture that can be looked at. OpenCV turns none with a side of 32 767 px or more, and the one
inside MediaPipe ends the whole program over it. Photographs are looked at with up to 0.26 of a side added, too."""
OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"
"""OpenCV reads them anew for each film that it opens."""
FROM_DISK = os.environ[OPTIONS]
_OPENING = threading.Lock()


def film(path: Path) -> cv2.VideoCapture:
    """Opened, if it is one."""
    with _OPENING:
        return cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)


def film_in_whole_pictures(path: Path) -> cv2.VideoCapture:
    """The same with whole pictures where the film has half ones; others come to the bit as they are. Not opened where
    OpenCV comes without FFmpeg's filters, as on Windows."""
    name = _as_it_is(_as_it_is(str(path.absolute())))
    graph = f"movie=filename={name}:format_opts=protocol_whitelist=file,yadif=deint=interlaced"
    with _OPENING:
        os.environ[OPTIONS] = f"{FROM_DISK}|input_format;lavfi"
        try:
            return cv2.VideoCapture(graph, cv2.CAP_FFMPEG)
        finally:
            os.environ[OPTIONS] = FROM_DISK


def _as_it_is(text: str) -> str:
    """For FFmpeg, which reads a name in a graph of filters twice: as a part of the graph, and as a filter's value."""
    return re.sub(r"([^\w/.-])", r"\\\1", text)


def too_large(picture: NDArray[Any]) -> bool:
    """Whether a picture, (h, w) or (h, w, channels), is larger than can be looked at."""
    return bool(max(picture.shape[:2]) > LARGEST_PX)


def rgb(picture: NDArray[Any]) -> Pixels:
    """A decoded or grabbed picture, (h, w), (h, w, 1), (h, w, 3) BGR or (h, w, 4) BGRA, 8 or 16 bits, as
    (h, w, 3) uint8 RGB. Alpha is dropped (images.py minds it). Raises ValueError for anything else."""
    if picture.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"a picture has 8 or 16 bits, not {picture.dtype}")
    eight = (picture >> 8).astype(np.uint8) if picture.dtype == np.uint16 else picture
    channels = 1 if eight.ndim == 2 else eight.shape[2]
    if channels not in _TO_RGB:
        raise ValueError(f"a picture has 1, 3 or 4 channels, not {channels}")
    return np.asarray(cv2.cvtColor(eight, _TO_RGB[channels]), np.uint8)


_TO_RGB = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}


def in_squares(pixels: Pixels, pixel: float) -> Pixels:
    """The same picture with square pixels, as high as before; ``pixel``: how wide a pixel is for its height."""
    height, width = pixels.shape[:2]
    wide = max(1, round(width * pixel))
    if wide == width:
        return pixels
    way = cv2.INTER_AREA if wide < width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (wide, height), interpolation=way), np.uint8)


def turned(pixels: Pixels, middle: NDArray[Any], degrees: float) -> Pixels:
    """As large as ``pixels``, turned against the clock about ``middle`` (x, y); its edges go on outside."""
    height, width = pixels.shape[:2]
    x, y = middle - 0.5  # OpenCV counts from the middle of the first pixel
    turn = cv2.getRotationMatrix2D((float(x), float(y)), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def turned_within(pixels: Pixels, middle: NDArray[Any], degrees: float, half: float) -> Pixels:
    """The same within a square of ``half`` px to each side of ``middle``; what lies outside stays as it is."""
    size = np.array(pixels.shape[1::-1])
    low, high = (np.clip(np.rint(middle + side), 0, size).astype(int) for side in (-half, half))
    result = pixels.copy()
    if (low < high).all():
        rows, columns = slice(low[1], high[1]), slice(low[0], high[0])
        result[rows, columns] = turned(pixels[rows, columns], middle - low, degrees)
    return result
