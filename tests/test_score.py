import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorcam.expression import CODES, NEUTRAL, Expression
from mirrorcam.rescoring.formulas import FORMULAS
from mirrorcam.score import HINT_STAYS_S, Calmed, Hint, Smoothed, SteadyHint, score
from mirrorcam.target import Target, library

TARGETS = library()
NAMES = sorted(TARGETS)


def target(expect, contradict=None, typical=100.0, rivals=()):
    against = {code: (rate, 0.0) for code, rate in (contradict or {}).items()}
    return Target("test", "Test", "Do it.", "made up", NEUTRAL, expect, against, typical, rivals=rivals)


SMILE = target({"AU6": (0.5, 1.0), "AU12": (0.8, 1.3)}, {"AU4": 0.5, "AU25": 1.0}, typical=80.0)


def of(**intensities):
    return Expression.of(intensities)


def test_the_formula_by_hand():
    found = score(of(AU6=0.25, AU12=0.8, AU4=0.28), SMILE)
    match = (1.0 * 0.5 * 0.5 + 1.3 * 0.8 * 1.0) / (1.0 * 0.5 + 1.3 * 0.8)
    assert found.match == pytest.approx(match)
    assert found.contradiction == pytest.approx(0.5 * (0.28 - 0.08))
    assert found.value == pytest.approx(100 * match * math.exp(-0.1))


def test_what_is_overdone_costs_a_little():
    assert score(of(AU6=0.5, AU12=1.4), SMILE).value == pytest.approx(100)
    overdone = score(of(AU6=0.5, AU12=0.8 * 3.0), SMILE).value
    assert overdone == pytest.approx(100 * (1 - 1.04 * 0.2 * 0.5 / 1.54))


def test_more_of_one_makes_up_a_little_for_another():
    match = (0.5 * 0.5 + 1.04 * (1 + 0.15 * 0.5)) / 1.54
    assert score(of(AU6=0.25, AU12=1.2), SMILE).match == pytest.approx(match)


def test_a_side_can_be_asked_for_alone():
    one_sided = target({"AU12R": (0.3, 1.0)}, {"AU12L": 1.5})
    assert score(of(AU12R=0.3), one_sided).value == pytest.approx(100)
    assert score(of(AU12=0.3), one_sided).value == pytest.approx(100 * math.exp(-1.5 * 0.22))
    assert score(of(AU12L=0.3), one_sided).value == 0


def test_what_contradicts_only_above_an_intensity_is_free_below_it():
    gaping = Target("t", "T", "Do.", "made up", NEUTRAL, {"AU12": (0.5, 1.0)}, {"AU26": (2.0, 0.4)}, 100.0)
    assert score(of(AU12=0.5, AU26=0.4), gaping).value == pytest.approx(100)
    assert score(of(AU12=0.5, AU26=0.58), gaping).value == pytest.approx(100 * math.exp(-0.2))


RIVAL = target({"AU9": (0.5, 1.0)})
RIVALLED = target({"AU10": (0.5, 1.0)}, rivals=(RIVAL,))


@pytest.mark.parametrize("reached", [0.0, 0.1, 0.25, 0.4, 0.5])
def test_a_rival_that_does_not_show_takes_nothing_away(reached):
    assert score(of(AU10=reached), RIVALLED).value == pytest.approx(200 * reached, abs=0.3)


