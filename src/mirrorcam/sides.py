"""Both sides of a face: how alike they move, unit by unit, and what moves on one side without being asked.

Relative to the person's own neutral, so that a face that is uneven at rest is not blamed for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from mirrorcam.action_units import BY_CODE
from mirrorcam.arrays import Floats
from mirrorcam.expression import LEFT, POSITION, RIGHT, Expression
from mirrorcam.target import STILL, Target, unsided

MADE = 0.5
"""Of what is asked: the stronger side has to go so far for the movement to be made. It goes by the stronger side, so
that an uneven attempt is not left out sooner than an even one. Never less than what a still face moves."""
ENOUGH_MOVEMENT = 0.15
"""The same for a movement of which is not known how far it was asked for."""
ASKED = 0.1
"""Shown by the target at this intensity or more: asked."""
ENOUGH_UNASKED = 0.25
"""More on one side than on the other. With .2 a corner of the mouth of a man who talks, in a film, was told two to
three times as often."""
CLEAR = ("AU1", "AU2", "AU4", "AU12", "AU43")
"""Units whose sides differ by less than .25 in natural smiles, and which are known from synkinesis (brow, corners of
the mouth, lids); AU10 differs by up to .7 there, and AU20 by more than .2 in two of five looks at a smiling man in a
film."""
ALONG: Mapping[str, tuple[str, ...]] = {"AU43": ("AU1", "AU2")}
"""What the tracker itself sees move on one side along with a unit that is asked for: an eye that closes lifts the brow
above it, as it sees it; in some drawn people on one side of an even closure, too."""
MOSTLY = 0.5
"""Of what a target expects of both sides, by level: more than so much has to be made for the whole to have a symmetry.
What moves while nothing of it is tried (cheeks without a smile) tells nothing of how a smile goes."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A movement of one side that goes along with what was asked: an eye that closes with the smile."""

    code: str
    """With its side: "AU43L"."""
    excess: float
    """How much more than on the other side."""


@cache
def two_sided(code: str) -> bool:
    """Whether its sides are measured apart."""
    return code in BY_CODE and BY_CODE[code].sided


def least(asked: float) -> float:
    """How far the stronger side has to go where ``asked`` is expected, so that both can be compared."""
    return max(MADE * asked, STILL)


def symmetry_of(expression: Expression, code: str, enough: float = ENOUGH_MOVEMENT) -> float | None:
    """How alike both sides of a unit move: 1 − |L − R| / (|L| + |R|). None when neither side goes as far as
    ``enough``, or when they are not measured apart."""
    return alike(expression.left(code), expression.right(code), enough) if two_sided(code) else None


def alike(left: float, right: float, enough: float) -> float | None:
    """Of two sides, 0..1; None when neither goes as far as ``enough``, which is above 0."""
    if max(left, right) < enough:
        return None
    return 1 - abs(left - right) / (abs(left) + abs(right))


def symmetries(expression: Expression, target: Target) -> dict[str, float]:
    """For each unit that the target expects of both sides and that is made, be it on one side only."""
    found = {code: symmetry_of(expression, code, least(level)) for code, (level, _) in target.expect.items()}
    return {code: value for code, value in found.items() if value is not None}


def symmetry(expression: Expression, target: Target) -> float | None:
    """The mean of ``symmetries``, weighted by what is expected. None where no more than ``MOSTLY`` of that is made. Of
    natural smiles: docs/measurement.md."""
    found = symmetries(expression, target)
    levels = {code: level for code, (level, _) in target.expect.items() if two_sided(code)}
    made = sum(levels[code] for code in found)
    if made <= MOSTLY * sum(levels.values()):
        return None
    return sum(levels[code] * value for code, value in found.items()) / made


def unevenness(values: Floats, target: Target, enough: Callable[[float], float] = least) -> Floats:
    """(looks,), 0..1: how differently both sides do what the target expects of both, weighted as in its match. Unlike
    ``1 − symmetry`` it fades out, without a step, where a unit hardly moves. ``values`` (looks, len(CODES), 2);
    ``enough``: expected intensity → movement from which on a difference counts fully."""
    codes, shares = _both_sided(target)
    if not codes:
        return np.zeros(len(values))
    result: Floats = (np.abs(_differences(values, target, codes, enough)) * shares).sum(axis=1) / shares.sum()
    return result


def most_uneven(expression: Expression, target: Target) -> str:
    """What one side does more of, and counts most: "AU12L". The target expects something of both sides."""
    codes, shares = _both_sided(target)
    costs = (_differences(expression.values[None], target, codes, least) * shares)[0]
    most = int(np.abs(costs).argmax())
    return f"{codes[most]}{'L' if costs[most] >= 0 else 'R'}"


@lru_cache(maxsize=256)
def _both_sided(target: Target) -> tuple[tuple[str, ...], Floats]:
    """The units, and what each counts."""
    codes = tuple(code for code in target.expect if two_sided(code))
    return codes, np.array([math.prod(target.expect[code]) for code in codes])


def _differences(
    values: Floats, target: Target, codes: Sequence[str], enough: Callable[[float], float]
) -> Floats:
    """(looks, codes), −1..1: more on the left above 0."""
    sides = values[:, [POSITION[code] for code in codes]]
    full = np.array([enough(target.expect[code][0]) for code in codes])
    moved = np.abs(sides[..., LEFT]) + np.abs(sides[..., RIGHT])
    result: Floats = (sides[..., LEFT] - sides[..., RIGHT]) / np.maximum(moved, full)
    return result


def unasked(expression: Expression, target: Target) -> Unasked | None:
    """The strongest movement of one side that the target neither expects nor shows (synkinesis); None below .25.

    A quiet figure to follow over time, no diagnosis: a habit, or light from one side, can look the same.
    """
    found = [_excess(expression, code) for code in _not_asked(target)]
    strongest = max(found, key=lambda one: one.excess, default=None)
    return strongest if strongest and strongest.excess >= ENOUGH_UNASKED else None


@lru_cache(maxsize=256)
def _not_asked(target: Target) -> tuple[str, ...]:
    expected = {unsided(code) for code in target.expect}
    along = {other for code in expected for other in ALONG.get(code, ())}
    return tuple(code for code in CLEAR if code not in expected | along and target.show[code] < ASKED)


def _excess(expression: Expression, code: str) -> Unasked:
    """What one side does beyond the other, of movement towards the unit only."""
    left, right = max(expression.left(code), 0.0), max(expression.right(code), 0.0)
    return Unasked(f"{code}L", left - right) if left >= right else Unasked(f"{code}R", right - left)
