"""When a picture is good enough to score a face in it, and the reason when not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import mirrorcam.gate
from mirrorcam.clarity import GRID, figures
from mirrorcam.covering import Signs
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, Reason, Sample, face_width, round_face
from mirrorcam.gate import (
    BLUR,
    BRIGHT,
    COVER_EVERY_S,
    COVERED,
    COVERED_S,
    DARK,
    EDGE_OUTSIDE,
    FAR_PX,
    FOUND_S,
    LOOK_EVERY_S,
    LOST_S,
    OUTSIDE,
    OWN_HAIR,
    PACE_LEAST,
    PEOPLE_S,
    PICTURES_A_SECOND,
    PITCH_DEG,
    ROLL_DEG,
    STILL_COVERED,
    TOP_OUTSIDE,
    YAW_DEG,
    Gate,
)
from mirrorcam.jpeg_blocks import LENGTH, LINES, SIDE
from plain_face import turned

WIDTH, HEIGHT = 640, 480
STEP_S = 1 / 32
PLACES = {
    234: (-0.5, 0.0), 454: (0.5, 0.0), 33: (-0.3, -0.2), 263: (0.3, -0.2), 105: (-0.25, -0.35), 334: (0.25, -0.35),
    70: (-0.4, -0.3), 300: (0.4, -0.3), 61: (-0.18, 0.2), 291: (0.18, 0.2), 17: (0.0, 0.3), 152: (0.0, 0.5),
    10: (0.0, -0.6),
}  # fmt: skip
"""Landmarks that matter here, in face widths from the middle, y down; all others lie in the middle."""


CLEAR = Signs(mouth=3.0, eye=0.3, mask=0.2, glasses=0.0, hair=0.2)


@pytest.fixture(autouse=True)
def over_the_face(monkeypatch: pytest.MonkeyPatch) -> list[Signs]:
    """What the next pictures show of the face, the last one again and again: these faces are only textures. Real
    pictures of covered faces are in test_covering.py."""
    seen = [CLEAR]
    monkeypatch.setattr(mirrorcam.gate, "COVER_EVERY_S", 0.0)
    monkeypatch.setattr(mirrorcam.gate, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(mirrorcam.gate, "signs", lambda *_: seen.pop(0) if len(seen) > 1 else seen[0])
    return seen


def face(  # noqa: PLR0917
    px: float = 200.0,
    at: tuple[float, float] = (320.0, 240.0),
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    roll_deg: float = 0.0,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> Face:
    rotation = turned(yaw_deg, pitch_deg, roll_deg)
    points = np.zeros((LANDMARKS, 3))
    for point, (x, y) in PLACES.items():
        points[point] = (x, -y, 0)
    points = points @ rotation.T * (px, -px, -px) + (*at, 0)
    head = np.eye(4)
    head[:3, :3] = rotation
    return round_face(points / (size[0], size[1], size[0]), np.zeros(len(BLENDSHAPES)), head)


def texture(gain: float = 1.0, blur: int = 0, noise: float = 0.0, double: int = 1) -> np.ndarray:
    """Large and small grey blocks, as a face has large and small features; softened ``blur`` times by 3 × 3 px."""
    chance = np.random.default_rng(3)
    grey = blocks(chance, 60, 60.0) + blocks(chance, 6, 25.0) + 120
    for _ in range(blur):
        for axis in (0, 1):
            grey = (np.roll(grey, 1, axis) + grey + np.roll(grey, -1, axis)) / 3
    grey = grey * gain + chance.normal(0, noise, grey.shape)
    grey = np.kron(grey, np.ones((double, double)))
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def blocks(chance: np.random.Generator, side: int, spread: float) -> np.ndarray:
    many = chance.uniform(-spread, spread, (HEIGHT // side, WIDTH // side + 1))
    return np.kron(many, np.ones((side, side)))[:, :WIDTH]


GOOD = texture()


def frames(count: int, pixels: np.ndarray = GOOD, first: int = 0, stale: bool = False) -> list[Frame]:
    return [Frame(i * STEP_S, i, pixels, stale=stale) for i in range(first, first + count)]


def reason(seen: Face | None, pixels: np.ndarray = GOOD, people: int = 1) -> Reason | None:
    return Gate(still=True).see(Frame(0.0, 0, pixels), seen, people).reason


def test_a_good_picture_is_scored_from_its_first_frame() -> None:
    sample = Gate().see(Frame(0.25, 7, GOOD, file="a.mp4"), face())
    assert sample.scored
    assert (sample.time_s, sample.index, sample.file) == (0.25, 7, "a.mp4")
    assert (sample.width, sample.height) == (WIDTH, HEIGHT)
    assert sample.face_px == pytest.approx(200, abs=0.1)
    assert sample.light == pytest.approx(0.47, abs=0.05)


@pytest.mark.parametrize(
    ("expected", "seen", "pixels", "people"),
    [
        (Reason.NOBODY, None, GOOD, 0),
        (Reason.TOO_DARK, None, texture(0.02), 0),
        (Reason.TOO_FAR, None, GOOD, 1),
        (Reason.TWO_PEOPLE, face(), GOOD, 2),
        (Reason.TOO_FAR, face(79), GOOD, 1),
        (Reason.TOO_NEAR, face(200, at=(320, 400)), GOOD, 1),
        (Reason.TURNED_AWAY, face(yaw_deg=-31), GOOD, 1),
        (Reason.TURNED_AWAY, face(pitch_deg=26), GOOD, 1),
        (Reason.TURNED_AWAY, face(roll_deg=26), GOOD, 1),
        (Reason.TOO_DARK, face(), texture(0.03), 1),
        (Reason.TOO_DARK, face(), texture(0.15, noise=30), 1),
        (Reason.TOO_BRIGHT, face(), texture(2.5), 1),
        (Reason.BLURRED, face(), texture(blur=30), 1),
        (None, face(), texture(0.1), 1),
        (Reason.TOO_DARK, face(), texture(0.1, blur=30), 1),
    ],
)
def test_reasons(expected: Reason | None, seen: Face | None, pixels: np.ndarray, people: int) -> None:
    assert reason(seen, pixels, people) is expected


def test_a_face_that_cannot_be_scored_is_still_handed_on_for_the_avatar() -> None:
    far = face(60)
    assert Gate().see(Frame(0.0, 0, GOOD), far).face is far


def test_a_picture_that_stays_all_black_is_dark_not_frozen() -> None:
    """So a closed shutter looks, or a lid on the lens: it has no noise."""
    black = np.zeros_like(GOOD)
    for stale in (False, True):
        assert Gate().see(frames(1, black, stale=stale)[0], None).reason is Reason.TOO_DARK


def test_a_stale_frame_is_frozen_whatever_it_shows() -> None:
    assert Gate().see(frames(1, stale=True)[0], face()).reason is Reason.FROZEN
    assert Gate().see(frames(1, stale=True)[0], None).reason is Reason.FROZEN


def test_turning_the_head_does_not_make_the_face_smaller() -> None:
    assert face_width(face(100, yaw_deg=29), WIDTH, HEIGHT) == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize(
    ("limits", "at"),
    [
        (FAR_PX, face),
        (YAW_DEG, lambda value: face(yaw_deg=value)),
        (YAW_DEG, lambda value: face(yaw_deg=-value)),
        (PITCH_DEG, lambda value: face(pitch_deg=-value)),
        (ROLL_DEG, lambda value: face(roll_deg=value)),
        (OUTSIDE, lambda value: face(at=(320, HEIGHT - 100 + 200 * value))),
        (EDGE_OUTSIDE, lambda value: face(at=(100 - 200 * value, 240))),
        (EDGE_OUTSIDE, lambda value: face(at=(WIDTH - 100 + 200 * value, 240))),
        (TOP_OUTSIDE, lambda value: face(at=(320, 120 - 200 * value))),
    ],
)
def test_in_between_what_was_so_stays_so(limits, at) -> None:  # type: ignore[no-untyped-def]
    between = (limits.enter + limits.leave) / 2
    over = (limits.enter - limits.leave) / 2
    gate = Gate()
    seen = [between, limits.enter + over, between, limits.leave - over, between]
    scored = [gate.see(f, at(v)).scored for f, v in zip(frames(5), seen, strict=True)]
    assert scored == [True, False, False, True, True]


def test_light_and_blur_have_the_same_memory() -> None:
    for limits, value in ((DARK, lambda sample: sample.light), (BLUR, lambda sample: sample.sharpness)):
        worn = (
            [texture(0.075 - i * 0.005) for i in range(12)]
            if limits is DARK
            else [texture(blur=b) for b in range(0, 24, 2)]
        )
        gate, way = Gate(), [*worn, *reversed(worn)]
        samples = [gate.see(Frame(i * STEP_S, i, p), face()) for i, p in enumerate(way)]
        went = next(value(s) for s in samples if not s.scored)
        came = next(value(s) for s in samples[len(worn) :] if s.scored)
        assert went < limits.enter < limits.leave <= came


def lost_and_found(there: list[bool]) -> list[bool]:
    gate = Gate()
    seen = zip(frames(len(there)), there, strict=True)
    return [gate.see(frame, face() if is_there else None).scored for frame, is_there in seen]


def test_a_face_that_was_away_for_a_moment_is_scored_again_at_once() -> None:
    away = int(LOST_S / STEP_S) - 1
    assert lost_and_found([True, *[False] * away, True]) == [True, *[False] * away, True]


@pytest.mark.parametrize("before", [[True], []], ids=["lost", "not there yet"])
def test_a_face_must_stay_before_it_counts_as_found(before: list[bool]) -> None:
    gone = int(LOST_S / STEP_S) + 2
    until = int(np.ceil(FOUND_S / STEP_S))
    scored = lost_and_found([*before, *[False] * gone, *[True] * (until + 2)])
    assert scored == [*before, *[False] * (gone + until), True, True]


@pytest.mark.parametrize("fps", [0.5, 1, 3])
def test_in_a_film_of_few_pictures_a_face_that_is_in_each_was_never_away(fps: float) -> None:
    gate = Gate(timed=False)
    seen = [gate.see(replace(frame, time_s=frame.index / fps), face()) for frame in frames(6)]
    assert [sample.reason for sample in seen] == [None] * 6


def test_a_glimpse_of_a_face_starts_the_wait_anew() -> None:
    until = int(np.ceil(FOUND_S / STEP_S))
    there = [False] * 12 + [True] * (until - 1) + [False] + [True] * (until + 1)
    assert lost_and_found(there) == [False] * (len(there) - 1) + [True]


def hidden(sign: str, value: float) -> Signs:
    return replace(CLEAR, **{sign: value})


@pytest.mark.parametrize("sign", COVERED)
def test_a_cover_must_stay_and_must_be_gone_for_a_while(sign: str, over_the_face: list[Signs]) -> None:
    limits, while_ = COVERED[sign], int(np.ceil(COVERED_S / STEP_S))
    beyond = limits.enter + (limits.enter - limits.leave) / 2
    between = (limits.enter + limits.leave) / 2
    worn = [
        hidden("hair", OWN_HAIR),
        *[hidden(sign, v) for v in [between] * 19 + [beyond] * 20 + [between] * 20],
    ]
    over_the_face[:] = [*worn, *[CLEAR] * 40]
    gate = Gate()
    reasons = [gate.see(f, face()).reason for f in frames(100)]
    assert reasons == [None] * (20 + while_) + [Reason.COVERED] * 40 + [None] * (40 - while_)


def test_a_cover_is_looked_for_a_few_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Face] = []
    monkeypatch.setattr(mirrorcam.gate, "COVER_EVERY_S", COVER_EVERY_S)
    monkeypatch.setattr(mirrorcam.gate, "signs", lambda seen, _: looks.append(seen) or CLEAR)
    gate = Gate()
    for frame in frames(60):
        gate.see(frame, face())
    assert 8 <= len(looks) <= 11


def test_a_dark_picture_is_noticed_within_a_tenth_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirrorcam.gate, "LOOK_EVERY_S", LOOK_EVERY_S)
    gate = Gate()
    dark = [gate.see(f, face()).reason for f in [*frames(10), *frames(6, np.zeros_like(GOOD), first=10)]]
    assert dark[:10] == [None] * 10
    assert dark[13:] == [Reason.TOO_DARK] * 3


def burnt(share: float) -> np.ndarray:
    """The upper ``share`` of the face's box is all white."""
    pixels = GOOD.copy()
    top, bottom = 240 - 0.35 * 200, 240 + 0.3 * 200
    pixels[: round(top + share * (bottom - top))] = 255
    return pixels


