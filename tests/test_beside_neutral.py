"""Photographs beside the one at rest: skin that moved is found again, landmarks that did not follow are put right."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

import plain_face
from mirrorcam.app.seeing.beside_neutral import TURNED_DEG, beside_neutral, neutral_of_looks, with_closeup
from mirrorcam.calibration import Neutral
from mirrorcam.closeup import (
    APART,
    CHIN,
    EYES_PX,
    LIDS,
    LIPS,
    RIGHT_BROW,
    RIGHT_CHEEK,
    RIGHT_JAW,
    RIGHT_LOWER_HALF,
    RIGHT_ROUND_EYE,
    SHINES,
    SOME_LIGHT,
    WHOLE_CHIN,
    Closeup,
    Skin,
    shine,
    skin_of,
    trusted,
)
from mirrorcam.face import Face, Frame, Reason, Sample, round_face
from mirrorcam.gate import SHINE
from mirrorcam.imaging.closeups import closeup_of, strayed
from mirrorcam.imaging.redrawing import redrawn, triangles
from mirrorcam.landmarks import MIRRORED, OVAL, SKIN
from mirrorcam.why_not import OTHER_SKIN

WIDTH, HEIGHT = 360, 480
EYES_APART = 120.0
ON_SKIN = [p for p in range(SKIN) if p not in {*LIDS, *LIPS, *CHIN, *OVAL}]
CHEEKS = {*RIGHT_CHEEK, *(MIRRORED[p] for p in RIGHT_CHEEK)}
PUT_RIGHT = [p for p in ON_SKIN if p not in CHEEKS]
WING, LIP = 49, 13


def places() -> np.ndarray:
    """(SKIN, 3): landmarks all over the picture, in the order of a spiral's neighbours, none of them twice."""
    columns, rows = 18, 26
    x, y = np.meshgrid(np.linspace(60, 300, columns), np.linspace(70, 410, rows))
    jitter = np.random.default_rng(2).uniform(-2, 2, (SKIN, 2))
    return np.column_stack((np.column_stack((x.ravel(), y.ravel())) + jitter, np.zeros(SKIN)))


