import json
import math
from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.action_units import FEATURES
from mirrorcam.calibration import (
    AVERAGE,
    DEAD_ZONE,
    Neutral,
    distance_changed,
    face_size,
    neutral_from,
    relative,
    seems_to_smile,
    shown_of,
)
from mirrorcam.expression import CODES, POSITION
from mirrorcam.face import HeadPose, Reason
from mirrorcam.measures import measure
from mirrorcam.patches import PATCHES, UNUSABLE
from mirrorcam.resting import Refusal, Settling
from plain_face import HEIGHT, WIDTH, face, sample, turned

PATCHED = np.linspace(-0.1, 0.2, len(PATCHES))
BLINK = {"eyeBlinkLeft": 0.8, "eyeBlinkRight": 0.8}
TALKING = {14: (0, -0.8, 0)}


def settle(seen, fps=30.0, settling=None, from_s=0.0):
    """Feeds faces (or reasons) at an even pace; returns what was said of each."""
    settling = settling or Settling()
    said = []
    for i, one in enumerate(seen):
        look = sample(from_s + i / fps, *((None, one) if isinstance(one, Reason) else (one,)))
        measures = measure(look.face, WIDTH, HEIGHT) if look.face else None
        said.append(settling.see(look, measures))
    return said


def first_second(said, fps=30.0):
    return next((i / fps for i, s in enumerate(said) if s.neutral), None)


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
def test_two_steady_seconds_make_a_neutral_at_any_frame_rate(fps):
    said = settle([face()] * 3 * fps, fps)
    assert first_second(said, fps) == pytest.approx(2.0, abs=1 / fps + 1e-6)
    assert [s.progress for s in said] == sorted(s.progress for s in said)
    assert said[-1].progress == 1 and said[-1].refusal is None
    assert relative(measure(face(), WIDTH, HEIGHT), said[-1].neutral).values == pytest.approx(0)


def test_a_neutral_is_the_median_of_what_was_seen():
    brows = {55: (0, 0.02, 0), 107: (0, 0.02, 0), 65: (0, 0.02, 0)}
    said = settle([face(), face(), face(brows)] * 30)
    assert np.allclose(said[-1].neutral.features, measure(face(), WIDTH, HEIGHT).features, atol=1e-6)
    assert said[-1].neutral.face_size == pytest.approx(300 / WIDTH)


def test_one_odd_look_moves_nothing_of_a_neutral():
    usual = replace(sample(0.0, face()), sharpness=0.5)
    odd = face({55: (0, 0.3, 0)}, rotation=turned(yaw_deg=9, roll_deg=9))
    neutral = neutral_from([usual, usual, replace(usual, face=odd, sharpness=0.1, face_px=400.0)])
    alone = neutral_from([usual])
    assert neutral.to_dict() == {**alone.to_dict(), "samples": 3}


def test_a_head_that_sways_a_little_is_at_rest():
    swaying = [2 * math.sin(2 * math.pi * i / 40) for i in range(80)]
    said = settle([face(rotation=turned(yaw_deg=deg, roll_deg=deg)) for deg in swaying])
    assert first_second(said) == pytest.approx(2, abs=0.1)


def test_a_mouth_that_moves_is_refused_in_kind_words_and_begins_again():
    said = settle([face()] * 45 + [face(TALKING), face()] * 10 + [face()] * 75)
    assert said[44].progress > 0.7 and said[45].progress == 0
    assert said[45].refusal is Refusal.MOUTH_MOVING
    assert said[45].words == "Your mouth is moving. Let it rest for two seconds."
    assert first_second(said) == pytest.approx((45 + 20) / 30 + 2, abs=0.1)


