"""Simulated people who pose the six expressions: what the program would measure of them, action unit by action unit.

A population is made of some 230 numbers, each drawn from a standard normal: how often an emotion comes with a unit and
how strongly, what leaks from unit to unit, how people, photographs and units vary, how noisy each unit is, how often
an expression is posed as another. What they vary around is one of two guesses (``GUESSES``). The simulation knows
nothing of faces beyond this: no landmarks, no skin, no two sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from benchmarks.measurement.reference import PLACE, REQUIRED, UNITS
from numpy.typing import NDArray

from mirrorcam.app.measuring import SIX
from mirrorcam.arrays import Floats
from mirrorcam.calibration import DEAD_ZONE

GUESSES = ("du", "reference")
"""By frequencies of units that Du, Tao and Martinez (PNAS 2014, table 1) found in posed expressions, or by the
levels that the reference expects."""
# Emotion → unit → (how often, how strongly when it is there). Frequencies: Du et al., rounded; levels: our own reading.
SHOWN: Mapping[str, Mapping[int, tuple[float, float]]] = {
    "happiness": {6: (0.8, 0.6), 12: (0.97, 0.8), 25: (0.9, 0.6), 26: (0.1, 0.3), 7: (0.2, 0.3)},
    "sadness": {
        4: (0.9, 0.45), 15: (0.85, 0.45), 1: (0.6, 0.35), 6: (0.4, 0.3), 17: (0.67, 0.45), 7: (0.3, 0.3),
        43: (0.15, 0.3), 25: (0.1, 0.2), 10: (0.1, 0.3),
    },
    "anger": {
        4: (0.97, 0.6), 7: (0.85, 0.5), 24: (0.75, 0.5), 10: (0.26, 0.4), 17: (0.52, 0.45), 9: (0.15, 0.35),
        25: (0.25, 0.45), 5: (0.2, 0.3), 15: (0.1, 0.3),
    },
    "disgust": {
        9: (0.75, 0.55), 10: (0.85, 0.5), 17: (0.5, 0.4), 4: (0.5, 0.45), 24: (0.2, 0.35), 7: (0.5, 0.5),
        6: (0.3, 0.4), 25: (0.35, 0.45), 15: (0.2, 0.3),
    },
    "fear": {
        1: (0.8, 0.5), 4: (0.7, 0.35), 20: (0.75, 0.5), 25: (0.9, 0.6), 2: (0.57, 0.4), 5: (0.63, 0.5),
        26: (0.5, 0.4), 7: (0.15, 0.3),
    },
    "surprise": {1: (0.97, 0.65), 2: (0.97, 0.6), 25: (0.97, 0.9), 26: (0.95, 0.7), 5: (0.75, 0.6)},
}  # fmt: skip
# (from, to, share): skin that two muscles move, and lids that hide one another.
LEAKS = (
    (4, 1, -0.3), (4, 2, -0.4), (1, 4, -0.2), (2, 4, -0.1), (9, 4, 0.25), (7, 5, -0.5), (6, 5, -0.4), (43, 5, -1.0),
    (9, 6, 0.35), (12, 6, 0.3), (10, 6, 0.15), (6, 7, 0.5), (9, 7, 0.4), (4, 7, 0.25), (43, 7, 0.6), (4, 9, 0.35),
    (10, 9, 0.2), (9, 10, 0.3), (17, 10, -0.2), (15, 10, 0.3), (20, 12, 0.1), (17, 15, 0.25), (24, 17, 0.3),
    (20, 17, -0.2), (25, 20, 0.1), (17, 24, 0.3), (10, 25, 0.15), (26, 25, 0.3), (7, 43, 0.3),
)  # fmt: skip
LEFT_OVER = tuple(
    (source, to) for source in (12, 25, 26) for to in (9, 10, 15, 17, 20, 24, 5, 7) if source != to
)
"""What an open or smiling mouth leaves in other units, after the leaks that were taken out."""
SMILE_LEAVES = {(12, 15): -0.2, (12, 20): -0.1}
SEEN_SHARE = {15: 0.75, 17: 0.65, 20: 0.75, 24: 0.65}
NOISE = {
    10: 0.16,
    17: 0.14,
    20: 0.12,
    15: 0.13,
    9: 0.1,
    7: 0.12,
    24: 0.12,
    43: 0.06,
    25: 0.05,
    26: 0.07,
    12: 0.06,
}
POSED_AS = (
    ("fear", "surprise", 0.35), ("surprise", "fear", 0.15), ("sadness", "disgust", 0.12), ("sadness", "anger", 0.12),
    ("anger", "disgust", 0.15), ("anger", "sadness", 0.12), ("disgust", "anger", 0.15), ("disgust", "sadness", 0.08),
    ("fear", "sadness", 0.1), ("fear", "disgust", 0.1), ("surprise", "happiness", 0.08),
    ("happiness", "surprise", 0.02), ("sadness", "fear", 0.08),
)  # fmt: skip
NODDED = {
    1: 0.5,
    2: 0.5,
    4: -0.6,
    6: 0.5,
    9: 0.8,
    10: 0.4,
    15: 0.5,
    17: -0.5,
    20: 0.3,
    26: -0.6,
    12: -0.3,
    7: 0.3,
}
"""What a head that nods does to the units, beside noise; the mouth's own way to be unsteady below."""
MOUTHED = {25: 0.3, 10: 0.5, 15: -0.6, 17: -0.5, 20: 0.6, 24: -0.5}
CELLS = tuple((SIX.index(name), PLACE[unit]) for name in SIX for unit in SHOWN[name])
# How much varies, around what, and by how much (of its logarithm).
VARYING = {
    "noise": (1.0, 0.3), "person": (0.35, 0.3), "photo": (0.25, 0.3), "unit": (0.35, 0.3), "manner": (0.3, 0.4),
    "odd": (0.12, 0.4), "rest": (0.7, 0.25), "mouth": (0.12, 0.4), "nod": (0.08, 0.4), "oddly": (0.3, 0.3),
}  # fmt: skip
SIZES = {
    "level": len(CELLS), "often": len(CELLS), "besides": len(SIX) * len(UNITS), "leak": len(LEAKS),
    "left_over": len(LEFT_OVER), "seen": len(SEEN_SHARE), "posed_as": len(POSED_AS), "noise": len(UNITS),
    "varying": len(VARYING),
}  # fmt: skip
NUMBERS = sum(SIZES.values())


