"""What comes before a face is noticed by the skin that is not there any more, whatever light and size do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

import mirrorcam.app.seeing.covers
import mirrorcam.gate
from mirrorcam.against import GLASSES
from mirrorcam.app.seeing import OneFace
from mirrorcam.app.seeing.covers import (
    AWAY_S,
    BOTH_DEG,
    CAME_S,
    FRONT_DEG,
    HELD_ALIKE_DEG,
    ONE_DEG,
    PATIENCE_S,
    PITCH_DEG,
    STRAIGHT_DEG,
    Covers,
    of_chin,
)
from mirrorcam.closeup import LIDS, LOWER_HALVES
from mirrorcam.covering import Signs
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, Reason, round_face
from mirrorcam.gate import COVER_EVERY_S, COVERED_S, COVERED_SKIN, SHADOW, SHINE, FoundAgain
from mirrorcam.hysteresis import Limits
from mirrorcam.imaging.snapshots import (
    BROW,
    CHEEK,
    CHIN,
    EYE,
    JAW,
    Snapshot,
    found_again,
    shadow,
    snapshot_of,
)
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, mirrored
from mirrorcam.patches import POSITION, unread
from plain_face import turned

SIZE, EYES_APART, EYES_Y = 400, 100.0, 140.0
RATE = 20


def places(lifted: float = 0.0) -> np.ndarray:
    """(LANDMARKS, 2) in pixels: eyes, and landmarks all over both sides, ``lifted`` in the middle of lower halves."""
    points = np.full((LANDMARKS, 2), (SIZE / 2, EYES_Y))
    for eye, side in ((LEFT_EYE, 1), (RIGHT_EYE, -1)):
        points[list(eye), 0] += side * EYES_APART / 2
    chance = np.random.default_rng(4)
    for part, low, high in ((EYE, (0.2, -0.2), (0.9, 0.2)), (BROW, (0.2, -0.5), (0.9, -0.3))):
        _place(points, part, chance.uniform(low, high, (len(part), 2)))
    apart = chance.uniform((0.15, 0.3), (1.0, 0.8), (len(LOWER_HALVES[0]), 2))
    half = LOWER_HALVES[0]
    apart[np.isin(half, JAW), 1] += 0.7
    apart[:, 0] = np.where(np.isin(half, CHEEK), 0.85 + 0.1 * apart[:, 0], 0.6 * apart[:, 0])
    apart[:, 1] -= lifted * np.exp(-((apart - (0.5, 0.6)) ** 2).sum(axis=1) / 0.1)
    _place(points, half.tolist(), apart)
    right_chin = [point for point in CHIN if mirrored(point) >= point]
    _place(points, right_chin, chance.uniform((0.02, 1.55), (0.35, 1.7), (len(right_chin), 2)))
    lids = [point for point in LIDS[:16] if point not in RIGHT_EYE]
    _place(points, lids, chance.uniform((0.3, -0.12), (0.7, 0.12), (len(lids), 2)))
    return points


def _place(points: np.ndarray, right: Sequence[int], apart: np.ndarray) -> None:
    """So many eye distances outwards and below the middle of the eyes."""
    for part, side in ((right, -1), ([mirrored(point) for point in right], 1)):
        points[list(part)] = (SIZE / 2, EYES_Y) + apart * (side * EYES_APART, EYES_APART)


def face(points: np.ndarray | None = None, yaw_deg: float = 0.0, pitch_deg: float = 0.0) -> Face:
    at = places() if points is None else points
    head = np.eye(4)
    head[:3, :3] = turned(yaw_deg, pitch_deg)
    return round_face(np.column_stack((at / SIZE, np.zeros(LANDMARKS))), np.zeros(len(BLENDSHAPES)), head)


def skin(seed: int = 5) -> np.ndarray:
    """Spots of 12 px, and shade from one side."""
    spots = np.random.default_rng(seed).uniform(-25, 25, (SIZE // 12 + 1, SIZE // 12 + 1))
    grey = 130 + np.kron(spots, np.ones((12, 12)))[:SIZE, :SIZE] + np.linspace(-20, 20, SIZE)
    for _ in range(4):
        for axis in (0, 1):
            grey = (np.roll(grey, 1, axis) + grey + np.roll(grey, -1, axis)) / 3
    return np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)


def with_hand(side: str) -> np.ndarray:
    """Fingers over one half, the person's left being on the right of the picture."""
    pixels, hand = (
        skin(),
        skin(6) // 4 * 3 + (12 + 12 * np.sin(np.arange(SIZE) / 5)).astype(np.uint8)[None, :, None],
    )
    half = slice(SIZE // 2, None) if side == "left" else slice(None, SIZE // 2)
    pixels[180:, half] = hand[180:, half]
    return pixels


CLEAR, HAND = skin(), with_hand("left")
BEFORE = snapshot_of(CLEAR, face().landmarks)


@pytest.mark.parametrize("side", ["left", "right"])
def test_skin_under_a_hand_is_not_found_again_and_that_of_the_other_cheek_is(side: str) -> None:
    right, left = found_again(BEFORE, snapshot_of(with_hand(side), face().landmarks))
    covered, free = (left, right) if side == "left" else (right, left)
    assert covered.half.share < COVERED_SKIN.enter
    assert free.half.share > 0.8


def least(now: Snapshot) -> float:
    """Of both sides and places."""
    return min(part.share for side in found_again(BEFORE, now) for part in side[:-1])


def darker(pixels: np.ndarray) -> np.ndarray:
    return (pixels * 0.3).astype(np.uint8)


def hazy(pixels: np.ndarray) -> np.ndarray:
    return (pixels * 0.7 + 70).astype(np.uint8)


def noisy(pixels: np.ndarray) -> np.ndarray:
    return np.clip(pixels + np.random.default_rng(1).normal(0, 5, pixels.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("worn", [darker, hazy, noisy])
def test_light_and_noise_hide_no_skin(worn: object) -> None:
    assert callable(worn)
    assert least(snapshot_of(worn(CLEAR), face().landmarks)) > 0.7


def test_a_nearer_and_a_tilted_head_is_the_same() -> None:
    """The picture turned by a quarter, and shown twice as large."""
    on_its_side = np.ascontiguousarray(np.rot90(CLEAR).repeat(2, axis=0).repeat(2, axis=1))
    at = places()
    tilted = np.column_stack((at[:, 1], SIZE - 1 - at[:, 0]))
    assert least(snapshot_of(on_its_side, face(tilted).landmarks)) > 0.8


def test_landmarks_that_did_not_quite_follow_the_skin_hide_none() -> None:
    strayed = face(places(lifted=0.08))
    assert least(snapshot_of(CLEAR, strayed.landmarks)) > 0.7


@pytest.mark.parametrize("size", [0.0, 1e-4, 4.0])
@pytest.mark.parametrize("pixels", [CLEAR, CLEAR[:1, :1], CLEAR[:2, :3]])
def test_a_face_without_shape_breaks_nothing(pixels: np.ndarray, size: float) -> None:
    seen = snapshot_of(pixels, face((places() - SIZE / 2) * size + SIZE / 2).landmarks)
    assert 0 <= least(seen) <= 1


def test_a_face_at_the_edge_of_the_picture_can_be_looked_at() -> None:
    for shift in (-0.7, 0.7):
        away = face(places() + shift * SIZE)
        assert 0 <= least(snapshot_of(CLEAR, away.landmarks)) <= 1


def frame(time_s: float, pixels: np.ndarray = CLEAR) -> Frame:
    return Frame(time_s, 0, pixels)


def told(beside: FoundAgain | None) -> float:
    """Share of the skin that is found again."""
    assert beside is not None
    return beside.skin


def that_saw(yaw_deg: float = 0.0) -> Covers:
    """What has seen the face well at 0 s."""
    covers = Covers()
    assert covers.see(frame(0.0), face(yaw_deg=yaw_deg)) is None
    covers.seen_well()
    return covers


def test_nothing_is_said_before_a_face_was_seen_well() -> None:
    covers = Covers()
    for time_s in (0.0, COVER_EVERY_S, 2 * COVER_EVERY_S):
        assert covers.see(frame(time_s), face()) is None
    covers.seen_well()
    assert told(covers.see(frame(3 * COVER_EVERY_S), face())) > 0.8


def test_it_is_looked_for_now_and_then_and_the_answer_holds() -> None:
    covers = that_saw()
    clear = covers.see(frame(COVER_EVERY_S), face())
    assert clear and told(clear) > 0.8
    assert covers.see(frame(COVER_EVERY_S * 1.9, HAND), face()) == clear
    assert told(covers.see(frame(COVER_EVERY_S * 2, HAND), face())) < COVERED_SKIN.enter


def test_a_turned_head_is_not_kept() -> None:
    assert that_saw(STRAIGHT_DEG + 1).see(frame(COVER_EVERY_S), face(yaw_deg=STRAIGHT_DEG + 1)) is None


def test_a_hand_at_the_jaw_is_noticed_while_most_of_the_face_is_there() -> None:
    pixels = skin()
    pixels[230:, : SIZE // 2] = 95
    right, left = found_again(BEFORE, snapshot_of(pixels, face().landmarks))
    assert min(part.share for part in (right.half, left.half, left.jaw)) > COVERED_SKIN.leave
    assert told(that_saw().see(frame(COVER_EVERY_S, pixels), face())) < COVERED_SKIN.enter


def with_palm() -> np.ndarray:
    """On the outer cheek of the person's right."""
    pixels = skin()
    pixels[150:, :130] = 95
    return pixels


def test_a_palm_on_the_outer_cheek_is_noticed_of_a_head_that_looks_straight_ahead() -> None:
    right, left = found_again(BEFORE, snapshot_of(with_palm(), face().landmarks))
    assert min(part.share for part in (right.half, left.half, left.cheek)) > COVERED_SKIN.leave
    for yaw_deg, noticed in ((0.0, True), (FRONT_DEG - 1, True), (FRONT_DEG + 1, False)):
        share = told(that_saw(yaw_deg).see(frame(COVER_EVERY_S, with_palm()), face(yaw_deg=yaw_deg)))
        assert (share < COVERED_SKIN.enter) is noticed


ON_CHIN = slice(285, None), slice(145, 255)


def with_chin(*, skin_of: int = 5, darker: float = 1.0, right_half: float = 1.0) -> np.ndarray:
    """Another skin there, in so much of its light; and so much of the light on the whole right half."""
    pixels = skin().astype(float)
    pixels[ON_CHIN] = skin(skin_of)[ON_CHIN] * darker
    pixels[:, : SIZE // 2] *= right_half
    return pixels.astype(np.uint8)


def test_a_hand_on_the_chin_is_noticed_while_the_cheeks_are_there() -> None:
    pixels = with_chin(skin_of=7, darker=0.75)
    right, left = found_again(BEFORE, snapshot_of(pixels, face().landmarks))
    assert right.chin == left.chin
    assert min(part.share for side in (right, left) for part in side[:-2]) > COVERED_SKIN.leave
    assert told(that_saw().see(frame(COVER_EVERY_S, pixels), face())) < COVERED_SKIN.enter


@pytest.mark.parametrize(
    "changed",
    [
        {"skin_of": 7},  # a jaw that drops
        {"darker": 0.75},  # its own skin in the shade
        {"skin_of": 7, "right_half": 0.7},  # half of the face in a shadow
    ],
)
def test_a_chin_that_only_moved_or_lies_in_shade_is_no_cover(changed: dict[str, float]) -> None:
    pixels = with_chin(**changed)  # type: ignore[arg-type]
    assert told(that_saw().see(frame(COVER_EVERY_S, pixels), face())) > COVERED_SKIN.leave


def test_where_the_cheeks_are_not_found_either_the_chin_is_not_asked() -> None:
    """A laugh hides much of all three."""
    hand = with_chin(skin_of=7, darker=0.75)
    laugh = hand.copy()
    laugh[160 : ON_CHIN[0].start] = skin(6)[160 : ON_CHIN[0].start]
    alone, together = (found_again(BEFORE, snapshot_of(one, face().landmarks)) for one in (hand, laugh))
    assert of_chin(*alone) < COVERED_SKIN.enter
    assert of_chin(*together) == math.inf


@pytest.mark.parametrize(("part", "rows"), [("brow", slice(80, 118)), ("eye", slice(80, 175))])
def test_what_comes_before_a_brow_or_an_eye_is_noticed(part: str, rows: slice) -> None:
    pixels = skin()
    pixels[rows, : SIZE // 2] = 95
    right, left = found_again(BEFORE, snapshot_of(pixels, face().landmarks))
    assert getattr(right, part).share < 0.1
    assert getattr(left, part).share > 0.8
    assert told(that_saw().see(frame(COVER_EVERY_S, pixels), face())) < COVERED_SKIN.enter


def test_of_a_turned_head_the_nearer_cheek_counts() -> None:
    """Turned to the person's left it is the right one, on the left of the picture."""
    further = BOTH_DEG + 1
    assert told(that_saw().see(frame(COVER_EVERY_S, HAND), face(yaw_deg=further))) > 0.8
    assert told(that_saw().see(frame(COVER_EVERY_S, HAND), face(yaw_deg=-further))) < COVERED_SKIN.enter
    assert that_saw().see(frame(COVER_EVERY_S, HAND), face(yaw_deg=ONE_DEG + 1)) is None


@pytest.mark.parametrize("way", [-1, 1])
def test_of_a_head_that_is_held_much_lower_or_higher_than_then_nothing_is_asked(way: int) -> None:
    within, beyond = (face(pitch_deg=way * (PITCH_DEG + by)) for by in (-1, 1))
    assert told(that_saw().see(frame(COVER_EVERY_S, HAND), within)) < COVERED_SKIN.enter
    assert that_saw().see(frame(COVER_EVERY_S, HAND), beyond) is None


def test_a_face_that_is_held_otherwise_from_then_on_is_kept_anew() -> None:
    """Who looked down in the beginning must not go unwatched."""
    covers = Covers()
    covers.see(frame(0.0), face(pitch_deg=-(PITCH_DEG + 3)))
    covers.seen_well()
    time_s = COVER_EVERY_S
    while covers.see(frame(time_s), face()) is None and time_s < 2 * PATIENCE_S:
        covers.seen_well()
        time_s += COVER_EVERY_S
    assert time_s == pytest.approx(PATIENCE_S, abs=1)
    assert told(covers.see(frame(time_s + COVER_EVERY_S), face())) > 0.8
    assert told(covers.see(frame(time_s + 2 * COVER_EVERY_S, HAND), face())) < COVERED_SKIN.enter


def test_a_face_that_comes_back_after_long_may_be_anothers() -> None:
    for away_s, known in ((AWAY_S, True), (AWAY_S + 0.1, False)):
        covers = that_saw()
        assert covers.see(frame(0.1), None) is None
        assert (covers.see(frame(away_s), face()) is not None) is known


OTHER_SKIN = skin(99)


def cut_to(pixels: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> Covers:
    """What has seen a cut to that just now; from a hand, too, the tracker's guess may be another face."""
    covers = that_saw()
    covers.see(frame(COVER_EVERY_S - 0.05), face())
    with monkeypatch.context() as patch:
        patch.setattr(mirrorcam.app.seeing.covers, "cut_from", lambda *_: True)
        covers.see(frame(COVER_EVERY_S, pixels), face())
    return covers


def away_before(pixels: np.ndarray, _: pytest.MonkeyPatch) -> Covers:
    """The same where nobody was found for a moment."""
    covers = that_saw()
    covers.see(frame(COVER_EVERY_S - 0.05), None)
    covers.see(frame(COVER_EVERY_S, pixels), face())
    return covers


@pytest.mark.parametrize("comes", [cut_to, away_before])
def test_whoever_takes_the_place_of_somebody_else_is_not_covered(
    comes: Callable[[np.ndarray, pytest.MonkeyPatch], Covers], monkeypatch: pytest.MonkeyPatch
) -> None:
    covers = comes(OTHER_SKIN, monkeypatch)
    covers.seen_well()
    assert told(covers.see(frame(2 * COVER_EVERY_S, OTHER_SKIN), face())) > 0.8
    there = OTHER_SKIN.copy()
    there[180:, SIZE // 2 :] = HAND[180:, SIZE // 2 :]
    assert told(covers.see(frame(3 * COVER_EVERY_S + CAME_S, there), face())) < COVERED_SKIN.enter


@pytest.mark.parametrize("comes", [cut_to, away_before])
def test_a_hand_is_not_taken_for_somebody_else(
    comes: Callable[[np.ndarray, pytest.MonkeyPatch], Covers], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(comes(HAND, monkeypatch).see(frame(COVER_EVERY_S, HAND), face())) < COVERED_SKIN.enter


def test_a_hand_that_spreads_until_the_face_is_lost_is_not_taken_for_somebody_else() -> None:
    """What was missing before is a cover."""
    covers = that_saw()
    covers.see(frame(2 * CAME_S, HAND), face())
    covers.see(frame(2 * CAME_S + 0.1), None)
    assert told(covers.see(frame(2 * CAME_S + COVER_EVERY_S, OTHER_SKIN), face())) < COVERED_SKIN.enter


@pytest.mark.parametrize("held", [{"yaw_deg": 9.0}, {"pitch_deg": 9.0}])
def test_who_comes_back_with_the_head_held_otherwise_is_not_taken_for_somebody_else(
    held: dict[str, float],
) -> None:
    """Little is found of anybody's skin then; what was seen well before is still what is asked for."""
    covers = that_saw()
    covers.see(frame(COVER_EVERY_S - 0.05), None)
    covers.see(frame(COVER_EVERY_S, OTHER_SKIN), face(**held))
    covers.seen_well()
    assert told(covers.see(frame(2 * COVER_EVERY_S), face())) > 0.8


def test_a_face_that_looks_another_without_having_come_is_not_believed() -> None:
    covers = that_saw()
    for time_s in np.arange(0.05, CAME_S + COVER_EVERY_S, 0.05):
        covers.see(frame(float(time_s)), face())
    assert told(covers.see(frame(CAME_S + 2 * COVER_EVERY_S, OTHER_SKIN), face())) < COVERED_SKIN.enter


def test_who_has_just_come_is_kept_once_the_other_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first picture may still show half of whoever leaves."""
    half = OTHER_SKIN.copy()
    half[:, : SIZE // 2] = skin(7)[:, : SIZE // 2]
    covers = cut_to(half, monkeypatch)
    covers.seen_well()
    for time_s in (2 * COVER_EVERY_S, 3 * COVER_EVERY_S):
        covers.see(frame(time_s, OTHER_SKIN), face())
        covers.seen_well()
    assert told(covers.see(frame(4 * COVER_EVERY_S, OTHER_SKIN), face())) > 0.8


def test_after_the_dark_a_face_is_kept_anew_until_the_tracker_has_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the dark no skin is found, as if somebody else had come; the first picture after it is not to be the one that
    all others are held against."""
    covers, time_s = cut_to(OTHER_SKIN // 30, monkeypatch), COVER_EVERY_S
    while time_s < 3 * CAME_S:
        time_s += COVER_EVERY_S
        covers.see(frame(time_s, CLEAR // 30), face())
    half = CLEAR.copy()
    half[:, : SIZE // 2] = skin(7)[:, : SIZE // 2]
    for pixels in (half, CLEAR, CLEAR):
        time_s += COVER_EVERY_S
        covers.see(frame(time_s, pixels), face())
        covers.seen_well()
    assert told(covers.see(frame(time_s + COVER_EVERY_S), face())) > 0.8


def test_a_face_that_stays_another_is_kept_anew() -> None:
    covers, low, again = that_saw(), [], []
    for time_s in np.arange(COVER_EVERY_S, 2 * PATIENCE_S, COVER_EVERY_S):
        beside = covers.see(frame(float(time_s), HAND), face())
        well = beside is None or beside.skin >= COVERED_SKIN.leave
        if well:
            covers.seen_well()
        (again if well else low).append(float(time_s))
    assert low and max(low) - min(low) == pytest.approx(PATIENCE_S, abs=2 * COVER_EVERY_S)
    assert min(again) > max(low)


def test_a_clock_that_goes_back_a_little_forgets_nothing() -> None:
    covers = that_saw()
    covers.see(frame(5 * COVER_EVERY_S), face())
    assert told(covers.see(frame(5 * COVER_EVERY_S - 0.03, HAND), face())) < COVERED_SKIN.enter


def test_a_film_that_begins_again_is_a_new_one() -> None:
    covers = that_saw()
    covers.see(frame(5.0), face())
    assert covers.see(frame(0.0), face()) is None


EYES = {"right": slice(125, 170), "left": slice(230, 275)}
"""Columns."""


def with_eyes(light: float, share: float, *sides: str, lamp: float = 1.0) -> np.ndarray:
    """So much light over most of those eyes, ``share`` of what is to be seen there; a lamp as bright as that."""
    pixels = skin() * lamp
    for side in sides:
        eye = slice(120, 160), EYES[side]
        pixels[eye] = pixels[eye] * (1 - share) + light * lamp * share
    return pixels.clip(0, 255).astype(np.uint8)


REFLECTING = with_eyes(245, 0.5, "right", "left")


def shine_of(pixels: np.ndarray, yaw_deg: float = 0.0) -> float:
    return shining(that_saw(yaw_deg).see(frame(COVER_EVERY_S, pixels), face()))


def shining(beside: FoundAgain | None) -> float:
    assert beside is not None
    return beside.shine


@pytest.mark.parametrize("lamp", [0.3, 1.0])
def test_what_shines_over_both_eyes_is_noticed_in_any_light(lamp: float) -> None:
    assert shine_of(with_eyes(245, 0.4, "right", "left", lamp=lamp)) > SHINE.enter


@pytest.mark.parametrize(
    "pixels",
    [
        with_eyes(245, 0.5, "left"),
        with_eyes(30, 0.6, "right", "left"),
        darker(CLEAR),
        (CLEAR * np.linspace(0.4, 1, SIZE)[:, None]).astype(np.uint8),
    ],
    ids=["one alone", "eyes in the shade", "less light", "light from one side"],
)
def test_what_does_not_shine_over_both_eyes_is_none(pixels: np.ndarray) -> None:
    assert shine_of(pixels) <= SHINE.leave


def test_lids_that_go_down_over_dark_eyes_do_not_shine() -> None:
    small = with_eyes(130, 1.0)
    small[135:145, 140:155] = small[135:145, 245:260] = 30
    covers = Covers()
    covers.see(frame(0.0, small), face())
    covers.seen_well()
    assert shining(covers.see(frame(COVER_EVERY_S), face())) <= SHINE.leave


def test_of_a_head_that_is_turned_it_is_not_told_what_shines() -> None:
    assert shine_of(REFLECTING, BOTH_DEG + 1) == 0.0


def barred(share: float = 0.4, wide: float = 50.0, soft: float = 1.0, slant: float = 0.4) -> np.ndarray:
    """The shadow of bars, ``wide`` px and as far apart, in which so much of the light is left."""
    y, x = np.mgrid[:SIZE, :SIZE]
    bar = np.sin((y + slant * x) * np.pi / wide) / soft
    left = 1 - (1 - share) * (np.clip(bar, -1, 1) + 1) / 2
    return (CLEAR * left[..., None] ** (1 / 2.2)).astype(np.uint8)


BARS = barred(soft=0.1)


def shadow_of(pixels: np.ndarray, pitch_deg: float = 0.0) -> float:
    return shadowed(that_saw().see(frame(CAME_S + COVER_EVERY_S, pixels), face(pitch_deg=pitch_deg)))


def shadowed(beside: FoundAgain | None) -> float:
    assert beside is not None
    return beside.shadow


@pytest.mark.parametrize("wide", [25.0, 35.0, 50.0])
@pytest.mark.parametrize("slant", [-1.0, 0.0, 0.4])
def test_the_shadow_of_bars_is_noticed_where_the_skin_is_still_found(wide: float, slant: float) -> None:
    assert shadow_of(barred(wide=wide, slant=slant, soft=0.1)) > SHADOW.enter


def test_so_is_a_hard_shadow_over_half_of_the_face() -> None:
    pixels = CLEAR.copy()
    pixels[:, : SIZE // 2 - 20] = pixels[:, : SIZE // 2 - 20] * 0.5
    assert shadow_of(pixels) > SHADOW.enter


def lamp_from(side: float, above: float) -> np.ndarray:
    """So much more light there (logarithm, from edge to edge)."""
    y, x = np.mgrid[:SIZE, :SIZE] / SIZE - 0.5
    return np.clip(CLEAR * np.exp(side * x + above * y)[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "pixels",
    [
        CLEAR,
        darker(CLEAR),
        hazy(CLEAR),
        noisy(CLEAR),
        lamp_from(1.5, 0.0),
        lamp_from(-0.8, 1.0),
        (255 * (CLEAR / 255) ** 1.6).astype(np.uint8),
        barred(share=0.9),
    ],
    ids=[
        "as it was",
        "less light",
        "haze",
        "noise",
        "a lamp at a side",
        "and above",
        "harder",
        "hardly a shadow",
    ],
)
def test_other_light_without_edges_is_no_shadow(pixels: np.ndarray) -> None:
    assert shadow_of(pixels) < SHADOW.leave


@pytest.mark.parametrize("way", [-1, 1])
def test_a_head_that_is_held_higher_or_lower_throws_shadows_itself(way: int) -> None:
    assert shadow_of(BARS, way * (HELD_ALIKE_DEG - 1)) > SHADOW.enter
    assert shadow_of(BARS, way * (HELD_ALIKE_DEG + 1)) == 0.0


def with_bars(of_glasses: float) -> Face:
    skin = unread()
    skin[[POSITION[f"bar_{where}"] for where in ("bridge", "temple_left", "temple_right")]] = of_glasses
    return face().with_skin(skin)


@pytest.mark.parametrize(("before", "now"), [(0.0, 2 * GLASSES), (2 * GLASSES, 0.0)])
def test_glasses_that_come_or_go_are_no_shadow(before: float, now: float) -> None:
    def shadow_after(one: float, other: float) -> float:
        covers = Covers()
        covers.see(frame(0.0), with_bars(one))
        covers.seen_well()
        return shadowed(covers.see(frame(CAME_S + COVER_EVERY_S, BARS), with_bars(other)))

    assert shadow_after(before, now) == 0.0
    assert min(shadow_after(before, before), shadow_after(now, now)) > SHADOW.enter


@pytest.mark.parametrize("size", [0.0, 1e-4, 4.0])
@pytest.mark.parametrize("pixels", [CLEAR, CLEAR[:1, :1], CLEAR * 0])
def test_a_face_without_shape_or_light_has_a_shadow_that_is_a_number(pixels: np.ndarray, size: float) -> None:
    seen = snapshot_of(pixels, face((places() - SIZE / 2) * size + SIZE / 2).landmarks)
    for one, other in ((BEFORE, seen), (seen, BEFORE), (seen, seen)):
        assert 0 <= shadow(one, other) < 10


def test_a_shadow_that_stays_is_taken_as_it_is_after_a_while() -> None:
    covers, shady = that_saw(), []
    for time_s in np.arange(COVER_EVERY_S, 2 * PATIENCE_S, COVER_EVERY_S):
        if shadowed(covers.see(frame(float(time_s), BARS), face()) or FoundAgain(1.0, 0.0)) > SHADOW.enter:
            shady.append(float(time_s))
        else:
            covers.seen_well()
    assert max(shady) - min(shady) == pytest.approx(PATIENCE_S, abs=2 * COVER_EVERY_S)


@pytest.fixture
def no_other_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """These faces have neither lips nor brows."""
    clear = Signs(mouth=3.0, eye=0.3, mask=0.2, glasses=0.0, hair=0.2)
    monkeypatch.setattr(mirrorcam.gate, "signs", lambda *_: clear)
    monkeypatch.setattr(mirrorcam.gate, "BLUR", Limits(-1.0, 0.0))


def reasons(pictures: Sequence[np.ndarray], still: bool = False) -> Iterator[Reason | None]:
    wide = face()
    wide.landmarks[(234, 454), :2] = (0.1, 0.5), (0.9, 0.5)
    one = OneFace(still=still, timed=False)
    for index, pixels in enumerate(pictures):
        yield one.see(Frame(index / RATE, index, pixels), wide, 1).reason


@pytest.mark.parametrize(
    ("pixels", "why"),
    [(HAND, Reason.COVERED), (BARS, Reason.COVERED), (REFLECTING, Reason.TOO_BRIGHT)],
    ids=["a hand", "the shadow of bars", "reflections in glasses"],
)
@pytest.mark.usefixtures("no_other_signs")
def test_nothing_is_scored_in_a_film_while_it_is_there(pixels: np.ndarray, why: Reason) -> None:
    seen = list(reasons([CLEAR] * 20 + [pixels] * 30 + [CLEAR] * 30))
    late = round((COVER_EVERY_S + COVERED_S) * RATE) + 2
    assert set(seen[:20]) == {None}
    assert set(seen[20 + late : 50]) == {why}
    assert set(seen[50 + late :]) == {None}


@pytest.mark.usefixtures("no_other_signs")
def test_reflections_that_make_the_light_patchy_are_told_as_such() -> None:
    patchy = barred(wide=70.0, soft=0.1, slant=1.0)
    for eye in EYES.values():
        patchy[120:160, eye] = REFLECTING[120:160, eye]
    beside = that_saw().see(frame(CAME_S + COVER_EVERY_S, patchy), face())
    assert beside and beside.shadow > SHADOW.enter and beside.shine > SHINE.enter
    assert list(reasons([CLEAR] * 20 + [patchy] * 30))[-1] is Reason.TOO_BRIGHT


@pytest.mark.usefixtures("no_other_signs")
def test_what_hides_an_eye_that_shines_is_a_cover() -> None:
    plaster = with_eyes(245, 1.0, "right", "left")
    plaster[180:] = HAND[180:]
    assert list(reasons([CLEAR] * 20 + [plaster] * 30))[-1] is Reason.COVERED


@pytest.mark.usefixtures("no_other_signs")
def test_photographs_are_not_looked_at_beside_the_one_before() -> None:
    assert Reason.COVERED not in set(reasons([CLEAR, HAND, HAND], still=True))


def test_a_kept_face_tells_the_same_however_often_it_is_compared() -> None:
    """What is worked out once of the kept face is not changed by what it is compared with."""
    hand, clear = snapshot_of(HAND, face().landmarks), snapshot_of(CLEAR, face().landmarks)
    kept = snapshot_of(CLEAR, face().landmarks)
    compared = [(found_again(kept, now), shadow(kept, now)) for now in (hand, clear, hand)]
    fresh = snapshot_of(CLEAR, face().landmarks)
    assert compared[0] == compared[2] == (found_again(fresh, hand), shadow(fresh, hand)) != compared[1]
    assert kept.sought is kept.sought and kept.lamp is kept.lamp
