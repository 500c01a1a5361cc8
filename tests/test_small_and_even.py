"""A small, even movement as the aim: too much counts against, and so does one side alone."""

from dataclasses import replace
from itertools import pairwise

import pytest

from mirrorcam.calibration import neutral_from
from mirrorcam.exercise import find_exercise, parse_exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import Reason
from mirrorcam.recording import read_recording
from mirrorcam.rescoring import Change, rescore
from mirrorcam.rescoring.formulas import FORMULAS
from mirrorcam.score import TOO_MUCH_SHARE, score
from mirrorcam.session import Session
from mirrorcam.sides import most_uneven, unevenness
from mirrorcam.steps import Phase
from mirrorcam.steps.imitate import Imitate
from mirrorcam.tables import TableError
from mirrorcam.target import Target, library, parse_target, unsided
from performing import LIBRARY, STEP, exercise, practise, smiling
from plain_face import sample
from recordings import practised

REST = neutral_from([sample(0.0, smiling(0.0))])
SMALL = Target("small", "Small", "Do it.", "made up", NEUTRAL, {"AU12": (0.2, 1.3)}, {}, 100.0, too_much=1.5)
EVEN = replace(SMALL, too_much=None, symmetry=0.5)
SMILE = replace(EVEN, expect={"AU6": (0.5, 1.0), "AU12": (0.8, 1.3)})


def of(**intensities):
    return Expression.of(intensities)


# too much


def test_what_is_asked_for_scores_full_and_twice_as_much_less_by_hand():
    assert score(of(AU12=0.2), SMALL).value == pytest.approx(100)
    assert score(of(AU12=0.3), SMALL).value == pytest.approx(100)
    assert score(of(AU12=0.4), SMALL).value == pytest.approx(100 * (1 - TOO_MUCH_SHARE * 0.5))


def test_far_too_much_scores_nothing_and_the_hint_asks_for_less():
    found = score(of(AU12=0.8), SMALL)
    assert found.value == 0
    assert score(of(AU12=0.45), SMALL).furthest.more is False
    assert score(of(AU12=0.45), replace(SMALL, too_much=None)).value == 100


def test_the_score_falls_steadily_and_without_a_step_as_it_becomes_too_much():
    values = [score(of(AU12=level / 1000), SMALL).value for level in range(200, 900)]
    falls = [before - after for before, after in pairwise(values)]
    assert min(falls) >= 0 and max(falls) < 0.5


# one side


def test_one_side_alone_has_half_of_it_and_loses_half_of_that_and_both_alike_nothing():
    assert score(of(AU12=0.2), EVEN).value == pytest.approx(100)
    assert score(of(AU12L=0.2), EVEN).value == score(of(AU12L=0.4), EVEN).value == pytest.approx(25)
    assert score(of(AU12L=0.4), replace(EVEN, symmetry=0.0)).value == pytest.approx(100)
    assert score(of(AU12L=0.2), SMALL).value == pytest.approx(50)


def test_too_much_of_one_side_by_hand():
    """Half of 1 (the strong side) less half of .5·(2.5 − 1.5); twice the same on both."""
    assert score(of(AU12L=0.5), SMALL).value == pytest.approx(100 * (0.5 - 0.25))
    assert score(of(AU12=0.5), SMALL).value == pytest.approx(100 * (1 - 0.5))


STRICT = {"too_much": 1.6, "symmetry": 0.5}


def made(target, left, right):
    """What is expected of both sides, so many times of it on each."""
    sides = {
        f"{code}{side}": level * times
        for code, (level, _) in target.expect.items()
        for side, times in (("L", left), ("R", right))
        if code == unsided(code)
    }
    return Expression.of(sides)


BOTH_SIDED = [
    name for name, target in LIBRARY.items() if all(code == unsided(code) for code in target.expect)
]


@pytest.mark.parametrize("name", BOTH_SIDED)
@pytest.mark.parametrize("change", [STRICT, {"too_much": 1.6}, {"symmetry": 1.0}])
def test_more_of_the_strong_side_than_is_asked_never_raises_the_score(name, change):
    target = replace(LIBRARY[name], **change).at("B")
    for weak in (0.0, 0.3, 0.8, 1.0):
        values = [score(made(target, weak, strong / 10), target).value for strong in range(10, 50)]
        assert max(after - before for before, after in pairwise(values)) <= 1e-9
        assert values == pytest.approx(
            [score(made(target, strong / 10, weak), target).value for strong in range(10, 50)]
        )


