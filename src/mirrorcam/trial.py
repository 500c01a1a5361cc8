"""What one trial showed: how soon, how well, how steadily, and how much of it could be seen.

From samples at uneven times: between two scored looks the score is a straight line, and a stretch that
is not scored, or longer than ``LONGEST_STEP_S``, counts as not seen. So 8 and 60 frames a second agree.

When a threshold was passed is read from scored looks alone: between two that are at most ``LONGEST_STEP_S`` apart by
a straight line, whatever could not be scored between them (a bad frame). Between two that are further apart it is not
known, and None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from statistics import fmean

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.score import Score
from mirrorcam.sides import Unasked

LONGEST_STEP_S = 0.25
"""From one look to the next: two frames at 8 a second, the slowest that is scored live."""
ALIKE_DIGITS = 6
"""Of a score: half-seconds that are so much alike are equally good, and the one in their middle counts. Of an
expression that is held at 100 the last bits of sums would choose, which another computer has otherwise; and in the
first one the face still moves, and an eye that closes may be a blink yet (passing.py)."""
BEST_S = 0.5
"""The score of a trial is that of its best half-second, never of a single look."""
BEST_SEEN = 0.8
"""Share of the half-second that has to be scored."""
LEAST_COVERAGE = 0.5
"""Of the trial; with less it is not scored."""
STAYS_S, STAYS_WITHIN = 0.25, 8.0
"""An onset counts when the score then stays for so long, at most so many points (twice the noise of a single
look) below the threshold."""
RISEN = 0.9
HOLD_SHARE = 0.85
"""Of the score that began a hold: what keeps it up."""
DIP_S = 0.5
"""Dips of a hold that are not longer count as held: a blink, a swallow, one bad frame. What ends it for longer was
letting go, which took as long before."""
UNSTEADY_SD = 25.0
"""Standard deviation, in points, at which steadiness is 0."""
FASTEST_TREMBLE_HZ = 5.5
"""Four looks to each swing of it or more, 22 a second, tell it from noise."""
NOISE_SD = 3.6
"""Points: of fewer looks no more is taken for noise. A held smile's single scores vary by no more before a noisy
camera, while the head sways (docs/measurement.md, "Held before a camera")."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sample of a trial. ``score`` None: not scored."""

    time_s: float
    score: Score | None
    symmetry: float | None = None
    unasked: Unasked | None = None


@dataclass(frozen=True, slots=True)
class TrialResult:
    """``score`` 0..100 as shown; times in seconds from the go signal; the rest 0..1. None: not known."""

    scored: bool
    score: float | None = None
    """Mean of the best half-second."""
    onset_s: float | None = None
    """When the score first passed the threshold and stayed. None, too, where no two looks at most ``LONGEST_STEP_S``
    apart saw it pass, and where it was above from the go signal on: nobody knows when that began."""
    rise_s: float | None = None
    """From the onset to nine tenths of the best half-second; not known where one of them is not."""
    held_s: float | None = None
    """Seconds at or above the threshold."""
    offset_s: float | None = None
    """When the score last left the threshold after it had stayed there, be it while the expression was let go. None,
    too, where that was not seen, and where it is still above."""
    steadiness: float | None = None
    """1 − standard deviation / ``UNSTEADY_SD`` over the hold, less the noise from look to look (``_Course._noise``),
    and without letting go (``_Course.held``). None, too, where it was let go at once."""
    symmetry: float | None = None
    """Median over the best half-second; None where less than half of its looks have one, as a resting brow passes the
    least movement now and then (benchmarks/measurement/live.py)."""
    unasked: str | None = None
    """What one side did without being asked in half of the best half-second or more: "AU43L" (see sides.py)."""
    unasked_excess: float | None = None
    """How much more than the other side; median over the same."""
    coverage: float = 0.0
    """Share of the time that was scored."""
    best_s: float | None = None
    """When the best half-second began."""


def measure_trial(
    looks: Sequence[Look],
    go_s: float,
    until_s: float,
    threshold: float,
    hold: tuple[float, float] | None = None,
) -> TrialResult:
    """The trial from ``go_s`` to ``until_s``; ``hold``: from when to when the expression was held. All on the
    clock of the looks. ``threshold`` on the scale that is shown. Looks after ``until_s``, while it is let go, tell the
    offset and nothing else."""
    scores = np.array([np.nan if look.score is None else look.score.shown for look in looks])
    times = np.array([look.time_s for look in looks])

    def between(from_s: float, to_s: float) -> Sequence[Look]:
        return [look for look in looks if from_s <= look.time_s <= to_s]

    return measure_scores(times, scores, between, go_s, until_s, threshold=threshold, hold=hold)


