from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.action_units import ACTION_UNITS, BY_CODE, FEATURES
from mirrorcam.expression import CODES, LEFT, POSITION, RIGHT
from mirrorcam.face import BLENDSHAPES, HeadPose
from mirrorcam.measures import intensities, mean_of, measure, median_of
from mirrorcam.patches import PATCHES, UNUSABLE
from mirrorcam.signals import shape, y
from mirrorcam.turning import drifts, turn_terms
from plain_face import HEIGHT, WIDTH, face, turned


def shown(moves=None, shapes=None, **view):
    """Intensities, left and right by code, of a face that moved so."""
    rest = measure(face(), WIDTH, HEIGHT)
    values = intensities(measure(face(moves, shapes, **view), WIDTH, HEIGHT), rest)
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


def test_every_measured_unit_has_two_sides_but_those_of_the_midline_and_where_they_tell_nothing():
    midline = {unit.code for unit in ACTION_UNITS if unit.measured and not unit.sided}
    assert midline == {"AU9", "AU17", "AU19", "AU24", "AU25", "AU26"}


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
def test_of_a_turned_head_only_what_the_tracker_is_known_to_add_is_taken_out(turn):
    straight, seen = (measure(face(rotation=turned(**one)), WIDTH, HEIGHT).features for one in ({}, turn))
    known = drifts([feature.name for feature in FEATURES]) @ turn_terms(HeadPose(**turn))
    scales = np.array([[feature.full_scale] for feature in FEATURES])
    assert (np.abs(straight - seen - known) / scales).max() < 0.06


def test_unmeasured_units_stay_at_zero():
    smiling = shown({61: UP, 291: UP}, dict.fromkeys(BLENDSHAPES, 1.0))
    assert all(np.array_equal(smiling[unit.code], (0, 0)) for unit in ACTION_UNITS if not unit.measured)


# What the skin shows.

PATCH = {number.name: row for row, number in enumerate(PATCHES)}
RED_LIPS = {name: 0.1 for name in PATCH if "lip_red" in name}
GRAIN = {name: 0.0 for name in PATCH if name.startswith("grain")}
PLAIN = {**dict.fromkeys(PATCH, 0.005), **RED_LIPS, **GRAIN}


def numbers(change=()):
    """Patches, as float32, of a face whose skin shows no line but ``change``."""
    return np.array(list({**PLAIN, **dict(change)}.values()), np.float32)


def lined(change, moves=None, shapes=None, rest=()):
    """As ``shown``, with what the skin shows now and at rest."""
    now = replace(face(moves, shapes), patches=numbers(change))
    before = replace(face(), patches=numbers(rest))
    values = intensities(measure(now, WIDTH, HEIGHT), measure(before, WIDTH, HEIGHT))
    return {code: values[POSITION[code]] for code in CODES}


def both(name, value):
    return {f"{name}_left": value, f"{name}_right": value}


DEEP = [
    ("AU1", {"forehead": 0.04}, 0.5),
    ("AU2", both("forehead_side", 0.039), 0.5),
    ("AU4", {"glabella": 0.049}, 0.5),
    ("AU6", both("under_eye", 0.045) | both("crows_feet", 0.023), 0.5),
    ("AU9", {"nose_root": 0.039} | both("nose_side", 0.03), 0.5),
    ("AU14", both("lip_corner", 0.033), 1.0),
    ("AU15", both("below_corner", 0.03), 0.5),
    ("AU24", dict.fromkeys(RED_LIPS, 0.04), 0.5),
    ("AU28", dict.fromkeys(RED_LIPS, 0.0), 1.0),
]


@pytest.mark.parametrize(("code", "change", "value"), DEEP)
def test_a_deep_line_counts_for_its_unit_and_no_other(code, change, value):
    units = lined(change)
    assert units[code] == pytest.approx((value, value), abs=1e-3)
    others = {other: sides for other, sides in units.items() if other not in {code, "AU24", "AU28"}}
    assert all(np.allclose(sides, 0) for sides in others.values())


