from dataclasses import asdict, replace

import numpy as np
import pytest

from mirrorcam.score import Score
from mirrorcam.sides import Unasked
from mirrorcam.trial import NOISE_SD, UNSTEADY_SD, Look, measure_trial


def looks(fps, course, symmetry=None, until_s=6.0):
    """Looks at ``course(time_s)``, a score or None, at so many frames a second."""
    times = np.arange(0, until_s, 1 / fps)
    return [look(t, course(t), symmetry) for t in times]


def look(time_s, value, symmetry=None):
    score = None if value is None else Score(value, value, value / 100, 0.0, None)
    return Look(float(time_s), score, symmetry)


def rise(time_s):
    """At rest until 1.5 s, then up to 80 in half a second, and held."""
    return float(np.clip((time_s - 1.5) / 0.5, 0, 1) * 80)


@pytest.mark.parametrize("fps", [8, 12, 30, 60])
def test_frame_rates_give_the_same_answers(fps):
    result = measure_trial(looks(fps, rise), go_s=1.0, until_s=6.0, threshold=40, hold=(3, 6))
    assert result.scored
    assert result.score == pytest.approx(80)
    assert result.onset_s == pytest.approx(0.75, abs=0.02)
    assert result.rise_s == pytest.approx(0.2, abs=0.02)
    assert result.held_s == pytest.approx(6 - 1.75, abs=0.15)
    assert result.steadiness == pytest.approx(1)
    assert result.coverage > 0.95


def test_of_half_seconds_that_are_equally_good_the_middle_one_counts_whatever_the_last_bits_say():
    """An expression that is held at 100 has the symmetry of the middle of that time, on every computer."""
    rng = np.random.default_rng(6)
    found = set()
    for _ in range(20):
        held = looks(30, lambda t: min(rise(t) * 2, 100.0) - 1e-12 * rng.random())
        found.add(measure_trial(held, go_s=1.0, until_s=6.0, threshold=40).best_s)
    begins_s, last_s = 5 / 6, 4.5
    assert len(found) == 1 and found.pop() == pytest.approx((begins_s + last_s) / 2, abs=1 / 30)


def let_go(time_s):
    """As ``rise``, and from 4 s on down again in half a second."""
    return float(rise(time_s) - np.clip((time_s - 4.0) / 0.5, 0, 1) * 80)


@pytest.mark.parametrize("fps", [8, 12, 30, 60])
def test_frame_rates_agree_on_when_it_was_let_go(fps):
    result = measure_trial(looks(fps, let_go), go_s=1.0, until_s=6.0, threshold=40)
    assert result.offset_s == pytest.approx(3.25, abs=0.02)


def test_what_is_still_held_or_never_came_has_no_offset():
    assert measure_trial(looks(30, rise), 1.0, 6.0, threshold=40).offset_s is None
    assert measure_trial(looks(30, let_go), 1.0, 6.0, threshold=90).offset_s is None


@pytest.mark.parametrize(("fps", "sd"), [(8, 3.5), (12, 3.5), (30, 6), (60, 6)])
def test_noise_makes_nobody_unsteady_but_a_tremble_and_a_drift_do(fps, sd):
    rng = np.random.default_rng(5)

    def steadiness(course, noise):
        seen = looks(fps, lambda t: 60 + course(t) + noise * rng.normal())
        return measure_trial(seen, 0.0, 6.0, threshold=50, hold=(0, 6)).steadiness

    tremble, drift = (lambda t: 10 * np.sin(2 * np.pi * 1.5 * t)), (lambda t: 5 * (t - 3))
    assert steadiness(lambda t: 0, sd) > 0.9
    for course in (tremble, drift):
        assert steadiness(course, sd) == pytest.approx(steadiness(course, 0), abs=0.08)
        assert steadiness(course, sd) < 0.75


@pytest.mark.parametrize("hz", [2, 3, 4, 5])
@pytest.mark.parametrize("fps", [8, 12, 15, 21, 24, 30, 60])
def test_a_tremble_is_seen_at_every_frame_rate(fps, hz):
    """But for one that two looks a swing show: where in it they fall is chance."""
    rng = np.random.default_rng(7)

    def told():
        times = np.sort(np.arange(0, 6, 1 / fps) + rng.normal(0, 0.2 / fps, 6 * fps))
        seen = [look(t, 70 + 20 * np.sin(2 * np.pi * hz * t)) for t in times]
        return measure_trial(seen, 0.0, 6.0, threshold=50, hold=(1.5, 5.5)).steadiness

    truth = 1 - 20 / 2**0.5 / 25
    assert np.mean([told() for _ in range(8)]) == pytest.approx(truth, abs=0.25 if fps == 2 * hz else 0.05)


