"""Many faces measured at once come out as each by itself, to the bit: a rescored hour is no other measure."""

import numpy as np
import pytest

from mirrorcam.calibration import neutral_from, relative, relatives
from mirrorcam.face import BLENDSHAPES, Drawn, Face
from mirrorcam.measures import MEASURED_POINTS, intensities, intensities_of, measure, measure_faces
from mirrorcam.passing import opening_of, openings
from mirrorcam.patches import PATCHES, UNUSABLE
from plain_face import HEIGHT, WIDTH, face, sample, turned

MANY = 40


@pytest.fixture(scope="module")
def faces():
    rng = np.random.default_rng(5)
    return [made(rng) for _ in range(MANY)]


def made(rng):
    """Another pose, other landmarks, other skin; some of it unseen."""
    moves = {61: (-rng.random(), rng.random(), 0), 14: (0, -rng.random(), 0)}
    shapes = dict(zip(BLENDSHAPES, rng.random(len(BLENDSHAPES)), strict=True))
    plain = face(moves, shapes, turned(*rng.uniform(-15, 15, 3)))
    patches = rng.uniform(0, 0.1, len(PATCHES)).astype(np.float32)
    patches[rng.random(len(PATCHES)) < 0.2] = UNUSABLE
    drawn = Drawn(rng.integers(len(Drawn)))
    return Face(plain.landmarks, plain.blendshapes, plain.head, patches, drawn)


@pytest.fixture(scope="module")
def together(faces):
    """Features, patches and what is told of the camera, of all of them."""
    features, camera = measure_faces(
        np.array([one.landmarks[MEASURED_POINTS] for one in faces]),
        np.array([one.blendshapes for one in faces]),
        np.array([(one.pose.yaw_deg, one.pose.pitch_deg) for one in faces]),
        np.array([(WIDTH, HEIGHT)] * MANY),
        np.array([one.drawn for one in faces]),
    )
    return features, np.array([one.patches for one in faces]), camera


@pytest.fixture(scope="module")
def apart(faces):
    return [measure(one, WIDTH, HEIGHT) for one in faces]


@pytest.fixture(scope="module")
def neutral(faces):
    return neutral_from([sample(0.0, faces[0])])


def test_features_are_the_same_to_the_bit(together, apart):
    assert np.array_equal(together[0], [one.features for one in apart])
    camera = [(one.face_size, one.nearness) for one in apart]
    assert np.array_equal(together[2], camera, equal_nan=True)


def test_intensities_are_the_same_to_the_bit(together, apart, neutral):
    assert np.array_equal(intensities_of(*together, neutral), [intensities(one, neutral) for one in apart])
    alone = [relative(one, neutral).values for one in apart]
    assert np.array_equal(relatives(*together, neutral), alone)
    assert np.ptp(alone, axis=0).max() > 0.5


def test_the_opening_of_the_lips_is_the_same_to_the_bit(together, apart):
    assert np.array_equal(openings(together[0]), [opening_of(one) for one in apart])
