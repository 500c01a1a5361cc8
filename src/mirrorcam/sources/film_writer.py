"""Writing films: the other direction of ``video.py``. MKV (VP8, which browsers and players know), MP4 or GIF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shutil import disk_usage

import numpy as np

from mirrorcam.imaging.opencv import Pixels, cv2, film
from mirrorcam.sources import SourceError

CODECS = {".mkv": ("VP80", "mp4v"), ".mp4": ("mp4v",)}
"""The first that this OpenCV has. VP8 comes closer to the drawing (39.6 dB against 37.1); MPEG-4 is always there, and
the one that players of MP4 expect of those that OpenCV can write."""
VIDEOS = tuple(CODECS)
TO_BGR = {3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGR}
FULL = "could not be written to its end; the disk may be full"
LOOK_EVERY, LEAST_FREE = 100, 1 << 20
"""After so many pictures it is seen whether there are bytes left on the disk, so that none is drawn in vain."""
LOST = 2
"""Pictures at the end of a film that may be missing when it is read back: formats round its length."""
GIF_COLOURS = 255
SAMPLED = 8
"""The colours of a GIF are chosen on so many of its pictures."""


def write_film(path: Path, pictures: Iterable[Pixels], fps: float) -> None:
    """``pictures``: (height, width, 3) uint8 RGB, all of one size; the path's ending says which kind of film. Those of
    MKV and MP4 may have an opaque alpha as well.

    Raises SourceError when it cannot be written.
    """
    {".mkv": _write_video, ".mp4": _write_video, ".gif": _write_gif}[path.suffix.lower()](path, pictures, fps)


FILMS = (".mkv", ".gif")


def _write_video(path: Path, pictures: Iterable[Pixels], fps: float) -> None:
    writer, count = None, 0
    try:
        for picture in pictures:
            writer = writer or _opened(path, fps, picture.shape[1], picture.shape[0])
            writer.write(cv2.cvtColor(picture, TO_BGR[picture.shape[2]]))
            count += 1
            if count % LOOK_EVERY == 0 and disk_usage(path.parent).free < LEAST_FREE:
                raise SourceError(f"{path}: {FULL}.")
    finally:
        if writer is not None:
            writer.release()
    _check_whole(path, count)


def _check_whole(path: Path, count: int) -> None:
    """OpenCV says nothing when it cannot write: the film is whole if its end can be read."""
    written = film(path)
    try:
        there = written.isOpened() and written.get(cv2.CAP_PROP_FRAME_COUNT) >= count - LOST
        written.set(cv2.CAP_PROP_POS_FRAMES, max(0, count - 1 - LOST))
        if not (there and written.read()[0]):
            raise SourceError(f"{path}: {FULL}.")
    finally:
        written.release()


def _opened(path: Path, fps: float, width: int, height: int) -> cv2.VideoWriter:
    for codec in CODECS[path.suffix.lower()]:
        writer = cv2.VideoWriter(
            str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), fps, (width, height)
        )
        if writer.isOpened():
            return writer
    raise SourceError(f"{path}: this OpenCV cannot write such a film. Give a name with another ending.")


def _write_gif(path: Path, pictures: Iterable[Pixels], fps: float) -> None:
    """One palette for the whole film and no dither, so that what stands still is still."""
    from PIL import Image

    frames = [Image.fromarray(picture) for picture in pictures]
    some = frames[:: max(1, len(frames) // SAMPLED)]
    strip = Image.fromarray(np.concatenate([np.asarray(frame) for frame in some], axis=1))
    palette = strip.quantize(GIF_COLOURS, method=Image.Quantize.MEDIANCUT)
    first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    first.save(
        path,
        format="GIF",
        save_all=True,
        append_images=others,
        duration=round(1000 / fps),
        loop=0,
        disposal=1,
    )