def measure_scores(
    times: Floats,
    scores: Floats,
    looks: Callable[[float, float], Sequence[Look]],
    go_s: float,
    until_s: float,
    *,
    threshold: float,
    hold: tuple[float, float] | None = None,
) -> TrialResult:
    """As ``measure_trial``, where times and shown scores (NaN: not scored) are at hand. ``looks``: those from one time
    to another; only the best half-second's are asked for."""
    course = _course(times, scores, go_s, until_s)
    coverage = course.seen_s / (until_s - go_s) if until_s > go_s else 0.0
    best = course.best() if coverage >= LEAST_COVERAGE else None
    if best is None:
        return TrialResult(scored=False, coverage=coverage)
    start_s, value = best
    onset_s = course.onset_s(threshold)
    offset_s = _course(times, scores, go_s, np.inf).offset_s(threshold) if course.stayed(threshold) else None
    at_best = looks(start_s, start_s + BEST_S)
    side, excess = _unasked(at_best)
    return TrialResult(
        scored=True,
        score=value,
        onset_s=_after(go_s, onset_s),
        rise_s=None if onset_s is None else course.rise_s(onset_s, RISEN * value),
        held_s=course.above_s(threshold),
        offset_s=_after(go_s, offset_s),
        steadiness=_course(times, scores, *hold).held(HOLD_SHARE * min(value, threshold)).steadiness()
        if hold
        else None,
        symmetry=_symmetry(at_best),
        unasked=side,
        unasked_excess=excess,
        coverage=coverage,
        best_s=start_s - go_s,
    )


def _after(go_s: float, at_s: float | None) -> float | None:
    return None if at_s is None else max(0.0, at_s - go_s)


def _symmetry(looks: Sequence[Look]) -> float | None:
    """Of a movement that is made in at least half of the looks."""
    known = [look.symmetry for look in looks if look.symmetry is not None]
    return _median(known) if 2 * len(known) >= len(looks) else None


@dataclass(frozen=True, slots=True)
class Means:
    """What the trials of a step come to together, as ``TrialResult`` has it of each. None: not known of any."""

    score: float | None = None
    onset_s: float | None = None
    held_s: float | None = None
    steadiness: float | None = None
    symmetry: float | None = None


def means_of(results: Sequence[TrialResult]) -> Means:
    """Of each figure over those of which it is known."""

    def mean(name: str) -> float | None:
        known = [value for result in results if (value := getattr(result, name)) is not None]
        return fmean(known) if known else None

    return Means(*(mean(field.name) for field in fields(Means)))


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None


def _unasked(looks: Sequence[Look]) -> tuple[str | None, float | None]:
    """What shows in at least half of the looks."""
    seen = [look.unasked for look in looks if look.unasked is not None]
    code, times = Counter(one.code for one in seen).most_common(1)[0] if seen else ("", 0)
    if times * 2 < len(looks) or not times:
        return None, None
    return code, _median([one.excess for one in seen if one.code == code])


def _course(times: Floats, scores: Floats, from_s: float, until_s: float) -> _Course:
    within = (times >= from_s) & (times <= until_s)
    return _Course(times[within], scores[within], from_s)


