"""Drawn people as labelled photographs: a set that anyone can make anew, for the command that measures such sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.labelled import measure_labelled
from benchmarks.measurement.labelled_figures import RESAMPLES
from benchmarks.measurement.labels import REST

from mirrorcam.app.measuring import SIX
from mirrorcam.avatars import Avatar, open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import HeadPose
from mirrorcam.target import library

PICTURES = 3
"""Of each label."""
INTENSITIES = (0.4, 1.0)
TREMBLE = 0.06
"""SD by which each unit and side differs from what the expression shows; a face at rest differs by a third of it."""
TURN_DEG = 6.0
QUALITY = 85


def measure_drawn_folder(extent: Extent) -> dict[str, Any]:
    with TemporaryDirectory() as made:
        write_folder(Path(made), extent.some(people()), extent.many(PICTURES, 1))
        found = measure_labelled(Path(made), resamples=extent.many(RESAMPLES, 100))
    del found["each_picture"]  # is of nobody that anyone could look up
    return found


def write_folder(folder: Path, cast: Sequence[str], count: int) -> None:
    """``PERSON/LABEL/*.jpg`` of the six and of rest, with heads, intensities and units a little different in each."""
    shows = {name: library()[name].show for name in SIX}
    for place, person in enumerate(cast):
        rng = np.random.default_rng(place)
        avatar = open_avatar(person)
        for label, show in {REST: NEUTRAL, **shows}.items():
            to = folder / person / label
            to.mkdir(parents=True)
            for number in range(count):
                _write(to / f"{number}.jpg", avatar, show, rng)


def _write(path: Path, avatar: Avatar, show: Expression, rng: np.random.Generator) -> None:
    moved = np.asarray(show.values.any(axis=1))
    tremble = TREMBLE if moved.any() else TREMBLE / 3
    values = show.values * rng.uniform(*INTENSITIES)
    values = values + rng.normal(0.0, tremble, values.shape) * (moved[:, None] if moved.any() else 1.0)
    head = HeadPose(*rng.normal(0.0, TURN_DEG / 2, 3).clip(-TURN_DEG, TURN_DEG))
    pixels = picture(avatar, Expression(values), head)
    cv2.imwrite(str(path), pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
