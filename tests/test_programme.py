"""Programmes: every shipped one is whole, every exercise belongs to one, and mistakes are told at once."""

import json
import re
from dataclasses import astuple
from functools import cache

import pytest

from mirrorcam.exercise import exercises, read_exercise
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import HeadPose
from mirrorcam.folders import exercises_folder
from mirrorcam.programme import parse_programme, programme_schema, programmes, read_programme
from mirrorcam.steps import Seen, Step
from mirrorcam.steps.imitate import Imitate
from mirrorcam.steps.say import Say
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
FRAME_S = 0.1
REACTION_FRAMES, APPROACH_S = 10, 1.0
"""A person without haste: begins a second after being asked, and comes nearer with this time constant."""
TAKEN_S = {"say": 3.0, "reflect": 20.0}
"""A person takes so much longer over a card or a question than a run that nobody attends."""
ANSWERED_S, NEUTRAL_S = 3.0, 15.0
"""And so much over each face to recognise, and to have their face at rest taken."""
STRONG = {"anger": r"\banger|\bangry", "fear": r"\bfear|\bfrighten"}
"""Faces that are announced, and how a card names them."""


@cache
def shipped(name):
    return read_exercise(exercises()[name], LIBRARY)


def length_s(step: Step) -> float:
    """How long a step takes the person without haste."""
    run, time_s, face = step.run(LIBRARY, False), 0.0, NEUTRAL
    asked = [NEUTRAL] * REACTION_FRAMES
    while not run.finished:
        time_s += FRAME_S
        scene = run.advance(time_s, Seen(face, None, FRAME_S, HeadPose(0.0, 0.0, 0.0)))
        asked.append(scene.asked or NEUTRAL)
        face = face.blended(asked.pop(0), FRAME_S / APPROACH_S)
    return time_s + TAKEN_S.get(step.kind, 0.0) + ANSWERED_S * getattr(step, "trials", 0)


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


def test_the_schema_that_is_shipped_is_that_of_the_model():
    written = (exercises_folder() / "schema" / "programme.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == programme_schema(), "run `make schema`"


# The course.


@pytest.mark.parametrize("name", sorted(programmes()))
def test_every_shipped_programme_is_in_order(name):
    programme = read_programme(programmes()[name], exercises())
    found = [shipped(exercise) for exercise in programme.exercises]
    assert len(set(programme.exercises)) == len(programme.exercises) > 0
    assert all(exercise.minutes for exercise in found)


@pytest.mark.parametrize("name", sorted(programmes()))
def test_a_programme_begins_with_a_way_out_and_ends_softly(name):
    programme = read_programme(programmes()[name], exercises())
    first, last = shipped(programme.exercises[0]).steps, shipped(programme.exercises[-1]).steps
    assert isinstance(first[0], Say) and re.search(r"\bstop\b|\bskip\b", first[0].words, re.IGNORECASE)
    assert "breathe" in {step.kind for step in last}


def test_the_seven_programmes_have_a_place_each_and_every_exercise_is_in_one():
    found = [read_programme(path, exercises()) for path in programmes().values()]
    assert len({programme.position for programme in found}) == len(found) == 7
    assert {name for programme in found for name in programme.exercises} == set(exercises())
    assert len(exercises()) >= 30


@pytest.mark.parametrize("name", sorted(exercises()))
def test_every_exercise_says_for_whom_what_for_how_long_where_from_and_what_is_not_known(name):
    assert all(astuple(shipped(name).background)) and shipped(name).words


@pytest.mark.parametrize("name", sorted(exercises()))
def test_an_exercise_takes_about_as_long_as_it_says(name):
    exercise = shipped(name)
    taken_s = sum(map(length_s, exercise.steps)) + NEUTRAL_S * exercise.needs_neutral
    assert 0.7 <= taken_s / (60 * exercise.minutes) <= 1.3, f"{taken_s / 60:.1f} minutes"


@pytest.mark.parametrize("name", sorted(exercises()))
def test_an_angry_or_frightened_face_is_announced_before_it_comes(name):
    told = ""
    for step in shipped(name).steps:
        told += f" {getattr(step, 'words', '')}" if isinstance(step, Say) else ""
        coming = set(STRONG).intersection(step.names()) if step.kind != "steady" else set()
        assert all(re.search(STRONG[face], told, re.IGNORECASE) for face in coming), step


@pytest.mark.parametrize("name", sorted(exercises()))
def test_small_comes_before_strong(name):
    asked = [(step.target, step.intensity) for step in shipped(name).steps if isinstance(step, Imitate)]
    for target in {target for target, _ in asked}:
        letters = [letter for one, letter in asked if one == target]
        assert letters == sorted(letters)


@pytest.mark.parametrize("name", ["gentle-symmetry", "even-brows", "even-eyes", "even-smile", "even-lips"])
def test_small_even_movements_keep_to_the_literature(name):
    """docs/measurement.md: holds of up to 10 s, rests of 2 to 4 s, both sides together, small."""
    exercise = shipped(name)
    asked = [step for step in exercise.steps if isinstance(step, Imitate)]
    assert exercise.scale == "own" and all(step.symmetry or step.target == "nose-wrinkle" for step in asked)
    assert all(2 <= step.rest_s <= 4 and step.hold_s == 3 and 3 <= step.repetitions <= 5 for step in asked)
