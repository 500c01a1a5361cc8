"""How two moving faces go together."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.synchrony import FOLLOWED, Synchrony, Together

SMILE = Expression.of({"AU6": 0.5, "AU12": 0.8})
FACES = (
    SMILE,
    Expression.of({"AU1": 0.7, "AU2": 0.6, "AU26": 0.7}),
    Expression.of({"AU4": 0.6, "AU7": 0.4}),
    Expression.of({"AU9": 0.6, "AU10": 0.5}),
)


def mover(seed, seconds=24.0):
    """time_s → Expression: one face after the other, at times of its own."""
    rng = np.random.default_rng(seed)
    begins = np.cumsum(rng.uniform(2.0, 4.5, int(seconds / 2))) - 4.0
    chosen = rng.integers(len(FACES), size=len(begins))

    def at(time_s):
        shares = np.clip(1.5 - np.abs(time_s - begins - 1.2) / 0.8, 0.0, 1.0)
        shares = shares * shares * (3.0 - 2.0 * shares)
        return Expression(sum(s * FACES[c].values for s, c in zip(shares, chosen, strict=True)))

    return at


def behind(leader, lag_s, gain=1.0):
    return lambda time_s: leader(time_s - lag_s).scaled(gain)


def noisy(face, size, seed=7):
    rng = np.random.default_rng(seed)
    return lambda t: Expression(face(t).values + rng.normal(0.0, size, NEUTRAL.values.shape))


def steady(expression):
    return lambda time_s: expression


def watch(leader, follower, rate_hz=15.0, seconds=20.0, **how):
    """The last answer and all of them; a face may be None at a time."""
    synchrony = Synchrony(**how)
    times = np.arange(0.0, seconds, 1.0 / rate_hz)
    seen = [synchrony.see(float(t), leader(t), follower(t)) for t in times]
    return seen[-1], seen


@pytest.mark.parametrize("lag_s", [-0.1, 0.0, 0.33, 0.8, 1.4])
def test_a_lag_is_found_within_20_ms(lag_s):
    leader = mover(1)
    last, _ = watch(leader, noisy(behind(leader, lag_s), 0.03))
    assert last.lag_s == pytest.approx(lag_s, abs=0.02)
    assert last.strength > 0.85 and last.known


@pytest.mark.parametrize("rate_hz", [8.0, 12.5, 30.0, 60.0])
def test_frame_rates_give_the_same_answer(rate_hz):
    leader = mover(2)
    last, _ = watch(leader, behind(leader, 0.5), rate_hz=rate_hz, seconds=12.0)
    slow, _ = watch(leader, behind(leader, 0.5), rate_hz=20.0, seconds=12.0)
    assert last.strength == pytest.approx(slow.strength, abs=0.03)
    assert last.lag_s == pytest.approx(slow.lag_s, abs=0.01)


@pytest.mark.parametrize("gain", [0.6, 1.5])
def test_how_large_the_movements_are_matters_little(gain):
    leader = mover(3)
    as_large, _ = watch(leader, behind(leader, 0.4))
    last, _ = watch(leader, behind(leader, 0.4, gain))
    assert last.strength == pytest.approx(as_large.strength, abs=0.15)
    assert last.lag_s == pytest.approx(0.4, abs=0.02)


def test_one_weak_side_is_still_followed():
    leader = mover(3)
    last, _ = watch(leader, lambda t: Expression(behind(leader, 0.4)(t).values * [0.2, 1.0]))
    assert last.strength > 0.7


def test_an_unrelated_mover_reads_near_0():
    last = [watch(mover(seed), noisy(mover(seed + 50), 0.03), rate_hz=10.0)[0] for seed in range(6)]
    assert np.mean([t.strength for t in last]) < 0.05
    assert all(t.strength < 0.2 for t in last)


def test_another_face_at_the_same_times_is_not_followed():
    leader = mover(4)
    last, _ = watch(leader, lambda t: Expression(np.roll(leader(t).values, 3, axis=0)))
    assert last.strength < 0.1


@pytest.mark.parametrize("follower", [steady(NEUTRAL), steady(SMILE), noisy(steady(SMILE), 0.03)])
def test_who_keeps_still_follows_nothing(follower):
    last, _ = watch(mover(5), follower)
    assert (last.strength, last.lag_s, last.known) == (0.0, None, True)
    assert abs(last.correlation) < 0.1


def test_moving_the_other_way_is_not_following():
    leader = mover(6)
    last, _ = watch(leader, lambda t: leader(t).scaled(-1.0))
    assert last.strength < 0.05


@pytest.mark.parametrize("lags_s", [(-0.2, 1.5), (-1.0, 1.5)])
@pytest.mark.parametrize("still_s", [3.0, 6.0, 7.5])
def test_the_first_movement_after_a_rest_has_an_answer_that_is_a_number(still_s, lags_s):
    """At some lags the leader then has not moved at all: there is no correlation there."""

    def leader(time_s):
        face, since_s = (
            (SMILE, time_s - still_s) if time_s < still_s + 1.5 else (FACES[1], time_s - still_s - 1.5)
        )
        return face.scaled(max(0.0, math.sin(math.pi * min(max(since_s / 1.5, 0.0), 1.0))))

    synchrony = Synchrony(lags_s)
    found = [synchrony.see(i / 30, leader(i / 30), leader(i / 30 - 0.4)) for i in range(420)]
    told = [one for one in found if one is not None]
    assert told and all(math.isfinite(one.strength) and math.isfinite(one.correlation) for one in told)


@pytest.mark.parametrize("leader", [steady(NEUTRAL), steady(SMILE), noisy(steady(NEUTRAL), 0.03)])
def test_there_is_nothing_to_say_of_a_leader_who_keeps_still(leader):
    assert set(watch(leader, mover(6))[1]) == {None}


def smiler(seed, seconds=40.0):
    """As a mover who knows one face only."""
    rng = np.random.default_rng(seed)
    begins = np.cumsum(rng.uniform(2.0, 4.5, int(seconds / 2))) - 4.0

    def at(time_s):
        shares = np.clip(1.5 - np.abs(time_s - begins - 1.2) / 0.8, 0.0, 1.0)
        return SMILE.scaled(float((shares * shares * (3.0 - 2.0 * shares)).sum()))

    return at


@pytest.mark.parametrize("memory_s", [8.0, math.inf])
@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_of_somebody_who_only_smiles_nothing_is_told_before_chance_can_be_judged(memory_s, noise):
    after = []
    for seed in range(4):
        leader = noisy(smiler(seed), noise, seed=9)
        _, seen = watch(leader, noisy(smiler(seed + 50), 0.03), seconds=24.0, memory_s=memory_s)
        told = [i / 15 for i, one in enumerate(seen) if one is not None]
        assert 12.9 < told[0] < 13.6
        after += [one.strength for one in seen[15 * 15 :]]
    assert max(after) < 0.6 and np.mean(after) < 0.1


def test_who_follows_smiles_is_told_so_as_soon_as_chance_can_be_judged():
    leader = smiler(3)
    _, seen = watch(leader, behind(leader, 0.4), seconds=16.0)
    first = next(one for one in seen if one is not None)
    assert first.strength > 0.9 and first.lag_s == pytest.approx(0.4, abs=0.02)


def test_a_varied_leader_need_not_wait_for_it():
    leader = mover(1)
    _, seen = watch(leader, behind(leader, 0.3), seconds=9.0)
    assert seen[-1] is not None and seen[-1].strength > 0.8


def test_the_first_answer_comes_before_5_7_s():
    leader = mover(1)
    _, seen = watch(leader, behind(leader, 0.3))
    first = seen.index(next(t for t in seen if t is not None)) / 15.0
    assert 4.5 < first < 5.7


def test_the_answer_of_one_window_is_held_to_more_than_that_of_many():
    leader = mover(14, seconds=40.0)
    _, seen = watch(leader, behind(leader, 0.3), seconds=38.0)
    first = next(t for t in seen if t is not None)
    assert first.floor == 0.7 and seen[-1].floor < 0.5


def test_a_leader_who_repeats_one_face_in_time_proves_less():
    def regular(t):
        return SMILE.scaled(0.5 - 0.5 * math.cos(2.0 * math.pi * t / 4.0))

    last, _ = watch(regular, behind(regular, 0.3), seconds=36.0)
    varied, _ = watch(mover(14, seconds=40.0), behind(mover(14, seconds=40.0), 0.3), seconds=36.0)
    assert last.floor == 0.7 and varied.floor < 0.5
    assert last.lag_s == pytest.approx(0.3, abs=0.02)


def test_gaps_are_left_out_not_counted_as_rest():
    leader = mover(7)
    follower = behind(leader, 0.5)
    last, _ = watch(leader, lambda t: None if t % 6.0 > 5.2 else follower(t))
    assert last.strength > 0.9
    assert last.lag_s == pytest.approx(0.5, abs=0.02)


def test_a_stale_answer_says_so_and_a_fresh_one_takes_its_place():
    leader = mover(8, seconds=40.0)
    _, seen = watch(leader, lambda t: None if 12.0 < t < 22.0 else leader(t - 0.5), seconds=32.0)
    before, during, after = (seen[int(at_s * 15)] for at_s in (11.0, 21.0, 31.0))
    assert [t.known for t in (before, during, after)] == [True, False, True]
    assert during.strength == pytest.approx(before.strength, abs=0.1)


def test_two_cameras_need_not_take_turns_evenly():
    leader = mover(9)
    synchrony = Synchrony()
    for i in range(600):
        time_s = i / 30
        if i % 2:
            together = synchrony.see(time_s, leader(time_s), None)
        else:
            together = synchrony.see(time_s, None, leader(time_s - 0.6))
    assert together.strength > 0.9
    assert together.lag_s == pytest.approx(0.6, abs=0.02)


def test_windows_fade():
    leader, other = mover(10, seconds=60.0), mover(60, seconds=60.0)

    def follower(t):
        return leader(t - 0.4) if t < 12.0 else other(t)

    lasting, _ = watch(leader, follower, rate_hz=10.0, seconds=40.0, memory_s=math.inf)
    fading, _ = watch(leader, follower, rate_hz=10.0, seconds=40.0, memory_s=6.0)
    assert fading.correlation < lasting.correlation - 0.15


def test_a_stopped_camera_does_not_fill_the_memory():
    leader = mover(11)
    synchrony = Synchrony()
    for time_s in (*np.arange(0.0, 9.0, 0.1), *np.arange(1e6, 1e6 + 3.0, 0.1)):
        together = synchrony.see(float(time_s), leader(time_s % 20.0), leader(time_s % 20.0))
    assert together is not None and not together.known


def test_the_eyes_are_not_compared():
    look = Expression.of({"AU43": 1.0, "AU61": 1.0})
    leader = mover(12)
    last, _ = watch(leader, lambda t: Expression(leader(t).values + look.values * math.sin(9.0 * t)))
    assert last.strength > 0.9 and not {"AU43", "AU61"} & set(FOLLOWED)


def test_time_does_not_run_backwards():
    synchrony = Synchrony()
    synchrony.see(1.0, NEUTRAL, NEUTRAL)
    assert synchrony.see(1.0, SMILE, SMILE) is None
    with pytest.raises(ValueError, match="backwards"):
        synchrony.see(0.9, NEUTRAL, NEUTRAL)


@pytest.mark.parametrize("time_s", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("before", [(), (1.0,)])
def test_a_time_that_is_none_is_refused(time_s, before):
    synchrony = Synchrony()
    for one in before:
        synchrony.see(one, NEUTRAL, NEUTRAL)
    with pytest.raises(ValueError, match="synchrony: a time is a finite number of seconds, not"):
        synchrony.see(time_s, NEUTRAL, NEUTRAL)
    assert synchrony.see(2.0, NEUTRAL, NEUTRAL) is None


@pytest.mark.parametrize(
    "how", [{"lags_s": (0.2, 1.0)}, {"window_s": 0.0}, {"memory_s": -1.0}, {"codes": ()}]
)
def test_what_makes_no_sense_is_refused(how):
    with pytest.raises(ValueError, match="synchrony"):
        Synchrony(**how)


@settings(max_examples=5)
@given(st.lists(st.tuples(st.floats(0.0, 0.5), st.booleans(), st.floats(-2.0, 2.0)), max_size=60))
def test_any_stream_gives_a_lawful_answer_twice(steps):
    sizes = np.random.default_rng(0).uniform(-2.0, 2.0, 200).tolist()
    long_enough = [(0.07, True, size) for size in sizes]

    def watched():
        synchrony, time_s, seen = Synchrony(), 0.0, []
        for (step_s, scored, size), (_, _, other) in pairwise([*steps, *long_enough]):
            time_s += step_s
            face = SMILE.scaled(size) if scored else None
            seen.append(synchrony.see(time_s, SMILE.scaled(other), face))
        return seen

    seen = watched()
    assert seen == watched()
    assert seen[-1] is not None
    for together in filter(None, seen):
        assert isinstance(together, Together)
        assert 0.0 <= together.strength <= 1.0 and -1.0 <= together.correlation <= 1.001
        assert together.lag_s is None or -0.2 <= together.lag_s <= 1.5
