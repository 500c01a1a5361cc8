"""What an action unit is read from: sums of landmark positions, distances and blendshapes; and lines of the skin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorcam.expression import LEFT
from mirrorcam.face import BLENDSHAPES
from mirrorcam.landmarks import mirrored
from mirrorcam.patches import PATCHES

Term = tuple[str | int, ...]
"""What a signal sums up: ``("y", point)``, ``("out", point)``, ``("gap", point, point)``, ``("opening",)`` of the eye,
``("shape", left name, right name)``."""


@dataclass(frozen=True)
class Signal:
    """A weighted sum of terms, as seen on the person's right side. Lengths are in eye distances."""

    terms: Mapping[Term, float]

    def __add__(self, other: Signal) -> Signal:
        both = [*self.terms, *other.terms]
        return Signal({term: self.terms.get(term, 0.0) + other.terms.get(term, 0.0) for term in both})

    def __mul__(self, factor: float) -> Signal:
        return Signal({term: weight * factor for term, weight in self.terms.items()})

    def __neg__(self) -> Signal:
        return self * -1.0

    def __sub__(self, other: Signal) -> Signal:
        return self + -other

    def __truediv__(self, divisor: float) -> Signal:
        return self * (1.0 / divisor)


def y(*points: int) -> Signal:
    """Mean height of the points."""
    return Signal({("y", point): 1.0 / len(points) for point in points})


def out(*points: int) -> Signal:
    """Mean distance of the points from the middle of the face, sideways."""
    return Signal({("out", point): 1.0 / len(points) for point in points})


def gap(*pairs: tuple[int, int]) -> Signal:
    """Mean distance between the two points of each pair."""
    return Signal({("gap", *pair): 1.0 / len(pairs) for pair in pairs})


def shape(name: str, left: str = "") -> Signal:
    """A blendshape, 0..1. ``name``: of the right side, the stem of a pair, or one for both sides."""
    right = name if name in BLENDSHAPES else f"{name}Right"
    return Signal({("shape", left or right.replace("Right", "Left"), right): 1.0})


EYE_OPENING = Signal({("opening",): 1.0})
"""Distance between the lids over the eye's width."""
EYE_CORNERS = y(33, 133)
"""Height of the eye, whatever the lids do."""


@dataclass(frozen=True)
class Feature:
    """``signal`` grows with its action unit; ``full_scale`` is the change from neutral that counts as 1."""

    name: str
    signal: Signal
    full_scale: float


@dataclass(frozen=True)
class Line:
    """A number of ``patches``, without its side, that grows with an action unit from ``least`` beyond the neutral
    (nothing yet) to ``full_scale`` (1). With ``full_scale`` below 0 it falls instead."""

    name: str
    full_scale: float
    least: float = 0.0
    weight: float = 1.0
    of_rest: bool = False
    """Whether the change is taken as a share of what the neutral shows, which then has to be ``LEAST_REST``."""


def sided(term: Term, side: int) -> Term:
    """A term of the right side as it is on ``side``."""
    kind, *what = term
    if kind == "shape":
        return (kind, what[side])
    if kind == "opening":
        return (kind, side)
    return (kind, *sorted(mirrored(int(p)) if side == LEFT else int(p) for p in what))


def on(signal: Signal, side: int) -> dict[Term, float]:
    """All terms of a signal as they are on ``side``."""
    return {sided(term, side): weight for term, weight in signal.terms.items()}


def number_of(line: Line, side: int) -> int:
    """Where a line of one side stands among the patches; one of the middle is of both."""
    names = [(number.name, number.side) for number in PATCHES]
    own = (f"{line.name}_{('left', 'right')[side]}", ("left", "right")[side])
    return names.index(own if own in names else (line.name, ""))
