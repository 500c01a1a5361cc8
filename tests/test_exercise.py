"""Exercise files: what they may say, and what is said of every mistake in them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorcam.exercise import (
    ExerciseFile,
    Imitate,
    exercise_schema,
    exercises,
    find_exercise,
    parse_exercise,
    read_exercise,
)
from mirrorcam.folders import exercises_folder
from mirrorcam.tables import TableError
from mirrorcam.target import library

LIBRARY = library()
GOOD = 'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\n'


def mistakes(text: str, people: tuple[str, ...] | None = None) -> list[str]:
    with pytest.raises(TableError) as caught:
        parse_exercise(text, "exercises/joy.toml", LIBRARY, people)
    return [str(problem) for problem in caught.value.problems]


def step(line: str) -> str:
    return GOOD + line + "\n"


def test_an_exercise_knows_its_name_its_text_and_what_it_asks_for():
    joy = parse_exercise(GOOD, "exercises/joy.toml", LIBRARY)
    assert (joy.name, joy.title, joy.text, joy.targets) == ("joy", "Joy", GOOD, ("happiness",))
    assert joy.needs_neutral


def test_an_exercise_without_a_score_needs_no_neutral():
    text = 'title = "x"\nsteps = [{kind = "say", words = "hi"}, {kind = "mirror"}, {kind = "breathe"}]'
    assert not parse_exercise(text, "x.toml", LIBRARY).needs_neutral


def test_what_a_file_leaves_out_has_a_default():
    made = parse_exercise(GOOD, "joy.toml", LIBRARY).steps[0]
    assert isinstance(made, Imitate)
    assert (made.intensity, made.repetitions, made.hold_s, made.threshold) == ("C", 1, 2, 50)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        (
            'target = "hapiness"',
            'steps[0].target: no expression called "hapiness". Did you mean "happiness"?',
        ),
        ('target = "xyz"', 'steps[0].target: no expression called "xyz"'),
        ("hold = 3", 'steps[0].hold: unknown key "hold". Did you mean "hold_s"?'),
        ("hold_s = -1", "steps[0].hold_s: must be at least 0.5, not -1"),
        ("hold_s = 1e300", "steps[0].hold_s: must be at most 30, not 1e+300"),
        ("hold_s = nan", "steps[0].hold_s: must be an ordinary number, not nan"),
        ("make_s = inf", "steps[0].make_s: must be an ordinary number, not inf"),
        ('hold_s = "3"', 'steps[0].hold_s: must be a number, not "3"'),
        ("hold_s = true", "steps[0].hold_s: must be a number, not true"),
        ("repetitions = 1.5", "steps[0].repetitions: must be a whole number, not 1.5"),
        ("repetitions = 1000000", "steps[0].repetitions: must be at most 20, not 1000000"),
        ('intensity = "F"', 'steps[0].intensity: there is no "F" here. Choose one of A, B, C, D, E.'),
        ("target = 7", "steps[0].target: must be text, not 7"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(line, mistake):
    text = GOOD.replace('target = "happiness"', "") if line.startswith("target") else GOOD
    assert mistakes(text + line) == [f"exercises/joy.toml: {mistake}"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('title = "x"', "steps: is missing"),
        ('title = "x"\nsteps = []', "steps: needs at least 1 entry"),
        ('title = "x"\nsteps = 3', "steps: must be a list, not 3"),
        ('title = "x"\nsteps = [3]', "steps[0]: must be a table, not 3"),
        ('title = "x"\nsteps = [{words = "a"}]', 'steps[0]: needs a key "kind"'),
        (
            'title = "x"\nsteps = [{kind = "imitat"}]',
            'steps[0].kind: there is no "imitat" here. Did you mean "imitate"?',
        ),
        ('title = "x"\nsteps = [{kind = "say"}]', "steps[0].words: is missing"),
    ],
)
def test_a_file_that_is_not_shaped_like_an_exercise(text, mistake):
    assert mistakes(text) == [f"exercises/joy.toml: {mistake}"]


def test_every_mistake_is_told_at_once():
    text = (
        'titel = "x"\n[[steps]]\nkind = "imitate"\ntarget = "hapiness"\nhold_s = 99\n[[steps]]\nkind = "say"'
    )
    assert mistakes(text) == [
        "exercises/joy.toml: title: is missing",
        "exercises/joy.toml: steps[0].hold_s: must be at most 30, not 99",
        "exercises/joy.toml: steps[1].words: is missing",
        'exercises/joy.toml: titel: unknown key "titel". Did you mean "title"?',
        'exercises/joy.toml: steps[0].target: no expression called "hapiness". Did you mean "happiness"?',
    ]


def test_every_place_that_names_expressions_is_looked_at_together_with_other_mistakes():
    text = """title = "x"
