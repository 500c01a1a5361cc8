"""Easier and harder by a stated rule, and orders by a seed."""

from itertools import pairwise

import pytest

from mirrorcam.acts import Command
from mirrorcam.adapting import LETTERS, Adapting, Ease, Outcome, ease
from mirrorcam.exercise import amended, drawn, parse_exercise
from mirrorcam.ordering import arranged
from mirrorcam.session import Session
from mirrorcam.steps.imitate import Imitate
from mirrorcam.tables import TableError
from performing import LIBRARY, exercise, obliging, practise, resting

WELL, PARTLY, NOT_YET = Outcome
TWICE = """
[[steps]]
kind = "imitate"
target = "happiness"
intensity = "B"
repetitions = 3
demonstrate_s = 1
make_s = 2
hold_s = 1
let_go_s = 0.5
rest_s = 0.5
"""


def after(*outcomes, asked="C", **limits):
    adapting = Adapting(True, **limits)
    for outcome in outcomes:
        adapting.see(outcome, asked)
    return adapting


# the rule


@pytest.mark.parametrize(
    ("outcomes", "letter"),
    [
        ((), "C"),
        ((WELL,), "C"),
        ((WELL, WELL), "D"),
        ((NOT_YET, NOT_YET), "B"),
        ((WELL, PARTLY, WELL), "C"),
        ((WELL, NOT_YET, WELL, NOT_YET), "C"),
        ((PARTLY, PARTLY, PARTLY), "C"),
        ((WELL, WELL, WELL), "D"),
        ((WELL, WELL, WELL, WELL), "E"),
        ((WELL,) * 20, "E"),
        ((NOT_YET,) * 20, "A"),
        ((WELL, None, WELL), "D"),
    ],
)
def test_two_in_a_row_change_the_intensity_by_a_letter(outcomes, letter):
    assert after(*outcomes).letter("C") == letter


def test_at_a_limit_nothing_winds_up():
    adapting = after(*(WELL,) * 20)
    adapting.see(NOT_YET, "C")
    adapting.see(NOT_YET, "C")
    assert adapting.letter("C") == "D"


def test_limits_hold_for_the_rule_and_for_keys():
    assert after(*(WELL,) * 9, hardest="D").letter("C") == "D"
    adapting = Adapting(False, "B", "C")
    for _ in range(5):
        adapting.change(-1, "C")
    assert adapting.letter("C") == "B"


def test_limits_never_forbid_what_the_file_asks_for():
    adapting = Adapting(True, "B", "C")
    assert [adapting.letter(letter) for letter in LETTERS] == list(LETTERS)
    adapting.change(1, "E")
    assert adapting.letter("E") == "E"


def test_of_several_that_are_asked_for_the_others_go_on_where_one_has_no_room():
    adapting = Adapting(False)
    adapting.change(1, "C", "E")
    assert [adapting.letter(letter) for letter in "CE"] == ["D", "E"]
    adapting.change(-2, "A", "C")
    assert [adapting.letter(letter) for letter in "AC"] == ["A", "B"]


def test_what_is_off_follows_only_the_keys():
    adapting = Adapting(False)
    for _ in range(6):
        adapting.see(WELL, "C")
    assert (adapting.level, adapting.ease()) == (0, Ease())
    adapting.change(1, "C")
    assert (adapting.letter("C"), adapting.ease()) == ("D", Ease())


def test_easier_gives_more_time_and_help_sooner_and_harder_never_less_time():
    easier, same, harder = ease(-1), ease(0), ease(1)
    assert easier.hold_share < same.hold_share == 1 < harder.hold_share
    assert easier.time_share > same.time_share == harder.time_share == 1
    assert easier.hint_after_s < same.hint_after_s < harder.hint_after_s
    assert ease(9) == ease(2)


# in an exercise


def letters(text, look):
    session = Session(exercise(text), LIBRARY)
    for _ in practise(session, look, until_s=90):
        pass
    return [[trial["intensity"] for trial in step] for step in session.trials()]


def test_it_carries_on_from_one_step_to_the_next():
    assert letters(f"adapt = true\n{TWICE}{TWICE}", obliging()) == [["B", "B", "C"], ["C", "D", "D"]]


def test_what_is_not_reached_gets_easier():
    assert letters(f"adapt = true\n{TWICE}", resting) == [["B", "B", "A"]]


def test_without_adapt_everything_stays_as_written():
    assert letters(TWICE + TWICE, obliging()) == [["B"] * 3, ["B"] * 3]


def test_a_range_of_movement_is_measured_the_same_way_for_everyone():
    text = f'adapt = true\n{TWICE}measures = "range"\n'
    assert letters(text, obliging()) == [["B"] * 3]


def test_the_result_tells_the_course_of_intensities():
    session = Session(exercise(f"adapt = true\n{TWICE}"), LIBRARY)
    for _ in practise(session, obliging(), until_s=60):
        pass
    assert session.results()[0]["measured"] == {"intensities": "BBC"}


