"""How two moving faces go together, and how far behind: ``Synchrony.see(time_s, leader, follower)``.

For each window of 4 s, every 0.2 s, and each lag ``d`` by which the follower may be behind::

    r(u, d) = cov(leader(t − d), follower(t)) / √((var leader + .06²)(var follower + .06²))   an action unit u
    r(d)    = Σ w·r(u, d) / Σ w,    w = max(var leader − .06², 0)      over the action units, over the windows
    strength = (peak − floor) / (.9 − floor), 0..1;    floor = 2.5 × RMS of r at lags where nobody follows

Nothing is told before chance can be judged: by one window's length of those lags, or because the leader's movements
are varied. Somebody who only smiles is met by chance by everybody who smiles.

Lagged correlation, regularised variances, window and lags: mirrorcam's own measurement on synthetic movers
(docs/measurement.md); ``benchmarks/synchrony.py`` prints what this does on them. Not measured on people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.arrays import Floats
from mirrorcam.expression import POSITION, Expression

RATE_HZ = 25
"""Both streams are interpolated to this grid, so that frame rates give the same answers."""
EVERY_S = 0.2
GAP_S = 0.4
"""Between two scored samples further apart than this, nothing is known: three frames at 8 a second."""
COVERAGE = 0.75
"""The share of a window that both streams must cover at every lag."""
STILL = 0.06
"""The standard deviation of an action unit that counts as noise: the source's regularisation."""
SHIFTS_S = (4.0, 18.0)
"""The surrogate: the leader shifted by so much beyond the longest lag. Further away than an expression lasts
(onset, hold and offset, 2 to 4 s), so that what is found there is chance."""
CHANCE = 0.3
"""RMS of r at one window of unrelated movers (benchmarks/synchrony.py); falls as 1/√ their number."""
SURROGATE_S = 4.0
"""So many seconds of surrogate lags, one window, tell what chance explains: they are one independent stretch."""
VARIED = 1.3
"""Independent movements of the leader from which on as much is known without it: two expressions count 2 when both
are as large and share no unit; smiles alone come to 1.04 at most in the noise of a still face (SD .03), to 1.4 in twice
as much (benchmarks/synchrony.py's movers). Somebody who only smiles is met by chance by everybody who smiles, too."""
FLOOR, SURE, HIGHEST_FLOOR = 0.3, 0.9, 0.7
"""Correlations mapped to strength 0 and 1; the surrogate can lift the first up to the third."""
MEANINGLESS = 0.35
"""Below this correlation a lag tells nothing (docs/measurement.md)."""

EYES = frozenset({"AU43", "AU61", "AU62", "AU63", "AU64"})
FOLLOWED: tuple[str, ...] = tuple(u.code for u in ACTION_UNITS if u.measured and u.code not in EYES)
"""What can be followed: all that is measured but the eyes, which blink and look about by themselves."""


@dataclass(frozen=True, slots=True)
class Together:
    """How two faces went together lately.

    ``strength``: 0 (as unrelated movers do) … 1 (each movement is followed). How large the follower's
    movements are matters little: half the leader's give 0.8, a third 0.6.
    ``lag_s``: how far the follower is behind, negative when ahead; None when nothing is followed clearly
    enough, or from further behind than was looked.
    ``known``: measured within the last window; when False (a gap, or a leader who keeps still) the rest is
    what was known last.
    ``correlation``: the peak of the lag curve, −1..1. ``floor``: the correlation that chance explains.
    """

    lag_s: float | None
    strength: float
    known: bool
    correlation: float
    floor: float