def test_burnt_out_skin_is_too_bright_until_little_of_it_is_left() -> None:
    assert figures(face(), burnt(0.5), 200.0).burnt == pytest.approx(0.5, abs=0.03)
    assert figures(face(), GOOD, 200.0).burnt < 0.01
    pixels = [GOOD, burnt(BRIGHT.enter - 0.05), burnt(BRIGHT.enter + 0.05), burnt(BRIGHT.enter - 0.03), GOOD]
    gate = Gate()
    seen = [gate.see(frames(1, some, first=i)[0], face()).reason for i, some in enumerate(pixels)]
    assert seen == [None, None, Reason.TOO_BRIGHT, Reason.TOO_BRIGHT, None]


def test_a_fringe_that_was_there_from_the_beginning_covers_nothing_but_more_hair_does(
    over_the_face: list[Signs],
) -> None:
    fringe, more = hidden("hair", 2.5), hidden("hair", 3.3)
    over_the_face[:] = [*[fringe] * 30, *[more] * 30, *[fringe] * 30]
    gate = Gate()
    reasons = [gate.see(f, face()).reason for f in frames(90)]
    assert set(reasons[:30]) == {None} and reasons[55] is Reason.COVERED and reasons[-1] is None


def test_brows_that_are_clear_once_do_not_make_a_shadow_hair(over_the_face: list[Signs]) -> None:
    """What the light does to a free forehead, up and down, is no cover, however clear it was at best."""
    over_the_face[:] = [hidden("hair", 0.2)] * 10 + [hidden("hair", 1.1)] * 30
    gate = Gate()
    assert {gate.see(f, face()).reason for f in frames(40)} == {None}


