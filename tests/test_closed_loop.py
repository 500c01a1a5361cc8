"""What is drawn is read by the real tracker, and scored as what it shows.

The figures for the whole cast come from benchmarks/avatar_closed_loop.py; here is what must never break.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Face, Frame, HeadPose
from mirrorcam.measures import measure
from mirrorcam.patches import patches
from mirrorcam.range_of_movement import Range, Reach, scaled
from mirrorcam.score import score
from mirrorcam.target import library
from mirrorcam.trackers import Tracker, open_tracker

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")
ALONE = (
    "AU1", "AU2", "AU4", "AU5", "AU7", "AU9", "AU12", "AU14", "AU15", "AU18", "AU19", "AU20", "AU24", "AU25", "AU26",
    "AU28", "AU43",
)  # fmt: skip
LOOKS = 8
"""Pictures until the tracker's smoothing has settled."""


class Loop:
    """Robin before the tracker."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._avatar = open_avatar("robin")
        self._index = 0
        rest = measure(self.face(NEUTRAL), 640, 480)
        self._neutral = Neutral(rest.features, patches=rest.patches)

    def face(self, expression: Expression, head: HeadPose = STRAIGHT) -> Face:
        pixels = picture(self._avatar, expression, head)
        for _ in range(LOOKS):
            self._index += 1
            tracked = self._tracker.track(Frame(self._index / 30, self._index, pixels))
        face = tracked.faces[0]
        return replace(face, patches=patches(pixels, face.landmarks))

    def see(self, expression: Expression) -> Expression:
        return relative(measure(self.face(expression), 640, 480), self._neutral)


def test_what_is_asked_of_a_small_own_smile_is_reached_by_copying_the_avatar(loop: Loop) -> None:
    """A weaker side that goes .3 of the usual way."""
    own = Range({"AU12": Reach(0.3, 0.9, 1.0), "AU6": Reach(0.2, 0.6, 0.625)})
    target = scaled(library()["soft-smile"], own)
    for letter in "ABCDE":
        asked = target.at(letter)
        assert score(loop.see(asked.show), asked).shown > 70


@pytest.fixture(scope="module")
def loop(model: Path) -> Iterator[Loop]:
    with open_tracker("mediapipe", model) as tracker:
        yield Loop(tracker)


@pytest.mark.parametrize("name", SIX)
def test_an_expression_is_scored_highest_as_itself(loop: Loop, name: str) -> None:
    targets = library()
    seen = loop.see(targets[name].show.scaled(0.8))
    scores = {other: score(seen, targets[other]).value for other in SIX}
    assert max(scores, key=lambda other: scores[other]) == name
    assert scores[name] > 60


def test_a_face_at_rest_scores_nothing(loop: Loop) -> None:
    targets = library()
    seen = loop.see(NEUTRAL)
    assert max(score(seen, targets[name]).value for name in SIX) <= 8


@pytest.mark.parametrize("code", ALONE)
def test_an_action_unit_moves_its_own_measure_most(loop: Loop, code: str) -> None:
    seen = loop.see(Expression.of({code: 1.0}))
    assert max(ALONE, key=lambda other: seen[other]) == code


@pytest.mark.parametrize("code", ["AU2", "AU12", "AU14", "AU15", "AU43"])
def test_left_is_measured_on_the_left(loop: Loop, code: str) -> None:
    left, right = (loop.see(Expression.of({code + side: 1.0})) for side in "LR")
    assert left.left(code) > left.right(code) + 0.3
    assert right.right(code) > right.left(code) + 0.3


@pytest.mark.parametrize(
    ("head", "angle"),
    [
        (HeadPose(yaw_deg=20), "yaw_deg"),
        (HeadPose(pitch_deg=15), "pitch_deg"),
        (HeadPose(roll_deg=20), "roll_deg"),
    ],
)
def test_the_head_turns_as_asked(loop: Loop, head: HeadPose, angle: str) -> None:
    assert getattr(loop.face(NEUTRAL, head).pose, angle) > 0.5 * getattr(head, angle)


def test_the_eyes_look_to_the_left_when_asked(loop: Loop) -> None:
    seen = loop.see(Expression.of({"AU61": 1.0}))
    assert seen["AU61"] > 0.5 > seen["AU62"]