PARTED = {13: (0.0, 0.3, 0.0), 14: (0.0, -0.5, 0.0)}


def test_a_tongue_is_seen_between_parted_lips_only():
    out = {"tongue_red": 0.155}
    assert lined(out, PARTED)["AU25"].mean() > 0.2
    assert lined(out, PARTED)["AU19"] == pytest.approx((1.0, 1.0), abs=1e-3)
    assert np.allclose(lined(out)["AU19"], 0)


RUDDY = dict.fromkeys(RED_LIPS, 0.2) | both("cheek_colour", 0.4) | {"tongue_red": -0.1}


@pytest.mark.parametrize("share", [0.9, 0.5, 0.2, 0.0])
def test_a_paler_picture_presses_no_lips_and_shows_no_tongue(share):
    paler = {name: value * share for name, value in RUDDY.items()}
    assert all(np.allclose(sides, 0) for sides in lined(paler, rest=RUDDY).values())
    assert np.allclose(lined(paler, PARTED, rest=RUDDY)["AU19"], 0)


def test_lips_that_lose_more_of_their_red_than_the_cheeks_are_pressed():
    paler = {name: value * (0.3 if name in RED_LIPS else 0.8) for name, value in RUDDY.items()}
    as_pale = lined(RUDDY | dict.fromkeys(RED_LIPS, 0.06), rest=RUDDY)["AU24"].mean()
    assert 0.3 < lined(paler, rest=RUDDY)["AU24"].mean() < as_pale


@pytest.mark.parametrize("colour", [0.1, 0.25, 0.6, 1.2])
@pytest.mark.parametrize("below_lip", [-0.1, 0.1])
def test_a_tint_of_the_light_is_no_movement(colour, below_lip):
    rest = RUDDY | {"tongue_red": below_lip}
    tinted = rest | both("cheek_colour", colour)
    assert all(np.allclose(s, 0) for s in lined(tinted, rest=rest).values())
    assert np.allclose(lined(tinted, PARTED, rest=rest)["AU19"], 0)


def test_a_grey_neutral_leaves_colours_alone():
    grey = dict.fromkeys(RUDDY, 0.0)
    assert np.allclose(lined(RUDDY, rest=grey)["AU24"], 0)


def test_lips_that_are_pressed_are_not_yet_drawn_in():
    assert np.allclose(lined(dict.fromkeys(RED_LIPS, 0.04))["AU28"], 0)


@pytest.mark.parametrize(("code", "change", "value"), DEEP)
def test_a_line_that_is_always_there_says_nothing(code, change, value):
    assert all(np.allclose(sides, 0) for sides in lined(change, rest=change).values())


@pytest.mark.parametrize(("code", "change", "value"), DEEP)
def test_what_cannot_be_seen_now_or_at_rest_says_nothing(code, change, value):
    unseen = dict.fromkeys(change, UNUSABLE)
    for units in (lined(unseen), lined(change, rest=unseen), lined(unseen, rest=change)):
        assert all(np.allclose(sides, 0) for sides in units.values())


def test_skin_without_lines_takes_nothing_from_a_movement():
    smile = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}
    smooth = {**dict.fromkeys(PATCH, 0.0), **RED_LIPS}
    moves = dict.fromkeys((50, 101, 118, 117, 61, 285, 55), UP)
    assert all(
        np.array_equal(sides, shown(moves, smile)[code])
        for code, sides in lined(smooth, moves, smile).items()
    )


def test_lines_on_one_side_count_on_that_side():
    left, right = lined({"nose_side_left": 0.05})["AU9"]
    assert left > 0.2 and right == pytest.approx(0)
    assert np.allclose(*lined({"glabella": 0.05})["AU4"])


def test_a_furrow_shows_a_frown_that_raised_inner_brows_hide():
    raised = dict.fromkeys((55, 107, 65, 285, 336, 295, 105, 52, 66, 334, 282, 296), (0, 0.3, 0))
    hidden, told = shown(raised)["AU4"].mean(), lined({"glabella": 0.06}, raised)["AU4"].mean()
    assert hidden < -0.1 and told > 0.3