def test_after_somebody_was_away_a_fringe_is_learned_anew(over_the_face: list[Signs]) -> None:
    over_the_face[:] = [CLEAR] * 10 + [hidden("hair", 2.5)] * 60
    gate = Gate()
    reasons = [gate.see(f, None if 10 <= f.index < 30 else face()).reason for f in frames(70)]
    assert set(reasons[45:]) == {None}


def test_hair_in_a_photograph_may_be_how_that_person_looks(over_the_face: list[Signs]) -> None:
    over_the_face[:] = [hidden("hair", 3.5)]
    assert Gate(still=True).see(frames(1)[0], face()).scored


def test_a_hand_that_passes_does_not_stop_practice(over_the_face: list[Signs]) -> None:
    over_the_face[:] = [CLEAR, *[hidden("mouth", 0.1)] * (int(COVERED_S / STEP_S) - 1), CLEAR]
    gate = Gate()
    assert all(gate.see(f, face()).scored for f in frames(30))


HAND = hidden("mouth", 0.1)


@pytest.mark.parametrize(("most", "some"), [(CLEAR, HAND), (HAND, CLEAR)], ids=["clear", "covered"])
def test_what_flickers_for_a_picture_or_two_changes_nothing_however_long_it_goes_on(
    most: Signs, some: Signs, over_the_face: list[Signs]
) -> None:
    gate = Gate()
    over_the_face[:] = [most] * 20 + [some, most, some, some, most] * 20
    said = [gate.see(frame, face()).reason for frame in frames(120)]
    assert set(said[15:]) == {None if most is CLEAR else Reason.COVERED}


