import numpy as np
import pytest

from mirrorcam.face import LANDMARKS
from mirrorcam.landmarks import (
    LEFT_EYE,
    MIRRORED,
    RIGHT_EYE,
    RIGID,
    RIGID_POINTS,
    SOLID,
    determinant,
    faces_to_head,
    mirrored,
    nearest_turns,
)
from plain_face import HEIGHT, WIDTH, face, turned

EVERY = np.arange(LANDMARKS)


def to_head(landmarks, points):
    """(n, 3): the points of one face."""
    size = np.array([[WIDTH, HEIGHT]])
    return faces_to_head(landmarks[None, RIGID_POINTS], landmarks[None, points], size)[0]


def test_mirroring_twice_is_no_mirroring():
    assert all(mirrored(mirrored(point)) == point for point in range(LANDMARKS))
    assert all(mirrored(point) != point for point in MIRRORED)


def test_the_eyes_and_the_rigid_points_mirror_each_other():
    assert {mirrored(point) for point in RIGHT_EYE} == set(LEFT_EYE)
    for point, (weight, (x, y, z)) in RIGID.items():
        assert RIGID[mirrored(point)] == (weight, (-x, y, z))


def test_the_head_frame_has_left_up_and_the_viewer_as_its_directions():
    points = to_head(face().landmarks, np.array([263, 33, 10, 4]))
    assert points[0, 0] > 0 > points[1, 0]
    assert points[2, 1] > points[3, 1]
    assert points[3, 2] > points[2, 2]


def test_lengths_are_about_eye_distances():
    points = to_head(face().landmarks, np.array([*LEFT_EYE, *RIGHT_EYE]))
    assert np.linalg.norm(points[:4].mean(axis=0) - points[4:].mean(axis=0)) == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize(
    "view",
    [
        {"px_per_cm": 9.0},
        {"at": (0.3, 0.7)},
        {"rotation": turned(yaw_deg=20)},
        {"rotation": turned(pitch_deg=-15)},
        {"rotation": turned(roll_deg=25)},
    ],
)
def test_neither_distance_nor_place_nor_turning_changes_the_head_frame(view):
    straight = to_head(face().landmarks, EVERY)
    assert np.abs(to_head(face(**view).landmarks, EVERY) - straight).max() < 1e-2


def test_a_face_of_no_size_gives_numbers_all_the_same():
    flat = np.full((LANDMARKS, 3), 0.5, np.float32)
    assert np.isfinite(to_head(flat, EVERY)).all()


def test_a_mirrored_face_is_turned_and_not_mirrored_back():
    plain = face(rotation=turned(yaw_deg=10)).landmarks
    mirrored_face = plain * np.array((-1, 1, 1), np.float32) + np.array((1, 0, 0), np.float32)
    corners = np.array([33, 263, 10, 4])
    volumes = [
        np.linalg.det(to_head(one, corners)[1:] - to_head(one, corners)[0]) for one in (plain, mirrored_face)
    ]
    assert volumes[0] == pytest.approx(-volumes[1], rel=1e-3) and abs(volumes[0]) > 0.1


def moments() -> np.ndarray:
    """(300, 3, 3): of solid faces, then of mirrored and of flat ones."""
    chance = np.random.default_rng(2)
    turns = np.array([[turned(*chance.uniform(-40, 40, 3)) for _ in range(2)] for _ in range(300)])
    sizes = chance.uniform(0.5, 1.8, (300, 1, 3))
    sizes[100:200] *= (1, 1, -1)
    sizes[200:] *= (1, 1, 0)
    return turns[:, 0] * sizes @ turns[:, 1]


def test_the_nearest_turns_are_those_of_a_singular_value_decomposition():
    every = moments()
    left, _, right = np.linalg.svd(every)
    left[np.linalg.det(left @ right) < 0, :, 2] *= -1
    assert (determinant(every[:100].transpose(1, 2, 0)) > SOLID).all()
    assert np.abs(nearest_turns(every) - left @ right).max() < 1e-13


def test_the_nearest_turn_of_one_is_that_among_many_to_the_bit():
    every = moments()
    assert np.array_equal(nearest_turns(every), [nearest_turns(one[None])[0] for one in every])


def test_a_face_that_is_hardly_solid_has_come_to_a_turn_in_so_many_steps():
    thin = np.diag((2.0, 1.27, 0.04))[None]
    assert SOLID < determinant(thin[0].tolist()) < 1.02 * SOLID
    assert np.abs(nearest_turns(thin) - np.eye(3)).max() < 1e-15


def test_a_determinant_is_that_of_numpy():
    rows = np.random.default_rng(2).normal(size=(3, 3))
    assert determinant(rows.tolist()) == pytest.approx(np.linalg.det(rows), rel=1e-12)