steps = [
  { kind = "follow", targets = ["soft-smle", "pucker"], rounds = 0 },
  { kind = "follow", keys = [{ at_s = 0, target = "puker" }] },
  { kind = "recognise", targets = ["neutral", "fear"], choices = ["neutral", "fear", "feer"] },
  { kind = "steady", targets = ["neutral"] },
  { kind = "reflect", feelings = ["a:b"] },
]"""
    assert mistakes(text) == [
        f"exercises/joy.toml: {mistake}"
        for mistake in (
            "steps[0].rounds: must be at least 1, not 0",
            'steps[4].feelings[0]: must be without ":", not "a:b"',
            'steps[0].targets: no expression called "soft-smle". Did you mean "soft-smile"?',
            'steps[1].keys[0].target: no expression called "puker". Did you mean "pucker"?',
            'steps[2].choices: no expression called "feer". Did you mean "fear"?',
            'steps[3].targets: no expression called "neutral"',
        )
    ]


def test_a_person_who_is_not_in_the_cast():
    text = 'person = "mayaa"\n' + GOOD
    assert mistakes(text, ("maya",)) == [
        'exercises/joy.toml: person: no person called "mayaa". Did you mean "maya"?'
    ]
    assert parse_exercise(text, "joy.toml", LIBRARY).person == "mayaa"


def test_a_file_that_is_too_large_or_too_deep_is_refused():
    assert mistakes("# " + "x" * 70_000) == [
        "exercises/joy.toml: is larger than 64 kB, too large for this kind of file"
    ]
    for depth in (20, 30_000):
        assert mistakes("a = " + "[" * depth + "]" * depth)[0].endswith("is nested more than 8 levels deep")


@given(st.text(max_size=200))
def test_whatever_a_file_holds_it_is_an_exercise_or_a_clear_error(text):
    try:
        parse_exercise(text, "x.toml", LIBRARY)
    except TableError as error:
        assert all(problem.reason for problem in error.problems)


@given(
    st.dictionaries(
        st.sampled_from(["kind", "target", "hold_s", "words", "seconds", "rounds", "repetitions", "other"]),
        st.one_of(st.sampled_from(["say", "imitate", "breathe", "joy"]), st.integers(), st.booleans()),
    )
)
def test_whatever_a_step_says_it_is_a_step_or_a_clear_error(table):
    lines = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
    try:
        made = parse_exercise('title = "x"\n[[steps]]\n' + "\n".join(lines), "x.toml", LIBRARY)
        assert made.steps[0].kind == table["kind"]
    except TableError as error:
        assert all(str(problem).startswith("x.toml: ") for problem in error.problems)


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(TableError, match="there is no such file"):
        read_exercise(tmp_path / "none.toml", LIBRARY)
    with pytest.raises(TableError, match="is not a file"):
        read_exercise(tmp_path, LIBRARY)


@pytest.mark.parametrize("name", ["first-steps", "warm-up", "smile-ladder", "mirror"])
def test_what_is_shipped_is_there_and_sound(name):
    found = find_exercise(name, LIBRARY)
    assert found.name == name
    assert found.words and found.minutes


def test_first_steps_are_the_six_at_c_and_the_ladder_climbs():
    six = find_exercise("first-steps", LIBRARY)
    assert set(six.targets) == {"happiness", "sadness", "anger", "disgust", "fear", "surprise"}
    assert {s.intensity for s in six.steps if isinstance(s, Imitate)} == {"C"}
    rungs = [s.intensity for s in find_exercise("smile-ladder", LIBRARY).steps if isinstance(s, Imitate)]
    assert rungs == ["A", "B", "C", "D", "E"]


def test_an_exercise_is_found_by_its_file_and_a_wrong_name_gets_a_hint(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert find_exercise(str(tmp_path / "mine.toml"), LIBRARY).name == "mine"
    with pytest.raises(TableError) as caught:
        find_exercise("first-step", LIBRARY)
    assert str(caught.value) == 'there is no exercise called "first-step". Did you mean "first-steps"?'


def test_a_persons_own_exercise_wins_over_the_shipped_one(tmp_path, monkeypatch):
    monkeypatch.setattr("mirrorcam.exercise.own_exercises_folder", lambda: tmp_path)
    (tmp_path / "mirror.toml").write_text(GOOD, encoding="utf-8")
    assert exercises()["mirror"] == tmp_path / "mirror.toml"
    assert find_exercise("mirror", LIBRARY).title == "Joy"


SHIPPED = exercises_folder() / "schema" / "exercise.schema.json"


def test_the_shipped_schema_is_the_models():
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == exercise_schema()


def test_every_shipped_exercise_names_the_schema_in_its_first_line():
    for path in exercises_folder().glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith("#:schema schema/exercise.schema.json\n"), path


def test_the_document_names_every_key():
    words = (Path(__file__).parents[1] / "docs" / "exercise-format.md").read_text(encoding="utf-8")
    schema = exercise_schema()
    keys = {key for table in [schema, *schema["$defs"].values()] for key in table.get("properties", ())}
    assert {key for key in keys if f"`{key}`" not in words} == set()
    assert set(ExerciseFile.model_fields) <= keys
