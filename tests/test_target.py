from itertools import pairwise

import numpy as np
import pytest

from mirrorcam import target as target_module
from mirrorcam.action_units import BY_CODE
from mirrorcam.calibration import DEAD_ZONE
from mirrorcam.exercise import parse_exercise
from mirrorcam.expression import INTENSITIES, Expression
from mirrorcam.folders import expressions_folder
from mirrorcam.score import score
from mirrorcam.tables import TableError
from mirrorcam.target import (
    LOWEST_EXPECTED,
    find_target,
    library,
    parse_target,
    read_target,
    shipped,
    unsided,
)

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")
MOVEMENTS = ("soft-smile", "interest", "brow-raise", "eye-closure", "pucker", "snarl", "open-smile")
SMILE = """
name = "my-smile"
title = "My smile"
words = "Smile as you like."
source = "My own face."
typical = 80
rivals = ["happiness"]
[show]
AU12 = "D"
AU6L = 0.5
[expect]
AU12 = 0.4
AU6L = { level = 0.2, weight = 0.7 }
[contradict]
AU4 = 0.3
AU25 = { rate = 1.0, above = 0.4 }
[hints]
AU12 = { more = "smile a little more", less = "smile a little less" }
"""


@pytest.fixture(autouse=True)
def no_own_expressions(monkeypatch, tmp_path):
    monkeypatch.setattr(target_module, "own_expressions_folder", lambda: tmp_path)
    return tmp_path


def test_the_library_has_the_six_and_the_movements():
    assert set(SIX + MOVEMENTS) <= set(library())


@pytest.mark.parametrize("path", sorted((expressions_folder()).glob("*.toml")), ids=lambda p: p.stem)
def test_every_expression_that_ships_is_sound(path):
    target = read_target(path)
    assert target.name == path.stem
    assert target.words.endswith(".") and len(target.source) > 10
    both = set(target.expect) & set(target.contradict)
    assert all(target.contradict[code][1] > target.expect[code][0] for code in both)
    assert all(rival.title != target.title and not rival.rivals for rival in target.rivals)
    assert all(target.show.values[list(BY_CODE).index(unsided(code))].max() > 0 for code in target.expect)


@pytest.mark.parametrize("name", library())
def test_making_what_is_expected_scores_nearly_full_and_a_face_at_rest_nothing(name):
    target = find_target(name)
    made = score(target_module.Expression.of({c: level for c, (level, _) in target.expect.items()}), target)
    assert made.match == pytest.approx(1) and made.furthest is None
    assert made.value > (85 if target.rivals else 99.9)
    assert score(target_module.Expression.of({}), target).value == 0


def test_a_file_is_read_as_it_is_written():
    target = parse_target(SMILE, "my-smile.toml")
    assert (target.name, target.title, target.typical, target.text) == ("my-smile", "My smile", 80, SMILE)
    assert target.show["AU12"] == INTENSITIES["D"]
    assert (target.show.left("AU6"), target.show.right("AU6")) == (0.5, 0)
    assert target.expect == {"AU12": (0.4, BY_CODE["AU12"].weight), "AU6L": (0.2, 0.7)}
    assert target.contradict == {"AU4": (0.3, 0.0), "AU25": (1.0, 0.4)}
    assert [rival.name for rival in target.rivals] == ["happiness"]


def test_hints_are_the_files_own_or_those_of_the_action_unit():
    target = parse_target(SMILE, "my-smile.toml")
    assert target.ask("AU12", True) == "smile a little more"
    assert target.ask("AU12R", False) == "smile a little less"
    assert target.ask("AU4", False) == BY_CODE["AU4"].less


def test_an_intensity_scales_what_is_shown_and_what_is_expected():
    target = parse_target(SMILE, "my-smile.toml")
    gentle = target.at("B")
    asked = 0.4 * INTENSITIES["B"] / INTENSITIES["D"]
    assert gentle.expect["AU12"][0] == pytest.approx(asked)
    assert gentle.show["AU12"] == pytest.approx(INTENSITIES["D"] * (asked + DEAD_ZONE) / (0.5 + DEAD_ZONE))
    assert target.at("D").expect == target.expect
    assert target.at("E").expect["AU12"][0] == pytest.approx(0.5)
    assert gentle.rivals[0].expect == target.rivals[0].at("B").expect
    assert np.array_equal(target.at(1.0).show.values, target.show.values)


@pytest.mark.parametrize("letter", INTENSITIES)
def test_whoever_copies_what_is_shown_does_what_is_asked(letter):
    """As far as the drawing goes by the same scale as the measurement: less what the dead zone takes off. Raised brows
    are read about twice as high as they are drawn, so less of them is shown."""
    for target in (one for one in library().values() if one.name != "brow-raise"):
        asked = target.at(letter)
        copied = Expression(np.maximum(asked.show.values - DEAD_ZONE, 0.0))
        assert score(copied, asked).shown > 85, target.name


def test_each_letter_is_shown_stronger_than_the_one_before():
    for target in library().values():
        for lighter, stronger in pairwise("ABCDE"):
            less, more = target.at(lighter).show.values, target.at(stronger).show.values
            assert (less <= more).all() and (less < more).any()


def test_nothing_is_expected_that_lies_in_the_noise():
    assert {level for level, _ in library()["happiness"].at("A").expect.values()} == {LOWEST_EXPECTED, 0.15}


