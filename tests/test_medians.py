"""The quick median is numpy's, to the bit."""

import numpy as np
import pytest

from mirrorcam.medians import median


@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1,), (2,), (7,), (1600,), (5, 14), (40, 8)])
def test_it_is_the_same_as_numpys(kind, shape):
    values = (np.random.default_rng(3).random(shape) * 255).astype(kind)
    assert np.array_equal(median(values), np.median(values, axis=0))


def test_two_bright_values_do_not_run_over():
    assert median(np.array([250, 254], np.uint8)) == 252.0