@dataclass(frozen=True)
class Population:
    """(6, units): ``level`` and ``threshold`` (in SD, below which a unit is there), ``besides``: what is measured
    without being meant; (units, units) ``seen``: unit → what is measured; (6, 6) ``posed_as``; (units,) ``noise``;
    ``vary``: SDs by name, as in ``VARYING``."""

    level: Floats
    threshold: Floats
    besides: Floats
    seen: Floats
    posed_as: Floats
    noise: Floats
    vary: Mapping[str, float]


@dataclass(frozen=True)
class Faces:
    """(faces, units) ``units`` with the number of their ``emotion`` and ``person``; ``rest``: faces at rest;
    (courses, 11, units) ``courses`` from rest to a posed face of ``course_emotion``."""

    units: Floats
    emotion: NDArray[np.intp]
    person: NDArray[np.intp]
    rest: Floats
    courses: Floats
    course_emotion: NDArray[np.intp]


def population(numbers: Floats, guess: str) -> Population:
    """From ``NUMBERS`` standard normal numbers."""
    parts = dict(zip(SIZES, np.split(numbers, np.cumsum(list(SIZES.values()))[:-1]), strict=True))
    varying = zip(VARYING.items(), parts["varying"], strict=True)
    vary = {name: middle * float(np.exp(spread * z)) for (name, (middle, spread)), z in varying}
    level, threshold = _shown(parts, guess)
    usual = np.array([NOISE.get(unit, 0.08) for unit in UNITS])
    return Population(
        level=level,
        threshold=threshold,
        besides=(0.05 if guess == "du" else 0.08) * parts["besides"].reshape(len(SIX), -1),
        seen=_seen(parts, 1.0 if guess == "du" else 0.5),
        posed_as=_posed_as(parts["posed_as"]),
        noise=usual * np.exp(0.3 * parts["noise"]) * vary["noise"],
        vary=vary,
    )


def _shown(parts: Mapping[str, Floats], guess: str) -> tuple[Floats, Floats]:
    level, threshold = np.zeros((len(SIX), len(UNITS))), np.full((len(SIX), len(UNITS)), -9.0)
    for (row, place), strong, often in zip(CELLS, parts["level"], parts["often"], strict=True):
        chance, middle = _guessed(SIX[row], UNITS[place], guess)
        level[row, place] = middle * np.exp(0.35 * strong)
        threshold[row, place] = NormalDist().inv_cdf(_moved(chance, 0.7 * often))
    return level, threshold


def _guessed(name: str, unit: int, guess: str) -> tuple[float, float]:
    """How often, and how strongly."""
    often, level = SHOWN[name][unit]
    if guess == "du":
        return often, level
    return (0.85, 1.15 * REQUIRED[name][unit]) if unit in REQUIRED[name] else (often / 2, level)


def _moved(chance: float, by: float) -> float:
    """A chance with its log odds moved."""
    return float(1 / (1 + np.exp(-np.log(chance / (1 - chance)) - by)))


def _seen(parts: Mapping[str, Floats], share: float) -> Floats:
    seen = np.eye(len(UNITS))
    for unit, z in zip(SEEN_SHARE, parts["seen"], strict=True):
        seen[PLACE[unit], PLACE[unit]] = SEEN_SHARE[unit] * np.exp(0.3 * z)
    for (source, to, leak), z in zip(LEAKS, parts["leak"], strict=True):
        seen[PLACE[source], PLACE[to]] = share * leak * np.exp(0.4 * z)
    for (source, to), z in zip(LEFT_OVER, parts["left_over"], strict=True):
        spread = 0.25 if (source, to) in SMILE_LEAVES else 0.1
        seen[PLACE[source], PLACE[to]] += SMILE_LEAVES.get((source, to), 0.0) + spread * z
    return seen


