"""What is left of how living people held their heads in photographs of their own: ``python -m
benchmarks.measurement.living_heads FOLDER``.

FOLDER/PERSON/*.jpg (or png, pgm …): some photographs of each person, with heads held a little otherwise. Each is
measured beside the one that is held straightest. Whoever lifts a chin may lift the brows, too, and looks down at the
camera: so this tells what goes together, not why. Very small photographs are drawn larger first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.alone import run_alone
from benchmarks.measurement.words import signed, table

from mirrorcam.app.seeing import Eyes, looks_at
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.arrays import Floats
from mirrorcam.calibration import EYES_CLOSED
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES
from mirrorcam.face import BLINKS, Face, Frame, Sample
from mirrorcam.imaging.opencv import cv2
from mirrorcam.measures import intensities, mean_of, measure
from mirrorcam.sources import pictures_in
from mirrorcam.sources.images import read_picture
from mirrorcam.turning import UNIT_DEG

LOOKS = 4
SMALL_PX, LARGER, EDGE_PX = 300, 4, 100
"""Photographs smaller than that are drawn so many times larger, with so much round them."""
FAR_OFF = 0.15
"""Of a full scale: what is further off counts for less, as it may be an expression (Huber's weights)."""
ROUNDS, DRAWS, SEED = 10, 60, 1
FEWEST = 2
"""People, of whom a spread can be told."""
LEAST, CERTAIN = 0.1, 2.5
"""What is told: so much of a full scale, and so many times its standard error (over people drawn anew)."""


class Look(NamedTuple):
    """Of a photograph beside the straightest: ``turned`` (2,), yaw and pitch beyond that one's, in ``UNIT_DEG``;
    ``units`` (CODES, 2)."""

    turned: Floats
    units: Floats


def people(folder: Path) -> Iterator[list[Look]]:
    with Eyes.open(still=True) as eyes:
        for person in sorted(path for path in folder.iterdir() if path.is_dir()):
            seen = [looks for path in pictures_in(person) if (looks := _looks(eyes, path))]
            if len(seen) > 1:
                yield _beside_straightest(seen)


def _looks(eyes: Eyes, path: Path) -> list[Sample]:
    """Empty where it cannot be scored, or the eyes are closed: who closes them shows other things than a turn."""
    pixels = read_picture(path)
    if min(pixels.shape[:2]) < SMALL_PX:
        larger = cv2.resize(pixels, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC)
        around = ((EDGE_PX, EDGE_PX), (EDGE_PX, EDGE_PX), (0, 0))
        pixels = np.pad(np.asarray(larger, np.uint8), around, mode="edge")
    looks = looks_at(eyes, Frame(0.0, 0, pixels), LOOKS)
    return looks if looks[0].scored and _face(looks).blendshapes[BLINKS].max() < EYES_CLOSED else []


def _face(looks: Sequence[Sample]) -> Face:
    face = looks[0].face
    assert face is not None
    return face


def _held(looks: Sequence[Sample]) -> Floats:
    pose = _face(looks).pose
    return np.array((pose.yaw_deg, pose.pitch_deg)) / UNIT_DEG


def _beside_straightest(seen: Sequence[list[Sample]]) -> list[Look]:
    straightest = min(seen, key=lambda looks: np.abs(_held(looks)).sum())
    neutral = neutral_of_looks(straightest)

    def units(looks: Sequence[Sample]) -> Floats:
        faces = [(look, look.face) for look in beside_neutral(looks, neutral).looks if look.face is not None]
        return intensities(mean_of([measure(face, one.width, one.height) for one, face in faces]), neutral)

    others = [looks for looks in seen if looks is not straightest]
    return [Look(_held(looks) - _held(straightest), units(looks)) for looks in others]


def slopes(looks: Sequence[Look]) -> Floats:
    """(2, CODES): what ``UNIT_DEG`` of yaw to a unit's own side add to it, and of chin up."""
    yaw, pitch = np.array([look.turned for look in looks]).T
    terms = np.concatenate([np.column_stack((side * yaw, pitch)) for side in (1, -1)])
    values = np.concatenate([[look.units[:, side] for look in looks] for side in (0, 1)])
    return np.column_stack([_robust(terms, one) for one in values.T])


def _robust(terms: Floats, values: Floats) -> Floats:
    weights = np.ones(len(values))
    for _ in range(ROUNDS):
        weighted = terms * weights[:, None]
        found = np.linalg.solve(weighted.T @ terms, weighted.T @ values)
        weights = FAR_OFF / np.maximum(np.abs(values - terms @ found), FAR_OFF)
    return np.asarray(found)


def main(folder: Path) -> None:
    """Raises BadInput for what is no folder of people's photographs."""
    if not folder.is_dir():
        raise BadInput(f"{folder}: this is no folder. Give one with a folder of photographs for each person.")
    every = list(people(folder))
    if len(every) < FEWEST:
        raise BadInput(
            f"{folder}: {len(every)} people with two photographs or more that can be scored; it takes {FEWEST}."
        )
    looks = [look for person in every for look in person]
    chance = np.random.default_rng(SEED)
    found = slopes(looks)
    drawn = [
        slopes([look for number in chance.integers(len(every), size=len(every)) for look in every[number]])
        for _ in range(DRAWS)
    ]
    times = found / np.maximum(np.std(drawn, axis=0), 1e-9)
    spread = UNIT_DEG * np.std([look.turned for look in looks], axis=0)
    print(
        f"{len(every)} people, {len(looks)} photographs beside the straightest; SD of yaw {spread[0]:.1f}°, of pitch "
        f"{spread[1]:.1f}°. Full scales (times the standard error) for {UNIT_DEG:.0f}°, where they are more than "
        f"{LEAST} and {CERTAIN} times that.\n"
    )
    rows = [
        (code, *(f"{signed(found[way, i], 2)} ({signed(times[way, i])})" for way in (0, 1)))
        for i, code in enumerate(CODES)
        if (np.abs(found[:, i]) > LEAST)[np.abs(times[:, i]) > CERTAIN].any()
    ]
    print(table(("unit", "yaw to its own side", "chin up"), rows))


if __name__ == "__main__":
    run_alone(main, "a folder with a folder of photographs for each person")
