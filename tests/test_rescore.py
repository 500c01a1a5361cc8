"""What was kept beside what it comes to with something changed, as the command tells it; the file stays as it was."""

import hashlib
import json

import pytest

from mirrorcam.app import cli
from mirrorcam.phrases import phrase
from mirrorcam.recorder import Recorder
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.session import Session
from performing import LIBRARY, exercise, obliging, practise
from recordings import NOW, practised

STEPS = """
[[steps]]
kind = "imitate"
target = "happiness"
repetitions = 2
make_s = 3
hold_s = 1

[[steps]]
kind = "imitate"
target = "soft-smile"
intensity = "B"
make_s = 3
hold_s = 1
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    return practised(path, Session(exercise(STEPS), LIBRARY, attended=False), obliging(0.8))


@pytest.fixture
def told(kept, capsys):
    """What the command prints; the file has to stay as it was, byte for byte."""

    def run(*options, code=0, path=kept):
        before = hashlib.sha256(path.read_bytes()).digest()
        beside = sorted(path.parent.iterdir())
        assert cli.main(["replay", str(path), "--rescore", *options]) == code
        assert hashlib.sha256(path.read_bytes()).digest() == before
        assert sorted(path.parent.iterdir()) == beside
        said = capsys.readouterr()
        return said.err if code else said.out

    return run


def test_old_and_new_stand_in_columns(told):
    head, _, headings, first, second, *_ = told().splitlines()
    version = FORMULA_VERSION
    assert head == f"As it was kept (formula {version}) → as it is now (formula {version})"
    arrows = [[at for at, letter in enumerate(line) if letter == "→"] for line in (first, second)]
    assert len(arrows[0]) == 3 and arrows[0] == arrows[1]
    for name in ("score", "held_s", "coverage"):
        assert phrase(f"rescore.{name}") in headings
    assert first.split("→")[0].split()[-1] == first.split("→")[1].split()[0]


def test_what_is_different_is_said(told, tmp_path, kept):
    file = tmp_path / "happiness.toml"
    file.write_text(LIBRARY["happiness"].text, encoding="utf-8")
    options = [
        "--formula",
        "1",
        "--threshold",
        "70",
        "--dead-zone",
        "0.1",
        "--target",
        str(file),
        "--neutral",
        str(kept),
    ]
    said = told(*options, "--gate", "too_dark=0", "--gate", "yaw=15")
    assert "formula 1" in said and "from 70 on" in said and "less than 0.1" in said and "“Joy”" in said
    assert "darker than 0 (in practice: 0.02)" in said and "15° (in practice: 25°)" in said
    assert "another face at rest" in said


@pytest.mark.parametrize(
    "options", [[], ["--formula", "2"], ["--gate", "too_far=400"], ["--threshold", "75"]]
)
def test_json_has_both_of_every_step_and_trial(told, options):
    found = json.loads(told("--json", *options))
    assert [step["target"] for step in found["steps"]] == ["happiness", "soft-smile"]
    assert [len(step["trials"]) for step in found["steps"]] == [2, 1]
    for step in found["steps"]:
        assert all(
            one["then"] > 10 and set(one["coverage"]) == {"then", "now"} for one in (step, *step["trials"])
        )
    first, trial = found["steps"][0], found["steps"][0]["trials"][0]
    for one in (first, trial):
        same = one["then"] == one["now"] and one["held_s"]["then"] == one["held_s"]["now"]
        assert same is (not options)


def test_a_neutral_of_another_session_changes_nothing_where_the_face_is_the_same(told, kept):
    (first, _), (again, _) = (
        json.loads(told("--json", *options))["steps"] for options in ([], ["--neutral", str(kept)])
    )
    assert again["now"] == pytest.approx(first["now"], abs=1e-9)


def test_what_is_not_scored_says_why(told):
    options = ("--gate", "too_far=600")
    assert told(*options).count("(too far away)") == 2
    found = json.loads(told("--json", *options))["steps"]
    assert [one["reason"] for one in found] == [{"then": None, "now": "too far"}] * 2


def test_a_session_cut_off_has_nothing_to_compare_with(told, tmp_path):
    path, session = tmp_path / "cut.mirrorcam", Session(exercise(STEPS), LIBRARY, attended=False)
    with Recorder(path, session, NOW) as recorder:
        for sample, moment in practise(session, obliging(), until_s=9.0):
            recorder.add(sample)
            recorder.showed(moment)
    said = told(path=path)
    assert "– → " in said and "not scored" in said
    assert json.loads(told("--json", path=path))["steps"][0]["then"] is None


def test_a_session_that_was_killed_before_its_first_second_was_kept_has_nothing_to_tell(told, tmp_path):
    path = tmp_path / "killed.mirrorcam"
    Recorder(path, Session(exercise(STEPS), LIBRARY, attended=False), NOW).close()
    assert "not scored" in told(path=path)
    assert [step["now"] for step in json.loads(told("--json", path=path))["steps"]] == [None, None]


def test_nothing_to_score_is_said(told, tmp_path):
    text = '\n[[steps]]\nkind = "say"\nwords = "Well done."\n'
    path = practised(
        tmp_path / "said.mirrorcam", Session(exercise(text), LIBRARY, attended=False), obliging()
    )
    assert "Nothing to score anew: this session asked for no expression to be copied." in told(path=path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--formula", "99"], "There are 1, 2, 3, 4"),
        (["--threshold", "0"], "--threshold 0: give a number from 1 to 100"),
        (["--dead-zone", "7"], "--dead-zone 7: give a number from 0 to 0.5"),
        (["--gate", "dark=1"], 'there is no gate "dark"'),
        (["--neutral", "rest.jpg"], "rest.jpg: there is no such file"),
        (["--neutral", "nobody"], 'no session called "nobody"'),
        (["--neutral", "a.mirrorcam", "--neutral", "b.jpg"], "give one session, or pictures"),
        (["--target", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_is_told(told, options, said):
    assert said in told(*options, code=2)


@pytest.mark.parametrize(
    "option", ["--neutral", "--target", "--formula", "--threshold", "--gate", "--dead-zone"]
)
def test_these_go_with_rescore_only(kept, capsys, option):
    assert cli.main(["replay", str(kept), option, "1", "--json"]) == 2
    assert f"{option} goes with --rescore." in capsys.readouterr().err
