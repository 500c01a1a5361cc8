import numpy as np
import pytest

from mirrorcam.action_units import ACTION_UNITS, BY_CODE, FEATURES, intensities, measure, shape, y
from mirrorcam.expression import CODES, LEFT, POSITION, RIGHT
from mirrorcam.face import BLENDSHAPES
from plain_face import HEIGHT, WIDTH, face, turned


def shown(moves=None, shapes=None, **view):
    """Intensities, left and right by code, of a face that moved so."""
    rest = measure(face(), WIDTH, HEIGHT)
    values = intensities(measure(face(moves, shapes, **view), WIDTH, HEIGHT), rest.features)
    return {code: values[POSITION[code]] for code in CODES}


def test_there_is_one_row_for_each_code_in_order():
    assert tuple(unit.code for unit in ACTION_UNITS) == CODES
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)


def test_every_row_has_words_that_invite():
    for unit in ACTION_UNITS:
        for words in (unit.more, unit.less):
            assert words[0].islower() and not words.endswith(".") and len(words) <= 50


def test_every_leak_comes_from_a_unit_that_is_measured():
    assert all(BY_CODE[source].measured for unit in ACTION_UNITS for source in unit.leaks)


def test_every_measured_unit_but_those_of_the_midline_has_two_sides():
    midline = {unit.code for unit in ACTION_UNITS if unit.measured and not unit.sided}
    assert midline == {"AU17", "AU25", "AU26"}


def test_a_symmetrical_face_measures_alike_on_both_sides():
    features = measure(face(), WIDTH, HEIGHT).features
    assert features.shape == (len(FEATURES), 2)
    assert np.abs(features[:, LEFT] - features[:, RIGHT]).max() < 2e-3


def test_a_face_at_its_neutral_shows_nothing():
    assert all(np.allclose(sides, 0) for sides in shown().values())


UP, DOWN, OUT_LEFT, OUT_RIGHT = (0, 0.9, 0), (0, -0.9, 0), (0.5, 0, 0), (-0.5, 0, 0)
PUSHED = {
    "AU1": [55, 107, 65],
    "AU2": [70, 63, 46, 53],
    "AU6": [50, 101, 118, 117],
    "AU10": [39, 40],
    "AU12": [61],
}


@pytest.mark.parametrize("code", PUSHED)
def test_what_is_pushed_up_on_the_right_shows_on_the_right(code):
    left, right = shown(dict.fromkeys(PUSHED[code], UP))[code]
    assert right > 0.1
    assert right > 3 * abs(left)


def test_what_is_pushed_up_on_the_left_shows_on_the_left():
    left, right = shown({291: UP})["AU12"]
    assert left > 0.1 and abs(right) < 0.02


def test_corners_that_sink_are_no_smile_but_the_lip_corner_depressor():
    units = shown({61: DOWN, 291: DOWN})
    assert units["AU12"].mean() < -0.1
    assert units["AU15"].mean() > 0.5


def test_corners_that_go_outwards_stretch_the_lips_and_inwards_pucker_them():
    outwards, inwards = shown({61: OUT_RIGHT, 291: OUT_LEFT}), shown({61: OUT_LEFT, 291: OUT_RIGHT})
    assert outwards["AU20"].min() > 0.2 > outwards["AU18"].max()
    assert inwards["AU18"].min() > 0.1 > inwards["AU20"].max()


def test_lips_that_part_and_a_jaw_that_drops_are_two_things():
    parted = shown({14: (0, -1.0, 0)})
    dropped = shown({152: (0, -1.0, 0), 148: (0, -1.0, 0), 377: (0, -1.0, 0)})
    assert parted["AU25"].min() > 0.3 and np.allclose(parted["AU26"], 0, atol=0.02)
    assert dropped["AU26"].min() > 0.3 and np.allclose(dropped["AU25"], 0, atol=0.02)


def test_eyes_open_wider_and_close():
    wider = shown(dict.fromkeys((159, 158, 160, 386, 385, 387), (0, 0.2, 0)))
    closed = shown(
        dict.fromkeys((159, 158, 160, 386, 385, 387), (0, -0.75, 0)),
        {"eyeBlinkLeft": 0.7, "eyeBlinkRight": 0.7},
    )
    assert wider["AU5"].min() > 0.3 > wider["AU43"].max()
    assert closed["AU43"].min() > 0.8 > closed["AU5"].max()


@pytest.mark.parametrize(
    ("code", "left", "right"),
    [
        ("AU61", "eyeLookOutLeft", "eyeLookInRight"),
        ("AU62", "eyeLookInLeft", "eyeLookOutRight"),
        ("AU63", "eyeLookUpLeft", "eyeLookUpRight"),
        ("AU64", "eyeLookDownLeft", "eyeLookDownRight"),
    ],
)
def test_eyes_turn_the_way_their_blendshapes_say(code, left, right):
    units = shown(shapes={left: 0.5, right: 0.25})
    assert units[code][LEFT] == pytest.approx(2 * units[code][RIGHT], rel=1e-3)
    gaze = {"AU61", "AU62", "AU63", "AU64"} - {code}
    assert all(np.allclose(units[other], 0) for other in gaze)


def test_leaks_are_taken_out():
    assert shown(shapes={"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9})["AU15"].mean() == pytest.approx(
        0.42 / 2, abs=1e-3
    )


@pytest.mark.parametrize("turn", [{"yaw_deg": 20}, {"pitch_deg": 15}, {"roll_deg": -20}])
def test_a_turned_head_moves_no_unit(turn):
    units = shown(rotation=turned(**turn))
    assert max(np.abs(sides).max() for sides in units.values()) < 0.06


def test_unmeasured_units_stay_at_zero():
    smiling = shown({61: UP, 291: UP}, dict.fromkeys(BLENDSHAPES, 1.0))
    assert all(np.array_equal(smiling[unit.code], (0, 0)) for unit in ACTION_UNITS if not unit.measured)


def test_signals_add_up():
    signal = (y(1, 2) - y(1)) * 2 / 4
    assert signal.terms == {("y", 1): pytest.approx(-0.25), ("y", 2): pytest.approx(0.25)}
    assert shape("browDown").terms == {("shape", "browDownLeft", "browDownRight"): 1.0}


def test_the_same_face_measures_the_same_to_the_bit():
    assert np.array_equal(measure(face(), WIDTH, HEIGHT).features, measure(face(), WIDTH, HEIGHT).features)