def test_what_agrees_with_what_is_seen_now_is_not_forgotten():
    """Lips that part a little and stay so: it takes until most looks are of that, not two more seconds."""
    said = settle([face()] * 30 + [face({14: (0, -0.3, 0)})] * 60)
    assert said[59].progress > 0.95 and said[59].refusal is None
    assert said[60].refusal is Refusal.MOUTH_MOVING and said[60].progress > 0.95
    assert first_second(said) == pytest.approx(2.5, abs=0.1)
    assert said[-1].from_s == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("begins_s", np.arange(0, 1.3, 0.13))
def test_what_goes_to_and_fro_a_little_is_rest_whatever_the_first_look_shows(begins_s):
    """By .32 of the full scale of the corners of the mouth, as those of a man at rest in a film."""
    times_s = begins_s + np.arange(75) / 30
    said = settle([smiling(0.36 * math.sin(2 * math.pi * t / 1.3)) for t in times_s])
    assert first_second(said) <= 2.2


def smiling(up):
    return face({61: (0, up, 0), 291: (0, up, 0)})


@pytest.mark.parametrize(("a_second", "rests"), [(0.07, True), (0.14, False)])
def test_a_smile_that_grows_slowly_is_not_rest(a_second, rests):
    said = settle([smiling(a_second / 0.45 * i / 30) for i in range(150)])
    assert (first_second(said) is not None) is rests
    assert rests or said[-1].refusal is Refusal.MOUTH_MOVING


def test_brows_that_come_down_from_high_are_not_rest_though_they_begin_half_way():
    ups = np.interp(np.arange(63) / 30, [0, 0.3, 1.2, 2.1], [0.2, 0.36, 0, 0])
    said = settle([face(dict.fromkeys((55, 107, 65, 285, 336, 295), (0, up, 0))) for up in ups])
    assert first_second(said) is None and Refusal.MOVING in {one.refusal for one in said}


def test_brows_that_move_are_refused():
    raised = face(dict.fromkeys((55, 107, 65, 285, 336, 295), (0, 0.5, 0)))
    assert settle([face()] * 10 + [raised])[-1].refusal is Refusal.MOVING


def test_a_head_that_turns_slowly_is_refused():
    turning = [face(rotation=turned(yaw_deg=i / 5)) for i in range(48)]
    assert Refusal.MOVING in {s.refusal for s in settle(turning)}


def test_a_camera_below_or_above_the_face_is_usual():
    assert settle([face(rotation=turned(pitch_deg=13))] * 80)[-1].neutral is not None


@pytest.mark.parametrize("turn", [{"yaw_deg": 14}, {"pitch_deg": -19}, {"roll_deg": 18}])
def test_a_turned_head_is_refused(turn):
    said = settle([face(rotation=turned(**turn))] * 80)
    assert said[-1].refusal is Refusal.HEAD_TURNED and said[-1].neutral is None


def test_a_blink_is_passed_over_but_closed_eyes_are_refused():
    blinking = settle([face()] * 30 + [face(shapes=BLINK)] * 8 + [face()] * 40)
    assert first_second(blinking) == pytest.approx(2 + 8 / 30, abs=0.1)
    closed = settle([face()] * 30 + [face(shapes=BLINK)] * 20)
    assert closed[-1].refusal is Refusal.EYES_CLOSED and closed[-1].progress == 0


def test_a_lost_face_begins_again_with_its_reason():
    said = settle([face()] * 45 + [Reason.NOBODY] * 5)
    assert said[-1].refusal is Reason.NOBODY and said[-1].words == Reason.NOBODY.words
    assert said[-1].progress == 0


def test_light_that_flickers_does_not_begin_again():
    said = settle([face()] * 45 + [Reason.TOO_BRIGHT] * 12 + [face()] * 30)
    assert said[50].refusal is Reason.TOO_BRIGHT and said[50].progress == said[44].progress
    assert first_second(said) == pytest.approx(2.4, abs=0.05)
    assert first_second(settle([face()] * 45 + [Reason.TOO_DARK] * 20 + [face()] * 50)) is None