def test_the_nearer_a_rival_the_lower_the_score():
    values = [score(of(AU10=0.4, AU9=rival), RIVALLED).value for rival in (0, 0.1, 0.2, 0.3, 0.4, 0.5)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0.8 * values[0]


def test_the_contrast_by_hand():
    match, rival = 0.8, 0.6
    contrast = 0.1 + 0.9 * math.exp(match / 0.22) / (math.exp(match / 0.22) + math.exp(rival / 0.22))
    value = score(of(AU10=0.4, AU9=0.3), RIVALLED).value / 100
    alone = 0.1 + 0.9 * math.exp(value / 0.22) / (1 + math.exp(value / 0.22))
    assert value * alone == pytest.approx(match * contrast, abs=1e-4)


def test_what_tells_an_expression_from_its_rivals_counts_below_the_neutral_too_but_only_so_far():
    telling = replace(RIVALLED, tells={"AU1": 1.0})
    made = [score(of(AU10=0.4, AU9=0.3, AU1=brow), telling).value for brow in (-2, -1, -0.5, 0, 0.5, 1, 2)]
    assert made[0] == made[1] < made[2] < made[3] < made[4] < made[5] == made[6]
    assert made[3] == score(of(AU10=0.4, AU9=0.3), RIVALLED).value
    faces = np.array([of(AU10=0.4, AU9=0.3, AU1=brow).values for brow in (-1, 0, 1)])
    assert len(set(FORMULAS[4](faces, telling))) == 1


def test_rivals_tell_nothing_against_a_target_that_tells_nothing_itself():
    rival = replace(RIVAL, tells={"AU1": 5.0})
    target_ = replace(RIVALLED, rivals=(rival,))
    assert score(of(AU10=0.4, AU1=0.9), target_).value == score(of(AU10=0.4, AU1=0.9), RIVALLED).value


def test_what_contradicts_one_that_has_rivals_makes_them_likelier():
    against = target({"AU10": (0.5, 1.0)}, {"AU12": 1.0}, rivals=(RIVAL,))
    clear, blurred = (score(of(AU10=0.4, AU9=0.2, AU12=smile), against) for smile in (0.0, 0.5))
    assert blurred.match == clear.match
    assert blurred.contradiction == pytest.approx(0.42)
    assert 0.4 < blurred.value / clear.value < 0.95


def test_what_is_shown_has_the_targets_own_scale():
    assert score(of(AU12=0.8), SMILE).shown == pytest.approx(score(of(AU12=0.8), SMILE).value / 0.8)
    assert score(of(AU6=0.5, AU12=0.8), SMILE).shown == 100


@pytest.mark.parametrize(
    ("made", "hint"),
    [
        (of(AU6=0.5), ("AU12", True)),
        (of(AU12=0.8), ("AU6", True)),
        (of(AU6=0.5, AU12=0.8, AU25=0.9), ("AU25", False)),
        (of(AU6=0.5, AU12=2.8), ("AU12", False)),
    ],
)
def test_the_hint_is_about_what_is_furthest_off(made, hint):
    found = score(made, SMILE).furthest
    assert (found.code, found.more) == hint
    assert found.words == SMILE.ask(*hint)


def test_nothing_far_off_needs_no_hint():
    assert score(of(AU6=0.49, AU12=0.79), SMILE).furthest is None


values = st.floats(-3, 3, allow_nan=False)


@given(st.lists(values, min_size=2 * len(CODES), max_size=2 * len(CODES)), st.sampled_from(NAMES))
def test_any_expression_has_a_score_within_bounds(numbers, name):
    found = score(Expression(np.reshape(numbers, (-1, 2))), TARGETS[name])
    assert 0 <= found.value <= 100 and 0 <= found.shown <= 100
    assert 0 <= found.match <= 1 and found.contradiction >= 0


@given(st.sampled_from(NAMES), st.floats(0, 1), st.floats(0, 1))
def test_more_of_what_is_asked_never_scores_less(name, one, two):
    wanted = Expression.of({code: level for code, (level, _) in TARGETS[name].expect.items()})
    low, high = sorted((one, two))
    assert (
        score(wanted.scaled(low), TARGETS[name]).value
        <= score(wanted.scaled(high), TARGETS[name]).value + 1e-9
    )


SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")


@pytest.mark.parametrize("name", SIX)
def test_each_of_the_six_as_it_is_expected_scores_highest_as_itself(name):
    made = Expression.of({code: level for code, (level, _) in TARGETS[name].expect.items()})
    scores = {one: score(made, TARGETS[one]).value for one in SIX}
    assert max(scores, key=scores.get) == name


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("happiness", of(AU6=0.7, AU12=0.9, AU43=0.8, AU25=0.6)),
        ("happiness", of(AU6=0.3, AU12=0.35)),
        ("anger", of(AU4=0.8, AU5=0.3, AU7=0.5, AU10=0.3, AU25=0.5)),
        ("anger", of(AU4=0.6, AU24=0.5, AU17=0.4)),
        ("sadness", of(AU4=0.6, AU15=0.35, AU17=0.3)),
        ("sadness", of(AU1=0.3, AU4=0.3, AU15=0.4, AU43=0.6)),
        ("disgust", of(AU10=0.6, AU4=0.4, AU7=0.5, AU25=0.3)),
        ("disgust", of(AU9=0.8, AU4=0.5, AU7=0.6, AU43=0.4)),
        ("surprise", of(AU1=0.7, AU2=0.6, AU5=0.6)),
        ("surprise", of(AU1=0.5, AU2=0.4, AU25=0.9, AU26=0.8)),
        ("fear", of(AU1=0.4, AU4=0.3, AU5=0.5, AU20=0.4)),
        ("fear", of(AU1=0.3, AU2=0.3, AU4=0.2, AU5=0.5, AU20=0.4, AU25=0.5, AU26=0.3)),
    ],
)
def test_what_faces_do_for_an_expression_is_taken_for_it(name, made):
    """Closed eyes, bared teeth, lowered brows; no wrinkled nose, a closed mouth (Du et al. 2014)."""
    scores = {one: score(made, TARGETS[one]).value for one in SIX}
    assert max(scores, key=scores.get) == name


