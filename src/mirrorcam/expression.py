"""``Expression``: how strongly each action unit shows, left and right. The currency between all stages.

What is measured, what is asked for and what the avatar draws are all expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mirrorcam.arrays import Floats

CODES: tuple[str, ...] = (
    "AU1", "AU2", "AU4", "AU5", "AU6", "AU7", "AU9", "AU10", "AU12", "AU14", "AU15", "AU17", "AU18", "AU19",
    "AU20", "AU23", "AU24", "AU25", "AU26", "AU28", "AU34", "AU38", "AU43",
    "AU61", "AU62", "AU63", "AU64",
)  # fmt: skip
"""The action units in the order of every array here (FACS codes, Ekman & Friesen; AU61 to 64 turn the eyes to
the person's left, right, up and down). ``action_units.py`` says what each one is."""

POSITION: dict[str, int] = {code: i for i, code in enumerate(CODES)}

INTENSITIES: dict[str, float] = {"A": 0.15, "B": 0.35, "C": 0.55, "D": 0.8, "E": 1.0}
"""FACS letters (trace, slight, marked, severe, maximum) as numbers; our own reading of an ordinal scale."""

LEFT, RIGHT = 0, 1


@dataclass(frozen=True)
class Expression:
    """``values`` is (len(CODES), 2) float64, column 0 the person's left, 1 the right; 0 neutral, 1 maximum.

    Measured values may go a little below 0 or above 1; drawing clips them.
    """

    values: Floats

    @classmethod
    def of(cls, intensities: Mapping[str, float]) -> Expression:
        """From codes to intensities; ``"AU12"`` is both sides, ``"AU12L"`` and ``"AU12R"`` one.

        Raises KeyError for an unknown code.
        """
        values = np.zeros((len(CODES), 2))
        for code, intensity in intensities.items():
            if code in POSITION:
                values[POSITION[code]] = intensity
            else:
                values[POSITION[code[:-1]], {"L": LEFT, "R": RIGHT}[code[-1]]] = intensity
        return cls(values)

    def __getitem__(self, code: str) -> float:
        """The mean of both sides."""
        left, right = self.values[POSITION[code]]
        return float(left + right) / 2

    def left(self, code: str) -> float:
        return float(self.values[POSITION[code], LEFT])

    def right(self, code: str) -> float:
        return float(self.values[POSITION[code], RIGHT])

    def scaled(self, gain: float) -> Expression:
        return Expression(self.values * gain)

    def blended(self, other: Expression, share: float) -> Expression:
        """This expression at ``share`` 0, ``other`` at 1."""
        return Expression(self.values + (other.values - self.values) * share)


NEUTRAL = Expression(np.zeros((len(CODES), 2)))