@pytest.mark.parametrize("intensity", ["F", "", 0, -1, 1.01, float("nan")])
def test_an_intensity_that_is_none_is_refused(intensity):
    with pytest.raises(ValueError, match="intensity"):
        library()["happiness"].at(intensity)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("AU12 = 0.4", "AU13 = 0.4", 'expect.AU13: no action unit called "AU13". Did you mean "AU1"?'),
        ("AU12 = 0.4", "smile = 0.4", 'expect.smile: no action unit called "smile"'),
        (
            "AU12 = 0.4",
            "AU34 = 0.4",
            "expect.AU34: AU34 (cheek puff) cannot be measured yet. It may be shown, not expected",
        ),
        ("AU12 = 0.4", "AU12 = 0.01", "expect.AU12: must be at least 0.12, not 0.01"),
        ("AU12 = 0.4", 'AU12 = "lots"', 'expect.AU12: must be a number, not "lots"'),
        ("weight = 0.7", "wieght = 0.7", 'expect.AU6L.wieght: unknown key "wieght". Did you mean "weight"?'),
        (
            'AU12 = "D"',
            'AU12 = "F"',
            'show.AU12: no intensity called "F". Give A, B, C, D or E, or a number up to 1',
        ),
        ('AU12 = "D"', "AU12 = 1.2", "show.AU12: must be at most 1, not 1.2"),
        ("AU4 = 0.3", "AU4 = inf", "contradict.AU4: must be an ordinary number, not inf"),
        ("typical = 80", "typical = 3", "typical: must be at least 10, not 3"),
        (
            'name = "my-smile"',
            'name = "../x"',
            'name: must be up to 40 small letters, digits and "-", a letter first, not "../x"',
        ),
        ("rate = 1.0,", "", "contradict.AU25.rate: is missing"),
        ("above = 0.4", "above = 2", "contradict.AU25.above: must be at most 1, not 2"),
        (
            '["happiness"]',
            '["hapiness"]',
            'rivals[0]: no expression called "hapiness" comes with mirrorcam. Did you mean "happiness"?',
        ),
        ('title = "My smile"', "", "title: is missing"),
        ("typical = 80", "typicall = 80", 'typicall: unknown key "typicall". Did you mean "typical"?'),
    ],
)
def test_a_mistake_is_told_with_its_place(old, new, line):
    with pytest.raises(TableError) as caught:
        parse_target(SMILE.replace(old, new), "my.toml")
    assert f"my.toml: {line}" in str(caught.value).splitlines()


def test_a_persons_own_expression_joins_the_library_and_wins(no_own_expressions):
    (no_own_expressions / "happiness.toml").write_text(SMILE.replace('"my-smile"', '"happiness"'))
    (no_own_expressions / "my-smile.toml").write_text(SMILE)
    assert library()["happiness"].title == library()["my-smile"].title == "My smile"
    assert not library().broken


BROKEN = 'name = "grin"\ntitle = "Torn'
ASKS = '[[steps]]\nkind = "imitate"\ntarget = "{}"\n'


def test_a_broken_own_expression_is_named_and_hides_no_other(no_own_expressions):
    (no_own_expressions / "my-smile.toml").write_text(SMILE)
    (no_own_expressions / "grin.toml").write_text(BROKEN)
    found = library()
    assert set(found) == {*shipped(), "my-smile"}
    assert list(found.broken) == ["grin"] and "grin.toml" in found.why_not("grin")
    assert found.why_not("happiness") == found.why_not("hapiness") == ""
    assert parse_exercise('title = "Joy"\n' + ASKS.format("happiness"), "e.toml", found).steps


def test_what_asks_for_a_broken_one_says_once_which_file_it_is(no_own_expressions):
    (no_own_expressions / "grin.toml").write_text(BROKEN)
    text = 'title = "Joy"\n' + ASKS.format("grin") + ASKS.format("fear") + ASKS.format("grin")
    with pytest.raises(TableError) as caught:
        parse_exercise(text, "e.toml", library())
    (line,) = str(caught.value).splitlines()
    where = no_own_expressions / "grin.toml"
    assert line.startswith(f'e.toml: steps[0].target: the expression "grin" cannot be used: {where}: ')
    with pytest.raises(TableError, match=r'the expression "grin" cannot be used: .*grin\.toml: '):
        find_target("grin")


def test_nothing_else_stands_in_for_a_broken_one(no_own_expressions):
    (no_own_expressions / "happiness.toml").write_text(BROKEN)
    assert "happiness" not in library()
    with pytest.raises(TableError, match=r"happiness\.toml: "):
        find_target("happiness")
    assert find_target("sadness").rivals


def test_the_name_is_the_files(no_own_expressions):
    (no_own_expressions / "other-smile.toml").write_text(SMILE)
    (no_own_expressions / "happiness-2.toml").write_text(SMILE.replace('"my-smile"', '"happiness"'))
    found = library()
    assert set(found) == set(shipped()) and found["happiness"].title != "My smile"
    assert found.why_not("other-smile") == (
        f'the expression "other-smile" cannot be used: {no_own_expressions / "other-smile.toml"}: name: is "my-smile", '
        'but the file is called other-smile.toml. Write name = "other-smile", or rename it'
    )
    assert list(found.broken) == ["happiness-2", "other-smile"]


def test_an_expression_is_found_by_name_or_by_file(tmp_path):
    path = tmp_path / "smile.toml"
    path.write_text(SMILE)
    assert find_target(str(path)).name == "my-smile"
    assert find_target("fear").title == "Fear"
    with pytest.raises(TableError, match=r'no expression called "hapiness"\. Did you mean "happiness"\?'):
        find_target("hapiness")
