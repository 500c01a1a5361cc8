"""A camera that is nearer than it was for the neutral moves no muscle."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.action_units import FEATURES
from mirrorcam.calibration import neutral_from, relative
from mirrorcam.face import Drawn
from mirrorcam.measures import intensities, measure
from mirrorcam.nearness import CERTAIN, FROM_FRONT, MOST_YAW_DEG, NEAREST_M, WHOLE, moved, nearer_by
from mirrorcam.score import score
from mirrorcam.target import library
from plain_face import HEIGHT, WIDTH, face, sample, turned

FACE_CM, PORTRAIT_M = 15.3, 1.5
REST = face()
SMILE = face({61: (-0.6, 0.5, 0), 291: (0.6, 0.5, 0)}, {"mouthSmileLeft": 0.6, "mouthSmileRight": 0.6})


def from_(seen, metres):
    """The face in the picture of a camera so near, as wide as before: what is in front is larger."""
    points = seen.landmarks * (WIDTH, HEIGHT, WIDTH)
    eyes = points[[33, 133, 362, 263]].mean(axis=0)
    wide = np.linalg.norm(points[234] - points[454])
    behind_m = (points[:, 2:] - eyes[2]) / wide * FACE_CM / 100
    larger = metres / (metres + behind_m) * (PORTRAIT_M + behind_m) / PORTRAIT_M
    points[:, :2] = eyes[:2] + (points[:, :2] - eyes[:2]) * larger
    return replace(seen, landmarks=(points / (WIDTH, HEIGHT, WIDTH)).astype(np.float32))


def measured(seen):
    return measure(seen, WIDTH, HEIGHT)


@pytest.mark.parametrize("metres", [0.8, 0.6, 0.45])
def test_how_much_nearer_the_camera_is_shows_in_the_rigid_points(metres):
    nearer = measured(from_(REST, metres)).nearness - measured(REST).nearness
    assert nearer == pytest.approx(1 / metres - 1 / PORTRAIT_M, rel=0.35)


def test_what_a_nearer_camera_does_to_the_features_is_no_expression():
    before = replace(neutral_from([sample(0.0, REST)]), face_size=0.0)
    by = moved([feature.name for feature in FEATURES])[:, None]
    assert np.abs(intensities(replace(before, features=before.features + by), before)).max() > 0.2
    near = replace(before, features=before.features + by, nearness=before.nearness + 1)
    assert np.abs(intensities(near, before)).max() < 1e-9


def test_a_smile_stays_one():
    of_files = replace(neutral_from([sample(0.0, REST)]), face_size=0.0)
    far, near = (
        score(relative(measured(from_(SMILE, metres)), of_files), library()["happiness"]).value
        for metres in (1.5, 0.6)
    )
    assert far > 30 and near == pytest.approx(far, abs=6)


@pytest.mark.parametrize(
    ("yaw_deg", "known"), [(0, True), (MOST_YAW_DEG - 1, True), (MOST_YAW_DEG + 1, False)]
)
def test_of_a_head_that_is_turned_far_it_is_not_known(yaw_deg, known):
    found = measured(face(rotation=turned(yaw_deg))).nearness
    assert np.isfinite(found) == known
    assert not known or found == pytest.approx(measured(REST).nearness, abs=0.1)


def test_what_drawing_it_from_the_front_does_is_taken_off():
    plain, seen = (replace(face(rotation=turned(10)), drawn=way) for way in (Drawn.NOT, Drawn.FROM_FRONT))
    assert measured(plain).nearness - measured(seen).nearness == pytest.approx(100 * FROM_FRONT)


def camera(nearness, size=0.0):
    return np.array([[size, nearness]])


def test_a_small_change_is_none_and_a_large_one_is_whole():
    before = np.array([0.0, 5.0])
    for change, known in ((0.9 * CERTAIN, 0.0), (WHOLE, WHOLE), (2.0, 2.0)):
        for sign in (1, -1):
            assert nearer_by(camera(5.0 + sign * change), before)[0] == pytest.approx(sign * known)
    between = nearer_by(camera(5.0 + (CERTAIN + WHOLE) / 2), before)[0]
    assert 0 < between < (CERTAIN + WHOLE) / 2


def test_the_same_camera_is_no_nearer_than_the_face_is_larger():
    before = np.array([0.2, 5.0])
    assert nearer_by(camera(6.0, 0.2), before)[0] == 0
    assert nearer_by(camera(6.0, 0.21), before)[0] == pytest.approx(0.05 / NEAREST_M)
    assert nearer_by(camera(6.0, 0.19), before)[0] == 0
    assert nearer_by(camera(4.0, 0.1), before)[0] == pytest.approx(-1.0)


def test_what_is_not_known_changes_nothing():
    assert nearer_by(camera(np.nan), np.array([0.0, 5.0]))[0] == 0
    assert nearer_by(camera(5.0), np.array([0.0, np.nan]))[0] == 0