def test_keys_carry_on_too_where_an_exercise_adapts():
    session = Session(exercise(f"adapt = true\n{TWICE}{TWICE}"), LIBRARY)
    moments = practise(session, resting, until_s=60)
    while next(moments)[1].kind == "neutral":
        pass
    session.command(5.0, Command.HARDER)
    session.command(5.0, Command.SKIP)
    next(moments)
    assert session.results()[1]["intensity"] == "C"


def test_limits_that_cross_are_a_mistake():
    with pytest.raises(TableError, match="harder than hardest"):
        exercise(f'easiest = "D"\nhardest = "B"\n{TWICE}')


# orders

THINGS = ["a", "a", "a", "b", "b", "c", "c"]


def same(thing):
    return thing


def test_fixed_is_as_written():
    assert arranged(THINGS, "fixed", "1", same) == THINGS


def test_a_shuffle_keeps_everything_and_keeps_the_same_ones_apart():
    for seed in range(20):
        found = arranged(THINGS, "shuffled", str(seed), same)
        assert sorted(found) == sorted(THINGS)
        assert sum(one == other for one, other in pairwise(found)) <= 1


def test_the_seed_decides():
    found = {tuple(arranged(THINGS, "shuffled", str(seed), same)) for seed in range(12)}
    assert len(found) > 4
    assert arranged(THINGS, "shuffled", "7", same) == arranged(THINGS, "shuffled", "7", same)


def test_blocks_come_first_and_the_rest_is_mixed():
    found = arranged(THINGS, "blocked-then-mixed", "1", same)
    assert found[:4] == ["a", "a", "b", "c"]
    assert sorted(found[4:]) == ["a", "b", "c"]


ORDERED = """
order = "shuffled"
[[steps]]
kind = "say"
words = "Hello."
[[steps]]
kind = "imitate"
target = "happiness"
[[steps]]
kind = "imitate"
target = "anger"
[[steps]]
kind = "breathe"
[[steps]]
kind = "imitate"
target = "fear"
[[steps]]
kind = "imitate"
target = "sadness"
"""


def targets_of(made):
    return [step.target for step in made.steps if isinstance(step, Imitate)]


def test_cards_keep_their_places_when_steps_are_shuffled():
    found = [exercise(f"seed = {seed}\n{ORDERED}") for seed in range(6)]
    for one in found:
        assert [step.kind for step in one.steps] == [
            "say",
            "imitate",
            "imitate",
            "breathe",
            "imitate",
            "imitate",
        ]
    assert len({tuple(targets_of(one)) for one in found}) > 1


def test_the_seed_of_a_session_stands_in_its_text():
    one = drawn(exercise(ORDERED), 4711, LIBRARY)
    assert one.seed == 4711 and one.text.startswith("seed = 4711\n")
    again = drawn(one, 5, LIBRARY)
    assert again is one


def test_limits_of_a_plan_take_the_place_of_the_files_and_stand_in_the_text():
    one = exercise(f'adapt = false\neasiest = "A"  # as written\n{TWICE}')
    other = amended(one, LIBRARY, adapt=True, easiest="B", hardest="D")
    assert (other.adapt, other.easiest, other.hardest, other.steps) == (True, "B", "D", one.steps)
    assert other.text.count("easiest") == 1
    assert parse_exercise(other.text, "joy.toml", LIBRARY).hardest == "D"


@pytest.mark.parametrize("kind", ["recognise", "steady"])
def test_what_faces_come_and_when_is_drawn_for_each_session(kind):
    one = exercise(f'[[steps]]\nkind = "{kind}"\ntargets = ["anger", "fear"]\norder = "fixed"\n')
    assert drawn(one, 4711, LIBRARY).seed == 4711


def test_what_leaves_nothing_to_chance_stays_as_it_is():
    plain = exercise()
    assert drawn(plain, 3, LIBRARY) is plain


@pytest.mark.parametrize(
    "said",
    [
        'words = "a\u2028b"',
        'words = """\n[x]\nseed = 3\n"""\neasiest = "B"',
        'words = """\nseed = 3\n"""',
        '"easiest" = "B"',
        'minutes = 1e1\neasiest = "B" # as agreed\r',
        "# " + "x" * (65_500 - len(ORDERED)),
    ],
)
def test_whatever_else_an_exercise_says_stays_as_it_is_when_a_seed_and_limits_are_put_into_it(
    said: str,
) -> None:
    before = exercise(f"{said}\n{ORDERED}")
    one = amended(drawn(before, 4711, LIBRARY), LIBRARY, easiest="A", hardest="D")
    assert (one.seed, one.easiest, one.hardest) == (4711, "A", "D")
    assert (one.words, one.minutes, one.order) == (before.words, before.minutes, before.order)
    assert sorted(step.names() for step in one.steps) == sorted(step.names() for step in before.steps)


def test_the_same_face_gets_the_same_letters_again():
    text = f'adapt = true\norder = "shuffled"\nseed = 3\n{TWICE}{TWICE}'
    assert letters(text, obliging()) == letters(text, obliging())
