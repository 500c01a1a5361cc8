"""How much of a shown expression caught on: whether it appeared on the person's own face while they looked on.

With ``own`` the person's face, ``before`` its median in the second before the expression came, and ``full`` the
expression at intensity E, all as the mean of both sides of the action units that can be measured::

    share(t) = (own(t) − before) · full / (full · full) / max(shown intensity, .35)

and what caught on is the highest mean of that over half a second, from the onset until 0.8 s after the end, less what
the lowest goes below 0 (noise goes both ways, and counts for nothing), 0..1: 0 is nothing of it, 1 is as much as was
shown. The least divisor (B) keeps the noise of a still face small where only a trace was shown. Our own measure, not
compared with others; mimicry comes 0.3 to 0.9 s after what is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.expression import POSITION, Expression
from mirrorcam.synchrony import FOLLOWED

BEFORE_S, LEAST_BEFORE = 1.0, 5
"""What counts as before: this long, and this many samples; with fewer, the person's neutral."""
AFTER_S = 0.8
WINDOW_S = 0.5
LEAST_SHOWN = 0.35
"""The letter B."""
LEAST_COVERAGE = 0.5

_ROWS = [POSITION[code] for code in FOLLOWED]


def _levels(expression: Expression) -> Floats:
    levels: Floats = expression.values[_ROWS].mean(axis=1)
    return levels


@dataclass(slots=True)
class Before:
    """The face in the last second, while nothing is shown."""

    _seen: list[tuple[float, Floats]] = field(default_factory=list)

    def see(self, time_s: float, own: Expression | None) -> None:
        if own is not None:
            self._seen.append((time_s, _levels(own)))
        self._seen = [one for one in self._seen if one[0] > time_s - BEFORE_S]

    def take_back(self, from_s: float) -> None:
        """What was seen from then on."""
        self._seen = [one for one in self._seen if one[0] < from_s]

    def level(self) -> Floats:
        if len(self._seen) < LEAST_BEFORE:
            return np.zeros(len(_ROWS))
        level: Floats = np.median([levels for _, levels in self._seen], axis=0)
        return level


class Caught:
    """One expression, from its onset on. ``full`` at intensity E, shown at ``intensity`` 0..1; ``before`` from
    ``Before.level``."""

    def __init__(self, full: Expression, intensity: float, before: Floats) -> None:
        pattern = _levels(full)
        self._gain = pattern / (pattern @ pattern) / max(intensity, LEAST_SHOWN)
        self._before = before
        self._times: list[float] = []
        self._shares: list[float] = []
        self._asked = 0

    def see(self, time_s: float, own: Expression | None) -> None:
        """What the face did; None: it could not be seen well enough."""
        self._asked += 1
        if own is not None:
            self._times.append(time_s)
            self._shares.append(float((_levels(own) - self._before) @ self._gain))

    def take_back(self, from_s: float) -> None:
        """What was seen from then on is as if it had not been."""
        kept = sum(time_s < from_s for time_s in self._times)
        del self._times[kept:], self._shares[kept:]

    def share(self) -> float | None:
        """How much caught on, 0..1; None: too little was seen to say."""
        if len(self._times) < max(2.0, LEAST_COVERAGE * self._asked):
            return None
        times, shares = np.array(self._times), np.array(self._shares)
        ends = np.searchsorted(times, times + WINDOW_S, side="right")
        whole = [i for i, end in enumerate(ends) if end < len(times)] or [0]
        means = [float(shares[i : ends[i]].mean()) for i in whole]
        return min(1.0, max(0.0, max(means) - max(0.0, -min(means))))
