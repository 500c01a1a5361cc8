"""What was kept beside what it comes to with another neutral or another target; the session stays as it was."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mirrorcam.app import cli
from mirrorcam.app.rescore import rescore
from mirrorcam.calibration import neutral_from
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording
from mirrorcam.session import Command, Session
from performing import LIBRARY, exercise, obliging, practise, smiling
from plain_face import sample

STEPS = """
[[steps]]
kind = "imitate"
target = "happiness"
repetitions = 2
make_s = 3
hold_s = 1

[[steps]]
kind = "say"
words = "Well done."

[[steps]]
kind = "imitate"
target = "soft-smile"
intensity = "B"
make_s = 3
hold_s = 1
"""
ACTS = [(11.0, Command.PAUSE), (12.0, Command.RESUME)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """With a look aside, and a pause."""
    path = tmp_path_factory.mktemp("kept") / "joy.mirrorcam"
    session, look, acts = Session(exercise(STEPS), LIBRARY, attended=False), obliging(0.8), list(ACTS)
    with Recorder(path, session, datetime(2026, 11, 14, tzinfo=UTC)) as recorder:
        for seen, _ in practise(
            session, lambda t, m: Reason.TURNED_AWAY if 5.2 <= t < 5.5 else look(t, m), until_s=60
        ):
            recorder.add(seen)
            if acts and acts[0][0] <= seen.time_s:
                act = acts.pop(0)[1]
                recorder.event(seen.time_s, act)
                session.command(seen.time_s, act)
        recorder.finish()
    return path


@pytest.fixture(scope="module")
def recording(kept):
    return read_recording(kept)


def test_without_anything_new_it_is_what_was_kept(recording):
    rows = rescore(recording, None, [])
    assert [(row.step, row.target) for row in rows] == [(0, "happiness"), (2, "soft-smile")]
    assert all(row.then == row.now is not None for row in rows)


def test_the_trials_are_found_again_exactly(recording):
    """The same target, as a file: scored by the windows, and still the same to the bit."""
    for row in rescore(recording, None, [LIBRARY["happiness"]]):
        assert row.now == pytest.approx(row.then, abs=1e-9) and row.now > 10


def test_another_target_file_changes_its_own_steps_only(recording):
    harder = replace(LIBRARY["happiness"], typical=100.0)
    easier = replace(LIBRARY["happiness"], typical=20.0)
    (hard, same), (easy, also) = rescore(recording, None, [harder]), rescore(recording, None, [easier])
    assert hard.now < hard.then < easy.now
    assert same.now == also.now == pytest.approx(same.then)


def test_another_neutral_changes_what_a_smile_counts(recording):
    smiled = neutral_from([sample(i / 30, smiling(0.3)) for i in range(30)])
    rested = neutral_from([sample(i / 30, smiling(0.0)) for i in range(30)])
    weaker, alike = rescore(recording, smiled, []), rescore(recording, rested, [])
    assert weaker[0].now < 0.8 * weaker[0].then
    assert alike[0].now == pytest.approx(alike[0].then, abs=5)


def test_a_target_that_was_not_asked_for_is_told(recording):
    with pytest.raises(BadInput, match="does not ask for"):
        rescore(recording, None, [LIBRARY["anger"]])


def test_the_command_shows_both_and_changes_nothing(kept, tmp_path, capsys):
    before = hashlib.sha256(kept.read_bytes()).digest()
    file = tmp_path / "happiness.toml"
    file.write_text(LIBRARY["happiness"].text, encoding="utf-8")
    assert cli.main(["replay", str(kept), "--rescore", "--target", str(file)]) == 0
    assert "→" in capsys.readouterr().out
    assert cli.main(["replay", str(kept), "--rescore", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [step["target"] for step in told["steps"]] == ["happiness", "soft-smile"]
    assert hashlib.sha256(kept.read_bytes()).digest() == before


def test_a_neutral_goes_with_rescore_only(kept, capsys):
    assert cli.main(["replay", str(kept), "--neutral", "rest.jpg", "--json"]) == 2
    assert "go with --rescore" in capsys.readouterr().err