class Synchrony:
    """Online, of bounded memory, without a clock: the same calls give the same answers."""

    def __init__(
        self,
        lags_s: tuple[float, float] = (-0.2, 1.5),
        window_s: float = 4.0,
        memory_s: float = 30.0,
        codes: tuple[str, ...] = FOLLOWED,
    ) -> None:
        """``lags_s``: the least and most the follower may be behind. Windows fade with the time constant
        ``memory_s`` (``math.inf``: never). ``codes``: the action units compared, each the mean of its sides.

        Raises ValueError unless ``lags_s`` ascend around 0 and the other numbers are above 0.
        """
        if not (lags_s[0] <= 0.0 < lags_s[1] and window_s > 0.0 and memory_s > 0.0 and codes):
            raise ValueError("synchrony: lags_s must ascend around 0, window_s and memory_s be above 0")
        self._window = _ticks(window_s)
        self._ahead, self._behind = _ticks(-lags_s[0]), _ticks(lags_s[1])
        self._most = self._behind + _ticks(SHIFTS_S[1])
        self._far = self._ahead + self._behind + _ticks(SHIFTS_S[0])
        length = self._window + self._most + self._ahead + 1
        self._columns = np.array([POSITION[code] for code in codes])
        self._leader, self._follower = _Stream(length, len(codes)), _Stream(length, len(codes))
        self._curve = _LagCurve(self._ahead + self._most + 1, math.exp(-EVERY_S / memory_s))
        self._variety = _Variety(len(codes), math.exp(-EVERY_S / memory_s))
        self._begin_s = self._last_s = math.nan
        self._window_at = self._known_at = 0
        self._together: Together | None = None

    def see(self, time_s: float, leader: Expression | None, follower: Expression | None) -> Together | None:
        """Take in what both showed at ``time_s`` (None: not scored). None until enough was seen: 5 to
        8 s of varied movements, or 13 s of one that is repeated.

        Raises ValueError when time runs backwards, or is no finite number.
        """
        if not math.isfinite(time_s):
            raise ValueError(f"synchrony: a time is a finite number of seconds, not {time_s}")
        if math.isnan(self._begin_s):
            self._begin_s = time_s
        elif not time_s >= self._last_s:
            raise ValueError(f"synchrony: time runs backwards, from {self._last_s} s to {time_s} s")
        self._last_s = time_s
        at = (time_s - self._begin_s) * RATE_HZ
        for stream, expression in ((self._leader, leader), (self._follower, follower)):
            if expression is not None:
                stream.add(at, expression.values[self._columns].mean(axis=1))
        window_at = int(at + 1e-6) // _ticks(EVERY_S)
        if window_at > self._window_at:
            self._window_at = window_at
            self._look(window_at * _ticks(EVERY_S))
        return self._together

    def _look(self, now: int) -> None:
        """Add the window that ends now, less what the follower may be ahead, each second the surrogate too."""
        end = now - self._ahead + 1
        back = self._most if now % RATE_HZ == 0 else self._behind
        follower = self._follower.between(end - self._window, end)
        leader = self._leader.between(end - self._window - back, end + self._ahead)
        products, weights = _lag_sums(leader, follower)
        near = weights[: self._ahead + self._behind + 1]
        if np.isfinite(near).all() and near.mean() > STILL**2:
            self._curve.add(np.nan_to_num(products), np.nan_to_num(weights))
            self._variety.add(leader[-self._window - self._ahead :])
            if self._enough():
                self._known_at = now
                self._together = self._judged()
        if self._together is not None and now - self._known_at > self._window:
            self._together = replace(self._together, known=False)

    def _enough(self) -> bool:
        """Whether what goes together can be told from chance: by the surrogate, or since the leader's movements are
        varied."""
        far = self._curve.mean()[self._far :]
        return bool(np.isfinite(far).sum() >= _ticks(SURROGATE_S) or self._variety.movements >= VARIED)

    def _judged(self) -> Together:
        curve = self._curve.mean()
        near = curve[: self._ahead + self._behind + 1]
        peak = int(np.nanargmax(near))  # at the other lags the leader may not have moved yet
        offset, correlation = _vertex(near[max(peak - 1, 0) : peak + 2])
        floor = self._floor(curve[self._far :])
        strength = min(max((correlation - floor) / (SURE - floor), 0.0), 1.0)
        lag_s = (peak + offset - self._ahead) / RATE_HZ
        clear = strength > 0.0 and correlation >= MEANINGLESS and 0 < peak < len(near) - 1
        return Together(lag_s if clear else None, strength, True, correlation, floor)

    def _floor(self, far: Floats) -> float:
        """What chance explains: from the surrogate, and from what is usual while there is little of it."""
        windows = 1.0 + self._curve.count * _ticks(EVERY_S) / self._window
        usual = CHANCE**2 / windows
        seen = far[np.isfinite(far)]
        share = len(seen) / (len(seen) + self._window)
        chance = math.sqrt((1.0 - share) * usual + share * float(np.mean(seen**2)) if len(seen) else usual)
        return min(max(2.5 * chance, FLOOR), HIGHEST_FLOOR)


class _Stream:
    """The last ``length`` ticks of one face on the grid; NaN where nothing is known."""

    def __init__(self, length: int, width: int) -> None:
        self._rows = np.full((2 * length, width), np.nan)
        self._first = -length
        """The tick of row 0."""
        self._before: tuple[float, Floats] | None = None

    def add(self, at: float, values: Floats) -> None:
        """``at`` in ticks. Fills the grid since the sample before, if that is not too long ago."""
        before, self._before = self._before, (at, values)
        if before is None or not 0.0 < at - before[0] <= GAP_S * RATE_HZ + 1e-6:
            return
        ticks = np.arange(math.ceil(before[0] - 1e-6), math.floor(at + 1e-6) + 1)
        self._make_room(int(at) + 2)
        share = (ticks - before[0]) / (at - before[0])
        self._rows[ticks - self._first] = before[1] + share[:, None] * (values - before[1])

    def between(self, begin: int, end: int) -> Floats:
        """Ticks ``begin`` to ``end``, without the last."""
        self._make_room(end)
        return self._rows[begin - self._first : end - self._first]

    def _make_room(self, end: int) -> None:
        length = len(self._rows) // 2
        if end - self._first <= 2 * length:
            return
        drop = end - length - self._first
        kept = self._rows[drop:].copy()
        self._rows[:] = np.nan
        self._rows[: len(kept)] = kept
        self._first += drop