def _posed_as(numbers: Floats) -> Floats:
    result = np.zeros((len(SIX), len(SIX)))
    for (one, other, chance), z in zip(POSED_AS, numbers, strict=True):
        result[SIX.index(one), SIX.index(other)] = _moved(chance, 0.7 * float(z))
    less: Floats = np.minimum(1, 0.9 / np.maximum(result.sum(axis=1, keepdims=True), 1e-9))
    return result * less


def draw(people: Population, seed: int, count: int, each: int) -> Faces:
    """``each`` photographs of each emotion of ``count`` people, as many at rest, and a course to the first of each."""
    rng = np.random.default_rng(seed)
    who = np.tile(np.arange(count), each)
    rest = people.vary["rest"] * _noise(people, rng, len(who))
    crowd = _Crowd(people, rng, who, np.exp(people.vary["person"] * rng.standard_normal(count)))
    units = np.vstack([crowd.posing(row) for row in range(len(SIX))])
    emotion = np.repeat(np.arange(len(SIX)), len(who))
    first = np.concatenate([np.arange(min(count, 20)) + row * len(who) for row in range(len(SIX))])
    return Faces(
        _cut(units), emotion, np.tile(who, len(SIX)), _cut(rest), _cut(_courses(people, rng, units[first])),
        emotion[first],
    )  # fmt: skip


class _Crowd:
    """People with a strength and a manner of their own."""

    def __init__(
        self, people: Population, rng: np.random.Generator, who: NDArray[np.intp], strength: Floats
    ) -> None:
        self._people, self._rng, self._who, self._strength = people, rng, who, strength
        self._habits, self._manner = rng.standard_normal((2, len(strength), len(SIX), len(UNITS)))

    def posing(self, row: int) -> Floats:
        """What is measured of each of them, posing an emotion."""
        people, rng, many = self._people, self._rng, len(self._who)
        gain = self._strength[self._who] * np.exp(people.vary["photo"] * rng.standard_normal(many))
        meant = np.minimum(self._blended(row) * gain[:, None], 1.6)
        odd = rng.random(meant.shape) < people.vary["odd"]
        meant += odd * people.vary["oddly"] * np.abs(rng.standard_normal(meant.shape))
        result: Floats = meant @ people.seen + people.besides[row] * gain[:, None] + _noise(people, rng, many)
        return result

    def _blended(self, row: int) -> Floats:
        """Some pose it as another emotion, or as something in between."""
        meant = self._meant(row)
        drawn, share = self._rng.random(len(meant)), self._rng.uniform(0.3, 1, len(meant))[:, None]
        upto = np.cumsum(self._people.posed_as[row])
        for other in map(int, np.flatnonzero(self._people.posed_as[row])):
            those = (drawn >= upto[other] - self._people.posed_as[row, other]) & (drawn < upto[other])
            mixed = (1 - share) * meant + share * self._meant(other)
            meant = np.where(those[:, None], mixed, meant)
        return meant

    def _meant(self, row: int) -> Floats:
        """People show an emotion by much the same units each time."""
        people, shape = self._people, (len(self._who), len(UNITS))
        chance = np.sqrt(0.6) * self._habits[self._who, row] + np.sqrt(0.4) * self._rng.standard_normal(shape)
        spread = people.vary["unit"] * self._rng.standard_normal(shape)
        spread += people.vary["manner"] * self._manner[self._who, row]
        result: Floats = (chance < people.threshold[row]) * people.level[row] * np.exp(spread)
        return result


def _noise(people: Population, rng: np.random.Generator, count: int) -> Floats:
    nodded, mouthed = (np.array([parts.get(unit, 0.0) for unit in UNITS]) for parts in (NODDED, MOUTHED))
    alone = people.noise * rng.standard_normal((count, len(UNITS)))
    nod = people.vary["nod"] * nodded * rng.standard_normal((count, 1))
    result: Floats = alone + nod + people.vary["mouth"] * mouthed * rng.standard_normal((count, 1))
    return result


def _courses(people: Population, rng: np.random.Generator, apexes: Floats) -> Floats:
    """Eleven pictures each, noisiest in the middle, where two photographs are blended."""
    steps = np.linspace(0, 1, 11)[:, None]
    noise = 0.35 * people.noise * rng.standard_normal((len(apexes), len(steps), len(UNITS)))
    result: Floats = apexes[:, None] * steps + noise * np.sqrt(4 * steps * (1 - steps) + 0.15)
    return result


def _cut(units: Floats) -> Floats:
    """The dead zone."""
    return np.copysign(np.maximum(np.abs(units) - DEAD_ZONE, 0.0), units)