def live(fps, values_at):
    smoothed = Smoothed()
    return [smoothed.see(i / fps, values_at(i / fps)) for i in range(int(2 * fps) + 1)][-1]


def test_the_live_value_is_steady_under_noise():
    noise = np.random.default_rng(3).normal(70, 4.5, 600)
    smoothed = Smoothed()
    seen = [smoothed.see(i / 30, float(v)) for i, v in enumerate(noise)]
    assert np.std(seen[30:]) < 2


@pytest.mark.parametrize("fps", [8, 15, 60])
def test_the_live_value_is_the_same_at_any_frame_rate(fps):
    def step(time_s):
        return 80.0 if time_s > 1.75 else 20.0

    assert live(fps, step) == pytest.approx(live(30, step), abs=9)


def test_a_live_value_outlasts_a_short_gap_and_then_begins_anew():
    smoothed = Smoothed()
    assert smoothed.see(0, 50.0) == 50
    assert smoothed.see(0.5, None) == 50
    assert smoothed.see(1.5, None) is None
    assert smoothed.see(1.6, 90.0) == 90


def calmed(values, fps=30):
    smoothed, shown = Smoothed(), Calmed()
    return np.array([shown.see(i / fps, smoothed.see(i / fps, float(v))) for i, v in enumerate(values)])


def test_what_is_shown_holds_still_while_a_held_score_sways():
    """By as much as that of a held face, whose head sways a little, did at most."""
    time_s = np.arange(0, 12, 1 / 30)
    swaying = 60 + 4 * 2**0.5 * np.sin(2 * np.pi * time_s / 2.3)
    assert np.std(swaying) > 3.9
    assert np.std(calmed(swaying)[30:]) < 2


@pytest.mark.parametrize("fps", [8, 15, 30, 60])
@pytest.mark.parametrize(("more", "half_s", "most_s"), [(20, 0.35, 0.8), (50, 0.25, 0.5), (-50, 0.25, 0.5)])
def test_what_is_shown_follows_a_large_change_at_once(fps, more, half_s, most_s):
    """Half of it, and four fifths; within one picture where they are few."""
    values = np.concatenate((np.full(2 * fps, 50.0), np.full(4 * fps, 50.0 + more)))
    there = (calmed(values, fps)[2 * fps :] - 50) / more
    assert np.argmax(there >= 0.5) / fps <= half_s + 1 / fps
    assert np.argmax(there >= 0.8) / fps <= most_s + 1 / fps
    assert np.argmax(there >= 0.95) / fps <= 2, "the last points do not creep"
    assert there[-1] == pytest.approx(1, abs=0.02)


def test_what_is_shown_begins_anew_after_a_gap():
    shown = Calmed()
    assert (shown.see(0, 50.0), shown.see(1.5, 53.0)) == (50, 53)


def test_a_hint_stays_long_enough_to_be_read():
    brows, lips = Hint("AU1", True, "brows up"), Hint("AU25", True, "lips apart")
    steady = SteadyHint()
    assert steady.see(0, brows) == brows
    assert steady.see(HINT_STAYS_S - 0.1, lips) == brows
    assert steady.see(HINT_STAYS_S, lips) == lips
    assert steady.see(2 * HINT_STAYS_S, None) is None
