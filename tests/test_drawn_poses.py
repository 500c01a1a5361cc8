"""Photographs at rest drawn again with posed faces: what is moved, and by how much."""

import numpy as np
import pytest
from benchmarks.measurement.anatomy import PULLS, moves
from benchmarks.measurement.poses import MANNERS, Poser
from benchmarks.measurement.tells import REASONS, fitted
from benchmarks.measurement.warped import weaker

from mirrorcam.app.measuring import SIX
from mirrorcam.expression import CODES, POSITION
from mirrorcam.landmarks import MIRRORED
from mirrorcam.target import library


@pytest.fixture(scope="module")
def skin():
    """A made-up face: landmarks on an even oval, the ones that matter in their places, 100 px between the eyes."""
    rng = np.random.default_rng(0)
    points = np.zeros((468, 3))
    for right, left in MIRRORED.items():
        if right < 468 and left < 468 and right < left:
            x, y = rng.uniform(10, 90), rng.uniform(-100, 150)
            points[right, :2], points[left, :2] = (250 - x, 200 + y), (250 + x, 200 + y)
    midline = [point for point in range(468) if point not in MIRRORED]
    points[midline, 0] = 250
    points[[168, 6, 2, 0, 13, 14, 17, 152], 1] = 190, 200, 250, 275, 285, 286, 300, 350
    for right, x, y in (
        (33, 75, 200),
        (133, 25, 200),
        (159, 50, 196),
        (145, 50, 204),
        (61, 30, 285),
        (55, 15, 170),
    ):
        points[[right, MIRRORED[right]], 0] = 250 - x, 250 + x
        points[[right, MIRRORED[right]], 1] = y
    return points


def test_a_unit_moves_what_its_muscle_moves_and_both_sides_alike(skin):
    moved = moves(skin, {"AU12": (1.0, 1.0)})
    assert moved[61, 0] < -8 and moved[61, 1] < -6
    assert moved[291, 0] == pytest.approx(-moved[61, 0]) and moved[291, 1] == pytest.approx(moved[61, 1])
    brows = moves(skin, {"AU1": (1.0, 0.0)})
    assert brows[285, 1] < -5 and brows[55, 1] == 0


def test_a_dropped_jaw_takes_the_chin_and_the_lower_lip_along_and_leaves_the_eyes(skin):
    moved = moves(skin, {"AU26": (1.0, 1.0)})
    assert moved[152, 1] > 20 and moved[14, 1] > 15
    assert abs(moved[13, 1]) < 1 and not moved[[33, 133, 263, 362], 1].any()


def test_nothing_moves_at_rest_and_half_a_pose_moves_half_as_far(skin):
    pose = Poser(np.random.default_rng(3)).pose("disgust")
    assert not moves(skin, {}).any()
    assert moves(skin, weaker(pose, 0.5)) == pytest.approx(moves(skin, pose) / 2)


def test_every_manner_is_made_of_units_that_can_be_drawn():
    assert set(MANNERS) == set(SIX)
    assert all(f"AU{unit}" in PULLS for manners in MANNERS.values() for manner in manners for unit in manner)


def test_what_tells_an_expression_goes_only_where_there_is_a_reason():
    for name in SIX:
        for code, share in library()[name].tells.items():
            assert share * REASONS[name][int(code.removeprefix("AU"))] > 0


def test_tells_are_found_where_faces_differ_and_not_against_anatomy():
    rng = np.random.default_rng(5)
    faces, labels = rng.normal(0, 0.1, (120, len(CODES), 2)), np.arange(120) % 6
    faces[labels == SIX.index("anger"), POSITION["AU1"]] -= 0.6
    faces[labels == SIX.index("surprise"), POSITION["AU4"]] += 0.6
    found = fitted([(faces, labels)])
    assert found[0, SIX.index("anger")] < -0.5
    assert not found[2, SIX.index("surprise")] and not found[:, SIX.index("disgust")][8]