@pytest.mark.parametrize("sign", STILL_COVERED)
def test_a_photograph_must_be_covered_more_plainly_and_is_refused_at_once(
    sign: str, over_the_face: list[Signs]
) -> None:
    live, still = COVERED[sign], STILL_COVERED[sign]
    further = still.enter - live.enter
    over_the_face[:] = [
        hidden(sign, still.enter - further / 2),
        hidden(sign, still.enter + further / 2),
        CLEAR,
    ]
    gate = Gate(still=True)
    assert [gate.see(f, face()).reason for f in frames(3)] == [None, Reason.COVERED, None]


def paced(between_s: list[float], **options: bool) -> list[Reason | None]:
    gate = Gate(**options)
    times_s = np.cumsum([0.0, *between_s])
    return [gate.see(Frame(float(t), i, GOOD), face()).reason for i, t in enumerate(times_s)]


def test_few_pictures_a_second_are_said_once_they_are_the_rule() -> None:
    slow_s = 1 / (PICTURES_A_SECOND.enter - 1)
    assert paced([slow_s] * 12) == [None] * (PACE_LEAST - 1) + [Reason.TOO_SLOW] * (14 - PACE_LEAST)
    assert set(paced([1 / PICTURES_A_SECOND.enter - 1e-4] * 12)) == {None}


