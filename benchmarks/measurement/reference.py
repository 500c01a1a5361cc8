"""The reference score that mirrorcam's measurement began from (version 1 of the formula), and two simpler ones.

They are here to be compared with, on simulated people: their figures on living people are known (published.py).
Everything works on ``(faces, UNITS)`` arrays of calibrated action units, means of both sides.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mirrorcam.app.measuring import SIX
from mirrorcam.arrays import Floats

UNITS = (1, 2, 4, 5, 6, 7, 9, 10, 12, 15, 17, 20, 24, 25, 26, 43)
"""Numbers of the action units that a face is simulated by."""
PLACE = {unit: place for place, unit in enumerate(UNITS)}
Levels = Mapping[str, Mapping[int, float]]

REQUIRED: Levels = {
    "happiness": {6: 0.55, 12: 0.8},
    "sadness": {4: 0.45, 15: 0.35, 17: 0.2, 7: 0.3},
    "anger": {4: 0.5, 24: 0.3, 17: 0.25, 9: 0.35},
    "disgust": {9: 0.5, 10: 0.5, 4: 0.45, 7: 0.45},
    "fear": {1: 0.3, 5: 0.35, 20: 0.4, 25: 0.3, 4: 0.2, 26: 0.25},
    "surprise": {1: 0.5, 2: 0.4, 5: 0.6, 25: 0.7, 26: 0.6},
}
CONTRADICTING: Levels = {
    "happiness": {4: 0.3, 15: 0.5, 9: 0.4, 1: 0.4, 5: 0.4},
    "sadness": {12: 1, 5: 1, 26: 1, 25: 0.8, 2: 1, 9: 0.6, 10: 1.2, 6: 0.6},
    "anger": {1: 1, 2: 0.6, 12: 1, 43: 1.2, 10: 1.0, 26: 0.4},
    "disgust": {5: 1, 1: 1, 2: 1, 12: 1, 26: 0.6},
    "fear": {12: 1, 9: 0.6, 6: 0.6, 43: 1, 15: 0.5, 17: 1},
    "surprise": {4: 1, 12: 0.6, 9: 1, 7: 1, 15: 0.6, 6: 0.6, 43: 1},
}
WEIGHTS = {2: 0.7, 7: 0.8, 12: 1.3, 15: 0.8, 17: 0.5, 20: 0.7, 24: 0.5, 25: 0.8}
"""Of the others: 1."""


def by_unit(levels: Levels) -> Floats:
    """(6, units), in the order of ``SIX``."""
    result = np.zeros((len(SIX), len(UNITS)))
    for row, name in enumerate(SIX):
        for unit, value in levels[name].items():
            result[row, PLACE[unit]] = value
    return result


_T, _C = by_unit(REQUIRED), by_unit(CONTRADICTING)
_W = np.array([WEIGHTS.get(unit, 1.0) for unit in UNITS])


def reference(units: Floats) -> Floats:
    """(faces, 6): the reference score, 0..1."""
    return np.stack([_reference(units, row) for row in range(len(SIX))], axis=1)


def _reference(units: Floats, row: int) -> Floats:
    named = _T[row] > 0
    share = units[:, named] / _T[row, named]
    reached = np.clip(share, 0, 1) - 0.2 * np.clip(share - 1.8, 0, 1)
    weights = (_W * _T[row])[named]
    match = np.clip(reached @ weights / weights.sum(), 0, 1)
    result: Floats = match * np.exp(-np.clip(units - 0.08, 0, 1) @ _C[row])
    return result


def cosine(units: Floats) -> Floats:
    """(faces, 6): of the angle between a face and a target, over the units that the target names."""
    return np.stack([_cosine(units, row) for row in range(len(SIX))], axis=1)


def _cosine(units: Floats, row: int) -> Floats:
    named = _T[row] > 0
    face, target = units[:, named] * np.sqrt(_W[named]), _T[row, named] * np.sqrt(_W[named])
    lengths = np.linalg.norm(face, axis=1) * np.linalg.norm(target)
    result: Floats = face @ target / np.maximum(lengths, 1e-9)
    return result


def distance(units: Floats) -> Floats:
    """(faces, 6): 1 less the weighted distance to the target, over the units that it names."""
    named = _T > 0
    gaps = np.einsum("nku,ku->nk", np.abs(units[:, None] - _T) * _W, named)
    result: Floats = 1 - gaps / (_T * _W).sum(axis=1)
    return result
