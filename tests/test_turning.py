"""Taking out what turning the head does to the features."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import plain_face
from mirrorcam.action_units import FEATURES
from mirrorcam.face import STRAIGHT, Drawn, HeadPose
from mirrorcam.measures import measure
from mirrorcam.turning import DRIFTS, LEFT_OVER, LEVEL_FROM_DEG, LEVELLED, drifts, turn_terms

NAMES = [feature.name for feature in FEATURES]


def test_every_known_drift_is_of_a_feature_that_is_measured():
    assert set(DRIFTS) <= set(NAMES)


def test_a_straight_head_changes_nothing():
    assert not (drifts(NAMES) @ turn_terms(STRAIGHT)).any()


def test_a_turn_to_the_other_side_does_the_same_to_the_other_side_of_the_face():
    left, right = (drifts(NAMES) @ turn_terms(HeadPose(yaw, 7)) for yaw in (15, -15))
    assert np.allclose(left, right[:, ::-1])
    assert not np.allclose(left, right)


def test_a_lifted_chin_seems_to_lower_the_jaw_and_to_narrow_the_lids():
    by_name = dict(zip(NAMES, drifts(NAMES) @ turn_terms(HeadPose(0, 15)), strict=True))
    assert (by_name["jaw_down"] > 0.03).all() and (by_name["lower_lid_high"] < -0.005).all()


def test_the_terms_are_the_turns_to_the_own_side_their_squares_and_their_product():
    left, right = turn_terms(HeadPose(5, -10)).T
    assert left.tolist() == [0.25, -0.5, 0.0625, 0.25, -0.125]
    assert right.tolist() == [-0.25, -0.5, 0.0625, 0.25, 0.125]


@pytest.mark.parametrize(
    ("far", "further"), [(HeadPose(25), HeadPose(40)), (HeadPose(0, -20), HeadPose(0, -50))]
)
def test_beyond_what_was_measured_no_more_is_taken_out(far, further):
    assert np.array_equal(turn_terms(far), turn_terms(further))


def test_a_face_drawn_from_the_front_has_only_what_is_left_over_taken_out():
    turned = plain_face.face(rotation=plain_face.turned(15, 8))
    size = plain_face.WIDTH, plain_face.HEIGHT
    raw = measure(turned, *size).features + drifts(NAMES) @ turn_terms(turned.pose)
    from_front = measure(replace(turned, drawn=Drawn.FROM_FRONT), *size).features
    assert from_front == pytest.approx(raw - drifts(NAMES, LEFT_OVER) @ turn_terms(turned.pose))
    assert set(LEFT_OVER) <= set(NAMES)


def features(pose: HeadPose, drawn: Drawn = Drawn.NOT) -> np.ndarray:
    turned = plain_face.face(rotation=plain_face.turned(pose.yaw_deg, pose.pitch_deg))
    return measure(replace(turned, drawn=drawn), plain_face.WIDTH, plain_face.HEIGHT).features


def test_of_a_face_drawn_level_only_what_was_seen_of_the_pitch_is_taken_out():
    pose, seen = HeadPose(8, 15), HeadPose(8, LEVEL_FROM_DEG)
    raw = features(pose) + drifts(NAMES) @ turn_terms(pose)
    left = drifts(NAMES, LEVELLED) @ (turn_terms(pose) - turn_terms(seen))
    assert features(pose, Drawn.LEVEL) == pytest.approx(raw - drifts(NAMES) @ turn_terms(seen) - left)
    assert set(LEVELLED) <= set(NAMES)


@pytest.mark.parametrize("pitch_deg", [LEVEL_FROM_DEG - 0.01, 0.01 - LEVEL_FROM_DEG])
def test_where_a_head_begins_to_be_drawn_level_nothing_jumps(pitch_deg):
    pose = HeadPose(10, pitch_deg)
    assert features(pose, Drawn.LEVEL) == pytest.approx(features(pose))


def test_a_feature_that_nothing_is_known_of_stays_as_it_is():
    assert not drifts(["something new"]).any()
