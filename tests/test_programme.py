"""Programmes: every shipped one is whole, every exercise belongs to one, and mistakes are told at once."""

import pytest

from mirrorcam.exercise import exercises, read_exercise
from mirrorcam.programme import parse_programme, programmes, read_programme
from mirrorcam.tables import TableError
from performing import LIBRARY

WHOLE = """
title = "Moving together"
words = "Two faces, one dance."
for_whom = "Anyone."
what_for = "To move."
how_long = "A week."
source = "Us."
not_known = "A lot."
exercises = ["mirror", "warm-up"]
"""


def test_a_whole_file():
    programme = parse_programme(WHOLE, "moving.toml", exercises())
    assert (programme.name, programme.exercises) == ("moving", ("mirror", "warm-up"))
    assert programme.background.not_known == "A lot."


def test_every_mistake_is_told_at_once():
    text = WHOLE.replace('"warm-up"', '"warm-upp"').replace('words = "Two faces, one dance."', "word = 3")
    with pytest.raises(TableError) as told:
        parse_programme(text, "moving.toml", exercises())
    assert 'moving.toml: exercises[1]: no exercise called "warm-upp". Did you mean "warm-up"?' in str(
        told.value
    )
    assert "words" in str(told.value) and "word" in str(told.value)


@pytest.mark.parametrize("name", sorted(programmes()))
def test_every_shipped_programme_is_in_order(name):
    programme = read_programme(programmes()[name], exercises())
    found = [read_exercise(exercises()[exercise], LIBRARY) for exercise in programme.exercises]
    assert len(set(programme.exercises)) == len(programme.exercises) > 0
    assert all(exercise.minutes for exercise in found)