def test_a_slow_camera_that_recovers_is_scored_again_and_in_between_nothing_changes() -> None:
    slow_s, between_s, good_s = 1 / 5, 1 / 8.5, 1 / 15
    assert set(paced([good_s] * 12 + [between_s] * 12)) == {None}
    reasons = paced([slow_s] * 12 + [between_s] * 12 + [good_s] * 20)
    assert reasons[12:26] == [Reason.TOO_SLOW] * 14
    assert reasons[-6:] == [None] * 6


@pytest.mark.parametrize("gap_s", [0.2, 1.0, 30.0])
def test_single_gaps_do_not_make_a_camera_slow(gap_s: float) -> None:
    assert Reason.TOO_SLOW not in paced(([1 / 30] * 9 + [gap_s]) * 4)
    assert Reason.TOO_SLOW not in paced([1 / 10, 1 / 60, 1 / 5] * 12)


def test_where_no_times_are_wanted_few_pictures_a_second_are_enough() -> None:
    assert set(paced([0.5] * 12, still=True)) == {None}
    assert set(paced([0.2] * 12, timed=False)) == {None}


def test_a_camera_that_hung_is_judged_anew() -> None:
    gate = Gate()
    slow = [Frame(i / 5, i, GOOD) for i in range(10)]
    assert [gate.see(f, face()).reason for f in slow][-1] is Reason.TOO_SLOW
    assert gate.see(Frame(2.0, 10, GOOD, stale=True), face()).reason is Reason.FROZEN
    assert gate.see(Frame(2.2, 11, GOOD), face()).scored


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_kind_words(reason: Reason) -> None:
    assert reason.words[0].isupper() and reason.words.endswith((".", "…")) and len(reason.words) < 100
    assert not {"error", "fail", "wrong", "bad"} & set(reason.words.lower().split())


def test_what_is_said_of_covers_and_of_a_slow_camera() -> None:
    waits = "I'll wait until I can see all of it."
    assert Reason.COVERED.words == f"Something covers part of your face, or throws a shadow on it. {waits}"
    assert (
        Reason.TOO_SLOW.words
        == "The camera sends only a few pictures a second. Other programs may be slowing it."
    )


def two_people(counted: list[int]) -> list[Reason | None]:
    gate = Gate()
    return [gate.see(f, face(), n).reason for f, n in zip(frames(len(counted)), counted, strict=True)]


def test_a_second_person_must_stay_and_must_be_gone_for_a_while() -> None:
    while_ = int(np.ceil(PEOPLE_S / STEP_S))
    reasons = two_people([1] * 3 + [2] * 40 + [1] * 40)
    assert reasons == [None] * (3 + while_) + [Reason.TWO_PEOPLE] * 40 + [None] * (40 - while_)


def test_one_wrong_count_of_people_does_not_stop_practice() -> None:
    assert set(two_people([1] * 9 + [2] * 10 + [1] * 9)) == {None}


