"""The pictures of a film, none of which was never decoded.

Of a picture that is interlaced (two half pictures in one: DV, DVDs, television) some OpenCVs (5.0 is one) convert
nothing and yet say that all is well: they hand out memory in which another film's picture may still lie. So the first
pictures are decoded twice, the second time whole where this OpenCV can do that. As long as both are the same to the
last bit, all is well; where they are not, the whole ones are the film.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorcam.imaging.opencv import cv2, film, film_in_whole_pictures
from mirrorcam.sources import SourceError

CHECKED = 12
"""So many pictures that are not all black are decoded twice: films that were slowed down for television have 2
interlaced ones in 5. Afterwards a check would cost a second decoding, and what is not converted is a picture of
the same film."""

UPRIGHT = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
"""How a film's own word for its turn → is turned upright, which OpenCV does not do for whole pictures."""


class _Decoder(NamedTuple):
    capture: cv2.VideoCapture
    turn: int | None = None
    """What is left to be done so that its pictures are upright."""

    def read(self) -> NDArray[Any] | None:
        there, picture = self.capture.read()
        if not there or picture is None:
            return None
        return picture if self.turn is None else cv2.rotate(picture, self.turn)

    @property
    def time_s(self) -> float:
        """Of what was read last."""
        return self.capture.get(cv2.CAP_PROP_POS_MSEC) / 1000


class Pictures:
    """``capture`` is of the film at ``path``, and nothing has been read of it."""

    def __init__(self, path: Path, capture: cv2.VideoCapture) -> None:
        self._path = path
        self._film = _Decoder(capture)
        self._turn = UPRIGHT.get(round(capture.get(cv2.CAP_PROP_ORIENTATION_META)) % 360)
        self._twin: _Decoder | None = None
        self._whole = False
        """The twin's pictures are right, whatever the film's own are."""
        self._unchecked = CHECKED
        self._later_s = 0.0

    def read(self) -> tuple[float, NDArray[Any]] | None:
        """Its time and the next picture, as OpenCV gives it; None at the end. Raises SourceError where nobody can
        tell that it was decoded."""
        picture = self._film.read()
        if picture is None:
            if self._twin is not None and not self._whole and self._unchecked == CHECKED:
                raise _interlaced(self._path)  # all black, as memory is that was never written
            return None
        time_s = self._film.time_s + self._later_s
        return time_s, self._checked(picture, time_s) if self._unchecked else picture

    def _checked(self, picture: NDArray[Any], time_s: float) -> NDArray[Any]:
        other = self._other()
        if other is not None and np.array_equal(picture, other):
            self._unchecked -= bool(picture.any())
        elif other is None and self._unchecked < CHECKED:  # the twin breaks off earlier
            self._unchecked = 0
        elif other is None or self._twin is None or not self._whole:
            raise _interlaced(self._path)
        else:
            self._film, self._twin = self._twin, self._film
            self._unchecked = 0
            self._later_s = time_s - self._film.time_s
            picture = other
        if not self._unchecked:
            self._leave_twin()
        return picture

    def _other(self) -> NDArray[Any] | None:
        """The same picture, decoded once more."""
        if self._twin is not None:
            return self._twin.read()
        self._twin = _Decoder(film_in_whole_pictures(self._path), self._turn)
        other = self._twin.read()
        self._whole = other is not None
        if other is None:
            self._leave_twin()
            self._twin = _Decoder(film(self._path))
            other = self._twin.read()
        return other

    def _leave_twin(self) -> None:
        if self._twin is not None:
            self._twin.capture.release()
            self._twin = None

    def release(self) -> None:
        self._leave_twin()
        self._film.capture.release()


def _interlaced(path: Path) -> SourceError:
    return SourceError(
        f"{path}: its pictures cannot be read here. They are interlaced, it seems (two half pictures in one, as in DV, "
        "on DVDs and television). Convert it, say with ffmpeg -i IN -vf yadif OUT.mp4."
    )
