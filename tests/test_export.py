"""Tables for other programs: every sample, trial, step and note; no formulas; whole or nothing; nothing overwritten."""

import csv
import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from mirrorcam.acts import Command, Note
from mirrorcam.app.cli import main
from mirrorcam.app.export import csv_files, export_bids, export_csv
from mirrorcam.app.export.bids import tsv_cell
from mirrorcam.app.export.csv_files import BESIDE_COLUMNS, FRAME_COLUMNS
from mirrorcam.app.export.rows import harmless
from mirrorcam.app.export.staging import PREFIX, whole
from mirrorcam.errors import BadInput
from mirrorcam.exercise import parse_exercise
from mirrorcam.face import Reason
from mirrorcam.noting import add_note
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Noted, read_recording
from mirrorcam.session import Session
from performing import LIBRARY, obliging, practise, smiling
from plain_face import sample

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = """title = "=Joy"

[[steps]]
kind = "imitate"
title = "@Joy"
target = "happiness"
repetitions = 2
"""
TWO = """title = "Two"

[[steps]]
kind = "together"
seconds = 10
"""


def keep(path, text, seen, *, finish=True, acts=None, for_two=False):
    """A session in ``path``; ``acts``: what somebody does before the sample of a number."""
    session = Session(parse_exercise(text, "joy.toml", LIBRARY), LIBRARY)
    recorder = Recorder(path, session, NOW)
    for number, one in enumerate(seen(session)):
        for act in (acts or {}).get(number, ()):
            recorder.event(one.time_s, act)
            session.command(one.time_s, act)
        recorder.add(one)
        if for_two:
            session.advance(one.time_s, one)
    recorder.finish() if finish else recorder.flush()
    return recorder


def alone(look, until_s=120.0):
    return lambda session: (one for one, _ in practise(session, look, until_s))


def two(session):
    for number in range(150):
        left, right = smiling(0.0, at=(0.75, 0.5)), smiling(0.5 if number > 120 else 0.0, at=(0.25, 0.5))
        time_s = number / 30
        yield replace(sample(time_s, left), other=sample(time_s, right))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def recording(folder):
    path = folder / "joy.mirrorcam"
    acts = {
        60: [Note("=1+1 brows")],
        90: [Command.PAUSE],
        110: [Command.RESUME],
    }
    keep(path, TEXT, alone(obliging()), acts=acts)
    add_note(path, NOW, Noted(4.0, 6.5, "+left;=lags\tbehind", ("tired", "-x")))
    return read_recording(path)


@pytest.fixture(scope="module")
def for_two(folder):
    path = folder / "two.mirrorcam"
    keep(path, TWO, two, for_two=True)
    return read_recording(path)


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tables(recording, folder):
    return {path.stem.rpartition("_")[2]: table(path) for path in export_csv(recording, folder)}


# ------------------------------------------------------------ csv


def test_csv_has_a_row_a_frame_and_a_row_a_trial(recording, tmp_path):
    found = tables(recording, tmp_path)
    frames, trials = found["frames"], found["trials"]
    assert len(frames) == recording.about.frames and tuple(frames[0]) == FRAME_COLUMNS
    holding = [row for row in frames if row["phase"] == "hold"]
    assert holding and all(float(row["AU12L"]) > 0.3 for row in holding)
    assert [row["trial"] for row in trials] == ["0", "1"] and float(trials[0]["score"]) > 50
    assert json.loads(trials[0]["at_best"])["AU12"][0] > 0.3 and float(trials[0]["best_s"]) > 0
    offsets = [row["offset_s"] for row in trials]
    assert offsets == [str(round(one["offset_s"], 6)) for one in recording.trials[0]] and min(offsets) > "1"
    assert [(row["step"], row["target"], row["scored"]) for row in found["steps"]] == [
        ("0", "happiness", "1")
    ]
    assert sum(row["paused"] == "1" for row in frames) == 20
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_every_note_is_there_and_none_is_a_formula(recording, tmp_path):
    found = tables(recording, tmp_path)
    notes = [(row["begin_s"], row["end_s"], row["text"], row["tags"]) for row in found["notes"]]
    assert notes == [
        ("2.0", "2.0", "'=1+1 brows", ""),
        ("4.0", "6.5", "'+left;'=lags behind", "#tired #-x"),
    ]
    assert found["trials"][0]["title"] == found["steps"][0]["title"] == "'@Joy"


