"""A rolled head is shown to the tracker upright, and the answer is rolled back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mirrorcam.app.seeing.level import Level
from mirrorcam.app.seeing.upright import LEFT_ALONE_DEG, Upright
from mirrorcam.face import BLENDSHAPES, LANDMARKS, Face, Frame, round_face
from mirrorcam.imaging.opencv import turned, turned_within
from mirrorcam.landmarks import EDGES
from mirrorcam.trackers import Tracked, Tracker, TrackerError
from mirrorcam.trackers.scripted import ScriptedTracker

WIDTH, HEIGHT = 320, 240
MIDDLE = np.array((190.0, 110.0))
SPAN = 50.0


class Spots(Tracker):
    """Sees a face between a red spot (the person's right) and a green one; remembers how rolled each one was."""

    def __init__(self) -> None:
        self.rolls_deg: list[float] = []

    def track(self, frame: Frame) -> Tracked:
        right, left = (_middle_of(frame.pixels, channel) for channel in (0, 1))
        if right is None or left is None:
            return Tracked((), 0)
        along = left - right
        roll_deg = math.degrees(math.atan2(along[1], along[0]))
        self.rolls_deg.append(roll_deg)
        return Tracked((_face(right, left, roll_deg),), 1)

    def close(self) -> None: ...


def _middle_of(pixels: np.ndarray, channel: int) -> np.ndarray | None:
    light = pixels[..., channel].astype(float)
    if light.max() < 100:
        return None
    rows, columns = np.mgrid[0 : light.shape[0], 0 : light.shape[1]] + 0.5
    return np.array(((columns * light).sum(), (rows * light).sum())) / light.sum()


def _face(right: np.ndarray, left: np.ndarray, roll_deg: float) -> Face:
    landmarks = np.zeros((LANDMARKS, 3), np.float32)
    landmarks[0::2, :2], landmarks[1::2, :2] = right / (WIDTH, HEIGHT), left / (WIDTH, HEIGHT)
    landmarks[EDGES[1], :2] = left / (WIDTH, HEIGHT)
    c, s = math.cos(math.radians(-roll_deg)), math.sin(math.radians(-roll_deg))
    head = np.eye(4, dtype=np.float32)
    head[:2, :2] = (c, -s), (s, c)
    return round_face(landmarks, np.zeros(len(BLENDSHAPES), np.float32), head)


def _ends(roll_deg: float) -> tuple[np.ndarray, np.ndarray]:
    half = SPAN * np.array((math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))))
    return MIDDLE - half, MIDDLE + half


def frame(roll_deg: float, index: int = 0) -> Frame:
    pixels = np.zeros((HEIGHT, WIDTH, 3))
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    for channel, (x, y) in enumerate(_ends(roll_deg)):
        pixels[..., channel] = 220 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 50)
    return Frame(index / 30, index, pixels.astype(np.uint8))


@pytest.mark.parametrize("roll_deg", [-20.0, -7.0, 12.0, 25.0])
@pytest.mark.parametrize("still", [True, False])
def test_what_was_seen_upright_is_rolled_back(roll_deg: float, still: bool) -> None:
    spots = Spots()
    upright = Upright(spots, still=still)
    faces = [upright.track(frame(roll_deg, i)).faces[0] for i in range(3)]
    left = 0.0 if still else math.copysign(LEFT_ALONE_DEG, roll_deg)
    assert spots.rolls_deg[0] == pytest.approx(roll_deg, abs=0.2)
    assert spots.rolls_deg[-1] == pytest.approx(left, abs=0.3)
    assert faces[-1].pose.roll_deg == pytest.approx(roll_deg, abs=0.3)
    for found, end in zip(faces[-1].landmarks[:2, :2] * (WIDTH, HEIGHT), _ends(roll_deg), strict=True):
        assert found == pytest.approx(end, abs=0.2)


@pytest.mark.parametrize("still", [True, False])
def test_an_upright_head_is_shown_as_it_is(still: bool) -> None:
    spots = Spots()
    upright = Upright(spots, still=still)
    faces = [upright.track(frame(1.5, i)).faces[0] for i in range(3)]
    assert len(spots.rolls_deg) == 3
    assert np.array_equal(faces[2].landmarks, Spots().track(frame(1.5)).faces[0].landmarks)


def test_a_head_that_tilts_slowly_makes_no_jump() -> None:
    upright = Upright(Spots())
    rolls = [
        upright.track(frame(roll, i)).faces[0].pose.roll_deg for i, roll in enumerate(np.linspace(0, 15, 61))
    ]
    assert np.diff(rolls) == pytest.approx(0.25, abs=0.15)


def test_in_films_only_what_lies_about_the_face_is_turned() -> None:
    plain = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    whole, part = turned(plain, MIDDLE, 10.0), turned_within(plain, MIDDLE, 10.0, 60.0)
    inside = (slice(70, 150), slice(150, 230))
    assert np.abs(whole[inside].astype(int) - part[inside]).max() <= 1
    assert np.array_equal(part[:45], plain[:45]) and np.array_equal(part[:, :125], plain[:, :125])
    assert np.array_equal(turned_within(plain, np.array((-90.0, 110.0)), 10.0, 60.0), plain)


def test_after_nobody_the_next_face_is_looked_for_in_the_plain_picture() -> None:
    spots = Spots()
    upright = Upright(spots)
    upright.track(frame(20))
    assert not upright.track(Frame(0.1, 1, np.zeros((HEIGHT, WIDTH, 3), np.uint8))).faces
    upright.track(frame(20, 2))
    assert spots.rolls_deg[-1] == pytest.approx(20, abs=0.2)


@pytest.mark.parametrize("around", [Upright, Level])
def test_whoever_has_a_tracker_closes_it(around: type[Upright | Level]) -> None:
    frame = Frame(0.0, 0, np.zeros((8, 8, 3), np.uint8))
    tracker = ScriptedTracker([])
    with around(tracker) as opened:
        assert opened.track(frame).faces == ()
    with pytest.raises(TrackerError, match="closed"):
        tracker.track(frame)
