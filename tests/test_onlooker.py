"""What is told of a face, look by look; numbers may stand for what it shows, as where a session is computed anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mirrorcam.against import against
from mirrorcam.calibration import neutral_from
from mirrorcam.expression import Expression
from mirrorcam.face import HeadPose, Reason
from mirrorcam.identity import LASTS_S, OTHER, RETURNED
from mirrorcam.onlooker import Onlooker, Showing, expression_of
from mirrorcam.passing import closed
from plain_face import face, sample

RATE = 30
REST = sample(0.0, face())
SERVES, TOO_NEAR = (
    against(neutral_from([REST]), replace(REST, face_px=REST.face_px * gain)) for gain in (1, 3)
)


def look(time_s: float, *, turned_deg: float = 0.0, shut: float = 0.0, opening: float = 0.0):
    """Of a mouth that goes on all the time, and raised brows that sink with closed eyes."""
    shown = Expression.of({"AU12": time_s / 10, "AU1": 0.5 - shut, "AU43": shut})
    return Showing(time_s, HeadPose(turned_deg), opening, closed(shown), shown)


def blink(time_s: float):
    return look(time_s, shut=0.9 if 1 < time_s < 1.2 else 0.0)


def turn(time_s: float):
    return look(time_s, turned_deg=12 * np.sin(4 * np.pi * time_s) if time_s > 1 else 0.0)


def speech(time_s: float):
    return look(time_s, opening=0.3 * np.sin(8 * np.pi * time_s) if time_s > 1 else 0.0)


def told(course, now=SERVES, seconds=4):
    """Of each look of the course: the look, what was told, and since when."""
    onlooker, found = Onlooker(), []
    for one in [course(i / RATE) for i in range(seconds * RATE)]:
        onlooker.count(1 / RATE, now)
        found.append((one, onlooker.tell(one), onlooker.back_s))
    return found


def test_a_look_at_a_calm_face_is_told_as_it_is():
    assert all(expression_of(said) is one.shown and not back_s for one, said, back_s in told(look))


def test_in_a_blink_the_upper_face_is_from_before_and_the_mouth_goes_on():
    blinking = [(one, expression_of(said)) for one, said, _ in told(blink) if one.closed > 0.5]
    assert len(blinking) == 5
    assert all(
        (said["AU1"], said["AU43"], said["AU12"]) == (0.5, 0, one.time_s / 10) for one, said in blinking
    )


def test_in_a_quick_turn_all_of_the_face_is_from_before_and_then_not_known():
    turning = [(one, said) for one, said, _ in told(turn) if one.time_s > 1.1]
    held = [said.face["AU12"] for _, said in turning if not isinstance(said, Reason)]
    assert held and max(held) < 0.11
    assert turning[-1][1] is Reason.MOVING


def test_speech_is_taken_back_once():
    speaking = [(one, back_s) for one, said, back_s in told(speech) if said is Reason.TALKING]
    backs = [(one.time_s, back_s) for one, back_s in speaking if back_s]
    assert backs == [(speaking[0][0].time_s, pytest.approx(speaking[0][0].time_s - 0.9, abs=0.4))]


def test_nothing_is_told_by_a_neutral_that_does_not_serve():
    said = [(one.time_s, reason, back_s) for one, reason, back_s in told(blink, TOO_NEAR)]
    off = [(time_s, back_s) for time_s, reason, back_s in said if reason is Reason.NEUTRAL_OFF]
    assert off[0][0] == pytest.approx(LASTS_S, abs=2 / RATE) and off[-1][0] == said[-1][0]
    assert [back_s for _, back_s in off if back_s] == [pytest.approx(LASTS_S, abs=2 / RATE)]


def test_a_reason_is_told_as_it_is():
    onlooker = Onlooker()
    assert onlooker.tell(Reason.NOBODY) is Reason.NOBODY


def test_after_another_neutral_no_face_from_before_is_held():
    onlooker = Onlooker()
    onlooker.tell(look(0.0))
    onlooker.go_on()
    one = look(0.1, shut=0.9)
    assert expression_of(onlooker.tell(one)) is one.shown


@pytest.mark.parametrize("course", [blink, turn, speech])
def test_numbers_may_stand_for_what_is_shown(course):
    faces = told(course)
    numbers = told(lambda time_s: replace(course(time_s), shown=round(time_s * RATE)))
    for (_, said, back_s), (_, number, number_back_s) in zip(faces, numbers, strict=True):
        assert back_s == number_back_s
        assert said is number or (
            said.face is faces[number.face][0].shown and said.upper is faces[number.upper][0].shown
        )


def after_a_neutral(now, seconds=LASTS_S + 0.1):
    """What is told of a calm face after so long of the same, by a neutral that was taken here."""
    onlooker = Onlooker()
    onlooker.begin((REST.width, REST.height))
    for _ in range(round(seconds * RATE)):
        onlooker.count(1 / RATE, now)
    return onlooker.tell(look(0.0))


def test_by_a_neutral_that_was_taken_here_nothing_is_told_of_another_cameras_pictures():
    other = SERVES._replace(seen=SERVES.seen._replace(picture=(640, 480)))
    assert after_a_neutral(other) is Reason.NEUTRAL_OFF
    assert not isinstance(after_a_neutral(SERVES), Reason)


def test_whose_neutral_was_taken_here_is_known_whatever_expression_comes_first():
    strong = SERVES._replace(unlike=(RETURNED.enter + OTHER.enter) / 2)
    assert not isinstance(after_a_neutral(strong, 5.0), Reason)
