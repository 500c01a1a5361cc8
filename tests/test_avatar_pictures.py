"""The cast looks as it did: two small pictures of everyone, compared with those kept in tests/pictures.

They may differ as platforms differ in rounding and edges, and no more. A failure leaves expected, got and
difference side by side. After a change that is meant to be seen: ``python tests/test_avatar_pictures.py``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from mirrorcam.avatars import open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.expression import Expression
from mirrorcam.face import HeadPose

FOLDER = Path(__file__).parent / "pictures"
SIDE = 128
POSES = (
    (Expression.of({}), HeadPose()),
    (Expression.of({"AU6": 0.8, "AU12": 0.9, "AU25": 0.4, "AU1L": 0.5, "AU61": 0.6}), HeadPose(-18, 6, 5)),
)
MEAN, WORST = 1.5, 60
"""Of 255: the mean difference, and the one that only one pixel in a hundred may exceed."""

Pixels = NDArray[np.uint8]


def drawn(name: str) -> Pixels:
    avatar = open_avatar(name)
    return np.hstack([picture(avatar, *pose, SIDE, SIDE) for pose in POSES])


def save(pixels: Pixels, file: Path) -> None:
    opaque = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType).save(str(file), skia.kPNG)


def load(file: Path) -> Pixels:
    return np.asarray(skia.Image.open(str(file)).toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3])


def alike(expected: Pixels, got: Pixels) -> bool:
    off = np.abs(expected.astype(int) - got).max(axis=2)
    return bool(off.mean() < MEAN and np.quantile(off, 0.99) < WORST)


@pytest.mark.parametrize("name", people())
def test_looks_as_it_did(name: str, tmp_path: Path) -> None:
    expected, got = load(FOLDER / f"{name}.png"), drawn(name)
    if not alike(expected, got):
        difference = np.abs(expected.astype(int) - got).astype(np.uint8)
        file = tmp_path / f"{name}-expected-got-difference.png"
        save(np.vstack([expected, got, difference]), file)
        pytest.fail(f"{name} looks different; see {file}")


def test_another_expression_would_be_noticed() -> None:
    calm, smiling = (picture(open_avatar("robin"), *pose, SIDE, SIDE) for pose in POSES)
    assert not alike(calm, smiling)
    raised = picture(
        open_avatar("robin"), Expression.of({"AU1": 0.6, "AU2": 0.6, "AU26": 0.4}), HeadPose(), SIDE, SIDE
    )
    assert not alike(calm, raised)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for person in people():
        save(drawn(person), FOLDER / f"{person}.png")
