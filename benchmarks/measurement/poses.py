"""How people pose the six expressions: several manners each, and how faces of one person vary.

Manners and their levels are mirrorcam's own reading of what the literature says of posed sets (EMFACS; Du, Tao and
Martinez, PNAS 2014, table 1, for how often a unit comes) and nothing was fitted. Some poses are taken for another
expression by most who see them: fear as surprise or sadness, sadness as disgust, anger as disgust.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.measurement.anatomy import PULLS, Units

from mirrorcam.app.measuring import SIX

Manner = Mapping[int, float]
MANNERS: Mapping[str, Sequence[Manner]] = {
    "happiness": (
        {6: 0.6, 12: 0.8, 25: 0.5}, {12: 0.6, 6: 0.35}, {6: 0.8, 12: 0.9, 25: 0.7, 26: 0.3},
        {1: 0.2, 2: 0.25, 6: 0.5, 7: 0.3, 12: 0.7, 25: 0.4}, {6: 0.5, 12: 0.7, 25: 0.3, 9: 0.15},
    ),
    "sadness": (
        {1: 0.6, 4: 0.5, 15: 0.6, 17: 0.4}, {15: 0.6, 17: 0.9, 4: 0.3, 1: 0.3}, {4: 0.6, 15: 0.5, 7: 0.2, 43: 0.3},
        {1: 0.5, 4: 0.4, 43: 0.35, 15: 0.3}, {4: 0.7, 6: 0.4, 7: 0.5, 10: 0.25, 15: 0.5, 20: 0.2, 25: 0.2},
        {1: 0.3, 15: 0.5, 17: 0.5, 24: 0.3},
    ),
    "anger": (
        {4: 0.8, 7: 0.5, 24: 0.6, 17: 0.3}, {4: 0.7, 5: 0.4, 24: 0.5},
        {4: 0.8, 7: 0.4, 10: 0.55, 16: 0.4, 25: 0.5, 9: 0.2},
        {4: 0.6, 7: 0.5, 15: 0.3, 17: 0.6, 24: 0.3}, {4: 0.7, 7: 0.4, 9: 0.35, 24: 0.4},
        {4: 0.7, 7: 0.4, 16: 0.3, 25: 0.4, 26: 0.3},
    ),
    "disgust": (
        {9: 0.8, 10: 0.4, 4: 0.5, 7: 0.5, 17: 0.3}, {10: 0.8, 9: 0.4, 25: 0.5, 4: 0.3},
        {9: 0.7, 10: 0.5, 16: 0.4, 25: 0.5, 26: 0.3, 43: 0.2}, {9: 0.5, 10: 0.5, 15: 0.4, 17: 0.5, 4: 0.5, 7: 0.6},
        {4: 0.5, 7: 0.6, 10: 0.45, 15: 0.4, 20: 0.2}, {9: 0.7, 10: 0.6, 6: 0.5, 7: 0.5, 25: 0.3},
    ),
    "fear": (
        {1: 0.7, 2: 0.4, 4: 0.4, 5: 0.7, 20: 0.6, 25: 0.5, 26: 0.3}, {1: 0.6, 2: 0.5, 5: 0.7, 25: 0.6, 26: 0.5},
        {1: 0.4, 4: 0.5, 16: 0.4, 20: 0.6, 25: 0.4}, {1: 0.5, 4: 0.5, 5: 0.4, 15: 0.3, 25: 0.3},
        {4: 0.5, 7: 0.4, 10: 0.25, 16: 0.3, 20: 0.5, 25: 0.4}, {1: 0.5, 2: 0.3, 5: 0.6, 20: 0.4},
    ),
    "surprise": (
        {1: 0.8, 2: 0.8, 5: 0.6, 25: 0.6, 26: 0.8}, {1: 0.8, 2: 0.8, 5: 0.5, 25: 0.6, 26: 0.9, 27: 0.6},
        {1: 0.7, 2: 0.7, 18: 0.3, 25: 0.5, 26: 0.4}, {1: 0.6, 2: 0.6, 5: 0.5, 20: 0.2, 25: 0.5, 26: 0.5},
        {1: 0.4, 2: 0.4, 5: 0.5, 25: 0.6, 26: 0.9},
    ),
}  # fmt: skip
POSED_AS: Mapping[str, Mapping[str, float]] = {
    "fear": {"surprise": 0.2, "sadness": 0.07, "disgust": 0.07},
    "surprise": {"fear": 0.07, "happiness": 0.03},
    "sadness": {"disgust": 0.07, "anger": 0.07, "fear": 0.04},
    "anger": {"disgust": 0.1, "sadness": 0.08},
    "disgust": {"anger": 0.1, "sadness": 0.06},
}
"""How often a pose is half or wholly another's."""
HABIT = 0.6
"""How often a person poses an expression in the manner that is theirs."""
PERSON, PHOTO, UNIT, SIDE, MUSCLE = 0.35, 0.25, 0.35, 0.12, 0.35
"""SD of the logarithm of how strongly: a person, a photograph, a unit, one side against the other, each part of what
a unit does in one person."""
MISSING = 0.12
"""How often a unit of the manner is not there at all."""
STRAY, STRAY_SD = 0.08, 0.25
"""How often a unit is there that does not belong, and how strongly."""
REST_SD = 0.03
"""Of every unit in a face at rest, downwards as well as upwards."""
HEAD_DEG = (4.0, 3.0, 3.0)
"""SD of yaw, pitch and roll."""