def test_of_few_looks_more_noise_than_a_still_face_has_is_a_tremble():
    def steadiness(fps, size):
        seen = [look(i / fps, 60 + size * (-1) ** i) for i in range(6 * fps)]
        return measure_trial(seen, 0.0, 6.0, threshold=50, hold=(1, 5)).steadiness

    assert steadiness(15, 3.5) == steadiness(30, 3.5) == steadiness(30, 12) == 1
    assert steadiness(15, 12) == pytest.approx(1 - (12**2 - NOISE_SD**2) ** 0.5 / UNSTEADY_SD, abs=0.01)


def test_one_lucky_look_is_neither_the_score_nor_the_onset():
    seen = looks(30, lambda t: 99.0 if abs(t - 2.0) < 0.01 else 20.0)
    result = measure_trial(seen, 0.0, 6.0, threshold=60)
    assert result.score < 30
    assert result.onset_s is None


def test_the_best_half_second_is_found_wherever_it_lies():
    seen = looks(30, lambda t: 90.0 if 2.0 <= t <= 2.6 else 30.0)
    assert measure_trial(seen, 0.0, 6.0, threshold=60).score == pytest.approx(90, abs=1)


def test_uneven_times_weigh_by_time_and_not_by_number():
    slow = [look(t, 40.0) for t in np.arange(0, 2, 0.2)]
    quick = [look(t, 80.0) for t in np.arange(2, 2.2, 0.005)]
    slow_again = [look(t, 40.0) for t in np.arange(2.2, 4, 0.2)]
    result = measure_trial(slow + quick + slow_again, 0.0, 4.0, threshold=70)
    assert 50 < result.score < 72
    assert result.held_s == pytest.approx(0.25, abs=0.1)


def test_what_was_not_scored_counts_as_not_seen():
    seen = looks(30, lambda t: None if 2 <= t < 3.5 else 70.0)
    result = measure_trial(seen, 0.0, 6.0, threshold=60)
    assert result.coverage == pytest.approx(4.5 / 6, abs=0.03)
    assert result.score == pytest.approx(70) and result.held_s == pytest.approx(4.5, abs=0.15)


def test_frozen_time_counts_as_not_seen():
    seen = [look(t, 70.0) for t in (*np.arange(0, 1, 0.1), *np.arange(5, 6, 0.1))]
    assert measure_trial(seen, 0.0, 6.0, threshold=60).coverage == pytest.approx(1.8 / 6, abs=0.02)


@pytest.mark.parametrize(
    "seen", [[], [look(1, 50.0)], looks(30, lambda t: None), looks(30, lambda t: 90.0 if t < 0.3 else None)]
)
def test_too_little_is_not_scored_rather_than_zero(seen):
    result = measure_trial(seen, 0.0, 6.0, threshold=50, hold=(2, 4))
    assert not result.scored
    assert {value for name, value in asdict(result).items() if name not in ("scored", "coverage")} == {None}
    assert result.coverage < 0.5


def test_a_face_that_is_there_already_has_no_latency():
    assert measure_trial(looks(30, lambda t: 90.0), 1.0, 6.0, threshold=60).onset_s is None


def test_a_wavering_hold_is_less_steady():
    def held(amplitude):
        seen = looks(30, lambda t: 70 + amplitude * np.sin(7 * t))
        return measure_trial(seen, 0.0, 6.0, threshold=50, hold=(1, 5)).steadiness

    assert held(0) == 1
    assert held(10) == pytest.approx(1 - 10 / 2**0.5 / 25, abs=0.02)
    assert held(60) == 0


def test_symmetry_is_the_median_over_the_best_half_second():
    seen = [
        Look(x.time_s, x.score, 0.9 if 2 <= x.time_s <= 2.6 else 0.2)
        for x in looks(30, lambda t: 90.0 if 2.0 <= t <= 2.6 else 30.0)
    ]
    assert measure_trial(seen, 0.0, 6.0, threshold=60).symmetry == 0.9


@pytest.mark.parametrize(("alike", "known"), [([0.8, None], 0.8), ([0.8, None, None], None), ([None], None)])
def test_there_is_a_symmetry_when_a_movement_is_made_half_of_the_time(alike, known):
    seen = [
        Look(x.time_s, x.score, alike[i % len(alike)])
        for i, x in enumerate(looks(30, lambda t: 90.0 if 2.0 <= t <= 2.6 else 30.0))
    ]
    assert measure_trial(seen, 0.0, 6.0, threshold=60).symmetry == known


def with_unasked(codes):
    seen = looks(30, lambda t: 90.0 if 2.0 <= t <= 2.6 else 30.0)
    extras = [None if code is None else Unasked(code, 0.4) for code in codes]
    return [Look(x.time_s, x.score, None, extras[i % len(extras)]) for i, x in enumerate(seen)]


