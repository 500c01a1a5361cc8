"""What is drawn of a person: steady, not late, and in the way that was asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorcam.app.cli import main
from mirrorcam.app.free_mirror import mirrored
from mirrorcam.errors import BadInput
from mirrorcam.exercise import find_exercise, parse_exercise
from mirrorcam.expression import CODES, LEFT, NEUTRAL, RIGHT, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason, Sample
from mirrorcam.life import smooth
from mirrorcam.mirroring import (
    BAND,
    GENTLE_SMILE,
    MODES,
    OWN,
    Delayed,
    Mirroring,
    Mode,
    Steadied,
    blend,
    gain,
    one_side_to_both,
    parse_mode,
    warm,
)
from mirrorcam.session import Session
from mirrorcam.steps.mirror import Mirror, ModeName
from mirrorcam.tables import TableError
from mirrorcam.target import library

FPS = 30
HAPPY = Expression.of({"AU6": 0.7, "AU12": 0.9})
CROSS = Expression.of({"AU4": 0.8, "AU7": 0.4, "AU24": 0.6, "AU43": 0.3, "AU61": 0.5})
expressions = st.lists(st.floats(-0.2, 1.2), min_size=len(CODES) * 2, max_size=len(CODES) * 2).map(
    lambda values: Expression(np.array(values).reshape(-1, 2))
)


def drawn(seen: np.ndarray, gaps_s: np.ndarray) -> np.ndarray:
    steadied = Steadied()
    return np.array(
        [
            steadied.see(since_s, Expression(values), STRAIGHT)[0].values
            for values, since_s in zip(seen, gaps_s, strict=True)
        ]
    )


@pytest.mark.parametrize("noise", [0.02, 0.03])
def test_a_still_face_is_drawn_still(noise: float) -> None:
    seen = np.random.default_rng(1).normal(0, noise, (300, len(CODES), 2))
    shown = drawn(seen, np.full(300, 1 / FPS))[FPS:]
    assert np.diff(shown, axis=0).std() < np.diff(seen, axis=0).std() / 8


@pytest.mark.parametrize("uneven", [0.0, 0.012])
@pytest.mark.parametrize(("rise_s", "height"), [(0.2, 1.0), (0.5, 1.0), (1.5, 1.0), (2.5, 1.0), (1.5, 0.5)])
def test_neither_a_quick_smile_nor_a_slow_one_is_late(rise_s: float, height: float, uneven: float) -> None:
    rng = np.random.default_rng(2)
    times_s = np.arange(130) / FPS + rng.uniform(-uneven, uneven, 130)
    smile = height * np.array([smooth((time_s - 1.0) / rise_s) for time_s in times_s])
    seen = smile[:, None, None] + rng.normal(0, 0.025, (130, len(CODES), 2))
    shown = drawn(seen, np.diff(times_s, prepend=0)).mean(axis=(1, 2))
    late_s = ((smile - shown) * np.gradient(times_s))[20:].sum() / height
    assert abs(late_s) < 0.018  # the window's own easing adds 12 ms; 30 ms together
    assert np.abs(shown - smile).max() < BAND
    assert shown.max() < height + 0.02, "it swings beyond"


@given(st.lists(st.tuples(expressions, st.floats(0, 0.5)), min_size=1, max_size=20))
def test_nothing_is_drawn_far_from_what_is_seen(samples: list[tuple[Expression, float]]) -> None:
    steadied = Steadied()
    for expression, since_s in samples:
        shown, _ = steadied.see(since_s, expression, STRAIGHT)
        if since_s > 0:
            assert np.abs(shown.values - expression.values).max() <= BAND + 1e-9
        assert np.isfinite(shown.values).all()


def test_the_head_is_steadied_too_and_turns_at_once() -> None:
    rng, steadied = np.random.default_rng(3), Steadied()
    still = [steadied.see(1 / FPS, NEUTRAL, HeadPose(*rng.normal(0, 0.1, 3)))[1].yaw_deg for _ in range(200)]
    assert np.diff(still[30:]).std() < 0.03
    _, turned = steadied.see(1 / FPS, NEUTRAL, HeadPose(20.0, 0, 0))
    assert turned.yaw_deg > 19


def test_warm_softens_and_smiles_a_little_and_leaves_a_smile_alone() -> None:
    softer = warm(CROSS, 0.5)
    assert softer["AU4"] == pytest.approx(0.4) and softer["AU24"] == pytest.approx(0.3)
    assert softer["AU12"] == pytest.approx(GENTLE_SMILE["AU12"] / 2)
    assert softer["AU43"] == CROSS["AU43"] and softer["AU7"] == CROSS["AU7"]
    assert np.array_equal(warm(HAPPY, 1).values, HAPPY.values)


@given(expressions)
def test_nothing_changes_at_no_amount(expression: Expression) -> None:
    for changed in (warm(expression, 0), blend(expression, HAPPY, 0)):
        assert np.array_equal(changed.values, expression.values)


@given(expressions, st.floats(0, 3))
def test_gain_is_clipped_and_leaves_lids_and_gaze(expression: Expression, factor: float) -> None:
    stronger = gain(expression, factor).values
    others = [i for i in range(len(CODES)) if i not in OWN]
    assert stronger[others].min() >= 0 and stronger[others].max() <= 1
    assert np.array_equal(stronger[list(OWN)], expression.values[list(OWN)])


@pytest.mark.parametrize(("side", "expected"), [(LEFT, 0.8), (RIGHT, 0.2)])
def test_one_side_is_shown_on_both(side: int, expected: float) -> None:
    both = one_side_to_both(Expression.of({"AU12L": 0.8, "AU12R": 0.2}), side)
    assert both.left("AU12") == both.right("AU12") == expected


def test_blend_goes_from_oneself_to_the_target_but_for_blinks() -> None:
    half = blend(CROSS, HAPPY, 0.5)
    assert half["AU12"] == pytest.approx(0.45) and half["AU4"] == pytest.approx(0.4)
    assert half["AU43"] == CROSS["AU43"]
    assert blend(CROSS, HAPPY, 1)["AU4"] == 0


@given(st.lists(st.floats(0.001, 0.2), min_size=2, max_size=60), st.floats(0, 1))
def test_delayed_shows_what_was_worn_then(gaps_s: list[float], delay_s: float) -> None:
    delayed, times_s = Delayed(delay_s), np.cumsum(gaps_s)
    for time_s in times_s:
        then = delayed.see(time_s, Expression.of({"AU12": time_s / 100}))[0]["AU12"] * 100
        old = times_s[times_s <= time_s - delay_s]
        assert then == pytest.approx(old[-1] if len(old) else times_s[0])


@given(expressions, st.sampled_from(sorted(MODES)), st.floats(0, 1))
def test_every_mode_gives_an_expression_that_can_be_drawn(
    expression: Expression, name: str, share: float
) -> None:
    lowest, highest = MODES[name].bounds
    mirroring = Mirroring(Mode(name, lowest + (highest - lowest) * share), HAPPY)
    worn, head = mirroring.see(0.0, expression, HeadPose(3, 2, 1))
    assert worn.values.shape == expression.values.shape
    assert worn.values.min() >= -0.21 and worn.values.max() <= 1.21
    assert head == HeadPose(3, 2, 1)


def test_modes_are_read_from_text() -> None:
    assert parse_mode("warm:0.3") == Mode("warm", 0.3)
    assert parse_mode("delayed") == Mode("delayed", 0.6)
    assert parse_mode("blend:happiness") == Mode("blend", 0.5, "happiness")
    assert parse_mode("blend:happiness:0.2") == Mode("blend", 0.2, "happiness")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wram", 'no way to mirror called "wram". Did you mean "warm"?'),
        ("xyz", "Choose one of warm, exaggerated"),
        ("warm:1.5", 'warm: the amount is a number from 0 to 1, not "1.5".'),
        ("warm:nan", 'not "nan"'),
        ("subtle:little", 'not "little"'),
        ("warm:0.2:0.3", 'give one number after the name, as in "warm:0.4".'),
        ("blend", 'say with which expression, as in "blend:happiness:0.3".'),
    ],
)
def test_a_mode_that_is_none_is_explained(text: str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        parse_mode(text)
    assert said in str(error.value)


# in an exercise


def step_of(keys: str) -> Mirror:
    text = f'title = "Warm"\n[[steps]]\nkind = "mirror"\n{keys}\n'
    (step,) = parse_exercise(text, "warm.toml", ("happiness",)).steps
    assert isinstance(step, Mirror)
    return step


def test_a_file_may_name_every_mode() -> None:
    assert set(ModeName.__args__) == set(MODES)


@pytest.mark.parametrize(
    ("keys", "worn"),
    [
        ('mode = "warm"\namount = 0.5', 0.25),
        ('mode = "blend"\ntarget = "happiness"\namount = 1', library()["happiness"].show["AU12"]),
    ],
)
def test_a_step_mirrors_in_its_mode(keys: str, worn: float) -> None:
    mirroring = step_of(keys).mirroring(library())
    assert mirroring is not None
    assert mirroring.see(0, NEUTRAL, STRAIGHT)[0]["AU12"] == pytest.approx(worn)


def test_a_delay_is_given_in_seconds_and_no_mode_is_no_change() -> None:
    later = step_of('mode = "delayed"\ndelay_s = 0.8').mirroring({})
    assert later is not None
    times = (0, 0.1, 0.5, 0.8, 1.0, 1.4)
    worn = [later.see(t, Expression.of({"AU12": t}), STRAIGHT)[0]["AU12"] for t in times]
    assert worn == [0, 0, 0, 0, 0.1, 0.5]
    assert step_of("").mirroring({}) is None


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('mode = "wram"', 'steps[0].mode: there is no "wram" here. Did you mean "warm"?'),
        ("amount = 0.5", "steps[0]: amount goes with a mode, and delay_s with delayed"),
        ('mode = "warm"\namount = 2', "steps[0]: the amount of warm is from 0 to 1, not 2"),
        ('mode = "warm"\ndelay_s = 2', 'steps[0]: delay_s goes with mode = "delayed"'),
        ('mode = "blend"', 'steps[0]: mode = "blend" and a target go together'),
        ('mode = "blend"\ntarget = "hapiness"', 'steps[0].target: no expression called "hapiness".'),
    ],
)
def test_a_mistake_in_a_file_is_explained(keys: str, said: str) -> None:
    with pytest.raises(TableError) as error:
        step_of(keys)
    assert said in str(error.value)


# on screen


def nobody(time_s: float) -> Sample:
    return Sample(time_s, None, Reason.NOBODY, 640, 480)


def test_a_session_mirrors_in_the_mode_of_its_step_and_plainly_after_it() -> None:
    text = (
        'title = "Two"\n[[steps]]\nkind = "mirror"\nseconds = 1\nmode = "warm"\namount = 1\n'
        '[[steps]]\nkind = "mirror"\nseconds = 5\n'
    )
    session = Session(parse_exercise(text, "two.toml", ()), {})
    worn = {
        moment.step: moment.expression["AU12"]
        for moment in (session.advance(frame / FPS, nobody(frame / FPS)) for frame in range(60))
    }
    assert worn == {0: GENTLE_SMILE["AU12"], 1: 0}


@pytest.mark.parametrize("mode", ["warm:0.2", "delayed:0.9", "blend:happiness:0.3", "left-on-both"])
def test_the_free_mirror_takes_a_mode(mode: str) -> None:
    exercise = mirrored(find_exercise("mirror", library()), mode)
    (step,) = exercise.steps
    assert isinstance(step, Mirror)
    asked = parse_mode(mode)
    given = step.delay_s if asked.name == "delayed" else step.amount
    assert (step.mode, given, step.target or "") == (asked.name, asked.amount, asked.target)
    assert Session(exercise, library()).advance(0, nobody(0)).kind == "mirror"


@pytest.mark.parametrize(
    ("mode", "said"),
    [("wram", 'Did you mean "warm"?'), ("blend:hapiness", 'no expression called "hapiness". Did you mean')],
)
def test_the_command_explains_a_mode_that_is_none(
    mode: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mirror", "--mode", mode, "--no-window"]) == 2
    assert said in capsys.readouterr().err
