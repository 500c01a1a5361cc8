"""A JPEG's squares are no detail of a face."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from mirrorcam.jpeg_blocks import LEFT, clear_share


def share(picture: np.ndarray) -> float:
    height, width = picture.shape
    return clear_share(picture, slice(0, height), slice(0, width))


def skin(seed: int = 1, size: int = 160) -> np.ndarray:
    """(size, size) soft features of several sizes, such as a face has."""
    chance = np.random.default_rng(seed)
    layers = [cv2.GaussianBlur(chance.normal(size=(size, size)), (0, 0), sd) * sd * 25 for sd in (1.5, 4, 12)]
    return np.clip(120 + sum(layers), 0, 255).astype(np.uint8)


def stored(picture: np.ndarray, quality: int) -> np.ndarray:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE))


@pytest.mark.parametrize("seed", range(4))
def test_what_shows_no_squares_loses_nothing(seed: int) -> None:
    assert share(skin(seed)) == 1.0
    assert share(stored(skin(seed), 90)) == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_the_coarser_the_squares_the_less_is_left(seed: int) -> None:
    shares = [share(stored(skin(seed), quality)) for quality in (90, 20, 8, 4)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == LEFT


def test_squares_are_found_wherever_their_grid_begins() -> None:
    coarse = stored(skin(), 4)
    assert {share(coarse[down:, right:]) for down in (0, 3) for right in (0, 5)} == {LEFT}


def test_squares_must_lie_both_ways() -> None:
    bars = np.repeat(np.arange(20) % 2 * 60 + 90, 8).astype(np.uint8)
    assert share(np.tile(bars, (160, 1))) == 1.0


@pytest.mark.parametrize("shape", [(0, 0), (9, 9), (160, 4)])
def test_a_picture_too_small_to_tell_is_clear(shape: tuple[int, int]) -> None:
    assert share(np.full(shape, 90, np.uint8)) == 1.0


def test_a_flat_picture_is_clear() -> None:
    assert share(np.full((160, 160), 90, np.uint8)) == 1.0
