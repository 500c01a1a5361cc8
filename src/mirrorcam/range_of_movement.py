"""The person's own scale: how far their own face goes in a movement, and targets on that scale.

On the common scale intensity E is what a face usually shows at most; on the own scale it is what this face does, so
that "marked" asks everyone for the same share of what they can.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mirrorcam.arrays import Floats
from mirrorcam.expression import CODES, INTENSITIES, LEFT, POSITION, RIGHT, Expression
from mirrorcam.target import Target, asked_of, lifted, unsided
from mirrorcam.trial import BEST_S, BEST_SEEN, LONGEST_STEP_S

LEAST_TRIES = 2
"""A maximum is the median over so many tries or more: one try may be half-hearted, one picture may be wrong."""
ENOUGH = 0.15
"""The stronger side has to go this far; less may be the noise of a still face, or a movement that was not made. Less is
kept as so much on both sides, so that the least is asked that can be measured: on the common scale a weak face would be
asked for more than one that goes just so far, and by what was seen of it noise would be scaled up."""
LEAST_SHARE, MOST_SHARE = 0.2, 1.5
"""Bounds of own maximum / usual maximum, so that one bad measurement makes no target trivial or out of reach."""
MARKED = 95.0
"""Percentile over pictures. With six expressions among them, few of which have a unit, it is the strongest of those or
the next to it; of an expression that is in fewer than one of twenty it knows nothing. Chosen on drawn poses
(benchmarks/measurement/warped.py), where 90 and 100 did less well."""
LEAST_REACH = 0.25
"""A unit that goes less far in pictures is taken to go so far, as less may be noise, or not be among them: with 0 in
its place faint noise would score like a strong face."""

Sides = tuple[float, float]
"""The person's left, and right."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each side goes in one action unit. ``usual``: how far it usually goes there, which is what its movement
    asks of a face at intensity E, or what is expected of a picture (``range_in``)."""

    left: float
    right: float
    usual: float

    def share(self, side: str = "") -> float:
        """Of what is usual: of side "L" or "R", or of the weaker one, which is what both can do together."""
        own = {"L": self.left, "R": self.right}.get(side, min(self.left, self.right))
        return min(max(own / self.usual, LEAST_SHARE), MOST_SHARE)


@dataclass(frozen=True)
class Range:
    """Action unit → how far it goes, at least ``ENOUGH`` on one side. A unit that was not seen well enough is not in
    it."""

    reaches: Mapping[str, Reach]

    def share(self, code: str) -> float:
        """``code`` may carry a side. 1, the common scale, for a unit that is not known."""
        reach = self.reaches.get(unsided(code))
        return 1.0 if reach is None else reach.share(code.removeprefix(unsided(code)))

    def updated(self, newer: Range, most: Mapping[str, float]) -> Range:
        """With what ``newer`` knows in place of what was known before. ``most``: of each unit, what is usual in the
        movement that showed it most; where that was skipped, what another shows of it leaves it as it was."""
        later = {
            code: reach
            for code, reach in newer.reaches.items()
            if code not in self.reaches or reach.usual >= most.get(code, 0.0)
        }
        return Range({**self.reaches, **later})

    def to_dict(self) -> dict[str, Any]:
        """For a file."""
        return {code: [reach.left, reach.right, reach.usual] for code, reach in self.reaches.items()}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Range:
        """What ``to_dict`` gave, to the bit. Raises ValueError when it is not one."""
        try:
            reaches = {code: Reach(*map(float, numbers)) for code, numbers in content.items()}
        except (TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"not a range of movement ({error}); take a new one") from None
        if not all(code in POSITION and _sound(reach) for code, reach in reaches.items()):
            raise ValueError("not a range of movement; take a new one")
        return cls(reaches)


def _sound(reach: Reach) -> bool:
    numbers = (reach.left, reach.right, reach.usual)
    return all(map(math.isfinite, numbers)) and min(reach.left, reach.right) >= 0 and reach.usual > 0


# Measuring it.


def farthest(looks: Sequence[tuple[float, Expression]], codes: Iterable[str]) -> dict[str, Sides]:
    """How far each side went in one try: the highest median over half a second that was seen well. ``looks``:
    (seconds, expression), in order. Empty when no half-second was."""
    times = np.array([time_s for time_s, _ in looks])
    rows = [POSITION[code] for code in codes]
    values = np.array([expression.values[rows] for _, expression in looks])
    medians = [np.median(values[first:end], axis=0) for first, end in half_seconds(times)]
    if not medians:
        return {}
    most = np.maximum(np.max(medians, axis=0), 0.0)
    return {CODES[row]: (float(most[i, LEFT]), float(most[i, RIGHT])) for i, row in enumerate(rows)}


def half_seconds(times: Floats) -> Iterable[tuple[int, int]]:
    """First look and end of every half-second that is filled by looks without a gap."""
    ends = np.searchsorted(times, times + BEST_S + 1e-9, side="right")
    for first, end in enumerate(ends):
        within = times[first:end]
        if within[-1] - within[0] >= BEST_SEEN * BEST_S and np.diff(within).max() <= LONGEST_STEP_S:
            yield first, int(end)


def movement(looks: Sequence[tuple[float, Expression]], target: Target) -> dict[str, list[float]]:
    """Of one try at ``target``: what is kept of it, as plain data: code → [left, right, usual]."""
    most = usual([target.at("E")])
    return {code: [*sides, most[code]] for code, sides in farthest(looks, most).items()}


def usual(targets: Iterable[Target]) -> dict[str, float]:
    """Of each unit the most that one of the targets expects."""
    most: dict[str, float] = {}
    for target in targets:
        for code, (level, _) in target.expect.items():
            most[unsided(code)] = max(level, most.get(unsided(code), 0.0))
    return most


def range_from(tries: Iterable[Mapping[str, Sequence[float]]]) -> Range:
    """From what ``movement`` gave for every try. A unit that several movements show keeps the largest usual
    maximum, and the tries of that movement."""
    found: dict[str, list[Sequence[float]]] = {}
    for one in tries:
        for code, numbers in one.items():
            found.setdefault(code, []).append(numbers)
    reaches = {code: _reach(numbers) for code, numbers in found.items()}
    return Range({code: reach for code, reach in reaches.items() if reach is not None})


def _reach(tries: Sequence[Sequence[float]]) -> Reach | None:
    most = max(numbers[2] for numbers in tries)
    fitting = np.array([numbers[:2] for numbers in tries if numbers[2] == most])
    if len(fitting) < LEAST_TRIES:
        return None
    left, right = np.median(fitting, axis=0)
    if max(left, right) < ENOUGH:
        left = right = ENOUGH
    return Reach(float(left), float(right), float(most))


def hardly_moved(target: Target, tries: Iterable[Mapping[str, Sequence[float]]]) -> bool:
    """Whether half or more of what ``target`` asks was seen well in its ``tries`` (``movement``), and went no further
    than ``ENOUGH``."""
    found = range_from(tries).reaches
    small = [code for code, reach in found.items() if max(reach.left, reach.right) <= ENOUGH]
    return _half([code for code in target.expect if unsided(code) in small], target)


def range_in(expressions: Sequence[Expression], targets: Iterable[Target]) -> Range:
    """The own scale by many pictures of one person, among which each of ``targets`` is shown so often that ``MARKED``
    is one of its pictures: of every unit that they expect, what is usual is what they expect of it, and how far the
    face goes is ``MARKED`` of the pictures, the mean of both sides where no target expects one alone, and no less than
    ``LEAST_REACH``. Raises ValueError for no picture."""
    if not expressions:
        raise ValueError("at least one picture is needed")
    targets = list(targets)
    sided = {unsided(code) for target in targets for code in target.expect if code != unsided(code)}
    far = np.maximum(np.percentile([one.values for one in expressions], MARKED, axis=0), LEAST_REACH)
    reaches = {}
    for code, most in sorted(usual(targets).items(), key=lambda one: POSITION[one[0]]):
        left, right = far[POSITION[code]].tolist()
        both = (left + right) / 2
        reaches[code] = Reach(left, right, most) if code in sided else Reach(both, both, most)
    return Range(reaches)


# Using it.


def scaled(target: Target, own: Range) -> Target:
    """``target`` as this face can make it. What is asked of both sides goes by the weaker one, so that a small
    movement of both together can be the aim; what is asked of one side goes by that side. Intensity E is then the own
    maximum, and each letter the same share of it as for everyone, as long as that is more than a still face moves."""
    shares = {code: own.share(code) for code in target.expect}
    less = {code: (share, target.expect[code][0]) for code, share in shares.items() if share < 1}
    return replace(
        target,
        show=_shown(target.show, own),
        own=less,
        expect={
            code: (_asked(level, shares[code]), weight) for code, (level, weight) in target.expect.items()
        },
        contradict={
            code: (rate, above * max(1.0, own.share(code)) if code in target.expect else above)
            for code, (rate, above) in target.contradict.items()
        },
        rivals=tuple(scaled(rival, own) for rival in target.rivals),
    )


def _asked(level: float, share: float) -> float:
    """At intensity D."""
    return asked_of(share, level, INTENSITIES["D"]) if share < 1 else level * share


def hardly_measured(target: Target, intensity: str) -> bool:
    """Whether half or more of what ``target``, on the own scale, asks at ``intensity`` is lifted to the least that can
    be told from a still face."""
    wanted = INTENSITIES[intensity]
    return _half(
        [code for code, (share, level) in target.own.items() if lifted(share, level, wanted)], target
    )


def _half(codes: Sequence[str], target: Target) -> bool:
    """Whether ``codes`` are half or more of what it asks."""
    weighed = {code: level * weight for code, (level, weight) in target.expect.items()}
    return 2 * sum(weighed[code] for code in codes) >= sum(weighed.values())


def _shown(show: Expression, own: Range) -> Expression:
    """What the avatar wears: no more than what is asked, and both sides alike where they were."""
    values = show.values.copy()
    for code in own.reaches:
        left, right = values[POSITION[code]]
        sides = ("", "") if left == right else ("L", "R")
        values[POSITION[code]] *= [own.share(f"{code}{side}") for side in sides]
    return Expression(np.minimum(values, 1.0))