def test_a_refusal_stays_for_a_second_to_be_read():
    said = settle([face(), face(TALKING)] + [face()] * 40)
    assert said[25].refusal is Refusal.MOUTH_MOVING
    assert said[40].refusal is None and said[40].progress > 0.5


def test_time_that_nobody_saw_does_not_count():
    assert settle([face()] * 4, fps=1.0)[-1].neutral is None


def test_the_same_samples_give_the_same_neutral_to_the_bit():
    seen = [face({61: (0, i % 5 / 50, 0)}) for i in range(70)]
    one, two = settle(seen)[-1].neutral, settle(seen)[-1].neutral
    assert np.array_equal(one.features, two.features)


def test_a_neutral_from_pictures_leaves_closed_eyes_out():
    seen = [sample(0, face()), sample(1, face(shapes=BLINK)), sample(2, face(shapes=BLINK))]
    neutral = neutral_from(seen)
    assert neutral.samples == 1
    assert np.array_equal(neutral.features, measure(face(), WIDTH, HEIGHT).features)
    assert neutral_from(seen[1:]).samples == 2
    with pytest.raises(ValueError, match="at least one good look"):
        neutral_from([sample(0)])


@pytest.mark.parametrize(
    ("left", "right", "smiles"), [(0.6, 0.6, True), (0.6, 0.0, False), (0.0, 0.6, False)]
)
def test_a_face_that_is_uneven_at_rest_does_not_seem_to_smile(left, right, smiles):
    seen = sample(0.0, face(shapes={"mouthSmileLeft": left, "mouthSmileRight": right}))
    assert seems_to_smile([seen, sample(0.1)]) is smiles
    assert not seems_to_smile([sample(0.0)])


def test_a_neutral_comes_back_from_a_file_to_the_bit():
    neutral = Neutral(
        measure(face(), WIDTH, HEIGHT).features, PATCHED, 0.234, 1.7, HeadPose(1.5, -2, 0.1), 61, 0.5
    )
    back = Neutral.from_dict(json.loads(json.dumps(neutral.to_dict())))
    assert np.array_equal(back.features, neutral.features)
    assert np.array_equal(back.patches, neutral.patches)
    assert (back.face_size, back.nearness) == (0.234, 1.7)
    assert (back.pose, back.samples, back.sharpness) == (HeadPose(1.5, -2, 0.1), 61, 0.5)


def test_a_neutral_from_before_does_not_know_how_near_the_camera_was():
    known = neutral_from([sample(0.0, face())]).to_dict()
    assert math.isfinite(known.pop("nearness"))
    assert math.isnan(Neutral.from_dict(known).nearness)
    assert "nearness" not in AVERAGE.to_dict()


def test_a_neutral_knows_how_sharp_its_pictures_were_and_one_from_before_does_not():
    seen = [replace(sample(i, face()), sharpness=0.3 + 0.1 * i) for i in range(3)]
    assert neutral_from(seen).sharpness == pytest.approx(0.4)
    older = {k: v for k, v in AVERAGE.to_dict().items() if k != "sharpness"}
    assert Neutral.from_dict(older).sharpness == 0


def test_a_neutral_from_before_the_patches_has_none():
    neutral = Neutral.from_dict({k: v for k, v in AVERAGE.to_dict().items() if k != "patches"})
    assert np.array_equal(neutral.patches, np.full(len(PATCHES), UNUSABLE))
    frowning = replace(face(), patches=np.full(len(PATCHES), 0.2, np.float32))
    plain = relative(measure(face(), WIDTH, HEIGHT), neutral).values
    assert np.array_equal(relative(measure(frowning, WIDTH, HEIGHT), neutral).values, plain)