class _LagCurve:
    """The mean of the lag curves of all windows, the older ones fading."""

    def __init__(self, lags: int, fade: float) -> None:
        self._products, self._weights, self._fade = np.zeros(lags), np.zeros(lags), fade
        self.count = 0.0

    def add(self, products: Floats, weights: Floats) -> None:
        """``products`` and ``weights`` from the earliest lag on, as many as there are."""
        self._products *= self._fade
        self._weights *= self._fade
        self._products[: len(products)] += products
        self._weights[: len(weights)] += weights
        self.count = self.count * self._fade + 1.0

    def mean(self) -> Floats:
        """−1..1 per lag; NaN where no window reached, or the leader never moved."""
        known = self._weights > STILL**2
        curve: Floats = np.divide(self._products, self._weights, out=np.full(len(known), np.nan), where=known)
        return curve


class _Variety:
    """In how many independent ways the leader moves; older windows fade."""

    def __init__(self, units: int, fade: float) -> None:
        self._moments, self._fade = np.zeros((units, units)), fade

    def add(self, leader: Floats) -> None:
        """One window, (ticks, units), of which what is nearest to the neutral in each unit counts as its rest."""
        seen = leader[np.isfinite(leader).all(axis=1)]
        rest = np.clip(0.0, seen.min(axis=0), seen.max(axis=0))
        moved = np.where(seen.std(axis=0) > STILL, seen - rest, 0.0)
        self._moments = self._moments * self._fade + moved.T @ moved

    @property
    def movements(self) -> float:
        """1: the same units, always together; as many more as there are others, and as large (the participation ratio
        of the eigenvalues)."""
        total = float(np.trace(self._moments))
        return total**2 / float((self._moments**2).sum()) if total > 0.0 else 0.0


def _lag_sums(leader: Floats, follower: Floats) -> tuple[Floats, Floats]:
    """Σ w·r and Σ w over the action units, per lag from the earliest; NaN where too little is covered.

    ``follower`` is the window, (ticks, units); ``leader`` reaches further back, and ahead, by the lags.
    """
    count, (both, lead_1, lead_2, follow_1, follow_2) = _lag_means(leader, follower)
    lead_var = np.maximum(lead_2 - lead_1**2, 0.0)
    follow_var = np.maximum(follow_2 - follow_1**2, 0.0)
    r = (both - lead_1 * follow_1) / np.sqrt((lead_var + STILL**2) * (follow_var + STILL**2))
    weight = np.maximum(lead_var - STILL**2, 0.0)
    products: Floats = (weight * r).sum(axis=0)
    weights: Floats = weight.sum(axis=0)
    products[count < COVERAGE * len(follower) - 0.5] = np.nan
    weights[np.isnan(products)] = np.nan
    return products, weights


def _lag_means(leader: Floats, follower: Floats) -> tuple[Floats, Floats]:
    """Per lag: how many ticks both are known, (lags,); and over these, (5, moving units, lags), the means of
    leader × follower, leader, leader², follower, follower².

    All lags at once, as products of Fourier transforms (the cross-correlation theorem).
    """
    lead, lead_seen = _filled(leader.T)
    follow, follow_seen = _filled(follower.T)
    moving = lead.std(axis=1) > STILL / 2
    lead, follow = lead[moving], follow[moving]
    length = math.ceil(len(leader) / 50) * 50  # small prime factors: fast transforms
    past = np.fft.rfft(np.concatenate([lead, lead**2, lead_seen]), length)
    now = np.fft.rfft(np.concatenate([follow, follow**2, follow_seen]), length).conj()
    pairs = [past[: len(lead)] * now[: len(lead)], past[:-1] * now[-1], past[-1] * now]
    # What comes out first is the leader furthest back.
    sums = np.fft.irfft(np.concatenate(pairs), length)[:, len(leader) - len(follower) :: -1]
    count = sums[-1]
    return count, (sums[:-1] / np.maximum(count, 1.0)).reshape(5, len(lead), len(count))


def _filled(rows: Floats) -> tuple[Floats, Floats]:
    """(units, ticks) with zeros where nothing is known, and (1, ticks) of 1 (known) or 0."""
    seen = np.isfinite(rows.sum(axis=0, keepdims=True))
    return np.where(seen, rows, 0.0), seen.astype(np.float64)


def _vertex(three: Floats) -> tuple[float, float]:
    """Of the parabola through three points, the middle one highest: how far from it, and how high. Where one of them is
    not known, the highest itself."""
    if len(three) < 3 or not np.isfinite(three).all():
        return 0.0, float(np.nanmax(three))
    left, middle, right = (float(v) for v in three)
    bend = left - 2.0 * middle + right
    if bend >= 0.0:
        return 0.0, middle
    offset = 0.5 * (left - right) / bend
    return offset, middle - 0.25 * (left - right) * offset


def _ticks(seconds: float) -> int:
    return round(seconds * RATE_HZ)
