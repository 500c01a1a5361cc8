"""A drawn face lives by time and seed alone, and never jumps."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorcam.app.screens.wearing import WIDE_LEGIBLE_S, Presence
from mirrorcam.expression import CODES, NEUTRAL, POSITION, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.life import (
    BLINK_S,
    CLOSING,
    EASE_S,
    GLANCE,
    LEAST_GAP_S,
    NATURAL,
    OPENING_S,
    POSTPONED_S,
    SACCADE_S,
    STILL,
    Eased,
    Lids,
    Life,
    Living,
    Pace,
    Span,
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
HAPPY, SURPRISE = library()["happiness"].show, library()["surprise"].show

seeds = st.integers(0, 10**6)
times = st.floats(-100, 10_000)
expressions = st.lists(st.floats(0, 1), min_size=len(CODES) * 2, max_size=len(CODES) * 2).map(
    lambda values: Expression(np.array(values).reshape(-1, 2))
)


def alive(expression: Expression, time_s: float, seed: int) -> tuple[Expression, HeadPose]:
    """An expression as a living face wears it at a time."""
    return Life(seed).at(time_s).over(expression)


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
@settings(max_examples=20)
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
    life, presence = Life(3, still=True), Presence(always=True)
    assert all(life.at(time_s / 10) is STILL for time_s in range(300))
    for frame in range(600):
        worn = presence.see(HAPPY, frame * FRAME_S, lively=False)
        assert worn.head == STRAIGHT
        assert np.array_equal(worn.expression.values, HAPPY.values)


@pytest.mark.parametrize("lively", [True, False])
def test_one_side_is_a_little_ahead_unless_stimuli_are_low(lively: bool) -> None:
    presence = Presence()
    presence.see(NEUTRAL, 0.0, lively)
    left, right = presence.see(HAPPY, 0.1, lively).expression.values[POSITION["AU12"]]
    assert bool(left != right) is lively


def test_between_any_two_expressions_nothing_jumps() -> None:
    """What is demonstrated, one after the other in every order, each coming while the other still goes."""
    shows = [target.show for target in library().values()]
    steps = [show for before in shows for after in shows for show in (before, after)]
    eased, worn = Eased(lead(1)), NEUTRAL
    for i, show in enumerate(steps):
        for frame in range(1, 9):
            before, worn = worn, eased.see((i * 8 + frame) * FRAME_S, show)
            assert (i == 0 and frame == 1) or change(before, worn) <= FRAME_S / (math.e * EASE_S) + 1e-9


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
@settings(max_examples=40)
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


@given(seeds, st.lists(st.tuples(st.floats(0.05, 2.5), st.booleans()), min_size=5, max_size=20))
@settings(max_examples=25)
def test_lids_and_eyes_never_jump_however_the_face_is_kept_busy(
    seed: int, times: list[tuple[float, bool]]
) -> None:
    """A blink never begins or restarts in the middle, and one that is interrupted opens softly."""
    living, time_s, before = Living(seed), 0.0, np.zeros(2)
    for since_s, busy in times:
        for _ in range(math.ceil(since_s / FRAME_S)):
            time_s += FRAME_S
            life = living.see(time_s, busy).expression
            now = np.array([life["AU43"], life["AU61"] - life["AU62"]])
            lids, eyes = np.abs(now - before)
            assert lids <= STEEPEST * FRAME_S * (1 / (CLOSING * BLINK_S[0]) + 1 / OPENING_S) + 1e-6
            assert eyes <= STEEPEST * FRAME_S / SACCADE_S * 2 * GLANCE[0] + 1e-6
            before = now


def starts(shut: np.ndarray) -> np.ndarray:
    """Pictures in which a blink begins."""
    return np.flatnonzero((shut[1:] > 0) & (shut[:-1] == 0)) + 1


def test_left_alone_the_lids_blink_when_it_is_time() -> None:
    lids = Lids(4)
    shut = np.array([lids.see(frame * FRAME_S) for frame in range(6000)])
    planned = [blink_at(slot, 4)[0] for slot in range(25)]
    assert starts(shut) * FRAME_S == pytest.approx(planned, abs=2 * FRAME_S)


def test_a_blink_that_had_to_wait_comes_when_the_face_is_free_and_none_soon_after() -> None:
    for seed in range(20):
        lids, (planned_s, _) = Lids(seed), blink_at(2, seed)
        busy = Span(planned_s - 0.1, planned_s + 2.5)
        times_s = np.arange(planned_s - 1, planned_s + 12, FRAME_S)
        shut = np.array([lids.see(t, busy.begin_s <= t < busy.end_s) for t in times_s])
        began_s = times_s[starts(shut)]
        assert busy.end_s <= began_s[0] < busy.end_s + 0.05
        assert np.diff(began_s).min() >= LEAST_GAP_S - FRAME_S


def test_a_blink_opens_at_once_when_the_face_gets_busy() -> None:
    lids, (planned_s, _) = Lids(3), blink_at(0, 3)
    times_s = np.arange(planned_s - 0.5, planned_s + 1, FRAME_S)
    shut = np.array([lids.see(t, t >= planned_s + 0.06) for t in times_s])
    assert shut.max() > 0.5 and shut[times_s > planned_s + 0.06 + OPENING_S + FRAME_S].max() == 0


# ---------------------------------------------------------------- of an avatar that demonstrates


def demonstrated(show: Expression, rest_s: float, seed: int, hold_s: float = 9.0) -> np.ndarray:
    """(pictures, 3): seconds since the target comes, how far the lids are shut, where the eyes look."""
    presence, rows = Presence(seed=seed), []
    for i in range(round((rest_s + 0.6 + hold_s + 3) * 60)):
        since_s = i / 60 - rest_s
        worn = presence.see(course(show, since_s, hold_s=hold_s), i / 60, True).expression
        rows.append((since_s, worn["AU43"], worn["AU61"] - worn["AU62"]))
    return np.array(rows)


@pytest.mark.parametrize(("show", "legible_s"), [(HAPPY, 0.65), (SURPRISE, WIDE_LEGIBLE_S)])
def test_no_blink_and_no_glance_hides_what_comes(show: Expression, legible_s: float) -> None:
    """Whenever it comes: before a blink, in the middle of one (which opens while the movement is hardly seen), after
    it."""
    for seed in range(12):
        since_s, shut, across = demonstrated(show, 1.5 + seed / 7, seed).T
        coming = (since_s > 0.2) & (since_s < legible_s)
        assert shut[coming].max() == 0
        assert np.abs(np.diff(across[coming])).max() < 0.03, "a glance begins"
        assert np.abs(np.diff(shut)).max() < 0.75, "the lids jump"
        assert shut[since_s > legible_s].max() > 0.9, "it stares"


def test_the_same_demonstration_looks_the_same() -> None:
    assert np.array_equal(demonstrated(HAPPY, 2.0, 3), demonstrated(HAPPY, 2.0, 3))
    assert not np.array_equal(demonstrated(HAPPY, 2.0, 3), demonstrated(HAPPY, 2.0, 4))


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