def test_a_furrow_between_the_brows_leaves_the_difference_of_the_sides():
    one_sided = dict.fromkeys((105, 52, 66), (0, -0.4, 0))
    smooth, furrowed = shown(one_sided)["AU4"], lined({"glabella": 0.06}, one_sided)["AU4"]
    assert furrowed.mean() > smooth.mean() + 0.2
    assert furrowed[RIGHT] - furrowed[LEFT] == pytest.approx(smooth[RIGHT] - smooth[LEFT])


def test_a_closing_eye_tightens_no_lower_lid():
    lids = {
        **dict.fromkeys((159, 158, 160, 386, 385, 387), (0, -0.75, 0)),
        **dict.fromkeys((145, 153, 144, 374, 380, 373), (0, 0.12, 0)),
    }
    shapes = {
        f"eye{name}{side}": v for side in ("Left", "Right") for name, v in (("Blink", 0.7), ("Squint", 0.25))
    }
    closed = shown(lids, shapes)
    assert np.abs(closed["AU7"]).max() < 0.25 and closed["AU43"].min() > 0.8


def test_a_closing_eye_lifts_no_cheek_and_no_brow():
    lids = dict.fromkeys((159, 158, 160, 386, 385, 387), (0, -0.75, 0))
    closed = shown(lids, {"eyeBlinkLeft": 0.7, "eyeBlinkRight": 0.7})
    assert np.abs(closed["AU6"]).max() < 0.1 and np.abs(closed["AU4"]).max() < 0.1


def test_lines_count_the_more_the_deeper_and_never_jump():
    depths = np.linspace(0.0, 0.12, 241)
    values = np.array([lined({"glabella": depth})["AU4"].mean() for depth in depths])
    steps = np.diff(values)
    assert steps.min() >= 0 and steps.max() < 0.02
    assert values[-1] == pytest.approx(values[150])


@pytest.mark.parametrize("code", ["AU14", "AU19", "AU28"])
def test_the_noise_of_a_still_face_shows_nothing_of_what_only_the_skin_tells(code):
    noisy = {name: value + 0.007 for name, value in PLAIN.items()}
    assert np.allclose(lined(noisy, PARTED if code == "AU19" else None)[code], 0)


GRAINY = both("grain", 0.04)


@pytest.mark.parametrize(("now", "rest"), [(GRAINY, {}), ({}, GRAINY), (GRAINY, GRAINY)])
def test_a_line_has_to_be_deeper_where_a_picture_is_noisy(now, rest):
    furrow = {"glabella": 0.036}
    assert lined(furrow)["AU4"].mean() > 0.2
    assert np.allclose(lined(furrow | now, rest=rest)["AU4"], 0)
    assert lined({"glabella": 0.09} | now, rest=rest)["AU4"].mean() > 0.3


def test_the_quieter_cheek_tells_the_noise():
    bearded, unseen = {"grain_left": 0.04}, {"grain_left": UNUSABLE}
    furrow = lined({"glabella": 0.045})["AU4"]
    assert np.array_equal(lined({"glabella": 0.045} | bearded)["AU4"], furrow)
    assert np.array_equal(lined({"glabella": 0.045} | unseen)["AU4"], furrow)


def test_lips_that_a_smile_spreads_are_not_pressed():
    smile = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}
    spread = dict.fromkeys(RED_LIPS, 0.07)
    assert lined(spread)["AU24"].mean() > 0.1
    assert np.array_equal(lined(spread, shapes=smile)["AU24"], shown(shapes=smile)["AU24"])


def test_a_grin_folds_the_skin_but_makes_no_dimple():
    fold = both("lip_corner", 0.03)
    grin = lined(fold, {14: (0, -1.5, 0)}, {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9})
    assert lined(fold)["AU14"].min() > 0.5 and grin["AU14"].max() < 0.3