def skin(seed: int = 5) -> np.ndarray:
    """A picture with pores of some four pixels."""
    coarse = np.random.default_rng(seed).uniform(90, 170, (HEIGHT // 4 + 1, WIDTH // 4 + 1))
    y, x = np.mgrid[:HEIGHT, :WIDTH] / 4
    (i, j), (v, u) = (y.astype(int), x.astype(int)), (y % 1, x % 1)
    upper = coarse[i, j] * (1 - u) + coarse[i, np.minimum(j + 1, WIDTH // 4)] * u
    below = np.minimum(i + 1, HEIGHT // 4)
    lower = coarse[below, j] * (1 - u) + coarse[below, np.minimum(j + 1, WIDTH // 4)] * u
    return np.repeat((upper * (1 - v) + lower * v)[..., None], 3, axis=2).astype(np.uint8)


def lifted(at: np.ndarray, most_px: float = 9.0) -> np.ndarray:
    """The points, those in the middle of the picture moved upwards."""
    away = ((at[:, :2] - (WIDTH / 2, HEIGHT / 2)) ** 2).sum(axis=1)
    return at - np.column_stack((np.zeros(SKIN), most_px * np.exp(-away / 2 / 60**2), np.zeros(SKIN)))


def moved(pixels: np.ndarray, at: np.ndarray, to: np.ndarray) -> np.ndarray:
    edges = np.array([(0, 0, 9), (WIDTH - 1, 0, 9), (0, HEIGHT - 1, 9), (WIDTH - 1, HEIGHT - 1, 9)], float)
    at, to = np.vstack((at, edges)), np.vstack((to, edges))
    return redrawn(pixels, at, to, triangles(at))


def closeup(pixels: np.ndarray, at: np.ndarray) -> Closeup:
    return closeup_of(pixels, at, EYES_APART)


def test_a_closeup_has_its_landmarks_where_the_photograph_has_them() -> None:
    at, pixels = places(), np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    x, y = np.rint(at[100, :2]).astype(int)
    pixels[y - 3 : y + 4, x - 3 : x + 4] = 255
    seen = closeup(pixels, at)
    assert seen.scale == EYES_PX / EYES_APART
    row, column = np.unravel_index(seen.light.argmax(), seen.light.shape)
    assert (column, row) == pytest.approx(tuple(seen.points[100, :2]), abs=1.0)


def test_skin_that_moved_under_its_landmarks_is_found_again() -> None:
    at = places()
    to = lifted(at)
    away, found = strayed(closeup(skin(), at), closeup(moved(skin(), at, to), at))
    assert found.mean() > 0.95
    wanted = (to - at)[:, :2] / EYES_APART
    assert np.abs(wanted).max() > 0.07
    assert np.percentile(np.abs(away - wanted)[found], 95) < 0.006


@pytest.mark.parametrize("change", ["darker", "smaller", "turned paler"])
def test_another_light_size_or_paleness_moves_nothing(change: str) -> None:
    at, pixels = places(), skin()
    rest = closeup(pixels, at)
    if change == "darker":
        now = closeup((pixels * 0.4).astype(np.uint8), at)
    elif change == "turned paler":
        now = closeup((pixels * 0.7 + 60).astype(np.uint8), at)
    else:
        half = pixels.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
        now = closeup_of(half, at / 2, EYES_APART / 2)
    away, found = strayed(rest, now)
    assert found.mean() > 0.9
    assert np.percentile(np.abs(away)[found], 95) < 0.006


def smooth_with_brows() -> np.ndarray:
    """Skin with fainter pores, and two dark bars with soft ends, one on each side of the middle."""
    x = np.abs(np.arange(WIDTH) - WIDTH / 2)
    dark = 0.85 / (1 + np.exp((30 - x) / 8)) / (1 + np.exp((x - 90) / 8))
    rows = np.exp(-(((np.arange(HEIGHT) - 150) / 10.0) ** 4))
    light = 1 - rows[:, None] * dark
    return ((78 + 0.4 * skin()) * light[..., None]).astype(np.uint8)


def at_tenth_of_light(pixels: np.ndarray) -> np.ndarray:
    return (pixels * 0.1 ** (1 / 2.2)).astype(np.uint8)


def blurred(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 2.5))


@pytest.mark.parametrize("change", [at_tenth_of_light, blurred])
def test_brows_in_the_dark_or_blurred_are_no_further_apart(change: Callable[..., np.ndarray]) -> None:
    at, pixels = places(), smooth_with_brows()
    away, found = strayed(closeup(pixels, at), closeup(change(pixels), at))
    across = at[:, 0] - WIDTH / 2
    inner_ends = found & (np.abs(at[:, 1] - 150) < 20) & (np.abs(across) < 60)
    assert inner_ends.sum() > 20
    assert abs((away[inner_ends, 0] * np.sign(across[inner_ends])).mean()) < 0.003


def test_what_is_not_the_same_skin_is_not_found() -> None:
    _, found = strayed(closeup(skin(5), places()), closeup(skin(6), places()))
    assert found.mean() < 0.3


def test_a_flat_picture_moves_nothing() -> None:
    flat = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    away, found = strayed(closeup(skin(), places()), closeup(flat, places()))
    assert not away[found].any() or found.mean() < 0.3


EVERYWHERE = np.ones(SKIN, np.bool_)
SPREAD = places() * (EYES_PX / EYES_APART)


def test_edges_that_the_tracker_follows_and_cheeks_are_left_to_it() -> None:
    good = trusted(SPREAD, np.zeros((SKIN, 2)), EVERYWHERE)
    assert np.flatnonzero(good).tolist() == PUT_RIGHT


def test_what_was_not_found_on_one_side_is_put_right_on_neither() -> None:
    found = EVERYWHERE.copy()
    found[WING] = False
    good = trusted(SPREAD, np.zeros((SKIN, 2)), found)
    assert not good[WING] and not good[MIRRORED[WING]]
    assert np.count_nonzero(good) == len(PUT_RIGHT) - 2


def test_a_point_that_goes_elsewhere_than_its_surroundings_is_left() -> None:
    away = np.zeros((SKIN, 2))
    away[WING, 1] = 1.2 * APART
    assert not trusted(SPREAD / 2, away, EVERYWHERE)[WING]
    assert trusted(SPREAD / 2, away * 0.5, EVERYWHERE)[WING]


def test_a_point_without_surroundings_is_taken_at_its_word() -> None:
    away = np.zeros((SKIN, 2))
    away[WING, 1] = 5 * APART
    assert trusted(SPREAD * 100, away, EVERYWHERE)[WING]


def face(at: np.ndarray) -> Face:
    eyes = np.repeat([[WIDTH / 2, 200.0, 0.0]], 10, axis=0)
    landmarks = np.vstack((at, eyes)) / (WIDTH, HEIGHT, WIDTH)
    return round_face(landmarks.astype(np.float32), np.zeros(52, np.float32), np.eye(4, dtype=np.float32))


def look(pixels: np.ndarray, file: str = "rest.png", reason: Reason | None = None) -> Sample:
    """At a photograph in which the tracker has the landmarks where they always are."""
    seen = Sample(0.0, face(places()), reason, WIDTH, HEIGHT, face_px=200.0, file=file)
    return with_closeup(Frame(0.0, 0, pixels, file), seen)


def test_landmarks_that_were_left_behind_are_put_back_on_the_skin() -> None:
    neutral = neutral_of_looks([look(skin())])
    at, to = places(), lifted(places())
    (seen,) = beside_neutral([look(moved(skin(), at, to), "smile.png")], neutral).looks
    assert seen.face is not None
    there = seen.face.landmarks[:SKIN, :2] * (WIDTH, HEIGHT)
    good = [p for p in PUT_RIGHT if np.hypot(*(there[p] - at[p, :2])) > 0.5]
    assert len(good) > 60
    assert np.percentile(np.abs(there - to[:, :2])[good], 95) < 1.0
    assert there[LIP] == pytest.approx(at[LIP, :2], abs=0.05)
    assert np.array_equal(seen.face.landmarks[SKIN:], face(at).landmarks[SKIN:])
    assert np.array_equal(seen.face.landmarks[:, 2], face(at).landmarks[:, 2])


def test_the_photograph_at_rest_itself_stays_as_it_is() -> None:
    rest = look(skin())
    assert beside_neutral([rest], neutral_of_looks([rest])).looks[0] is rest


def test_each_look_is_beside_the_look_at_rest_with_the_same_edges() -> None:
    looks = [look(skin()), look(np.roll(skin(), 3, axis=0))]
    (first, second) = beside_neutral(looks, neutral_of_looks(looks)).looks
    assert first is looks[0] and second is looks[1]


def test_of_several_photographs_at_rest_the_others_are_beside_the_first() -> None:
    at = places()
    other = look(moved(skin(), at, lifted(at)), "other.png")
    neutral = neutral_of_looks([look(skin()), other])
    assert len(neutral.closeups) == 1
    plain = neutral_of_looks([replace(look(skin()), closeup=None), replace(other, closeup=None)])
    assert not plain.closeups and not np.array_equal(plain.features, neutral.features)


def test_what_is_no_photograph_is_measured_as_it_is() -> None:
    film = replace(look(skin()), closeup=None)
    at = places()
    smile = look(moved(skin(), at, lifted(at)))
    assert beside_neutral([smile], neutral_of_looks([film])).looks[0] is smile
    assert beside_neutral([film], neutral_of_looks([look(skin())])).looks[0] is film


def test_how_much_of_the_skin_was_found_again_is_told_and_whether_one_cheek_lacks_it() -> None:
    neutral = neutral_of_looks([look(skin())])
    at = places()
    own = beside_neutral([look(moved(skin(), at, lifted(at)), "smile.png")], neutral).skin
    other = beside_neutral([look(skin(6), "other.png")], neutral).skin
    assert own is not None and other is not None
    assert own.share > 0.9 and own.uneven < 0.1
    assert other.share < OTHER_SKIN.enter
    assert beside_neutral([replace(look(skin()), closeup=None)], neutral).skin is None


DARK = np.zeros(SKIN)


def test_skin_that_is_gone_from_one_lower_half_is_uneven() -> None:
    found = EVERYWHERE.astype(float)
    found[list(RIGHT_LOWER_HALF)] = 0.0
    assert skin_of(found, DARK, DARK).uneven == 1.0
    found[[MIRRORED[p] for p in RIGHT_LOWER_HALF]] = 0.0
    assert skin_of(found, DARK, DARK).uneven == 0.0
    assert skin_of(found, DARK, DARK).share == pytest.approx(1 - 2 * len(RIGHT_LOWER_HALF) / len(ON_SKIN))


def test_skin_that_is_gone_from_the_brows_tells_only_where_that_below_the_eyes_is_there() -> None:
    found = EVERYWHERE.astype(float)
    assert skin_of(found, DARK, DARK).brows == 1.0
    found[[*RIGHT_BROW, *(MIRRORED.get(p, p) for p in RIGHT_BROW)]] = 0.0
    assert skin_of(found, DARK, DARK).brows == 0.0
    found[list(RIGHT_LOWER_HALF[::2])] = found[[MIRRORED[p] for p in RIGHT_LOWER_HALF[1:]]] = 0.0
    assert skin_of(found, DARK, DARK).brows == 1.0


def gone(*places: int, light: float) -> Skin:
    """What is found where skin is gone and the light has changed by so much (logarithm)."""
    found, now = EVERYWHERE.astype(float), np.zeros(SKIN)
    found[list(places)], now[list(places)] = 0.0, light
    return skin_of(found, DARK, now)


LEFT_ROUND_EYE = [MIRRORED.get(point, point) for point in RIGHT_ROUND_EYE]


@pytest.mark.parametrize("light", [-0.6, 0.6])
@pytest.mark.parametrize("eye", [RIGHT_ROUND_EYE, LEFT_ROUND_EYE])
def test_skin_that_is_gone_from_an_eye_or_the_chin_tells_where_the_light_is_another(
    eye: Sequence[int], light: float
) -> None:
    assert gone(*eye, light=light).eye == 0.0
    assert gone(*eye, light=light).chin == 1.0
    assert gone(*WHOLE_CHIN, light=light).chin == 0.0
    assert gone(*WHOLE_CHIN, light=light).eye == 1.0
    assert gone(*eye, light=light / 6).eye == gone(*WHOLE_CHIN, light=light / 6).chin == 1.0


def test_light_that_changes_over_a_half_of_the_face_hides_neither_eye_nor_chin() -> None:
    half = [*RIGHT_LOWER_HALF, *RIGHT_ROUND_EYE]
    assert gone(*half, light=-0.7).eye == 1.0
    both = [*half, *(MIRRORED.get(point, point) for point in half)]
    assert gone(*both, *WHOLE_CHIN, light=-0.7).chin == 1.0


def test_a_beard_that_has_grown_at_the_jaw_too_hides_no_chin() -> None:
    jaws = [*RIGHT_JAW, *(MIRRORED.get(point, point) for point in RIGHT_JAW)]
    assert gone(*jaws, *WHOLE_CHIN, light=-0.7).chin == 1.0
    assert gone(*jaws[::3], *WHOLE_CHIN, light=-0.7).chin == 0.0


def test_an_eye_that_is_gone_while_the_other_is_there_needs_less_of_another_light() -> None:
    both = [*RIGHT_ROUND_EYE, *LEFT_ROUND_EYE]
    assert gone(*RIGHT_ROUND_EYE, light=SOME_LIGHT + 0.02).eye == 0.0
    assert gone(*both, light=SOME_LIGHT + 0.02).eye == 1.0
    assert gone(*RIGHT_ROUND_EYE, light=SOME_LIGHT - 0.02).eye == 1.0


def test_what_shines_over_both_eyes_is_told_by_the_eye_that_does_so_less() -> None:
    right, left = [*LIDS[:16], *RIGHT_ROUND_EYE], [*LIDS[16:], *LEFT_ROUND_EYE]
    assert gone(*right, light=0.4).shine == 0.0
    assert gone(*right, *left, light=0.4).shine == pytest.approx(0.4)
    assert gone(*right[:2], *left[:2], light=0.4).shine == 0.0
    now = np.zeros(SKIN)
    now[right], now[left] = 0.3, 0.5
    assert skin_of(EVERYWHERE.astype(float), DARK, now).shine == pytest.approx(0.3)


def test_a_harder_picture_does_not_shine_but_what_shines_in_it_does() -> None:
    rest = np.random.default_rng(4).normal(0, 0.15, SKIN)
    eyes = [*LIDS, *RIGHT_ROUND_EYE, *LEFT_ROUND_EYE]
    rest[eyes[::3]] = 0.4  # what catches the light in any eye
    found, shining = EVERYWHERE.astype(float), rest.copy()
    shining[eyes] += 0.5
    assert shine(2 * rest).min() - shine(rest).min() > 2 * SHINE.enter
    assert skin_of(found, rest, 2 * rest).shine == pytest.approx(0.0, abs=0.02)
    assert skin_of(found, rest, 2 * shining).shine == pytest.approx(
        skin_of(found, rest, shining).shine, abs=0.05
    )
    assert skin_of(found, rest, shining).shine > 2 * SHINE.enter


def test_eyes_that_lay_in_the_shade_do_not_shine_when_they_come_out_of_it() -> None:
    eyes = [*LIDS, *RIGHT_ROUND_EYE, *LEFT_ROUND_EYE]
    shaded, now = np.zeros(SKIN), np.zeros(SKIN)
    shaded[eyes], now[eyes] = -0.3, SHINES - 0.02
    assert skin_of(EVERYWHERE.astype(float), shaded, now).shine <= 0.0
    now[eyes] = SHINES + 0.02
    assert skin_of(EVERYWHERE.astype(float), shaded, now).shine > SHINE.enter


def test_light_over_the_eyes_of_a_photograph_is_found_in_it() -> None:
    at, pixels = places(), skin().astype(float)
    for point in (*LIDS, *RIGHT_ROUND_EYE, *LEFT_ROUND_EYE):
        x, y = np.rint(at[point, :2]).astype(int)
        pixels[y - 9 : y + 10, x - 9 : x + 10] = 0.4 * pixels[y - 9 : y + 10, x - 9 : x + 10] + 0.6 * 245
    neutral = neutral_of_looks([look(skin())])
    seen = beside_neutral([look(pixels.astype(np.uint8), "shines.png")], neutral).skin
    plain = beside_neutral([look(skin(), "plain.png")], neutral).skin
    assert seen is not None and plain is not None
    assert seen.shine > SHINE.enter > plain.shine


def turned(seen: Sample, yaw_deg: float) -> Sample:
    assert seen.face is not None
    head = np.eye(4, dtype=np.float32)
    head[:3, :3] = plain_face.turned(yaw_deg)
    return replace(seen, face=replace(seen.face, head=head))


def test_of_a_head_that_is_turned_far_it_is_not_told_how_much_skin_was_found() -> None:
    at = places()
    smile = look(moved(skin(), at, lifted(at)), "smile.png")
    neutral = neutral_of_looks([look(skin())])
    nearly, far = (
        beside_neutral([turned(smile, yaw_deg)], neutral) for yaw_deg in (TURNED_DEG - 1, -TURNED_DEG - 1)
    )
    assert nearly.skin is not None and far.skin is None
    for seen in (nearly.looks[0].face, far.looks[0].face):
        assert seen is not None and not np.array_equal(seen.landmarks, face(at).landmarks)


def test_a_neutral_whose_first_photograph_is_turned_goes_by_the_next() -> None:
    first, second = turned(look(skin(), "a.png"), 20), look(skin(), "b.png")
    assert neutral_of_looks([first, second]).closeups == (second.closeup,)
    assert neutral_of_looks([first]).closeups == ()


def test_what_cannot_be_scored_has_no_closeup() -> None:
    assert look(skin(), reason=Reason.COVERED).closeup is None
    nobody = Sample(0.0, None, Reason.NOBODY, WIDTH, HEIGHT)
    assert with_closeup(Frame(0.0, 0, skin()), nobody) is nobody


def test_no_closeup_is_kept_in_a_file_or_said() -> None:
    neutral = neutral_of_looks([look(skin())])
    assert neutral.closeups
    kept = json.dumps(neutral.to_dict())
    assert "closeup" not in kept and len(kept) < 10_000
    assert Neutral.from_dict(json.loads(kept)).closeups == ()
    assert "closeup" not in repr(neutral) and "closeup" not in repr(look(skin()))
