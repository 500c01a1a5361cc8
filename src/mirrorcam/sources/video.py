"""A film file. Its frames keep the times that the film gives them, and come as fast as they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from mirrorcam.face import Frame
from mirrorcam.sources import Draw, Opened, SourceError
from mirrorcam.sources.opencv import Pixels, cv2, rgb

USUAL_FPS = 30.0
FPS_RANGE = (1.0, 1000.0)
"""What is believed of a film's own word about its frame rate."""


def open_named(name: str, draw: Draw | None) -> Video:
    return Video(Path(name))


class Video(Opened):
    """Raises SourceError when the file is no film. Turned films (telephones) come upright."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        if not path.is_file():
            raise SourceError(f"{path}: there is no such file. Give a film or a picture.")
        self.name = path.name
        self._path = path
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise SourceError(f"{path}: {_why_not(path)}. Give a film such as MP4, MKV, MOV or WebM.")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._step_s = 1 / (fps if FPS_RANGE[0] <= fps <= FPS_RANGE[1] else USUAL_FPS)
        self._begun = False
        self._turn = threading.Lock()

    def __iter__(self) -> Iterator[Frame]:
        if self._begun and not self.closed:
            raise SourceError(f"{self._path}: a film is read once. Open it again.")
        self._begun = True
        first_s = last_s = None
        for index, (stamp_s, pixels) in enumerate(self._pictures()):
            first_s = stamp_s if first_s is None else first_s
            time_s = stamp_s - first_s
            last_s = time_s if last_s is None or time_s > last_s else last_s + self._step_s
            yield Frame(last_s, index, pixels, str(self._path))
        if last_s is None and not self.closed:
            raise SourceError(f"{self._path}: no picture in it can be read. Is the file whole?")

    def _pictures(self) -> Iterator[tuple[float, Pixels]]:
        while (picture := self._read()) is not None:
            yield picture

    def _read(self) -> tuple[float, Pixels] | None:
        with self._turn:
            there, picture = (False, None) if self.closed else self._capture.read()
            if not there or picture is None:
                return None
            return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, rgb(picture)

    def close(self) -> None:
        super().close()
        with self._turn:  # OpenCV does not survive a release in the middle of a read
            self._capture.release()


def _why_not(path: Path) -> str:
    return (
        "the file is empty"
        if path.stat().st_size == 0
        else "this is not a film that can be read, or it is cut off"
    )
