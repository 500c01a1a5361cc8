"""The tells of the six expressions: how much each unit parts an expression from its rivals, beside the formula's match.

    python -m benchmarks.measurement.tells FOLDER

prints the ``[tells]`` of exercises/expressions/*.toml anew: multinomial logistic regression with a ridge, with the
likeness of version 4 as it is, no constant (a face at rest speaks for nobody), half of it over drawn poses of the
faces of FOLDER (warped.py) and half over the simulated people (populations.py). Only units that anatomy gives a reason
for may take part, each only in the direction of that reason (``REASONS``); what stays below .3 is left out, and six
tenths of the rest are taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from benchmarks.alone import run_alone
from benchmarks.measurement.labels import REST
from benchmarks.measurement.photographs import Album, read_sitters
from benchmarks.measurement.populations_fit import KEPT
from benchmarks.measurement.published import FOUND
from benchmarks.measurement.reference import UNITS
from benchmarks.measurement.simulated import PLACES, crowds_of
from benchmarks.measurement.warped import look_at
from numpy.typing import NDArray

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Floats
from mirrorcam.expression import CODES, Expression
from mirrorcam.score import MOST_TELLING, likeness
from mirrorcam.target import library

SEED, PEOPLE, EACH = 3, 35, 5
RIDGE, LEAST, EVERY = 0.001, 0.3, 4
"""Of the sum of squares; the smallest number kept; which of the simulated faces take part."""
SHARE = 0.6
"""Of what was found that is used: the whole moved faces from disgust to anger, and told nothing more apart."""
ROUNDS = 250
REASONS: Mapping[str, Mapping[int, int]] = {
    "happiness": {12: 1, 6: 1, 15: -1, 4: -1, 9: -1, 1: -1},
    "sadness": {1: 1, 15: 1, 17: 1, 43: 1, 25: -1, 5: -1, 10: -1, 9: -1, 2: -1, 26: -1},
    "anger": {1: -1, 2: -1, 4: 1, 7: 1, 24: 1, 17: 1, 26: -1, 43: -1, 20: -1, 6: -1},
    "disgust": {10: 1, 9: 1, 7: 1, 6: 1, 5: -1, 1: -1, 2: -1, 26: -1, 24: -1, 20: -1},
    "fear": {20: 1, 5: 1, 1: 1, 2: 1, 4: 1, 25: 1, 24: -1, 7: -1, 17: -1, 9: -1, 10: -1, 6: -1},
    "surprise": {1: 1, 2: 1, 5: 1, 26: 1, 25: 1, 4: -1, 20: -1, 7: -1, 24: -1, 9: -1, 10: -1, 15: -1},
}


def main(folder: Path) -> None:
    with Eyes.open(still=True) as eyes:
        seen, _ = look_at(Album(eyes, read_sitters(folder)), PEOPLE, EACH, SEED, courses=False)
    posed = [one for one in seen if one.label != REST]
    drawn = (
        np.array([one.tracked.values for one in posed]),  # as films see them, too
        np.array([SIX.index(one.label) for one in posed]),
    )
    found = fitted([drawn, _simulated()])
    for row, name in enumerate(SIX):
        print(f"{name}\n[tells]")
        print("\n".join(f"AU{unit} = {found[i, row]:g}" for i, unit in enumerate(UNITS) if found[i, row]))


def _simulated() -> tuple[Floats, NDArray[np.intp]]:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    crowds = [crowd for name in FOUND for crowd in crowds_of(kept[name])]
    units = np.vstack([crowd.units for crowd in crowds])[::EVERY]
    values = np.zeros((len(units), len(CODES), 2))
    values[:, PLACES] = units[:, :, None]
    return values, np.concatenate([crowd.emotion for crowd in crowds])[::EVERY]


def fitted(parts: Sequence[tuple[Floats, NDArray[np.intp]]]) -> Floats:
    """(units, 6), rounded; each part counts alike."""
    targets = [replace(library()[name], tells={}) for name in SIX]
    values = np.concatenate([faces for faces, _ in parts])
    known = np.array([[likeness(Expression(face), target)[0] for target in targets] for face in values])
    units = np.clip(values.mean(axis=2)[:, PLACES], -MOST_TELLING, MOST_TELLING)
    emotion = np.eye(len(SIX))[np.concatenate([labels for _, labels in parts])]
    weight = np.concatenate([np.full(len(labels), 1 / len(labels) / len(parts)) for _, labels in parts])[
        :, None
    ]
    found = _descended(units, emotion, weight, known)
    return np.asarray(np.where(np.abs(found) < LEAST, 0.0, SHARE * found).round(1))


def _descended(units: Floats, emotion: Floats, weight: Floats, known: Floats) -> Floats:
    """Nesterov's accelerated descent, put back each time to where there is a reason."""
    reasons = np.array([[REASONS[name].get(unit, 0) for name in SIX] for unit in UNITS])
    step = 1 / (0.5 * np.linalg.norm(units * np.sqrt(weight), 2) ** 2 + RIDGE)
    found = ahead = np.zeros(reasons.shape)
    pace = 1.0
    for _ in range(ROUNDS):
        log = known + units @ ahead
        likely = np.exp(log - log.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        moved = ahead - step * (units.T @ ((likely - emotion) * weight) + RIDGE * ahead)
        moved = np.where(moved * reasons > 0, moved, 0.0)
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead, found, pace = moved + (pace - 1) / faster * (moved - found), moved, faster
    return found


if __name__ == "__main__":
    run_alone(main)