def test_what_one_side_does_unasked_counts_when_it_shows_half_of_the_time():
    result = measure_trial(with_unasked(["AU43L", "AU43L", None]), 0.0, 6.0, threshold=60)
    assert (result.unasked, result.unasked_excess) == ("AU43L", 0.4)


@pytest.mark.parametrize("fps", [8, 30, 60])
def test_an_eye_that_closes_with_the_expression_is_told_though_it_was_a_blink_at_first(fps):
    """While a blink is held, nobody knows of it; meanwhile the score got to 100."""
    seen = [
        Look(x.time_s, x.score, 0.9, Unasked("AU43L", 0.6) if x.time_s > 2.9 else None)
        for x in looks(fps, lambda t: min(rise(t) * 2, 100.0))
    ]
    result = measure_trial(seen, 1.0, 5.0, threshold=60)
    assert (result.unasked, result.unasked_excess) == ("AU43L", 0.6)


@pytest.mark.parametrize("codes", [[None], ["AU43L", None, None], ["AU43L", "AU12R", "AU9L"]])
def test_what_flickers_up_does_not(codes):
    result = measure_trial(with_unasked(codes), 0.0, 6.0, threshold=60)
    assert (result.unasked, result.unasked_excess) == (None, None)


# What was not seen.


def without(seen, begin_s, end_s):
    return [Look(x.time_s, None) if begin_s < x.time_s < end_s else x for x in seen]


@pytest.mark.parametrize("fps", [8, 30, 60])
@pytest.mark.parametrize(("begin_s", "end_s"), [(1.4, 3.0), (1.2, 2.2), (1.7, 2.6), (0.5, 2.2)])
def test_an_onset_that_was_not_seen_is_not_known(fps, begin_s, end_s):
    result = measure_trial(without(looks(fps, rise), begin_s, end_s), 1.0, 6.0, threshold=40)
    assert result.scored and result.held_s > 2
    assert (result.onset_s, result.rise_s) == (None, None)


def test_nor_is_one_between_two_looks_that_are_far_apart():
    seen = [x for x in looks(30, rise) if not 1.6 < x.time_s < 2.1]
    result = measure_trial(seen, 1.0, 6.0, threshold=40)
    assert result.scored and result.onset_s is None


def test_a_face_that_is_first_seen_late_and_there_has_no_known_onset():
    result = measure_trial(without(looks(30, lambda t: 90.0), 0.5, 1.6), 1.0, 6.0, threshold=60)
    assert result.scored and result.onset_s is None


def test_a_rise_whose_end_was_not_seen_is_not_known():
    result = measure_trial(without(looks(30, rise), 1.85, 2.4), 1.0, 6.0, threshold=20)
    assert result.onset_s == pytest.approx(0.625, abs=0.02)
    assert result.rise_s is None


@pytest.mark.parametrize("at_s", [1.70, 1.75, 1.80, 1.85, 1.9])
def test_a_bad_frame_or_two_do_not_move_the_onset(at_s):
    result = measure_trial(without(looks(30, rise), at_s - 0.04, at_s + 0.04), 1.0, 6.0, threshold=40)
    assert result.onset_s == pytest.approx(0.75, abs=0.02)
    assert result.rise_s == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("fps", [8, 30, 60])
@pytest.mark.parametrize(("begin_s", "end_s"), [(4.1, 4.6), (3.0, 5.0), (4.0, 7.0)])
def test_an_offset_that_was_not_seen_is_not_known(fps, begin_s, end_s):
    result = measure_trial(without(looks(fps, let_go), begin_s, end_s), 1.0, 6.0, threshold=40)
    assert result.scored and result.offset_s is None
    assert result.onset_s == pytest.approx(0.75, abs=0.02)


def test_an_offset_is_known_also_where_the_onset_is_not():
    result = measure_trial(without(looks(30, let_go), 1.2, 2.2), 1.0, 6.0, threshold=40)
    assert result.onset_s is None
    assert result.offset_s == pytest.approx(3.25, abs=0.02)


# Letting go.


def test_what_comes_after_the_end_tells_the_offset_and_nothing_else():
    seen = looks(30, let_go)
    until = measure_trial([x for x in seen if x.time_s <= 4.0], 1.0, 4.0, threshold=40, hold=(2.5, 4.0))
    after = measure_trial(seen, 1.0, 4.0, threshold=40, hold=(2.5, 4.0))
    assert until.offset_s is None
    assert after.offset_s == pytest.approx(3.25, abs=0.02)
    assert replace(after, offset_s=None) == until


def test_an_expression_that_comes_only_after_the_end_has_neither_onset_nor_offset():
    seen = [
        *looks(30, lambda t: 10.0, until_s=4.0),
        *(look(4 + x.time_s, let_go(x.time_s)) for x in looks(30, rise)),
    ]
    result = measure_trial(seen, 1.0, 4.0, threshold=40)
    assert result.scored and (result.onset_s, result.offset_s) == (None, None)