@dataclass(frozen=True)
class _Course:
    """Times and scores (NaN: not scored) of the looks in a stretch of time, which begins at ``from_s``."""

    times: Floats
    values: Floats
    from_s: float

    def _steps(self) -> tuple[Floats, Floats]:
        """Between one look and the next: seconds that were seen, and the mean score (0 where unseen)."""
        steps, means = np.diff(self.times), (self.values[1:] + self.values[:-1]) / 2
        seen = np.isfinite(means) & (steps <= LONGEST_STEP_S)
        return np.where(seen, steps, 0.0), np.where(seen, means, 0.0)

    @property
    def seen_s(self) -> float:
        return float(self._steps()[0].sum())

    def best(self) -> tuple[float, float] | None:
        """Start and mean of the best half-second that was seen well enough; of equally good ones the middle one's."""
        if len(self.times) < 2:
            return None
        seen, means = self._steps()
        seen_until = np.concatenate(([0.0], np.cumsum(seen)))
        total_until = np.concatenate(([0.0], np.cumsum(seen * means)))
        starts = np.concatenate((self.times, self.times - BEST_S))
        starts = np.sort(starts[(starts >= self.times[0]) & (starts + BEST_S <= self.times[-1] + 1e-9)])
        in_window = _between(self.times, seen_until, starts)
        total = _between(self.times, total_until, starts)
        enough = in_window >= BEST_SEEN * BEST_S
        if not enough.any():
            return None
        scores = np.where(enough, total / np.maximum(in_window, 1e-9), -1.0)
        alike = scores.round(ALIKE_DIGITS)
        best = np.flatnonzero(alike == alike.max())
        middle = best[len(best) // 2]
        return float(starts[middle]), min(100.0, float(scores.max()))  # sums of many stray a little

    def stayed(self, threshold: float) -> bool:
        """Whether it was seen above the threshold, and to stay there."""
        return self._scored()._passed(threshold) is not None

    def onset_s(self, threshold: float) -> float | None:
        """When the score first passed the threshold, between looks by a straight line, and stayed."""
        seen = self._scored()
        first = seen._passed(threshold)
        return None if first is None else seen._crossing_s(first, threshold)

    def offset_s(self, threshold: float) -> float | None:
        """As an onset, of the same course backwards; None where it ends above the threshold."""
        seen = self._scored()
        if not len(seen.values) or seen.values[-1] >= threshold:
            return None
        backwards = _Course(-seen.times[::-1], seen.values[::-1], -seen.times[-1]).onset_s(threshold)
        return None if backwards is None else -backwards

    def rise_s(self, onset_s: float, level: float) -> float | None:
        """From the onset until the score first reaches ``level``."""
        seen = self._scored()
        later = np.flatnonzero((seen.times >= onset_s) & (seen.values >= level))
        reached = seen._crossing_s(int(later[0]), level) if len(later) else None
        return None if reached is None else max(0.0, reached - onset_s)

    def _scored(self) -> _Course:
        there = np.isfinite(self.values)
        return _Course(self.times[there], self.values[there], self.from_s)

    def _passed(self, threshold: float) -> int | None:
        """Of scored looks, the first from which on the score is seen to stay; before the end, or before what was not
        seen, for half of that time."""
        unseen = np.append(np.flatnonzero(np.diff(self.times) > LONGEST_STEP_S), len(self.times) - 1)
        for i in np.flatnonzero(self.values >= threshold).tolist():
            stay = (self.times >= self.times[i]) & (self.times <= self.times[i] + STAYS_S)
            seen_to = self.times[unseen[np.searchsorted(unseen, i)]]
            lasted = seen_to >= self.times[i] + STAYS_S - LONGEST_STEP_S / 2
            if lasted and (self.values[stay] >= threshold - STAYS_WITHIN).all():
                return i
        return None

    def _crossing_s(self, i: int, threshold: float) -> float | None:
        """On the way to the scored look ``i``; None where that was not seen, as with the first."""
        step = self.times[i] - self.times[i - 1] if i else np.inf
        if step > LONGEST_STEP_S:
            return None
        if self.values[i - 1] >= threshold:
            return float(self.times[i])
        before = self.values[i - 1]
        return float(self.times[i - 1] + step * (threshold - before) / (self.values[i] - before))

    def above_s(self, threshold: float) -> float:
        seen, _ = self._steps()
        low = np.fmin(self.values[1:], self.values[:-1])
        high = np.fmax(self.values[1:], self.values[:-1])
        share = np.where(high > low, (high - threshold) / np.maximum(high - low, 1e-9), high >= threshold)
        return float((seen * np.clip(np.nan_to_num(share), 0.0, 1.0)).sum())

    def held(self, floor: float) -> _Course:
        """Of a hold: until it was let go. Where the end was below ``floor``, that is no unsteadiness."""
        above = self.times[self.values >= floor]
        if not len(above) or self.times[-1] - above[-1] <= DIP_S:
            return self
        until = self.times <= above[-1] - DIP_S
        return _Course(self.times[until], self.values[until], self.from_s)

    def steadiness(self) -> float | None:
        """By the looks themselves: the mean of two neighbours would halve what trembles fast for so few of them."""
        seen, _ = self._steps()
        if seen.sum() <= 0:
            return None
        weights = np.append(seen, 0.0) + np.append(0.0, seen)  # a look stands for half of the steps beside it
        values = np.where(weights > 0, self.values - self.values[weights.argmax()], 0.0)
        variance = float(np.average((values - np.average(values, weights=weights)) ** 2, weights=weights))
        return max(0.0, 1 - float(np.sqrt(max(variance - self._noise(seen), 0.0))) / UNSTEADY_SD)

    def _noise(self, seen: Floats) -> float:
        """Variance of what comes and goes from one look to the next. Noise makes a step up follow a step down; a
        movement makes steps one way, but for a tremble faster than a quarter of the looks a second. So of few looks no
        more is taken for noise than a face that keeps still may have."""
        steps, both = np.diff(self.values), (seen[1:] > 0) & (seen[:-1] > 0)
        if not both.any():
            return 0.0
        there_and_back = max(0.0, -float((steps[1:] * steps[:-1])[both].mean()))
        told_apart = (seen > 0).sum() >= 4 * FASTEST_TREMBLE_HZ * seen.sum()
        return there_and_back if told_apart else min(there_and_back, NOISE_SD**2)


def _between(times: Floats, until: Floats, starts: Floats) -> Floats:
    """The growth of the running total ``until`` over the half-second from each start."""
    result: Floats = np.interp(starts + BEST_S, times, until) - np.interp(starts, times, until)
    return result
