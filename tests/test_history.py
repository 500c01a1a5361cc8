"""What many sessions show: own baselines, and no change where chance would do."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import fmean

import pytest

from mirrorcam.asked import Asked, asked_in
from mirrorcam.history import UNIT, PastSession, Practised, Trend, history, trend, units_practised
from mirrorcam.steps import StepResult
from performing import LIBRARY, STEP, exercise

BEGIN = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


def sessions(values, target="happiness", every_days=1, kind="imitate"):
    times = [BEGIN + timedelta(days=i * every_days) for i in range(len(values))]
    return [
        PastSession(when, 600.0, (Practised(when, kind, target, value),))
        for when, value in zip(times, values, strict=True)
    ]


def test_a_thing_has_its_own_line_and_a_day_one_point():
    twice = sessions([40.0]) + sessions([60.0]) + sessions([10.0], "anger")
    lines = {line.target: line for line in history(twice).lines}
    assert lines["happiness"].points[0].value == 50.0 and lines["happiness"].points[0].times == 2
    assert lines["anger"].baseline == 10.0


def test_three_points_are_no_trend():
    line = history(sessions([10, 50, 90])).lines[0]
    assert (line.trend, line.error) == (Trend.TOO_EARLY, None)


def test_a_clear_rise_and_a_clear_fall_are_told():
    rising = [40, 42, 41, 55, 60, 70, 72, 71]
    assert history(sessions(rising)).lines[0].trend is Trend.MORE
    assert history(sessions(rising[::-1])).lines[0].trend is Trend.LESS


def test_a_change_is_larger_than_what_the_camera_and_the_chair_do_alone():
    days = [[50.0] * 3 + [50.0 + step] * 3 for step in (9, 12, 25)]
    steps = [history(sessions(one)).lines[0].trend for one in days]
    units = [history(sessions(one, "AU12", kind=UNIT)).units[0].trend for one in days]
    assert steps == [Trend.ALIKE, Trend.MORE, Trend.MORE]
    assert units == [Trend.ALIKE, Trend.ALIKE, Trend.MORE]


def test_one_bad_day_is_no_change():
    assert history(sessions([60, 62, 58, 61, 59, 60, 62, 12])).lines[0].trend is Trend.ALIKE


def test_chance_is_seldom_taken_for_change():
    chance = random.Random(5)
    told = [trend([chance.gauss(60, 10) for _ in range(12)])[3] for _ in range(400)]
    assert sum(one is not Trend.ALIKE for one in told) / len(told) < 0.15


def test_how_often_chance_is_taken_for_change_is_what_is_said():
    """Of a dozen about one (docs/report.md, and the page)."""

    def told(days, spread):
        chance = random.Random(days)
        return fmean(
            trend([chance.gauss(60, spread) for _ in range(days)])[3] is not Trend.ALIKE for _ in range(4000)
        )

    assert told(6, 20) == pytest.approx(1 / 12, abs=0.01)
    assert told(12, 20) == pytest.approx(1 / 17, abs=0.01)
    assert told(9, 5) == pytest.approx(1 / 60, abs=0.005)


def test_weeks_without_practice_are_weeks_too():
    weeks = history(sessions([50, 50, 50], every_days=10)).weeks
    assert [week.begins for week in weeks] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    assert [(week.minutes, week.sessions) for week in weeks] == [(10.0, 1), (10.0, 1), (10.0, 1)]
    gap = history(sessions([50, 50], every_days=21)).weeks
    assert [week.sessions for week in gap] == [1, 0, 0, 1]


def test_nothing_practised_is_no_history():
    empty = history([])
    assert (empty.lines, empty.weeks) == ((), ())


B, E = Asked("B", "common", "b"), Asked("E", "common", "e")


def asking(asked, values, kind="imitate", target="happiness"):
    """A session a day: for each what was asked in it, and what it came to."""
    days = [BEGIN + timedelta(days=i) for i in range(len(values))]
    return [
        PastSession(when, 600.0, tuple(Practised(when, kind, target, value, one) for one in these))
        for when, value, these in zip(days, values, asked, strict=True)
    ]


def test_more_that_is_asked_is_no_decline():
    line = history(asking([[B]] * 6 + [[E]] * 6, [92.0] * 6 + [60.0] * 6)).lines[0]
    assert (line.trend, line.baseline, line.now) == (Trend.ALIKE, 60.0, 60.0)
    assert [point.compared for point in line.points] == [False] * 6 + [True] * 6
    assert [point.intensity for point in line.points] == ["B"] * 6 + ["E"] * 6
    assert line.asked_otherwise and len(line.compared) == 6


def test_what_has_just_been_asked_for_the_first_time_is_compared_with_nothing():
    line = history(asking([[B]] * 8 + [[E]], [92.0] * 8 + [40.0])).lines[0]
    assert (line.trend, line.error, line.now) == (Trend.TOO_EARLY, None, 40.0)


def test_less_that_is_asked_is_no_progress():
    line = history(asking([[E]] * 6 + [[B]] * 6, [60.0] * 6 + [92.0] * 6)).lines[0]
    assert line.trend is Trend.ALIKE


def test_a_return_to_what_was_asked_before_is_compared_with_that():
    line = history(asking([[B]] * 3 + [[E]] * 4 + [[B]] * 3, [50.0] * 3 + [20.0] * 4 + [80.0] * 3)).lines[0]
    assert (line.trend, line.baseline, line.now) == (Trend.MORE, 50.0, 80.0)


def test_the_same_letter_with_other_demands_or_on_another_scale_is_something_else():
    for other in (Asked("B", "own", "b"), Asked("B", "common", "strict")):
        line = history(asking([[B]] * 6 + [[other]] * 6, [92.0] * 6 + [60.0] * 6)).lines[0]
        assert line.trend is Trend.ALIKE


def test_a_day_on_which_both_were_asked_has_both_and_compares_one():
    line = history(asking([[B]] * 5 + [[B, E]], [50.0] * 6)).lines[0]
    assert [(point.intensity, point.compared) for point in line.points[-2:]] == [("E", False), ("B", True)]
    assert len(line.compared) == 6


def test_what_is_always_asked_together_is_one_mean():
    line = history(asking([[B, E]] * 6, [50.0] * 6)).lines[0]
    assert not line.asked_otherwise and line.points[0].intensity == "BE"


# what was asked


def asked(step="", **target):
    """What is asked by a step of `imitate` that says so, of an expression that is changed so."""
    (made,) = exercise(f"{STEP}{step}").steps
    return asked_in(made, "C", {"happiness": replace(LIBRARY["happiness"], **target)}, "common")


@pytest.mark.parametrize("step", ['title = "Joy"', 'words = "Beam."', "repetitions = 5", "rest_s = 9"])
def test_what_changes_no_number_asks_for_nothing_else(step):
    assert asked(step) == asked()


OTHERWISE = {
    "too_much": 1.5, "symmetry": 0.4, "typical": 60.0, "rivals": (), "tells": {"AU1": 0.9},
    "expect": {"AU12": (0.8, 1.3)}, "contradict": {"AU4": (1.0, 0.2)},
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERWISE)
def test_an_expression_that_is_scored_otherwise_asks_for_something_else(name):
    assert asked(**{name: OTHERWISE[name]}) != asked()


def test_the_order_in_which_a_file_says_it_asks_for_nothing_else():
    joy = LIBRARY["happiness"]
    turned_round = {
        name: dict(reversed(getattr(joy, name).items())) for name in ("expect", "contradict", "tells")
    }
    assert len(joy.rivals) > 1 and asked(**turned_round, rivals=joy.rivals[::-1]) == asked()


def test_another_letter_or_another_step_of_a_kind_asks_for_something_else():
    (joy,) = exercise(STEP).steps
    soft, longer = (
        exercise(f'[[steps]]\nkind = "steady"\ntargets = ["fear"]\n{more}').steps[0]
        for more in ("", "hold_s = 9")
    )
    easier, harder = (asked_in(joy, letter, LIBRARY, "common") for letter in "BD")
    assert (easier.intensity, harder.intensity) == ("B", "D") and easier.of != harder.of
    assert asked_in(soft, "B", LIBRARY, "common").intensity == "B"
    assert asked_in(soft, "B", LIBRARY, "common") != asked_in(longer, "B", LIBRARY, "common")


@pytest.mark.parametrize("name", ["too_much", "symmetry"])
def test_what_a_step_says_itself_is_asked_whatever_the_expression_says(name):
    value = OTHERWISE[name]
    assert asked(f"{name} = {value}") == asked(**{name: value}) != asked()
    assert asked(f"{name} = {value}", **{name: value + 0.3}) == asked(**{name: value})


def test_without_its_step_only_the_letter_is_known_and_a_letter_that_is_none_is_refused():
    assert asked_in(None, "C", LIBRARY, "own") == Asked("C", "own")
    with pytest.raises(ValueError, match="no intensity"):
        asked_in(None, "F", LIBRARY, "own")


@pytest.mark.parametrize(("code", "did"), [("AU12", 75), ("AU12L", 50), ("AU12R", 100)])
def test_of_a_unit_that_is_asked_of_one_side_that_side_counts(code, did):
    target = replace(LIBRARY["happiness"], expect={code: (0.8, 1.0)}, rivals=())
    level, _ = target.at("C").expect[code]
    tried = {"score": 50.0, "intensity": "C", "at_best": {"AU12": [0.5 * level, 1.2 * level]}}
    result = StepResult("imitate", "happiness", "C", scored=True)
    (one,) = units_practised(BEGIN, [result], [[tried]], {"happiness": target})
    assert (one.kind, one.target) == (UNIT, "AU12") and one.value == pytest.approx(did)