def test_lips_are_drawn_in_on_both_sides_or_not_at_all():
    gone_on_the_left = {name: 0.0 for name in RED_LIPS if name.endswith("left")}
    assert np.allclose(lined(gone_on_the_left)["AU28"], 0)


def test_pale_lips_cannot_show_that_their_red_goes():
    pale = dict.fromkeys(RED_LIPS, 0.03)
    assert np.allclose(lined(dict.fromkeys(RED_LIPS, -0.05), rest=pale)["AU28"], 0)


def looks(*changes):
    return [measure(replace(face(), patches=numbers(change)), WIDTH, HEIGHT) for change in changes]


@pytest.mark.parametrize("average", [mean_of, median_of])
def test_several_looks_leave_out_what_some_of_them_could_not_see(average):
    seen = average(looks({"glabella": 0.02}, {"glabella": UNUSABLE}, {"glabella": 0.04}))
    assert seen.patches[PATCH["glabella"]] == pytest.approx(0.03)
    assert seen.patches[PATCH["forehead"]] == pytest.approx(0.005)
    unseen = average(looks({"glabella": UNUSABLE}, {"glabella": UNUSABLE}))
    assert unseen.patches[PATCH["glabella"]] == UNUSABLE
    with pytest.raises(ValueError, match="at least one good look"):
        average([])


def test_signals_add_up():
    signal = (y(1, 2) - y(1)) * 2 / 4
    assert signal.terms == {("y", 1): pytest.approx(-0.25), ("y", 2): pytest.approx(0.25)}
    assert shape("browDown").terms == {("shape", "browDownLeft", "browDownRight"): 1.0}


def test_the_same_face_measures_the_same_to_the_bit():
    assert np.array_equal(measure(face(), WIDTH, HEIGHT).features, measure(face(), WIDTH, HEIGHT).features)


def test_a_face_reads_as_it_always_has():
    """Pushed about, turned, nearer and with other skin. Where another number comes out, the same face gets another
    score: that is another version of the formula (score.py), and sessions no longer compare."""
    moves = {p: (0.02 * (p % 7) - 0.05, 0.015 * (p % 11) - 0.06, 0.01 * (p % 5)) for p in range(0, 478, 3)}
    shapes = {name: 0.02 * (i % 17) for i, name in enumerate(BLENDSHAPES)}
    seen = face(moves, shapes, turned(7, -5, 3), 23.0)
    rest, now = (
        measure(replace(one, patches=np.linspace(*skin, len(PATCHES)).astype(np.float32)), WIDTH, HEIGHT)
        for one, skin in ((face(), (0.02, 0.3)), (seen, (0.35, 0.03)))
    )
    read = dict(zip(CODES, intensities(now, rest).tolist(), strict=True))
    assert read == {code: pytest.approx(sides, abs=0.002) for code, sides in AS_EVER.items()}
    assert (rest.nearness, now.nearness) == pytest.approx((-12.357, -12.414), abs=0.002)


AS_EVER = {
    "AU1": (0.665, 0.602), "AU2": (0.622, 0.679), "AU4": (0.589, 0.632), "AU5": (-0.065, -0.012),
    "AU6": (-0.116, 0.009), "AU7": (-0.168, 0.013), "AU9": (0.577, 0.459), "AU10": (-0.216, 0.004),
    "AU12": (0.098, 0.135), "AU14": (0, 0), "AU15": (0.608, 0.575), "AU17": (0.153, 0.144), "AU18": (0.074, 0.016),
    "AU19": (0, 0), "AU20": (-0.004, 0.054), "AU23": (0, 0), "AU24": (0.135, 0.122), "AU25": (0.007, 0.007),
    "AU26": (0.079, 0.079), "AU28": (0, 0), "AU34": (0, 0), "AU38": (0, 0), "AU43": (0.168, 0.171),
    "AU61": (0.385, 0.348), "AU62": (0.317, 0.388), "AU63": (-0.04, 0), "AU64": (0.328, 0.356),
}  # fmt: skip