def test_before_the_neutral_is_known_nothing_is_relative_to_it(recording, tmp_path):
    first = tables(recording, tmp_path)["frames"][0]
    assert (first["step"], first["not_scored"], first["AU12L"]) == ("-1", "no neutral", "")
    assert float(first["jawOpen"]) >= 0


def test_of_two_people_both_are_there(for_two, tmp_path):
    rows = tables(for_two, tmp_path)["frames"]
    assert tuple(rows[0]) == (*FRAME_COLUMNS, *BESIDE_COLUMNS) and len(rows) == 150
    last = rows[-1]
    assert float(last["other_AU12L"]) > float(last["AU12L"]) + 0.2
    assert last["leads"] in ("left", "right") and last["other_not_scored"] == ""


def test_a_session_that_was_cut_off_has_its_trials_too(tmp_path):
    path = tmp_path / "cut.mirrorcam"
    recorder = keep(path, TEXT, alone(obliging(), 14.0), finish=False)
    found = tables(read_recording(path), tmp_path / "out")
    recorder.close()
    assert len(found["frames"]) == 420 and found["trials"][0]["scored"] == "1"
    assert found["steps"][0]["reason"] == "ended early"


def test_a_session_without_a_face_has_its_reasons(tmp_path):
    path = tmp_path / "nobody.mirrorcam"
    keep(path, TEXT, alone(lambda *_: Reason.NOBODY, 2.0))
    recording = read_recording(path)
    found = tables(recording, tmp_path / "out")
    assert {row["not_scored"] for row in found["frames"]} == {"nobody"}
    assert {row["AU12L"] + row["jawOpen"] + row["yaw_deg"] for row in found["frames"]} == {""}
    assert found["trials"] == [] and found["steps"][0]["scored"] == "0"
    assert (export_bids(recording, tmp_path) / "participants.tsv").is_file()


def test_a_session_without_a_sample_has_empty_tables_and_no_data_set(tmp_path):
    path = tmp_path / "empty.mirrorcam"
    keep(path, TEXT, lambda session: ())
    recording = read_recording(path)
    assert tables(recording, tmp_path / "out")["frames"] == []
    with pytest.raises(BadInput, match="nothing was seen in this session"):
        export_bids(recording, tmp_path / "bids")
    assert list((tmp_path / "bids").iterdir()) == []


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@x", "\tx", "\rx", "  =1", '"=1"', "＝1"])
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"


def test_a_formula_hides_behind_no_other_separator_either():
    assert harmless("a;=1\n=2\tb") == "a;'=1\n'=2\tb"
    assert harmless("one - two, a = b") == "one - two, a = b"


def test_numbers_stay_numbers():
    assert (harmless(-3.0), harmless(1e-9), harmless(float("nan"))) == (-3.0, 0.0, None)