def test_a_neutral_knows_what_was_seen_of_the_skin():
    often = np.array([0.1] * 20 + [UNUSABLE] * 6, np.float32)
    rarely = np.array([0.2] * 26, np.float32)
    seen = [sample(i, replace(face(), patches=p)) for i, p in enumerate((often, often, rarely))]
    assert neutral_from(seen).patches == pytest.approx([0.1] * 20 + [0.2] * 6)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"features": {}, "face_size": 1, "pose": [0, 0, 0], "samples": 1},
        {**AVERAGE.to_dict(), "pose": [0, 0]} | {"features": 3},
        {**AVERAGE.to_dict(), "features": {f.name: [0.1, float("nan")] for f in FEATURES}},
        {**AVERAGE.to_dict(), "features": {f.name: [0.1] for f in FEATURES}},
        {**AVERAGE.to_dict(), "face_size": "near"},
        {**AVERAGE.to_dict(), "patches": {"glabella": "deep"}},
        {**AVERAGE.to_dict(), "patches": {"glabella": float("inf")}},
        {**AVERAGE.to_dict(), "patches": 3},
    ],
)
def test_what_is_no_neutral_is_refused(broken):
    with pytest.raises(ValueError, match="take a new one"):
        Neutral.from_dict(broken)


def test_the_average_neutral_has_every_feature_alike_on_both_sides():
    assert AVERAGE.features.shape == (len(FEATURES), 2)
    assert np.array_equal(AVERAGE.features[:, 0], AVERAGE.features[:, 1])


def test_a_dead_zone_takes_a_still_face_to_exactly_zero():
    neutral = Neutral(measure(face(), WIDTH, HEIGHT).features)
    little = relative(measure(face({61: (0, 0.05, 0)}), WIDTH, HEIGHT), neutral)
    assert little["AU12"] == 0
    before = relative(measure(face({61: (0, 1.2, 0)}), WIDTH, HEIGHT), neutral).right("AU12")
    assert 0.05 < before < 0.3


def sides_of(code, left, right):
    """What is shown where so much was told of both sides."""
    values = np.zeros((len(CODES), 2))
    values[POSITION[code]] = left, right
    return shown_of(values, DEAD_ZONE)[POSITION[code]]


def test_both_sides_are_as_far_apart_as_they_are_and_their_mean_stays():
    """AU12 tells half of the difference: .5 and .3 are .6 and .2, and the zone takes .06 of the mean."""
    left, right = sides_of("AU12", 0.5, 0.3)
    assert (left + right) / 2 == pytest.approx(0.4 - DEAD_ZONE)
    assert (left - right) / (left + right) == pytest.approx(2 * 0.2 / 0.8)


@pytest.mark.parametrize("stronger", [0.1, 0.2, 0.6])
def test_the_dead_zone_makes_a_small_movement_no_less_even(stronger):
    left, right = sides_of("AU7", stronger, stronger / 2)
    assert (left - right) / (left + right) == pytest.approx(1 / 3)


def test_one_side_alone_has_all_of_it_and_none_moves_the_other_way():
    left, right = sides_of("AU12", 0.5, 0.1)
    assert right == 0 and left == pytest.approx(0.5 + 0.1 - 2 * DEAD_ZONE)
    assert sides_of("AU12", 0.05, -0.05).tolist() == [0, 0]
    assert sides_of("AU2", 0.5, -0.3) == pytest.approx([0.44, -0.24])


def test_where_sides_tell_nothing_both_have_the_mean():
    assert sides_of("AU9", 0.5, 0.3) == pytest.approx([0.4 - DEAD_ZONE] * 2)


@pytest.mark.parametrize(
    ("now", "changed"), [(0.2, False), (0.23, False), (0.25, True), (0.15, True), (0, False)]
)
def test_a_fifth_nearer_or_farther_is_another_distance(now, changed):
    assert distance_changed(Neutral(AVERAGE.features, face_size=0.2), now) is changed


def test_an_unknown_distance_has_not_changed():
    assert distance_changed(AVERAGE, 0.3) is False
    assert face_size(sample(0, face(), face_px=320)) == 0.25
