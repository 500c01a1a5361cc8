"""The plan of a face: every point that is drawn, by name, and how far each action unit carries it.

A feature lays its points for the person's left side; the right side is its mirror image. ``Plan.laid`` turns
the plan and the table of pulls (``muscles.py``) into one matrix, so that a whole face moves in one product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mirrorcam.avatars.muscles import DRIVES, PULLS, Pull
from mirrorcam.avatars.turning import Points

SIDES = ("left", "right")
MIRROR = np.array([-1.0, 1.0, 1.0])
_BLEND_CM = 0.9
"""On this distance from the midline a one-sided movement fades out."""

Rows = Sequence[Sequence[float]] | Points


@dataclass(frozen=True)
class Layout:
    """``rest`` (n, 3); ``moves`` (drives × 2, n × 3): what full intensity adds; ``places``: name → its rows."""

    rest: Points
    moves: NDArray[np.float32]
    places: dict[str, slice]

    def moved(self, drives: Points) -> Points:
        """(n, 3) points for drives (len(DRIVES), 2). Only rows of what acts are read: all are megabytes, which would
        throw the canvas out of the processor's cache."""
        amounts = drives.reshape(-1)
        acting = np.flatnonzero(amounts)
        return self.rest + (amounts[acting].astype(np.float32) @ self.moves[acting]).reshape(-1, 3)


@dataclass
class Plan:
    _names: list[str] = field(default_factory=list)
    _points: list[Points] = field(default_factory=list)
    _where: list[Points] = field(default_factory=list)
    _found: dict[tuple[str, ...], NDArray[np.intp]] = field(default_factory=dict)

    def curve(self, name: str, points: Rows) -> None:
        """Points of the person's left side as ``name.left``, and mirrored as ``name.right``."""
        left = np.asarray(points, float)
        self._add(f"{name}.left", left)
        self._add(f"{name}.right", left * MIRROR)

    def middle(self, name: str, points: Rows) -> None:
        """Points that are not mirrored."""
        self._add(name, np.asarray(points, float))

    def across(self, name: str, half: Rows) -> None:
        """From the person's right, over the midline, to the left; ``half`` begins on the midline."""
        left = np.asarray(half, float)
        self._add(name, np.concatenate([(left * MIRROR)[:0:-1], left]))

    def spot(
        self, name: str, centre: Sequence[float], along: Sequence[float], across: Sequence[float]
    ) -> None:
        """An ellipse by its centre and two radii, on both sides. It moves as its centre does."""
        for side, mirror in zip(SIDES, (np.ones(3), MIRROR), strict=True):
            self._add_spot(f"{name}.{side}", centre, along, across, mirror)

    def middle_spot(
        self, name: str, centre: Sequence[float], along: Sequence[float], across: Sequence[float]
    ) -> None:
        self._add_spot(name, centre, along, across, np.ones(3))

    def _add_spot(self, name: str, centre: Sequence[float], along: Sequence[float], across: Sequence[float],
                  mirror: Points) -> None:  # fmt: skip
        c, u, v = (np.asarray(p, float) for p in (centre, along, across))
        self._add(name, np.stack([c, c + u, c + v]) * mirror, np.stack([c, c, c]) * mirror)

    def _add(self, name: str, points: Points, where: Points | None = None) -> None:
        self._names.append(name)
        self._points.append(points)
        self._where.append(points if where is None else where)

    def laid(self, shape: Callable[[str, Points], Points]) -> Layout:
        """``shape`` gives each part its place on this very face; pulls are weighed at its average place."""
        ends = np.cumsum([len(points) for points in self._points])
        places = {
            name: slice(int(end) - len(points), int(end))
            for name, points, end in zip(self._names, self._points, ends, strict=True)
        }
        rest = np.concatenate([shape(name, p) for name, p in zip(self._names, self._points, strict=True)])
        where = np.concatenate(self._where)
        moves = np.stack([
            self._carried(PULLS.get(drive, ()), where, side) for drive in DRIVES for side in (1.0, -1.0)
        ])  # fmt: skip
        return Layout(rest, moves.reshape(len(moves), -1).astype(np.float32), places)

    def _carried(self, pulls: Iterable[Pull], where: Points, side: float) -> Points:
        carried = np.zeros_like(where)
        own = where * (side, 1, 1)
        share = np.clip(0.5 + own[:, 0] / (2 * _BLEND_CM), 0, 1)
        for pull in pulls:
            rows = self._rows(pull.on)
            by = np.array(pull.by) * ((1 if pull.sideways else side), 1, 1)
            of_side = 0.5 if pull.whole else share[rows]
            carried[rows] += (of_side * pull.weight(own[rows]))[:, None] * by
        return carried

    def _rows(self, prefixes: tuple[str, ...]) -> NDArray[np.intp]:
        """The rows of all parts whose names begin with one of the prefixes."""
        if prefixes not in self._found:
            named = [
                np.full(len(points), name.startswith(prefixes))
                for name, points in zip(self._names, self._points, strict=True)
            ]
            self._found[prefixes] = np.flatnonzero(np.concatenate(named))
        return self._found[prefixes]
