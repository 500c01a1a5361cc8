"""Whether the neutral still serves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.face import Reason, Sample
from mirrorcam.validity import LASTS_S, PITCH_DEG, YAW_DEG, Validity
from plain_face import face, sample, turned

STEP_S = 1 / 30
REST: Sample = sample(0.0, face())
NEUTRAL: Neutral = neutral_from([REST])


def after(seen: Sample, seconds: float, validity: Validity | None = None) -> Validity:
    """What is thought after so long of the same sight."""
    if validity is None:
        validity = Validity()
        validity.begin(REST)
    for _ in range(round(seconds / STEP_S)):
        validity.see(STEP_S, NEUTRAL, seen)
    return validity


@pytest.mark.parametrize(("axis", "limits"), [("yaw_deg", YAW_DEG), ("pitch_deg", PITCH_DEG)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_head_that_is_turned_far_from_the_neutrals_is_not_scored_at_once(axis, limits, sign):
    def at(deg):
        return sample(0.0, face(rotation=turned(**{axis: sign * deg})))

    assert after(at(limits.enter - 0.5), STEP_S).reason is None
    validity = after(at(limits.enter + 0.5), STEP_S)
    assert validity.reason is Reason.TURNED_AWAY
    assert after(at(limits.leave + 0.5), STEP_S, validity).reason is Reason.TURNED_AWAY
    assert after(at(limits.leave - 0.5), STEP_S, validity).reason is None


def test_turns_are_counted_from_how_the_head_was_held_for_the_neutral():
    lifted = sample(0.0, face(rotation=turned(pitch_deg=9)))
    validity = Validity()
    validity.see(STEP_S, neutral_from([lifted]), sample(0.0, face(rotation=turned(pitch_deg=18))))
    assert validity.reason is None


def test_another_camera_needs_another_neutral_once_it_stays():
    other = replace(REST, width=640, height=480, face_px=150.0)
    assert after(other, LASTS_S - 0.1).reason is None
    validity = after(other, LASTS_S + 0.1)
    assert validity.reason is Reason.NEUTRAL_OFF and validity.offer
    validity.begin(other)
    assert after(other, STEP_S, validity).reason is None


def test_a_fifth_more_distance_is_only_offered_a_new_neutral():
    validity = after(sample(0.0, face(), face_px=370.0), LASTS_S + 0.1)
    assert validity.offer and validity.reason is None
    assert not after(REST, STEP_S, validity).offer