@dataclass
class Poser:
    """One person, with a strength and manners of their own."""

    rng: np.random.Generator

    def __post_init__(self) -> None:
        self._strength = float(np.exp(PERSON * self.rng.standard_normal()))
        self.gains = {
            (code, number): float(np.exp(MUSCLE * self.rng.standard_normal()))
            for code, pulls in PULLS.items()
            for number in range(len(pulls))
        }
        """For ``anatomy.posed``: no two people's muscles pull alike."""
        self._habits = {name: int(self.rng.integers(len(MANNERS[name]))) for name in SIX}

    def pose(self, name: str) -> Units:
        manner = self._manner(name)
        drawn = self.rng.random()
        for other, chance in POSED_AS.get(name, {}).items():
            if 0 <= drawn < chance:
                manner = _mixed(manner, self._manner(other), float(self.rng.uniform(0.3, 1)))
            drawn -= chance
        gain = self._strength * float(np.exp(PHOTO * self.rng.standard_normal()))
        units = {unit: level * gain * float(np.exp(UNIT * self.rng.standard_normal()))
                 for unit, level in manner.items() if self.rng.random() > MISSING}  # fmt: skip
        strays = [int(code[2:]) for code in PULLS if self.rng.random() < STRAY]
        for unit in strays:
            units[unit] = units.get(unit, 0.0) + STRAY_SD * abs(float(self.rng.standard_normal()))
        return self._with_rest(units)

    def rest(self) -> Units:
        return self._with_rest({})

    def head(self) -> tuple[float, float, float]:
        yaw, pitch, roll = self.rng.standard_normal(3) * HEAD_DEG
        return float(np.clip(yaw, -12, 12)), float(np.clip(pitch, -9, 9)), float(roll)

    def _manner(self, name: str) -> Manner:
        choice = (
            self._habits[name] if self.rng.random() < HABIT else int(self.rng.integers(len(MANNERS[name])))
        )
        return MANNERS[name][choice]

    def _with_rest(self, units: Mapping[int, float]) -> Units:
        result = {}
        for code in PULLS:
            level = min(units.get(int(code[2:]), 0.0), 1.4)
            if code not in ("AU25", "AU26", "AU27", "AU43"):
                level += REST_SD * float(self.rng.standard_normal())
            sides = np.exp(SIDE * self.rng.standard_normal(2))
            if level:
                result[code] = (level * float(sides[0]), level * float(sides[1]))
        return result


def _mixed(one: Manner, other: Manner, share: float) -> Manner:
    return {unit: (1 - share) * one.get(unit, 0.0) + share * other.get(unit, 0.0) for unit in {*one, *other}}
