import pytest

from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.sides import (
    ENOUGH_UNASKED,
    Unasked,
    least,
    symmetries,
    symmetry,
    symmetry_of,
    two_sided,
    unasked,
)
from mirrorcam.target import STILL, Target, library


def target(expect, show=NEUTRAL):
    return Target("test", "Test", "Do it.", "made up", show, expect, {}, 100.0)


SMILE = target({"AU6": (0.5, 1.0), "AU12": (0.8, 1.3)})


def of(**intensities):
    return Expression.of(intensities)


def test_both_sides_alike_are_symmetrical():
    assert symmetry(of(AU6=0.5, AU12=0.8), SMILE) == 1


def test_one_side_alone_is_not():
    assert symmetry(of(AU6=0.5, AU12L=0.8), SMILE) == pytest.approx((0.5 * 1 + 0.8 * 0) / 1.3)
    assert symmetries(of(AU6=0.5, AU12L=0.8), SMILE) == {"AU6": 1, "AU12": 0}


def test_half_as_much_on_one_side_by_hand():
    assert symmetry_of(of(AU12L=0.4, AU12R=0.8), "AU12") == pytest.approx(1 - 0.4 / 1.2)


def test_a_side_that_goes_the_other_way_is_as_unlike_as_can_be_and_no_more():
    for one, other in (("L", "R"), ("R", "L")):
        apart = Expression.of({f"AU12{one}": 0.8, f"AU12{other}": -0.3})
        assert symmetry_of(apart, "AU12") == 0


def test_symmetry_is_only_spoken_of_when_half_of_what_is_asked_was_made():
    assert symmetry(of(AU12L=0.39, AU4=0.9), SMILE) is None
    assert symmetry(of(AU12L=0.4), SMILE) == 0


@pytest.mark.parametrize("name", library())
@pytest.mark.parametrize("letter", "ABCDE")
def test_whoever_makes_what_is_asked_is_told_how_alike_both_sides_were_however_uneven(name, letter):
    asked = library()[name].at(letter)
    both = [code for code in asked.expect if two_sided(code)]
    for weak in (1.0, 0.8, 0.5, 0.0):
        made = Expression.of(
            {
                f"{code}{side}": asked.expect[code][0] * n
                for code in both
                for side, n in (("L", weak), ("R", 1))
            }
        )
        alike = symmetry(made, asked)
        assert alike == (pytest.approx(2 * weak / (1 + weak)) if both else None)


def test_a_still_face_has_none_however_little_is_asked():
    small = target({"AU12": (0.06, 1.0), "AU1": (0.12, 1.0)})
    assert symmetry(of(AU12L=STILL - 0.001, AU1R=STILL - 0.001), small) is None
    assert symmetry(of(AU12L=-0.5, AU12R=-0.4), small) is None
    assert symmetry(of(AU1L=STILL, AU1R=STILL / 2), small) == pytest.approx(2 / 3)
    assert least(0.06) == least(0.12) == STILL and least(0.5) == 0.25


def test_where_most_of_it_is_not_made_there_is_none():
    smile = target({"AU6": (0.55, 1.1), "AU12": (0.8, 1.4)})
    assert symmetry(of(AU6L=0.4), smile) is None
    assert symmetry(of(AU12L=0.5, AU12R=0.5), smile) == 1
    assert 0.5 < (symmetry(of(AU6L=0.4, AU12L=0.5, AU12R=0.5), smile) or 0) < 0.7


def test_what_has_no_sides_or_is_asked_of_one_side_has_no_symmetry():
    assert symmetry(of(AU25L=0.9), target({"AU25": (0.5, 1.0), "AU12R": (0.5, 1.0)})) is None


def test_an_eye_that_closes_with_the_smile_is_noticed_with_its_side():
    smile = library()["happiness"]
    found = unasked(of(AU6=0.5, AU12=0.8, AU43L=0.5, AU43R=0.1), smile)
    assert found == Unasked("AU43L", pytest.approx(0.4))
    assert unasked(of(AU6=0.5, AU12=0.8, AU43L=0.1, AU43R=0.5), smile).code == "AU43R"


def test_a_corner_that_is_pulled_when_the_eyes_close_is_noticed():
    assert unasked(of(AU43=0.9, AU12R=0.3), library()["eye-closure"]).code == "AU12R"


@pytest.mark.parametrize(
    "made",
    [
        of(AU6=0.5, AU12=0.8),
        of(AU6=0.5, AU12L=0.8, AU12R=0.2),
        of(AU6=0.5, AU12=0.8, AU43=0.6),
        of(AU43L=ENOUGH_UNASKED - 0.01),
        of(AU1L=-0.5),
    ],
)
def test_what_is_asked_or_alike_or_small_or_only_less_is_not(made):
    assert unasked(made, library()["happiness"]) is None


def test_where_everything_is_asked_nothing_is_unasked():
    everything = target(
        {"AU12": (0.5, 1.0)}, Expression.of(dict.fromkeys(("AU1", "AU2", "AU4", "AU9", "AU20", "AU43"), 1))
    )
    assert unasked(of(AU1L=0.9), everything) is None