def test_photographs_are_judged_each_for_itself() -> None:
    gate = Gate(still=True)
    seen = [None, face(85), face(70), face(85)]
    assert [gate.see(f, s, int(s is not None)).scored for f, s in zip(frames(4), seen, strict=True)] == [
        False,
        True,
        False,
        True,
    ]


def test_sharpness_does_not_depend_on_size_light_or_noise() -> None:
    plain = figures(face(), GOOD, 200.0)
    large = figures(face(400, at=(640, 480), size=(1280, 960)), texture(double=2), 400.0)
    assert large.sharpness == pytest.approx(plain.sharpness, rel=0.25)
    assert figures(face(), texture(0.3), 200.0).sharpness == pytest.approx(plain.sharpness, rel=0.05)
    assert figures(face(), texture(noise=8), 200.0).sharpness == pytest.approx(plain.sharpness, rel=0.1)
    soft = [figures(face(), texture(blur=b), 200.0).sharpness for b in (0, 4, 8, 16, 32)]
    assert all(b < 0.9 * a for a, b in pairwise(soft))


def test_a_picture_blurred_in_one_direction_is_blurred() -> None:
    across = sum(np.roll(GOOD.astype(float), shift, axis=1) for shift in range(31)) / 31
    upright = sum(np.roll(GOOD.astype(float), shift, axis=0) for shift in range(31)) / 31
    for smeared in (across, upright):
        assert reason(face(), smeared.astype(np.uint8)) is Reason.BLURRED


def test_only_few_pixels_are_looked_at_however_large_the_picture_is() -> None:
    """Pixels between the points that are looked at may be anything."""
    pixels = np.zeros((2160, 3840, 3), np.uint8)
    seen = face(1500, at=(1920, 1000), size=(3840, 2160))
    touched = np.zeros((2160, 3840), bool)

    class Watched(np.ndarray):
        def __getitem__(self, key):  # type: ignore[no-untyped-def]
            if isinstance(key, tuple) and all(isinstance(k, slice) for k in key):
                transposed = self.shape == (3840, 2160)
                (touched.T if transposed else touched)[key] = True
            return super().__getitem__(key)

    figures(seen, pixels.view(Watched), 1500.0)
    assert 0 < touched.sum() <= 13 * GRID * GRID + 2 * LINES * (LENGTH * SIDE + 1)


@pytest.mark.parametrize("at", [(-900.0, 240.0), (320.0, 5000.0), (0.0, 0.0), (640.0, 480.0)])
def test_a_face_partly_or_wholly_outside_the_picture_is_too_near_and_nothing_breaks(
    at: tuple[float, float],
) -> None:
    assert reason(face(at=at)) is Reason.TOO_NEAR


@pytest.mark.parametrize("at", [(98.0, 240.0), (WIDTH - 98.0, 240.0), (320.0, 115.0)])
def test_a_face_of_which_an_ear_or_hair_alone_is_cut_off_is_scored(at: tuple[float, float]) -> None:
    assert reason(face(at=at)) is None


def test_tiny_pictures_do_not_break_anything() -> None:
    for size in (1, 2, 5):
        sample = Gate().see(Frame(0.0, 0, np.zeros((size, size, 3), np.uint8)), face(px=2, size=(size, size)))
        assert sample.reason is Reason.TOO_FAR


def test_the_same_frames_give_the_same_samples() -> None:
    def run() -> list[Sample]:
        gate = Gate()
        people = [1, 2, 1] * 20
        pictures = [texture(blur=i % 9) for i in range(4)] * 15
        seen = [face(70 + i) if i % 7 else None for i in range(60)]
        return [
            gate.see(Frame(i * STEP_S, i, p), s, n)
            for i, (p, s, n) in enumerate(zip(pictures, seen, people, strict=True))
        ]

    def facts(samples: list[Sample]) -> list[tuple[object, ...]]:
        return [(s.time_s, s.reason, s.face_px, s.light, s.sharpness) for s in samples]

    assert facts(run()) == facts(run())
