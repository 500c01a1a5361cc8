"""Two faces in one picture, kept apart by their places: ``Apart`` tells who is who, ``Seats`` who sits where.

Trackers give several faces in no certain order. Each of the two keeps its identity by being where it was in the picture
before; whoever comes back is taken for the one who was last seen nearest. Nobody is recognised by how they look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.face import Face, Sample, face_width
from mirrorcam.hysteresis import Lasting

SAME_PLACE = 0.4
"""Two faces whose middles are nearer to each other than this, in widths of the wider, are one that was found twice."""
LEAST_WIDTH = 0.45
"""A face less wide than this, relative to the other, is somebody far behind: a poster, a passer-by."""
CHANGED_S = 0.8
"""Two who sit the other way round for so long have changed places; while they pass each other nothing is said."""
CLEARLY = 0.5
"""By at least so much, in widths of the wider face: leaning over to each other is no change."""
FAR_PX = 1e6


@dataclass(frozen=True, slots=True)
class Place:
    """Where a face is, in pixels: ``middle`` (2,), and how wide it is."""

    middle: Floats
    width: float


def place_of(face: Face, width: int, height: int) -> Place:
    """In a picture of ``width`` × ``height`` pixels."""
    middle = face.landmarks[:, :2].mean(axis=0, dtype=np.float64) * (width, height)
    return Place(middle, face_width(face, width, height))


class Apart:
    """Feed it the faces of every picture, in order of time."""

    def __init__(self) -> None:
        self._last: list[Place | None] = [None, None]
        self._unseen = [0, 0]
        """For how many pictures."""

    def see(self, faces: Sequence[Face], width: int, height: int) -> tuple[Face | None, Face | None]:
        """The one and the other, None for who is not there. Of two who come together the one is who is on the left
        (their own: on the picture's right-hand side)."""
        there = _distinct([(place_of(face, width, height), face) for face in faces])
        found: list[Face | None] = [None, None]
        numbers = self._numbers([place for place, _ in there])
        self._unseen = [unseen + 1 for unseen in self._unseen]
        for number, (place, face) in zip(numbers, there, strict=True):
            found[number], self._last[number], self._unseen[number] = face, place, 0
        return found[0], found[1]

    def _numbers(self, places: Sequence[Place]) -> tuple[int, ...]:
        """Which of the two is in each place, 0 or 1. Where somebody was hidden, the one who was not is the surer."""
        if len(places) < 2:
            return tuple(map(self._number, places))
        one, other = places
        if self._last == [None, None]:
            return (0, 1) if one.middle[0] > other.middle[0] else (1, 0)
        surest = [number for number in (0, 1) if self._unseen[number] == min(self._unseen)]
        as_before, crossed = (
            sum(self._away(number, places[at[number]]) for number in surest) for at in ((0, 1), (1, 0))
        )
        return (0, 1) if as_before <= crossed else (1, 0)

    def _number(self, place: Place) -> int:
        """Of one alone. Who was there a moment ago may have moved on to where the other was."""
        recent = int(self._unseen[1] < self._unseen[0])
        if self._unseen[0] != self._unseen[1] and self._away(recent, place) < place.width:
            return recent
        return int(self._away(1, place) < self._away(0, place))

    def _away(self, number: int, place: Place) -> float:
        """How far from where that one was last; as good as anywhere for who was never seen."""
        last = self._last[number]
        return FAR_PX if last is None else float(np.linalg.norm(place.middle - last.middle))


def _distinct(faces: Sequence[tuple[Place, Face]]) -> list[tuple[Place, Face]]:
    """The two widest, without one that was found twice and without who is far behind."""
    widest = sorted(faces, key=lambda one: -one[0].width)
    others = [one for one in widest[1:] if _beside(widest[0][0], one[0])]
    return [*widest[:1], *others[:1]]


def _beside(one: Place, other: Place) -> bool:
    away = float(np.linalg.norm(one.middle - other.middle))
    return other.width >= LEAST_WIDTH * one.width and away >= SAME_PLACE * one.width


class Seats:
    """Who of the two sits on the left. Feed it every sample."""

    def __init__(self) -> None:
        self._turned = False
        self._changed = Lasting(CHANGED_S)

    @property
    def changed(self) -> bool:
        """Whether they have changed places since they took their seats."""
        return self._changed.so

    def see(self, sample: Sample) -> Sample:
        """The same sample, as that of the one who took the seat on the left."""
        left_first = _left_first(sample)
        if left_first is not None:
            self._changed.see(sample.time_s, left_first is self._turned)
        return _the_other_first(sample) if self._turned else sample

    def take(self) -> None:
        """As they sit now, they sit from now on."""
        if self.changed:
            self._turned, self._changed = not self._turned, Lasting(CHANGED_S)


def _left_first(sample: Sample) -> bool | None:
    """None where it cannot be said: one of them is not there, or they are too near to each other."""
    other = sample.other
    if sample.face is None or other is None or other.face is None:
        return None
    one, two = (place_of(face, sample.width, sample.height) for face in (sample.face, other.face))
    apart = float(one.middle[0] - two.middle[0])
    return None if abs(apart) < CLEARLY * max(one.width, two.width) else apart > 0


def _the_other_first(sample: Sample) -> Sample:
    assert sample.other is not None
    return replace(sample.other, other=replace(sample, other=None))