def test_an_option_goes_with_its_kind_of_export(recording, capsys):
    path = str(recording.about.path)
    assert main(["export", path, "--to", "csv", "--person", "robin"]) == 2
    assert main(["export", path, "--to", "film", "--author", "A. Author"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "mirrorcam: --person goes with --to film.",
        "mirrorcam: --author goes with --to bids.",
    ]


def test_the_command_tells_where_everything_is(recording, tmp_path, capsys):
    for kind in ("csv", "bids"):
        assert main(["export", str(recording.about.path), "--to", kind, "--out", str(tmp_path / kind)]) == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == 5 and all(path.is_absolute() and path.exists() for path in printed)


# ------------------------------------------------------------ bids


def motion_of(folder, number="01"):
    return next((folder / f"sub-{number}" / "motion").glob("*_motion.tsv"))


def lines_of(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_bids_columns_are_those_of_its_channels(recording, tmp_path):
    motion = motion_of(export_bids(recording, tmp_path))
    lines = lines_of(motion)
    channels = lines_of(motion.with_name(motion.name.replace("_motion.", "_channels.")))[1:]
    assert len(lines) == recording.about.frames
    assert {len(line) for line in lines} == {len(channels)}
    about = json.loads(motion.with_suffix(".json").read_text())
    assert about["MotionChannelCount"] == len(channels)
    assert about["SamplingFrequency"] == pytest.approx(30, abs=0.01)
    kinds = [line[2] for line in channels]
    assert (kinds.count("ORNT"), kinds.count("MISC")) == (
        about["ORNTChannelCount"],
        about["MISCChannelCount"],
    )


def test_bids_events_cover_the_session_without_gaps_and_have_the_notes(recording, tmp_path):
    head, *events = lines_of(next(export_bids(recording, tmp_path).rglob("*_events.tsv")))
    rows = [dict(zip(head, line, strict=True)) for line in events]
    spans = [(float(row["onset"]), float(row["duration"])) for row in rows if row["trial_type"] != "note"]
    for (begin, length), (after, _) in pairwise(spans):
        assert begin + length == pytest.approx(after, abs=1e-5)
    assert "paused" in {row["trial_type"] for row in rows}
    notes = [
        (row["onset"], row["duration"], row["note"], row["tags"]) for row in rows if row["note"] != "n/a"
    ]
    assert notes == [("2", "0", "'=1+1 brows", "n/a"), ("4", "2.5", "'+left;'=lags behind", "#tired #-x")]
    assert [float(row["onset"]) for row in rows] == sorted(float(row["onset"]) for row in rows)
    assert "'@Joy" in {row["target"] for row in rows}


def test_times_of_a_long_session_keep_their_microseconds():
    assert tsv_cell(3605.123456) == "3605.123456"
    assert (tsv_cell(-1e-9), tsv_cell(2.0), tsv_cell(None), tsv_cell("")) == ("0", "2", "n/a", "n/a")


def test_bids_has_a_subject_for_each_of_two_people(for_two, tmp_path):
    data = export_bids(for_two, tmp_path, ["A. Author"])
    assert lines_of(data / "participants.tsv")[1:] == [["sub-01", "left"], ["sub-02", "right"]]
    left, right = (lines_of(motion_of(data, number))[-1] for number in ("01", "02"))
    assert left != right and left[0] == right[0]
    assert json.loads((data / "dataset_description.json").read_text())["Authors"] == ["A. Author"]


# ------------------------------------------------------------ whole or nothing


def test_nothing_is_overwritten(recording, tmp_path):
    (tmp_path / "joy_notes.csv").write_text("mine")
    (tmp_path / "joy_bids").mkdir()
    with pytest.raises(BadInput, match=r"joy_notes\.csv: there is a file of this name already"):
        export_csv(recording, tmp_path)
    with pytest.raises(BadInput, match="joy_bids: there is a folder of this name already"):
        export_bids(recording, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joy_bids", "joy_notes.csv"]
    assert (tmp_path / "joy_notes.csv").read_text() == "mine"


def test_a_name_taken_meanwhile_is_not_overwritten_and_the_others_leave_again(tmp_path):
    with pytest.raises(BadInput, match="already"), whole(tmp_path, ["a", "b"]) as stage:
        (stage / "a").write_text("new")
        (stage / "b").write_text("new")
        (tmp_path / "b").write_text("mine")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("b", "mine")]


@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_ctrl_c_leaves_nothing(recording, tmp_path, monkeypatch, trouble):
    calls = iter(range(1000))

    def failing(cell):
        if next(calls) == 900:
            raise trouble
        return harmless(cell)

    monkeypatch.setattr(csv_files, "harmless", failing)
    with pytest.raises((BadInput, KeyboardInterrupt)):
        export_csv(recording, tmp_path)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from pathlib import Path
from mirrorcam.app.export.staging import whole
with whole(Path(sys.argv[1]), ["a"]) as stage:
    (stage / "a").write_text("half")
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_what_a_killed_export_left_is_hidden_and_cleared_away(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(PREFIX)
    with whole(tmp_path, ["a"]) as stage:
        (stage / "a").write_text("whole")
        assert not left.exists()
        with whole(tmp_path, ["b"]) as other:  # which leaves the one that is running alone
            (other / "b").write_text("b")
    assert sorted((path.name, path.read_text()) for path in tmp_path.iterdir()) == [
        ("a", "whole"),
        ("b", "b"),
    ]