@pytest.mark.parametrize("name", BOTH_SIDED)
def test_a_small_even_attempt_is_not_below_a_one_sided_one_of_the_same_sum(name):
    target = replace(LIBRARY[name], **STRICT).at("B")
    for both in (0.2, 0.6, 1.0, 1.5, 2.0, 3.0):
        even = score(made(target, both / 2, both / 2), target).value + 1e-9
        assert all(
            even >= score(made(target, one * both, (1 - one) * both), target).value for one in (0, 0.2)
        )


def test_a_one_sided_smile_of_twice_what_is_asked_is_not_held_and_an_even_smile_is():
    target = replace(LIBRARY["soft-smile"], **STRICT).at("B")
    shown = {
        sides: score(made(target, *sides), target).shown for sides in ((0, 1), (0, 2), (0.3, 2), (0.6, 0.6))
    }
    assert shown[0, 2] < shown[0, 1] < shown[0.3, 2] < 50 < shown[0.6, 0.6]


def share(made, target):
    return unevenness(made.values[None], target)[0]


def test_how_uneven_by_hand():
    made = of(AU6L=0.2, AU6R=0.6, AU12=0.8)
    assert share(made, SMILE) == pytest.approx(0.5 * 0.5 / (0.5 + 1.3 * 0.8))
    assert most_uneven(made, SMILE) == "AU6R"


def test_it_fades_where_a_unit_hardly_moves():
    shares = [share(of(AU12L=level), EVEN) for level in (0.0, 0.01, 0.05, 0.1, 0.6)]
    assert shares == pytest.approx([0, 0.1, 0.5, 1, 1])
    assert share(of(AU12L=0.03), replace(EVEN, expect={"AU12": (0.07, 1.0)})) == pytest.approx(0.5)


def test_what_is_asked_of_one_side_or_has_no_sides_is_never_uneven():
    one = replace(EVEN, expect={"AU12R": (0.3, 1.0), "AU25": (0.3, 1.0)})
    assert share(of(AU12R=0.3, AU25=0.3), one) == 0


@pytest.mark.parametrize(("code", "side"), [("AU12L", "left"), ("AU12R", "right")])
def test_the_hint_names_the_side_that_may_do_less(code, side):
    hint = score(Expression.of({code: 0.4}), EVEN).furthest
    assert (hint.code, hint.more) == (code, False)
    assert hint.words == f"a little less on your {side}, so that both sides go together"


@pytest.mark.parametrize(("left", "right"), [(0, 1), (0.3, 1), (0.3, 0.9), (1, 0.5)])
@pytest.mark.parametrize("name", ["soft-smile", "brow-raise", "pucker", "eye-closure"])
def test_the_hint_invites_the_weaker_side_while_the_stronger_one_does_what_is_asked(name, left, right):
    target = replace(LIBRARY[name], **STRICT).at("B")
    hint = score(made(target, left, right), target).furthest
    side = "left" if left < right else "right"
    assert hint.more and hint.code[-1] == side[0].upper()
    assert hint.words == f"let your {side} come along a little, so that both sides go together"


@pytest.mark.parametrize("strong", [1.3, 1.6, 2.5, 4])
@pytest.mark.parametrize("weak", [0, 0.3, 0.9])
def test_the_hint_asks_the_stronger_side_for_less_once_it_is_ahead_of_what_is_asked(strong, weak):
    target = replace(LIBRARY["soft-smile"], **STRICT).at("B")
    hint = score(made(target, weak, strong), target).furthest
    assert (hint.code[-1], hint.more) == ("R", False)


def test_a_small_even_face_is_asked_for_more_of_both():
    target = replace(LIBRARY["soft-smile"], **STRICT).at("B")
    hint = score(made(target, 0.4, 0.4), target).furthest
    assert (hint.code, hint.more, hint.words) == ("AU12", True, "let your smile grow a little")


