"""Blinks, speech and a quick head: what must not move a score."""

from __future__ import annotations

import numpy as np
import pytest

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason
from mirrorcam.passing import (
    BLINK_S,
    HELD_S,
    OVER_S,
    QUICK_DEG_S,
    QUIET_S,
    BlinkHold,
    Passing,
    QuickHead,
    Talking,
    closed,
    with_upper_face,
)


def times(seconds: float, fps: float, seed: int = 0) -> np.ndarray:
    """Uneven by a fifth, one in ten lost."""
    rng = np.random.default_rng(seed)
    at = np.sort(np.arange(0, seconds, 1 / fps) + rng.normal(0, 0.2 / fps, int(np.ceil(seconds * fps))))
    return at[rng.random(len(at)) > 0.1]


def heard(course, seconds: float, fps: float = 30.0, noise: float = 0.02) -> np.ndarray:
    """(samples, 2): time, and whether that is taken for speech."""
    talking, rng = Talking(), np.random.default_rng(1)
    return np.array([(t, talking.see(t, course(t) + rng.normal(0, noise))) for t in times(seconds, fps)])


def syllables(hz: float, size: float = 0.4):
    return lambda t: size * (0.5 - 0.5 * np.cos(2 * np.pi * hz * t))


@pytest.mark.parametrize("fps", [12, 15, 30, 60])
@pytest.mark.parametrize("hz", [2.2, 3.0, 4.0, 5.0])
def test_lips_that_go_up_and_down_as_in_speech_are_talking_soon(hz, fps):
    seen = heard(syllables(hz), 5.0, fps)
    assert seen[seen[:, 0] > 2.0, 1].mean() > 0.9


def test_it_is_over_soon_after_the_last_word():
    seen = heard(lambda t: syllables(4)(t) if t < 3 else 0.0, 6.0)
    assert seen[(seen[:, 0] > 2) & (seen[:, 0] < 3), 1].all()
    assert not seen[seen[:, 0] > 3.2 + QUIET_S, 1].any()


def once(t: float) -> float:
    """A jaw that drops quickly, swings a little, and closes again after two seconds."""
    up = np.clip((t - 1) / 0.25, 0, 1) - np.clip((t - 3.2) / 0.25, 0, 1)
    return float(up + 0.2 * np.exp(-((t - 1.3) ** 2) / 0.01))


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
@pytest.mark.parametrize(
    "course", [once, syllables(1.0, 1.0), lambda _: 0.0, lambda t: 0.8, lambda t: 0.04 * np.sin(20 * t)],
    ids=["an expression", "opened every second", "shut", "held open", "a tremble"],
)  # fmt: skip
def test_what_is_no_speech(course, fps):
    assert not heard(course, 10.0, fps)[:, 1].any()


def test_after_a_gap_nothing_is_known():
    talking = Talking()
    for t in np.arange(0, 3, 1 / 30):
        talking.see(t, syllables(4)(t))
    assert talking.so and not talking.see(4.0, 0.0)


def test_what_the_lips_did_before_a_gap_is_no_movement_after_it():
    """Five are no speech yet, six are."""
    for movements, speaks in ((5, False), (6, True)):
        talking = Talking()
        talking.see(0.0, 0.8)
        seen = [talking.see(2 + t, syllables(3)(min(t, movements / 6))) for t in np.arange(0, 3, 1 / 30)]
        assert any(seen) is speaks


def turning(deg_s: float, fps: float = 30.0) -> list[bool]:
    head = QuickHead()
    return [head.see(t, HeadPose(deg_s * t)) for t in np.arange(0, 0.6, 1 / fps)]


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
def test_only_a_quick_head_is_quick_at_any_frame_rate(fps):
    assert turning(QUICK_DEG_S * 1.2, fps)[-1] and not any(turning(QUICK_DEG_S * 0.8, fps))


def test_over_a_quick_turn_the_expression_is_held_and_then_not_known():
    passing, before, after = Passing(), Expression.of({"AU12": 0.7}), Expression.of({"AU26": 0.9})
    assert passing.see(0.0, 0, STRAIGHT, before) is before
    said = {t: passing.see(t, 0, HeadPose(3 * QUICK_DEG_S * t), after) for t in np.arange(1, 40) / 30}
    assert said[np.float64(3 / 30)] is before
    assert all(one is before for t, one in said.items() if OVER_S < t < HELD_S)
    assert all(one is Reason.MOVING for t, one in said.items() if t > HELD_S + 2 / 30)


def test_talking_is_a_reason_whatever_the_face_shows():
    passing = Passing()
    said = [passing.see(t, syllables(4)(t), STRAIGHT, NEUTRAL) for t in np.arange(0, 3, 1 / 30)]
    assert said[0] is NEUTRAL and said[-1] is Reason.TALKING
    assert Reason.TALKING.words == "You seem to be talking. I'll wait until you have finished."


@pytest.mark.parametrize("fps", [12, 30, 60])
def test_when_speech_is_told_it_is_said_once_when_it_began(fps):
    talking, begins_s = Talking(), 2.0
    told = {t: talking.back_s for t in np.arange(0, 5, 1 / fps) if talking.see(t, said_from(begins_s)(t))}
    first, *later = told.items()
    assert first[0] - first[1] == pytest.approx(begins_s, abs=0.3)
    assert not any(back_s for _, back_s in later)
    assert talking.so and talking.back_s == 0


def said_from(begins_s: float):
    return lambda t: syllables(4)(t - begins_s) if t > begins_s else 0.0


def test_a_clock_that_goes_far_back_begins_anew():
    talking = Talking()
    for t in np.arange(40, 43, 1 / 30):
        talking.see(t, syllables(4)(t))
    assert talking.so and not talking.see(1.0, 0.0)


# blinks


def watch(blinks, expressions, fps=50):
    """Of each the expression with the upper face that counts."""
    return [with_upper_face(e, blinks.see(i / fps, closed(e), e)) for i, e in enumerate(expressions)]


SMILE = Expression.of({"AU12": 0.8, "AU5": 0.4, "AU1": 0.2})
SMILE_BLINKING = Expression.of({"AU12": 0.7, "AU5": -1.2, "AU7": 0.8, "AU43": 0.9})


def test_a_blink_holds_the_upper_face_and_lets_the_mouth_go_on():
    held = watch(BlinkHold(), [SMILE] * 5 + [SMILE_BLINKING] * 8 + [SMILE])
    for expression in held[5:13]:
        assert (expression["AU5"], expression["AU7"], expression["AU43"]) == (0.4, 0, 0)
        assert expression["AU12"] == 0.7
    assert held[-1] is SMILE


def test_eyes_that_stay_closed_are_meant():
    held = watch(BlinkHold(), [SMILE] * 5 + [SMILE_BLINKING] * 40)
    assert held[5 + int(BLINK_S * 50)]["AU43"] == 0
    assert held[-1] is SMILE_BLINKING


def test_a_session_that_begins_with_closed_eyes_holds_nothing():
    assert watch(BlinkHold(), [SMILE_BLINKING])[0] is SMILE_BLINKING
    assert watch(BlinkHold(), [NEUTRAL])[0] is NEUTRAL
