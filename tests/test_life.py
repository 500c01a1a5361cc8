"""A drawn face lives by time and seed alone, and never jumps."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorcam.expression import CODES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT
from mirrorcam.life import (
    EASE_S,
    GLANCE,
    NATURAL,
    POSTPONED_S,
    STILL,
    Eased,
    Life,
    Living,
    Pace,
    Span,
    alive,
    blink,
    blink_at,
    course,
    lead,
    smooth,
    transition,
)
from mirrorcam.target import library

FRAME_S = 1 / 60
STEEPEST = 1.875
HAPPY, SAD = library()["happiness"].show, library()["sadness"].show

seeds = st.integers(0, 10**6)
times = st.floats(-100, 10_000)
expressions = st.lists(st.floats(0, 1), min_size=len(CODES) * 2, max_size=len(CODES) * 2).map(
    lambda values: Expression(np.array(values).reshape(-1, 2))
)


def change(before: Expression, after: Expression) -> float:
    return float(np.abs(after.values - before.values).max())


@given(times, seeds)
def test_the_same_moment_looks_the_same(time_s: float, seed: int) -> None:
    first, second = alive(HAPPY, time_s, seed), alive(HAPPY, time_s, seed)
    assert first[1] == second[1]
    assert np.array_equal(first[0].values, second[0].values)


def test_people_do_not_blink_in_step() -> None:
    assert len({blink_at(3, seed)[0] for seed in range(20)}) == 20


@given(seeds, st.floats(0, 400), st.floats(0, 0.9))
def test_blinks_are_two_to_six_seconds_apart_and_short(seed: int, begin_s: float, busy_s: float) -> None:
    busy = Span(begin_s, begin_s + busy_s)
    found = [blink_at(slot, seed, busy) for slot in range(100)]
    gaps = np.diff([start_s for start_s, _ in found])
    assert gaps.min() >= 2 and gaps.max() <= 6
    assert all(0.15 <= length_s <= 0.25 for _, length_s in found)
    assert not any(busy.begin_s <= start_s < busy.end_s for start_s, _ in found)


def test_a_blink_shuts_the_lids_and_opens_them_more_slowly() -> None:
    start_s, length_s = blink_at(0, 5)
    shut = np.array([blink(start_s + share * length_s, 5) for share in np.linspace(0, 1, 201)])
    assert shut[0] == 0 and shut[-1] == pytest.approx(0, abs=1e-9) and shut.max() == 1
    closed = np.flatnonzero(shut == 1)
    assert closed[0] < 200 - closed[-1]
    assert blink(start_s - 0.01, 5) == 0 == blink(start_s + length_s + 0.01, 5)


def test_a_long_movement_postpones_a_blink_by_a_second_at_most() -> None:
    start_s, _ = blink_at(7, 1)
    assert blink_at(7, 1, Span(start_s - 1, start_s + 60))[0] == start_s + POSTPONED_S


def test_shut_eyes_do_not_open_for_a_blink_and_gaze_adds_up() -> None:
    start_s, length_s = blink_at(0, 2)
    sleeping, _ = alive(Expression.of({"AU43": 1.0}), start_s + length_s / 2, 2)
    assert sleeping["AU43"] == 1
    half, _ = alive(Expression.of({"AU43": 0.5}), start_s + length_s * 0.4, 2)
    assert half["AU43"] == pytest.approx(1)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_glances_and_breath_are_small_and_soft(seed: int) -> None:
    life = Life(seed)
    seen = [life.at(frame * FRAME_S) for frame in range(1200)]
    eyes = np.array([[s.expression[code] for code in ("AU61", "AU62", "AU63", "AU64")] for s in seen])
    heads = np.array([[s.head.yaw_deg, s.head.pitch_deg, s.head.roll_deg] for s in seen])
    assert eyes[:, :2].max() <= GLANCE[0] and eyes[:, 2:].max() <= GLANCE[1]
    assert eyes.max() > 0.01, "the eyes stand still"
    assert np.ptp(heads[:, 1]) > 0.3 and np.abs(heads).max() < 1.5
    assert np.abs(np.diff(heads, axis=0)).max() < 0.03
    moved = {code for s in seen for code in CODES if s.expression[code]}
    assert moved <= {"AU43", "AU61", "AU62", "AU63", "AU64"}


def test_little_stimulus_switches_all_of_it_off() -> None:
    life, living = Life(3, still=True), Living(3, still=True)
    assert all(life.at(time_s / 10) is STILL for time_s in range(300))
    for frame in range(600):
        expression, head = living.see(frame * FRAME_S, HAPPY)
        assert head == STRAIGHT
        assert np.array_equal(expression.values, HAPPY.values)
    assert np.array_equal(_halfway(still=True)[:, 0], _halfway(still=True)[:, 1])
    assert not np.array_equal(_halfway(still=False)[:, 0], _halfway(still=False)[:, 1])


def _halfway(still: bool) -> np.ndarray:
    living = Living(3, still)
    living.see(0.0, NEUTRAL)
    expression, _ = living.see(0.1, HAPPY)
    return expression.values[[CODES.index("AU12"), CODES.index("AU6")]]


@given(expressions, expressions, st.floats(0.2, 1.2), st.floats(-0.035, 0.035), st.floats(-0.5, 2))
def test_a_transition_has_no_jump(
    start: Expression, goal: Expression, onset_s: float, lead_s: float, since_s: float
) -> None:
    pace = Pace(onset_s, lead_s=lead_s)
    before, after = (transition(start, goal, at, pace) for at in (since_s, since_s + FRAME_S))
    assert change(before, after) <= STEEPEST * FRAME_S / onset_s * change(start, goal) + 1e-9
    assert change(transition(start, goal, 0, pace), start) == 0
    assert change(transition(start, goal, onset_s + abs(lead_s) + 1e-6, pace), goal) < 1e-9


@given(st.lists(st.tuples(expressions, st.floats(0.001, 0.3)), min_size=2, max_size=12), seeds)
@settings(deadline=None, max_examples=40)
def test_whatever_is_asked_for_the_avatar_does_not_jump(
    asked: list[tuple[Expression, float]], seed: int
) -> None:
    """However goals come, within 0..1, at any moments: nothing moves faster than 1 / (e · EASE_S)."""
    eased, time_s = Eased(lead(seed)), 0.0
    worn = eased.see(time_s, asked[0][0])
    for goal, since_s in asked[1:]:
        for _ in range(math.ceil(since_s / FRAME_S)):
            time_s += FRAME_S
            before, worn = worn, eased.see(time_s, goal)
            assert change(before, worn) <= FRAME_S / (math.e * EASE_S) + 1e-9
            assert worn.values.min() >= -1e-9 and worn.values.max() <= 1 + 1e-9


def test_easing_is_exact_for_any_gap() -> None:
    often, once = Eased(), Eased()
    for eased in (often, once):
        eased.see(0, NEUTRAL)
    for frame in range(1, 31):
        last = often.see(frame * 0.01, HAPPY)
    assert change(last, once.see(0.3, HAPPY)) < 1e-9
    assert change(once.see(2.0, HAPPY), HAPPY) < 1e-6


@given(seeds, st.lists(st.floats(0.05, 2.5), min_size=5, max_size=20))
@settings(deadline=None, max_examples=25)
def test_lids_never_jump_however_the_face_is_kept_busy(seed: int, changes_s: list[float]) -> None:
    """A blink never begins, ends or restarts in the middle."""
    living, time_s, wearing = Living(seed), 0.0, (HAPPY, SAD)
    last = 0.0
    for turn, since_s in enumerate(changes_s):
        for _ in range(math.ceil(since_s / FRAME_S)):
            time_s += FRAME_S
            shut = living.see(time_s, wearing[turn % 2])[0]["AU43"]
            assert abs(shut - last) <= STEEPEST * FRAME_S / (0.34 * 0.16) + 1e-6
            last = shut


def test_no_blink_begins_while_the_target_comes() -> None:
    start_s, _ = blink_at(1, 4)
    living = Living(4)
    while_moving = []
    for frame in range(int((start_s + 0.3) / FRAME_S)):
        time_s = frame * FRAME_S
        since_s = time_s - (start_s - 0.1)
        expression, _ = living.see(time_s, transition(NEUTRAL, HAPPY, since_s))
        if since_s > 0:
            while_moving.append(expression["AU43"])
    assert len(while_moving) > 15 and max(while_moving) == 0


def test_a_course_goes_there_stays_and_comes_back() -> None:
    pace = Pace(0.5, 0.8)
    at = [course(HAPPY, time_s, pace, hold_s=1)["AU12"] for time_s in (0, 0.25, 0.5, 1.4, 1.9, 2.3)]
    full = HAPPY["AU12"]
    assert at == pytest.approx([0, full / 2, full, full, full / 2, 0])


def test_the_paces_of_the_expressions_look_natural() -> None:
    """docs/measurement.md: onset .2 to .9 s, offset .6 to 1.2 s, sadness slow, disgust and surprise fast."""
    targets = library()
    assert all(0.2 <= target.onset_s <= 0.9 for target in targets.values())
    assert all(0.6 <= target.offset_s <= 1.2 for target in targets.values())
    slowest = max(targets["happiness"].onset_s, targets["disgust"].onset_s, targets["surprise"].onset_s)
    assert targets["sadness"].onset_s > slowest
    assert max(targets["disgust"].onset_s, targets["surprise"].onset_s) < NATURAL.onset_s


@given(st.floats(-2, 3))
def test_smooth_is_even_and_stays_within_bounds(share: float) -> None:
    assert 0 <= smooth(share) <= 1
    assert smooth(share) + smooth(1 - share) == pytest.approx(1)