def test_what_is_missing_altogether_is_said_before_what_is_uneven():
    assert score(of(AU12L=0.2), SMILE).furthest.more


@pytest.mark.parametrize("name", LIBRARY)
def test_no_expression_that_ships_is_strict_unless_it_says_so(name):
    target = LIBRARY[name]
    assert (target.too_much, target.symmetry) == (None, 0.0)


# in files


def test_an_expression_may_say_both():
    text = """
    name = "small"
    title = "Small"
    words = "Smile a little."
    source = "Made up."
    too_much = 1.3
    symmetry = 0.4
    show = { AU12 = 0.3 }
    expect = { AU12 = 0.2 }
    """
    target = parse_target(text, "small.toml")
    assert (target.too_much, target.symmetry) == (1.3, 0.4)
    assert target.at("B").too_much == 1.3
    with pytest.raises(TableError, match=r"too_much: must be at least 1\.2, not 1"):
        parse_target(text.replace("1.3", "1.0"), "small.toml")


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("too_much = 9", "steps[0].too_much: must be at most 2.5, not 9"),
        ("symmetry = -1", "steps[0].symmetry: must be at least 0, not -1"),
        ('measures = "all"', 'steps[0].measures: there is no "all" here. Choose one of score, range.'),
    ],
)
def test_a_mistake_in_a_step_is_told(line, mistake):
    with pytest.raises(TableError) as caught:
        exercise(STEP + line)
    assert str(caught.value) == f"joy.toml: {mistake}"


def test_a_range_is_not_measured_on_the_own_scale():
    with pytest.raises(TableError, match='measured on the common scale: leave out scale = "own"'):
        exercise(f'scale = "own"\n{STEP}measures = "range"')


def test_the_shipped_ones_say_what_they_are():
    gentle = find_exercise("gentle-symmetry", library())
    asked = [step for step in gentle.steps if isinstance(step, Imitate)]
    assert gentle.scale == "own"
    assert all(step.symmetry == (None if step.target == "nose-wrinkle" else 0.5) for step in asked)
    strict = {step.target for step in asked if step.too_much == 1.6}
    assert strict == {"brow-raise", "soft-smile", "nose-wrinkle", "open-smile"}
    every = find_exercise("range-of-movement", library())
    measuring = [step for step in every.steps if isinstance(step, Imitate)]
    assert len(measuring) == 11 and {step.measures for step in measuring} == {"range"}
    assert min(step.rest_s for step in measuring) >= 2 and min(step.repetitions for step in measuring) >= 2


# in a session


def scored(text, share, left):
    session = Session(parse_exercise(f'title = "Joy"\n{text}', "joy.toml", LIBRARY), LIBRARY, REST)

    def look(_, moment):
        asked = moment is not None and moment.scene.phase in (Phase.MAKE, Phase.HOLD)
        return smiling(share if asked else 0.0, left)

    for _ in practise(session, look):
        pass
    return session.results()[0]["score"]


def test_a_step_can_ask_for_a_small_and_even_smile():
    step = f'{STEP}intensity = "B"\n'
    strict = f"{step}too_much = 1.3\nsymmetry = 0.5\n"
    assert scored(strict, 0.45, 1.0) > scored(strict, 1.0, 1.0) + 30
    assert scored(strict, 0.6, 0.2) < scored(step, 0.6, 0.2) - 15
    assert scored(step, 1.0, 1.0) > 90


def test_a_try_of_which_nothing_was_seen_is_rescored_all_the_same(tmp_path):
    """Five exercises ask so; whoever looked away while they were asked had a session that could not be rescored."""
    strict = f"{STEP}too_much = 1.3\nsymmetry = 0.5\n"

    def look(_, moment):
        asked = moment is not None and moment.scene.phase in (Phase.MAKE, Phase.HOLD)
        return Reason.NOBODY if asked else smiling(0.0)

    session = Session(exercise(strict), LIBRARY, REST)
    recording = read_recording(practised(tmp_path / "away.mirrorcam", session, look, until_s=6))
    for version in FORMULAS:
        (found,) = rescore(recording, Change(version)).values()
        assert (found.score, found.coverage, len(found.tries)) == (None, 0.0, 1)
